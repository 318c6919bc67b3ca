"""Programs written for PyTorch, run by numpynn: every `import torch...` finds the module of that name here.

`import torchvision` finds numpynn.vision: torchvision itself is of no use without the torch that it was built for.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

import numpynn

# The release whose names and rules numpynn follows: programs compare it with what they need.
RELEASE = "2.13.0"
WHERE = "python -m numpynn run --names lists what there is"
SERVED = {"torch": "numpynn", "torchvision": "numpynn.vision"}


def as_torch() -> ModuleType:
    """Let `import torch` and all imports below it mean numpynn, from now on in this process; gives that module.

    Raises RuntimeError if torch itself was imported before: what it made would be foreign to numpynn.

    >>> import numpynn
    >>> numpynn.as_torch()  # doctest: +SKIP
    >>> import torch  # doctest: +SKIP
    """
    torch = sys.modules.get("torch")
    if isinstance(torch, _Torch):
        return torch
    if torch is not None:
        raise RuntimeError(
            "as_torch(): torch itself is already imported in this process; call it before `import torch`"
        )
    sys.meta_path.insert(0, _Finder())
    return importlib.import_module("torch")


@contextmanager
def standing_in():
    """In this block `import torch` means numpynn; after it, what it meant before."""
    hidden = _torch_modules()
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield importlib.import_module("torch")
    finally:
        sys.meta_path.remove(finder)
        _torch_modules()
        sys.modules.update(hidden)


def _torch_modules():
    """All modules of the names that are served, which are forgotten."""
    names = [name for name in sys.modules if name.partition(".")[0] in SERVED]
    return {name: sys.modules.pop(name) for name in names}


class _Torch(ModuleType):
    """The module `torch` itself: numpynn's names, and the release that it follows."""

    __version__ = RELEASE
    __path__: list[str] = []

    def __getattr__(self, name):
        try:
            return getattr(numpynn, name)
        except AttributeError:
            raise AttributeError(f"torch, served by numpynn, has no attribute {name!r}; {WHERE}") from None

    def __dir__(self):
        return dir(numpynn)


class _Finder(MetaPathFinder):
    """Finds `torch` and `torch.X.Y`, as numpynn and numpynn.X.Y; so for all names that are served."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname.partition(".")[0] not in SERVED:
            return None
        if importlib.util.find_spec(_ours(fullname)) is None:
            raise ModuleNotFoundError(f"No module named {fullname!r}, as served by numpynn; {WHERE}", name=fullname)
        return ModuleSpec(fullname, _Loader(), is_package=True)


class _Loader(Loader):
    """Gives numpynn's own module, as it is: one module under two names."""

    def create_module(self, spec):
        if spec.name == "torch":
            return _Torch("torch", "numpynn under the name of torch")
        module = importlib.import_module(_ours(spec.name))
        self._spec = module.__spec__
        return module

    def exec_module(self, module):
        if not isinstance(module, _Torch):
            module.__spec__ = self._spec


def _ours(name):
    top, dot, rest = name.partition(".")
    return SERVED[top] + dot + rest
