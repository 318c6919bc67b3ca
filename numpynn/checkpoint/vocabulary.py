"""The names that a checkpoint's pickle may use, and what each means here. Everything else is refused.

A name becomes a `Known`: an inert value that the machine can pass around and hand to `call`. No class or function of
Python stands behind it that a pickle could reach, except those that the user admits by `allowed_globals`.
"""

from __future__ import annotations

from collections import OrderedDict

from .elements import CLASS_NAMES, ELEMENTS, UNSUPPORTED
from .errors import CheckpointError, UnpicklingError, short
from .machine import Blank

_BLOCKED = ("os", "posix", "nt", "sys", "subprocess", "builtins", "importlib", "runpy", "ctypes")
_ALIASES = {
    "__builtin__": "builtins",
    "torch.tensor": "torch._tensor",
    "torch.nn": "torch.nn.parameter",
    "numpy.core.multiarray": "numpy._core.multiarray",
    "numpy.core.numeric": "numpy._core.numeric",
}
_INTERNAL = ("array",)  # what every Tensor has, though not its class
KNOWN = {}
FILLERS = {}


class Known:
    """A name on the list. `act(vocabulary, machine, *arguments)` is what calling it means; None: it is not called."""

    __slots__ = ("act", "name")

    def __init__(self, name, act=None):
        self.name = name
        self.act = act

    def __repr__(self):
        return f"<{self.name}>"


class StorageClass(Known):
    """The class of a storage, by the name of its elements."""

    __slots__ = ("element",)

    def __init__(self, name, element):
        super().__init__(name)
        self.element = element


class Admitted:
    """A class or function that the user allows."""

    __slots__ = ("name", "object")

    def __init__(self, name, obj):
        self.name = name
        self.object = obj


def known(*names):
    """Put the decorated function on the list under these names."""

    def register(act):
        KNOWN.update((name, Known(name, act)) for name in names)
        return act

    return register


def fills(kind):
    """The decorated `(vocabulary, machine, blank, state)` is how a `Blank` of this kind is filled."""

    def register(fill):
        FILLERS[kind] = fill
        return fill

    return register


class Vocabulary:
    """The list, together with what the user adds to it and with what is made of tensors: a `results.Records`."""

    def __init__(self, result, allowed_globals=()):
        self.result = result
        self.admitted = _admitted(allowed_globals)
        self._classes = tuple(entry.object for entry in self.admitted.values() if isinstance(entry.object, type))
        self.key_types = (*result.key_types, *self._classes, _Shadow)

    def find(self, module: str, name: str):
        """What stands for a global. Raises UnpicklingError for one that is not on the list."""
        full = f"{_ALIASES.get(module, module)}.{name}"
        found = KNOWN.get(full) or self.admitted.get(f"{module}.{name}") or _torch_name(full, name)
        if found is not None:
            return found
        if full == f"torch.{name}" and (name in ELEMENTS or name in UNSUPPORTED):
            return self.result.dtype(name)
        raise _forbidden(f"{module}.{name}")

    def call(self, machine, function, arguments):
        """REDUCE: what calling `function` gives."""
        if type(arguments) is not tuple:
            raise UnpicklingError(f"the pickle makes a call with {short(arguments)} for arguments")
        if type(function) is Admitted:
            return _run(function.name, function.object, *arguments)
        act = getattr(function, "act", None) if isinstance(function, Known) else None
        if act is None:
            raise UnpicklingError(f"the pickle calls {short(function)}, which is nothing to call")
        return _trusted(function.name, act, self, machine, *arguments)

    def new(self, machine, cls, arguments):
        """NEWOBJ: an instance of `cls`, not initialised."""
        if type(cls) is Admitted and isinstance(cls.object, type) and type(arguments) is tuple:
            return _run(cls.name, cls.object.__new__, cls.object, *arguments)
        return self.call(machine, cls, arguments)

    def build(self, machine, value, state):
        """BUILD: `value` with its state."""
        if type(value) is Blank:
            return _trusted(value.kind, FILLERS[value.kind], self, machine, value, state)
        if type(value) is OrderedDict:
            return set_attributes(value, state)
        if isinstance(value, self.result.tensor_type):
            return _trusted("a tensor's state", FILLERS["tensor state"], self, machine, value, state)
        if self.admits(value):
            return _run(type(value).__name__, _set_state, value, state)
        raise UnpicklingError(f"the pickle gives a state to {short(value)}")

    def admits(self, value) -> bool:
        """Whether the user allows instances of exactly this class."""
        return type(value) in self._classes


