"""The originals behind one parametrized tensor, and the way from them to it and back."""

from __future__ import annotations

from collections.abc import Sequence

from ...modes import no_grad
from ...tensor import Tensor
from ..modules.container import ModuleList
from ..modules.module import Module
from ..parameter import Parameter


class ParametrizationList(ModuleList):
    """The parametrizations of one tensor, applied in turn to `original`, or to `original0`, `original1` ...

    These are what the `right_inverse` of the parametrizations, last first, makes of the tensor: one tensor,
    or a sequence of tensors, which the first parametrization then takes as its arguments. Raises ValueError
    where the result has another shape or dtype than the tensor had, unless `unsafe`.
    """

    def __init__(self, modules: Sequence[Module], original: Tensor, unsafe: bool = False):
        if len(modules) == 0:
            raise ValueError("ParametrizationList requires one or more modules.")
        super().__init__(modules)
        self.unsafe = unsafe
        before = original.detach()
        new = self._inverse_where_there_is_one(original)
        self.is_tensor = isinstance(new, Tensor)
        if not self.is_tensor and not isinstance(new, Sequence):
            raise ValueError(f"'right_inverse' must return a Tensor or a Sequence of tensors. Got {_name(new)}.")
        self.ntensors = 1 if self.is_tensor else len(new)
        (self._keep_one if self.is_tensor else self._keep_several)(original, new)
        if not unsafe:
            self._check_forward(original, before)

    def _check_forward(self, original, before):
        try:
            check_alike("parametrization", before, self())
        except Exception:
            original.data = before
            raise

    def _inverse_where_there_is_one(self, value):
        with no_grad():
            for module in reversed(list(self)):
                if hasattr(module, "right_inverse"):
                    try:
                        value = module.right_inverse(value)
                    except NotImplementedError:
                        pass
        return value

    def _keep_one(self, original, new):
        if original.dtype != new.dtype:
            raise ValueError(
                "When `right_inverse` outputs one tensor, it may not change the dtype.\n"
                f"original.dtype: {original.dtype}\nright_inverse(original).dtype: {new.dtype}"
            )
        original.data = new
        register(self, "original", original)

    def _keep_several(self, original, new):
        for i, tensor in enumerate(new):
            if not isinstance(tensor, Tensor):
                raise ValueError(
                    "'right_inverse' must return a Tensor or a Sequence of tensors. "
                    f"Got element {i} of the sequence with type {_name(tensor)}."
                )
            if isinstance(original, Parameter):
                tensor = Parameter(tensor, original.requires_grad)
            register(self, f"original{i}", tensor.requires_grad_(original.requires_grad))

    def _originals(self):
        return [self.original] if self.is_tensor else [getattr(self, f"original{i}") for i in range(self.ntensors)]

    def right_inverse(self, value: Tensor) -> None:
        """Sets the originals so that the parametrized tensor becomes `value`: called when that is assigned.

        Raises RuntimeError if a parametrization has no `right_inverse`, ValueError if what it gives does not
        fit.
        """
        with no_grad():
            for module in reversed(list(self)):
                if not hasattr(module, "right_inverse"):
                    raise RuntimeError(f"parametrization {_name(module)} does not implement right_inverse.")
                value = module.right_inverse(value)
        values = [value] if self.is_tensor else value
        self._check_values(values)
        for original, new in zip(self._originals(), values):
            original.data = new

    def _check_values(self, values):
        if not isinstance(values, Sequence):
            raise ValueError(f"'right_inverse' must return a sequence of tensors. Got {_name(values)}.")
        if len(values) != self.ntensors:
            raise ValueError(
                f"'right_inverse' must return a sequence of tensors of length {self.ntensors}. "
                f"Got a sequence of length {len(values)}."
            )
        for i, (original, new) in enumerate(zip(self._originals(), values)):
            if not isinstance(new, Tensor):
                raise ValueError(f"`right_inverse` should return tensors. Got {_name(new)} at position {i}")
            if new.dtype != original.dtype:
                raise ValueError(
                    f"Tensor {i} returned by `right_inverse` has dtype {new.dtype} while the original has "
                    f"dtype {original.dtype}"
                )

    def forward(self) -> Tensor:
        first, *others = self
        tensor = first(*self._originals())
        for parametrization in others:
            tensor = parametrization(tensor)
        return tensor


def register(module, name, tensor):
    """Add a tensor under the name, as what it is."""
    if isinstance(tensor, Parameter):
        module.register_parameter(name, tensor)
    else:
        module.register_buffer(name, tensor)


def _name(value):
    return type(value).__name__


def check_alike(what, before, after):
    """Raise ValueError unless `after` is a tensor of the shape and dtype of `before`."""
    if not isinstance(after, Tensor):
        raise ValueError(f"A {what} must return a tensor. Got {_name(after)}.")
    for attribute in ("dtype", "shape"):
        old, new = getattr(before, attribute), getattr(after, attribute)
        if old != new:
            raise ValueError(
                f"Registering a parametrization may not change the {attribute} of the tensor, unless "
                f"`unsafe` flag is enabled.\nunparametrized {attribute}: {old}\n{what} {attribute}: {new}"
            )
