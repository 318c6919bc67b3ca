"""Modules that hold modules: Sequential, ModuleList, ModuleDict."""

from __future__ import annotations

import operator
import warnings
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from .module import Module, block, indented

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView


class Container(Module):
    """The name of an old base class; Module does all it did."""

    def __init__(self, **kwargs):
        warnings.warn("`nn.Container` is deprecated: subclass `nn.Module` instead.", FutureWarning, stacklevel=2)
        super().__init__()
        for name, module in kwargs.items():
            self.add_module(name, module)


class _Listing(Module):
    """What Sequential and ModuleList share: modules by position."""

    def _name_at(self, idx) -> str:
        """The name of the module at a position. Raises IndexError out of range."""
        idx = operator.index(idx)
        if not -len(self) <= idx < len(self):
            raise IndexError(f"index {idx} is out of range: there are {len(self)} modules")
        return next(islice(self._modules, idx % len(self), None))

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._modules.values())

    def __setitem__(self, idx: int, module: Module) -> None:
        setattr(self, self._name_at(idx), module)

    def __delitem__(self, idx: int | slice) -> None:
        for name in list(self._modules)[idx] if isinstance(idx, slice) else [self._name_at(idx)]:
            delattr(self, name)
        modules = list(self)
        self._modules.clear()
        self._modules.update(_numbered(modules))

    def __dir__(self):
        return [name for name in super().__dir__() if not name.isdigit()]

    def append(self, module: Module):
        """Adds a module at the end; returns the container."""
        self.add_module(str(len(self)), module)
        return self

    def extend(self, modules: Iterable[Module]):
        """Adds modules at the end; returns the container."""
        for module in list(modules):
            self.append(module)
        return self

    def pop(self, key: int | slice) -> Module:
        """Takes out the module, or the container of modules, at a position."""
        found = self[key]
        del self[key]
        return found

    def _insert(self, index, module):
        for i in range(len(self), index, -1):
            self._modules[str(i)] = self._modules[str(i - 1)]
        self._modules[str(index)] = module


def _numbered(modules, start=0):
    return {str(i): module for i, module in enumerate(modules, start)}


class Sequential(_Listing):
    """Modules called one after the other, each on the output of the one before.

    Made of modules, which are named by their position, or of an OrderedDict of names and modules. It can be
    indexed, sliced, appended to, inserted into, added and multiplied like a list; a product repeats the
    modules.

    >>> from numpynn import nn
    >>> nn.Sequential(nn.Identity(), nn.Flatten())
    Sequential(
      (0): Identity()
      (1): Flatten(start_dim=1, end_dim=-1)
    )
    """

    def __init__(self, *args: Module | OrderedDict[str, Module]):
        super().__init__()
        named = args[0] if len(args) == 1 and isinstance(args[0], OrderedDict) else _numbered(args)
        for name, module in named.items():
            self.add_module(name, module)

    def forward(self, input):
        for module in self:
            input = module(input)
        return input

    def __getitem__(self, idx: int | slice) -> Module:
        if isinstance(idx, slice):
            return type(self)(OrderedDict(list(self._modules.items())[idx]))
        return self._modules[self._name_at(idx)]

    def __add__(self, other: Sequential) -> Sequential:
        _require_sequential(other)
        return Sequential(*self, *other)

    def __iadd__(self, other: Sequential) -> Sequential:
        _require_sequential(other)
        return self.extend(other)

    def __mul__(self, other: int) -> Sequential:
        self._require_positive(other)
        return Sequential(*(module for _ in range(other) for module in self))

    __rmul__ = __mul__

    def __imul__(self, other: int) -> Sequential:
        self._require_positive(other)
        # By number, as in torch: modules under names of their own raise KeyError.
        parts = [self._modules[str(i)] for i in range(len(self))] if other > 1 else []
        return self.extend(parts * (other - 1))

    def _require_positive(self, times):
        if not isinstance(times, int):
            raise TypeError(f"unsupported operand type(s) for *: {type(self)} and {type(times)}")
        if times <= 0:
            raise ValueError(f"Non-positive multiplication factor {times} for {type(self)}")

    def insert(self, index: int, module: Module) -> Sequential:
        """Adds a module before the position `index`, which may count from the end."""
        if not isinstance(module, Module):
            raise AssertionError(f"module should be of type: {Module}")
        if not -len(self) <= index <= len(self):
            raise IndexError(f"Index out of range: {index}, there are {len(self)} modules")
        self._insert(index + len(self) if index < 0 else index, module)
        return self


