"""Modules that hold parameters: ParameterList, ParameterDict."""

from __future__ import annotations

import operator
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ...tensor import Tensor
from ..parameter import Parameter
from .container import pairs
from .module import Module

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView


class _ParameterContainer(Module):
    """Values by key: Tensors become Parameters; other values are kept, unregistered."""

    def _store(self, key, value):
        if isinstance(value, Tensor) and not isinstance(value, Parameter):
            value = Parameter(value)
        setattr(self, key, value)

    def _lines(self, items):
        return "\n".join(f"  ({key}): {self._line(value)}" for key, value in items)

    def _line(self, value):
        if not isinstance(value, Tensor):
            return f"Object of type: {type(value).__name__}"
        kind = "Parameter" if isinstance(value, Parameter) else "Tensor"
        return f"{kind} containing: [{self._type_of(value)} of size {'x'.join(map(str, value.shape))}]"

    def __call__(self, *args, **kwargs):
        raise RuntimeError(f"{type(self).__name__} should not be called.")


class ParameterList(_ParameterContainer):
    """A list of parameters that are registered under their positions; Tensors in it become Parameters.

    >>> import numpynn
    >>> numpynn.nn.ParameterList([numpynn.zeros(2, 3), "a string"])
    ParameterList(
        (0): Parameter containing: [torch.float32 of size 2x3]
        (1): Object of type: str
    )
    """

    def __init__(self, values: Iterable | None = None):
        super().__init__()
        self._size = 0
        if values is not None:
            self.extend(values)

    def _name_at(self, idx):
        idx = operator.index(idx)
        if not -len(self) <= idx < len(self):
            raise IndexError(f"index {idx} is out of range: there are {len(self)} values")
        return str(idx % len(self))

    def __getitem__(self, idx: int | slice):
        if isinstance(idx, slice):
            return type(self)([self[i] for i in range(len(self))[idx]])
        return getattr(self, self._name_at(idx))

    def __setitem__(self, idx: int, param) -> None:
        self._store(self._name_at(idx), param)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator:
        return iter([self[i] for i in range(len(self))])

    def __iadd__(self, parameters: Iterable) -> ParameterList:
        return self.extend(parameters)

    def __dir__(self):
        return [name for name in super().__dir__() if not name.isdigit()]

    def append(self, value) -> ParameterList:
        """Adds a value at the end; returns the list."""
        self._store(str(len(self)), value)
        self._size += 1
        return self

    def extend(self, values: Iterable) -> ParameterList:
        """Adds values at the end; returns the list. Raises TypeError for a Tensor or what is not iterable."""
        if not isinstance(values, Iterable) or isinstance(values, Tensor):
            name = type(values).__name__
            raise TypeError(f"ParameterList.extend should be called with an iterable, but got {name}")
        for value in values:
            self.append(value)
        return self

    def _type_of(self, tensor):
        return tensor.dtype

    def extra_repr(self) -> str:
        return self._lines(enumerate(self))


class ParameterDict(_ParameterContainer):
    """Parameters by name, in the order of insertion; Tensors in it become Parameters.

    A plain dict is taken in the order of its sorted names, as in torch; an OrderedDict in its own.
    """

    def __init__(self, parameters: Mapping | Iterable | None = None):
        super().__init__()
        self._keys: dict[str, None] = {}
        if parameters is not None:
            self.update(parameters)

    def __getitem__(self, key: str):
        return getattr(self, _checked(key))

    def __setitem__(self, key: str, value) -> None:
        self._store(_checked(key), value)
        self._keys[key] = None

    def __delitem__(self, key: str) -> None:
        del self._keys[key]
        delattr(self, key)

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __reversed__(self) -> Iterator[str]:
        return reversed(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._keys

    def copy(self) -> ParameterDict:
        """Another ParameterDict of the same values."""
        return ParameterDict(OrderedDict(self.items()))

    def setdefault(self, key: str, default=None):
        """The value of a name, which is added with `default` if it is not there."""
        if key not in self:
            self[key] = default
        return self[key]

    def clear(self) -> None:
        """Takes out all values."""
        for key in list(self._keys):
            del self[key]

    def pop(self, key: str):
        """Takes out a value. Raises an error where there is none of the name."""
        value = self[key]
        del self[key]
        return value

    def popitem(self) -> tuple:
        """Takes out the last pair of name and value. Raises KeyError if there is none."""
        key, _ = self._keys.popitem()
        self._keys[key] = None
        return key, self.pop(key)

    def get(self, key: str, default=None):
        """The value of a name, or `default`."""
        return self[key] if key in self else default

    def fromkeys(self, keys: Iterable[str], default=None) -> ParameterDict:
        """A new ParameterDict with these names, all of one value."""
        return ParameterDict((key, default) for key in keys)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._keys.keys()

    def items(self) -> Iterable[tuple]:
        """The pairs of name and value."""
        return ((key, self[key]) for key in self._keys)

    def values(self) -> Iterable:
        """The values."""
        return (self[key] for key in self._keys)

    def update(self, parameters: Mapping | Iterable) -> None:
        """Adds values from a mapping, or from pairs of name and value, replacing those of equal name."""
        new = pairs(parameters, "ParameterDict")
        if isinstance(parameters, Mapping) and not isinstance(parameters, OrderedDict):
            new = sorted(new, key=operator.itemgetter(0))
        for key, value in new:
            self[key] = value

    def _type_of(self, tensor):
        return tensor.type()

    def extra_repr(self) -> str:
        return self._lines(self.items())

    def __or__(self, other: ParameterDict) -> ParameterDict:
        merged = self.copy()
        merged.update(other)
        return merged

    def __ror__(self, other: ParameterDict) -> ParameterDict:
        merged = other.copy()
        merged.update(self)
        return merged

    def __ior__(self, other: ParameterDict) -> ParameterDict:
        self.update(other)
        return self


def _checked(key):
    if not isinstance(key, str):
        name = type(key).__name__
        raise TypeError(f"Index given to ParameterDict must be a string, but its type is '{name}'")
    return key