class Survey(Vocabulary):
    """The list for a reading that is only to learn which storages there are: what the user admits is not run."""

    def call(self, machine, function, arguments):
        return _Shadow() if type(function) is Admitted else super().call(machine, function, arguments)

    def new(self, machine, cls, arguments):
        return self.call(machine, cls, arguments)

    def build(self, machine, value, state):
        return value if type(value) is _Shadow else super().build(machine, value, state)

    def admits(self, value):
        return type(value) is _Shadow


class _Shadow:
    """Stands for an object that was not made."""

    def append(self, item):
        """As a list, but nothing is kept."""

    extend = append

    def __setitem__(self, key, value):
        """As a dictionary, but nothing is kept."""


def set_attributes(value, state):
    """Give a value Python attributes, as a pickle asks for, but none that is already something else."""
    if state is None:
        return value
    if type(state) is not dict:
        raise UnpicklingError(f"the pickle gives {short(value)} {short(state)} for attributes")
    for name, attribute in state.items():
        if type(name) is not str or not name.isidentifier() or hasattr(type(value), name) or name in _INTERNAL:
            raise UnpicklingError(f"the pickle sets the attribute {short(name)} of {short(value)}")
        setattr(value, name, attribute)
    return value


def _torch_name(full, name):
    """torch.FloatStorage, torch.cuda.LongTensor and the like."""
    module = full.removesuffix(f".{name}")
    if module not in ("torch", "torch.cuda", "torch.storage"):
        return None
    if name in ("UntypedStorage", "TypedStorage", "_UntypedStorage", "_TypedStorage"):
        return StorageClass(full, "uint8")
    if name.endswith("Storage") and name.removesuffix("Storage") in CLASS_NAMES:
        return StorageClass(full, CLASS_NAMES[name.removesuffix("Storage")])
    if name.endswith("Tensor") and name.removesuffix("Tensor") in CLASS_NAMES:
        return Known(full, KNOWN["torch.Tensor"].act)
    return None


def _forbidden(name):
    name = name if len(name) <= 200 else name[:200] + "..."
    advice = f"If you trust the file and what that is, import it and pass allowed_globals=[{name}]"
    if name.startswith(("torch.nn.modules.", "__main__.")) or name.endswith((".Module", "Model", "Net")):
        advice += ". A whole model seems to be saved here: in torch, save model.state_dict() instead"
    return UnpicklingError(
        f"the pickle names the global {name!r}, which is not on the list of what a checkpoint may hold. "
        f"Nothing of it was run. {advice}"
    )


def _trusted(name, act, *arguments):
    try:
        return act(*arguments)
    except (TypeError, ValueError, OverflowError, AttributeError, LookupError) as error:
        raise UnpicklingError(f"{name} is given what it cannot use: {error}") from error


def _run(name, function, *arguments):
    try:
        return function(*arguments)
    except CheckpointError:
        raise
    except Exception as error:
        raise UnpicklingError(f"{name}, admitted by allowed_globals, raised {type(error).__name__}: {error}") from error


def _set_state(value, state):
    if hasattr(value, "__setstate__"):
        value.__setstate__(state)
        return value
    state, slots = state if isinstance(state, tuple) and len(state) == 2 else (state, None)
    value.__dict__.update(state or {})
    for name, attribute in (slots or {}).items():
        setattr(value, name, attribute)
    return value


def _admitted(allowed):
    entries = {}
    for item in allowed:
        obj, name = item if isinstance(item, tuple) else (item, None)
        if not callable(obj):
            raise TypeError(
                f"allowed_globals takes classes, functions and pairs of one and its name, not {short(item)}"
            )
        name = name or f"{obj.__module__}.{obj.__qualname__}"
        if name.rpartition(".")[0] in _BLOCKED:
            raise ValueError(f"allowed_globals cannot admit {name}: what is in that module is never safe")
        entries[name] = Admitted(name, obj)
    return entries
