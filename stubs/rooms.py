"""Which modules have a stub, and which of them is the home of a class or function: where it is declared, once."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

import numpynn

# What is no part of the interface, each with all below it.
HIDDEN = frozenset(
    "__main__ allocation backends.mha batching checkpoint.* demo derivatives functional graph kernels modes nn.functional.* "
    "nn.modules.backward nn.modules.calling nn.modules.conversion nn.modules.hooks nn.modules.lazy nn.modules.loading "
    "nn.modules.members nn.modules.parameter_container nn.modules.state nn.modules.traversal nn.modules.utils on_demand "
    "optim.arithmetic optim.elementwise optim.line_search optim.long_arrays optim.options optim.pieces optim.script optim.state "
    "optim.stateless parity.* "
    "port.* primitive printing random.* run stand_in summaries.* utils.data.crew utils.data.fetch utils.data.iterators "
    "utils.data.position utils.data.worker utils.tensorboard.* vision.datasets.* vision.png vision.transforms.* models.* "
    "autograd.algebra autograd.backward autograd.batched autograd.gradient_check autograd.hooks datasets.* func.* "
    "nn.utils.fusion nn.utils.norms nn.utils.orthogonal nn.utils.pruning "
    "optim.lr_scheduler.* distributions.transforms.* multiprocessing utils.cpp_extension utils.model_zoo".split()
)


# Names with an underscore, or from elsewhere, that programs for torch know.
KNOWN = frozenset(
    "__version__ ParametrizationList _BatchNorm _ConvNd _InstanceNorm _LRScheduler _Loss _WeightedLoss _calculate_correct_fan "
    "_calculate_fan_in_and_fan_out".split()
)


def is_hidden(name: str) -> bool:
    """Whether a module, named from the package's root, is no part of the interface."""
    parts = name.split(".")
    if any([part.startswith("_") and part not in ("__config__", "_dynamo") for part in parts]):
        return True
    parents = [".".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return bool(HIDDEN & {*parents, *[parent + ".*" for parent in parents[:-1]]})


def modules() -> dict[str, ModuleType]:
    """Every module that has a stub, by its full name."""
    names = [found.name for found in pkgutil.walk_packages(numpynn.__path__, "numpynn.", onerror=print)]
    shown = [name for name in names if not is_hidden(name.removeprefix("numpynn."))]
    return {name: importlib.import_module(name) for name in ["numpynn", *sorted(shown)]}


def offered(module: ModuleType) -> list[str]:
    """What a module offers: what it lists, and what it defines under a name without an underscore."""
    own = [name for name, value in vars(module).items() if name in KNOWN or _is_own(module, name, value)]
    return sorted({*getattr(module, "__all__", ()), *own, *submodules(module)})


def submodules(module: ModuleType) -> set[str]:
    """The modules of a package that have a stub."""
    below = pkgutil.iter_modules(getattr(module, "__path__", ()))
    inside = module.__name__.removeprefix("numpynn").lstrip(".")
    return {found.name for found in below if not is_hidden(f"{inside}.{found.name}".lstrip("."))}


def _is_own(module, name, value):
    if name.startswith("_"):
        return False
    if type(value) in (bool, int, float, str, type(None)):
        return not hasattr(module, "__all__") and not name.isupper()
    return module.__name__ in (getattr(value, "__module__", None), type(value).__module__)


def value_of(module: ModuleType, name: str):
    """What stands under a name of a module, which may be a module that has yet to be imported."""
    if not hasattr(module, name):
        return importlib.import_module(f"{module.__name__}.{name}")
    return getattr(module, name)


class Homes:
    """Where each class and function is declared: id of it -> (module, name)."""

    def __init__(self, rooms: dict[str, ModuleType]):
        self._homes: dict[int, tuple[str, str]] = {}
        for name, module in rooms.items():
            for offer in offered(module):
                self._settle(value_of(module, offer), name, offer)

    def _settle(self, value, room, name):
        if isinstance(value, ModuleType) or not hasattr(value, "__module__") or not _is_of_numpynn(value):
            return
        before = self._homes.get(id(value))
        if before is None or _nearness(value, room, name) > _nearness(value, *before):
            self._homes[id(value)] = room, name

    def of(self, value) -> tuple[str, str] | None:
        """Module and name, or None for what is declared nowhere."""
        return self._homes.get(id(value))


def _is_of_numpynn(value):
    return (value.__module__ or "").partition(".")[0] == "numpynn"


def _nearness(value, room, name):
    """Where a thing is at home: the module that defines it, or what is nearest above; under its own name."""
    defined = value.__module__.split(".")
    parts = room.split(".")
    shared = 0
    while shared < min(len(parts), len(defined)) and parts[shared] == defined[shared]:
        shared += 1
    return shared, getattr(value, "__name__", "") == name, -len(parts), room, name