def _require_sequential(other):
    if not isinstance(other, Sequential):
        raise ValueError(f"add operator supports only objects of Sequential class, but {type(other)} is given.")


class ModuleList(_Listing):
    """A list of modules that are registered under their positions. It has no forward.

    It can be indexed, sliced, appended to, inserted into, and added to any iterable of modules.
    """

    def __init__(self, modules: Iterable[Module] | None = None):
        super().__init__()
        if modules is not None:
            self.extend(modules)

    def __getitem__(self, idx: int | slice) -> Module:
        if isinstance(idx, slice):
            return type(self)(list(self)[idx])
        return self._modules[self._name_at(idx)]

    def __add__(self, other: Iterable[Module]) -> ModuleList:
        return ModuleList(chain(self, other))

    def __iadd__(self, modules: Iterable[Module]) -> ModuleList:
        return self.extend(modules)

    def extend(self, modules: Iterable[Module]) -> ModuleList:
        """Adds modules at the end. Raises TypeError for what is not iterable."""
        if not isinstance(modules, Iterable):
            name = type(modules).__name__
            raise TypeError(f"ModuleList.extend should be called with an iterable, but got {name}")
        return super().extend(modules)

    def insert(self, index: int, module: Module) -> None:
        """Adds a module before the position `index`, which counts from the start."""
        if index < 0:
            raise KeyError(str(index))
        self._insert(index, module)

    def __repr__(self) -> str:
        return block(self._get_name(), [indented(line) for line in _runs([repr(module) for module in self])])


def _runs(reprs):
    """One line for each run of equal ones: `(0): a`, `(1-3): 3 x b`."""
    starts = [i for i, text in enumerate(reprs) if i == 0 or text != reprs[i - 1]]
    for start, end in zip(starts, [*starts[1:], len(reprs)]):
        n = end - start
        yield f"({start}): {reprs[start]}" if n == 1 else f"({start}-{end - 1}): {n} x {reprs[start]}"


class ModuleDict(Module):
    """Modules by name, in the order of insertion. It has no forward.

    >>> from numpynn import nn
    >>> list(nn.ModuleDict({"id": nn.Identity(), "flat": nn.Flatten()}))
    ['id', 'flat']
    """

    def __init__(self, modules: Mapping[str, Module] | None = None):
        super().__init__()
        if modules is not None:
            self.update(modules)

    def __getitem__(self, key: str) -> Module:
        return self._modules[key]

    def __setitem__(self, key: str, module: Module) -> None:
        self.add_module(key, module)

    def __delitem__(self, key: str) -> None:
        del self._modules[key]

    def __len__(self) -> int:
        return len(self._modules)

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __contains__(self, key: str) -> bool:
        return key in self._modules

    def clear(self) -> None:
        """Takes out all modules."""
        self._modules.clear()

    def pop(self, key: str) -> Module:
        """Takes out a module. Raises KeyError where there is none of the name."""
        return self._modules.pop(key)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._modules.keys()

    def items(self):
        """The pairs of name and module."""
        return self._modules.items()

    def values(self):
        """The modules."""
        return self._modules.values()

    def update(self, modules: Mapping[str, Module] | Iterable) -> None:
        """Adds modules from a mapping, or from pairs of name and module, replacing those of equal name."""
        for name, module in pairs(modules, "ModuleDict"):
            self[name] = module


def pairs(source, kind: str):
    """[(key, value)] from a mapping or an iterable of pairs. Raises TypeError or ValueError for others."""
    if not isinstance(source, Iterable):
        name = type(source).__name__
        raise TypeError(f"{kind}.update should be called with an iterable of key/value pairs, but got {name}")
    if isinstance(source, Mapping) or hasattr(source, "items"):
        return list(source.items())
    return [_pair(i, item, kind) for i, item in enumerate(source)]


def _pair(i, item, kind):
    if not isinstance(item, Iterable):
        name = type(item).__name__
        raise TypeError(f"{kind} update sequence element #{i} should be Iterable; is {name}")
    if len(item) != 2:
        raise ValueError(f"{kind} update sequence element #{i} has length {len(item)}; 2 is required")
    return item[0], item[1]
