"""Pruning methods: each makes a mask of zeros and ones, by which a parameter is then multiplied."""

from __future__ import annotations

import numbers
from abc import ABC, abstractmethod

import numpy as np

from ...functional import random
from ...functional.creation import ones_like
from ...tensor import Tensor, wrap


class BasePruningMethod(ABC):
    """The base class of pruning methods. A subclass has a PRUNING_TYPE and a `compute_mask`.

    Once applied, `module.<name>` is the product of `<name>_orig`, a parameter, and `<name>_mask`, a buffer,
    and the method is a pre-hook that computes it before each call.
    """

    PRUNING_TYPE: str
    _tensor_name: str

    def __call__(self, module, inputs):
        setattr(module, self._tensor_name, self.apply_mask(module))

    @abstractmethod
    def compute_mask(self, t: Tensor, default_mask: Tensor) -> Tensor:
        """The mask for a tensor, or for scores of its shape, on top of `default_mask`."""

    def apply_mask(self, module) -> Tensor:
        """The pruned tensor: the product of mask and original."""
        mask, original = (getattr(module, self._tensor_name + part) for part in ("_mask", "_orig"))
        return mask.to(original.dtype) * original

    @classmethod
    def apply(cls, module, name: str, *args, importance_scores: Tensor | None = None, **kwargs):
        """Prunes a parameter by `cls(*args, **kwargs)`, on top of what pruned it before; gives the method.

        Where `importance_scores` are given, they are what the mask is computed from.
        """
        method = cls(*args, **kwargs)
        method._tensor_name = name
        key, earlier = _pruning_of(module, name)
        tensor = getattr(module, name)
        scores = _scores(importance_scores, tensor, f"parameter {name} of {module}")
        if earlier is None:
            mask = method.compute_mask(scores, default_mask=ones_like(tensor))
            module.register_parameter(name + "_orig", tensor)
            del module._parameters[name]
        else:
            mask = _combined(method, scores, getattr(module, name + "_mask").detach().clone())
            method = _joined(earlier, method)
            del module._forward_pre_hooks[key]
        module.register_buffer(name + "_mask", mask)
        setattr(module, name, method.apply_mask(module))
        module.register_forward_pre_hook(method)
        return method

    def prune(self, t: Tensor, default_mask: Tensor | None = None, importance_scores: Tensor | None = None) -> Tensor:
        """The pruned version of a tensor, which no module need hold."""
        scores = _scores(importance_scores, t, "tensor t")
        default_mask = ones_like(t) if default_mask is None else default_mask
        return t * self.compute_mask(scores, default_mask=default_mask)

    def remove(self, module) -> None:
        """Makes the pruned tensor a plain parameter again, with the zeros in it."""
        name = self._tensor_name
        pruned = self.apply_mask(module)
        if hasattr(module, name):
            delattr(module, name)
        parameter = module._parameters.pop(name + "_orig")
        parameter.data = pruned.data
        del module._buffers[name + "_mask"]
        setattr(module, name, parameter)


def _pruning_of(module, name):
    """(key, method) of the hook that prunes a tensor, or (None, None)."""
    found = [(k, hook) for k, hook in module._forward_pre_hooks.items() if prunes(hook, name)]
    if len(found) > 1:
        raise AssertionError(
            f"Avoid adding multiple pruning hooks to the same tensor {name} of module {module}. Use a PruningContainer."
        )
    return found[0] if found else (None, None)


def prunes(hook, name: str) -> bool:
    """Whether a hook is a pruning method for the tensor `name`."""
    return isinstance(hook, BasePruningMethod) and hook._tensor_name == name


def _scores(given, tensor, what):
    if given is not None and given.shape != tensor.shape:
        raise AssertionError(
            f"importance_scores should have the same shape as {what}, got {given.shape} vs {tensor.shape}"
        )
    return tensor if given is None else given


def _joined(earlier, method):
    container = earlier if isinstance(earlier, PruningContainer) else PruningContainer(earlier)
    container.add_pruning_method(method)
    return container


class PruningContainer(BasePruningMethod):
    """Several pruning methods, one after the other, on one tensor."""

    def __init__(self, *args: BasePruningMethod):
        self._pruning_methods: tuple[BasePruningMethod, ...] = ()
        if args:
            self._tensor_name = args[0]._tensor_name
        for method in args:
            self.add_pruning_method(method)

    def add_pruning_method(self, method: BasePruningMethod | None) -> None:
        """Adds a method at the end. Raises TypeError for another type, ValueError for another tensor."""
        if method is not None and not isinstance(method, BasePruningMethod):
            raise TypeError(f"{type(method)} is not a BasePruningMethod subclass")
        if method is not None and self._tensor_name != method._tensor_name:
            raise ValueError(
                f"Can only add pruning methods acting on the parameter named '{self._tensor_name}' to "
                f"PruningContainer {self}. Found '{method._tensor_name}'"
            )
        self._pruning_methods += (method,)

    def __len__(self):
        return len(self._pruning_methods)

    def __iter__(self):
        return iter(self._pruning_methods)

    def __getitem__(self, idx):
        return self._pruning_methods[idx]

    def compute_mask(self, t, default_mask):
        """The mask of the last method on top of `default_mask`, which holds those of the others."""
        return _combined(self._pruning_methods[-1], t, default_mask)


