"""Results with names, as torch.return_types has them: the classes that pages of functional/ make for `max` and its like."""

from __future__ import annotations

import functools
import importlib

from numpynn.functional import _lazy, reduction

ROOM = "numpynn._results"  # a stub without a module: the classes have no public name
# Fields that hold no Tensor.
OTHERS = {("histogramdd", "bin_edges"): "tuple[Tensor, ...]"}


@functools.cache
def classes() -> dict[str, type]:
    """name -> class."""
    pages = [reduction, *[importlib.import_module(f"numpynn.functional.{name}") for name in sorted(_lazy.PAGES)]]
    found = [value for page in pages for value in vars(page).values() if _is_result(value)]
    return {cls.__name__: cls for cls in found}


def _is_result(value):
    return isinstance(value, type) and issubclass(value, tuple) and value.__module__ == reduction.__name__


def names() -> list[str]:
    """The names of the classes."""
    return sorted(classes())


def page() -> str:
    """The stub that declares them."""
    parts = ["from typing import NamedTuple\n\nfrom numpynn.tensor import Tensor"]
    for name in names():
        fields = classes()[name]._fields
        lines = [f"    {field}: {OTHERS.get((name, field), 'Tensor')}" for field in fields]
        parts.append(f"class {name}(NamedTuple):\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"
