"""NumPy's names of arguments, which torch takes too: axis for dim, keepdims for keepdim."""

from __future__ import annotations

import functools
from types import FunctionType

from ..tensor import Tensor

NAMES = {"axis": "dim", "keepdims": "keepdim"}


def take_numpy_names(page: dict, but: str = "") -> None:
    """Let the public functions of a page take them, as functions and as methods. `but`: those that torch has in Python."""
    for name, function in list(page.items()):
        if type(function) is FunctionType and not name.startswith("_") and name not in but.split():
            code = function.__code__
            if (
                function.__module__ == page["__name__"]
                and "dim" in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            ):
                page[name] = _renaming(function)
                if Tensor.__dict__.get(name) is function:
                    setattr(Tensor, name, page[name])


def _renaming(function):
    @functools.wraps(function)
    def renaming(*args, **kwargs):
        if kwargs and ("axis" in kwargs or "keepdims" in kwargs):
            kwargs = {NAMES.get(name, name): value for name, value in kwargs.items()}
        return function(*args, **kwargs)

    renaming.__code__ = renaming.__code__.replace(co_name=function.__name__)  # as tracebacks tell it
    return renaming