def _combined(method, t, mask):
    """The mask with that of the method in what it leaves of the tensor."""
    left = _left_by(method, mask.array)
    new = mask.to(t.dtype).clone()
    new[left] = method.compute_mask(t[left], default_mask=mask[left]).to(t.dtype)
    return new


def _left_by(method, mask):
    """Where the method is to look: at the elements, or the channels, that are not pruned yet."""
    if method.PRUNING_TYPE == "unstructured":
        return wrap(mask == 1)
    if method.PRUNING_TYPE == "global":
        return (slice(None),) * mask.ndim
    if method.PRUNING_TYPE != "structured":
        raise ValueError(f"Unrecognized PRUNING_TYPE {method.PRUNING_TYPE}")
    dim = range(mask.ndim)[method.dim]
    others = tuple(d for d in range(mask.ndim) if d != dim)
    return (*(slice(None),) * dim, wrap(mask.sum(axis=others) != 0))


class Identity(BasePruningMethod):
    """Prunes nothing, but makes the mask and the original as the other methods do."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        return default_mask

    @classmethod
    def apply(cls, module, name):
        return super().apply(module, name)


class _ByAmount(BasePruningMethod):
    """A method that prunes an amount: a fraction if it is a float, a number if it is an int."""

    def __init__(self, amount: float):
        if not isinstance(amount, numbers.Real) or isinstance(amount, bool):
            raise TypeError(f"Invalid type for amount: {amount}. Must be int or float.")
        if amount < 0 or (amount > 1 and not isinstance(amount, numbers.Integral)):
            raise ValueError(f"amount={amount} should either be a float in the range [0, 1] or a non-negative integer")
        self.amount = amount

    def _number(self, size):
        """How many of `size` to prune."""
        if not isinstance(self.amount, numbers.Integral):
            return round(self.amount * size)
        if self.amount > size:
            raise ValueError(f"amount={self.amount} should be smaller than the number of parameters to prune={size}")
        return self.amount


def _without(mask, pruned):
    """A copy of a mask with zeros at flat indices."""
    values = mask.array.copy(order="C")
    values.reshape(-1)[pruned] = 0
    return wrap(values)


class RandomUnstructured(_ByAmount):
    """Prunes random elements."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        number = self._number(t.numel())
        if not number:
            return default_mask.clone()
        return _without(default_mask, np.argsort(-random.rand_like(t).array, axis=None)[:number])

    @classmethod
    def apply(cls, module, name, amount):
        return super().apply(module, name, amount=amount)


class L1Unstructured(_ByAmount):
    """Prunes the elements of the smallest absolute value."""

    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        number = self._number(t.numel())
        return _without(default_mask, np.argsort(np.abs(t.array), axis=None, kind="stable")[:number])

    @classmethod
    def apply(cls, module, name, amount, importance_scores=None):
        return super().apply(module, name, amount=amount, importance_scores=importance_scores)


class _Structured(_ByAmount):
    """A method that prunes whole channels along a dimension."""

    PRUNING_TYPE = "structured"

    def __init__(self, amount: float, dim: int = -1):
        super().__init__(amount)
        self.dim = dim

    def compute_mask(self, t, default_mask):
        if t.ndim <= 1:
            raise ValueError(
                "Structured pruning can only be applied to multidimensional tensors. "
                f"Found tensor of shape {t.shape} with {t.ndim} dims"
            )
        if self.dim >= t.ndim:
            raise IndexError(f"Invalid index {self.dim} for tensor of size {t.shape}")
        number = self._number(t.shape[self.dim])
        if not number:
            return default_mask
        mask = np.moveaxis(default_mask.array.astype(t.array.dtype), self.dim, 0)
        mask[self._channels(t, number)] = 0
        return wrap(np.moveaxis(mask, 0, self.dim))

    def _channels(self, t, number):
        """The indices of the channels to prune."""
        raise NotImplementedError


class RandomStructured(_Structured):
    """Prunes random channels along a dimension."""

    def _channels(self, t, number):
        return np.argsort(random.rand(t.shape[self.dim]).array)[:number]

    @classmethod
    def apply(cls, module, name, amount, dim=-1):
        return super().apply(module, name, amount=amount, dim=dim)


class LnStructured(_Structured):
    """Prunes the channels of the smallest norm of order `n` along a dimension."""

    def __init__(self, amount: float, n: float | str, dim: int = -1):
        super().__init__(amount, dim)
        self.n = n

    def _channels(self, t, number):
        kept = range(t.ndim)[self.dim]
        norms = t.detach().norm(self.n, [d for d in range(t.ndim) if d != kept])
        return np.argsort(-norms.array, kind="stable")[norms.numel() - number :]

    @classmethod
    def apply(cls, module, name, amount, n, dim, importance_scores=None):
        return super().apply(module, name, amount=amount, n=n, dim=dim, importance_scores=importance_scores)


class CustomFromMask(BasePruningMethod):
    """Prunes where a given mask has zeros."""

    PRUNING_TYPE = "global"

    def __init__(self, mask: Tensor):
        self.mask = mask

    def compute_mask(self, t, default_mask):
        if default_mask.shape != self.mask.shape:
            raise AssertionError(
                f"default_mask shape {default_mask.shape} must match self.mask shape {self.mask.shape}"
            )
        return default_mask * self.mask.to(default_mask.dtype)

    @classmethod
    def apply(cls, module, name, mask):
        return super().apply(module, name, mask=mask)
