"""torch.amp: mixed precision. There is no coarser type on the CPU under NumPy, so `autocast` can only be off; scaling works."""

from __future__ import annotations

import functools
import warnings

import numpy as np

from . import dtypes
from .device import device as device_of
from .modes import no_grad, thread
from .tensor import Tensor, wrap

__all__ = ["GradScaler", "autocast", "custom_bwd", "custom_fwd", "is_autocast_available"]

_DTYPES = {"cpu": dtypes.bfloat16, "cuda": dtypes.float16, "xpu": dtypes.bfloat16, "mps": dtypes.float16}


class autocast:
    """A context, or decorator, in which nothing changes.

    For another device than the CPU it is off, with a warning, as in a torch without that device. Switched on for the CPU it
    raises NotImplementedError when it is entered: NumPy has no bfloat16, and its float16 is slow.
    """

    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f"Expected `device_type` of type `str`, got: `{type(device_type)}`")
        self.device = device_of(device_type).type
        self.fast_dtype = get_autocast_dtype(self.device) if dtype is None else dtype
        if enabled and self.device != "cpu":
            warnings.warn(f"{self.device.upper()} is not available. Disabling autocast.", stacklevel=2)
            enabled = False
        if enabled and self.fast_dtype not in (dtypes.bfloat16, dtypes.float16):
            warnings.warn(
                "In CPU autocast, but the target dtype is not supported. Disabling autocast.\nCPU Autocast only supports dtypes "
                "of torch.bfloat16, torch.float16 currently.",
                stacklevel=2,
            )
            enabled = False
        self._enabled = enabled

    def __enter__(self):
        if self._enabled:
            raise NotImplementedError(
                f"autocast to {self.fast_dtype.name} is not supported on the CPU: pass enabled=False, or leave it out"
            )
        return self

    def __exit__(self, *exception):
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def within(*args, **kwargs):
            with self:
                return function(*args, **kwargs)

        return within


def is_autocast_available(device_type: str) -> bool:
    """Whether `autocast` can be on for this device: never."""
    device_of(device_type)
    return False


def is_autocast_enabled(device_type=None) -> bool:
    """False."""
    return False


def is_autocast_cpu_enabled() -> bool:
    """False."""
    return False


def get_autocast_dtype(device_type: str) -> dtypes.dtype:
    """What `autocast` would compute in on a device."""
    return _DTYPES.get(device_of(device_type).type, dtypes.float16)


def get_autocast_cpu_dtype() -> dtypes.dtype:
    """bfloat16."""
    return dtypes.bfloat16


def get_autocast_gpu_dtype() -> dtypes.dtype:
    """float16."""
    return dtypes.float16


def custom_fwd(fwd=None, *, device_type, cast_inputs=None):
    """Decorator of a `forward` of a Function: it stays as it is, for `autocast` is off."""
    return fwd if fwd is not None else lambda function: function


def custom_bwd(bwd=None, *, device_type):
    """Decorator of a `backward` of a Function: it stays as it is, for `autocast` is off."""
    return bwd if bwd is not None else lambda function: function


class GradScaler:
    """Scales a loss up, so that small gradients of float16 are not lost, and the gradients down before the optimizer's step.

    A step whose gradients are not finite is left out, and the scale multiplied by `backoff_factor`; after `growth_interval`
    steps that were not, by `growth_factor`. For another device than the CPU it is off, with a warning. Micikevicius, 2018.
    """

    def __init__(
        self, device="cuda", init_scale=2.0**16, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True
    ):  # fmt: skip
        self._device = device
        if enabled and device != "cpu":
            warnings.warn(f"GradScaler is enabled, but {device.upper()} is not available.  Disabling.", stacklevel=2)
            enabled = False
        self._enabled = enabled
        if not enabled:
            return
        if growth_factor <= 1.0:
            raise AssertionError(f"The growth factor must be > 1.0, got {growth_factor}")
        if backoff_factor >= 1.0:
            raise AssertionError(f"The backoff factor must be < 1.0, got {backoff_factor}")
        self._init_scale, self._scale, self._growth_tracker = init_scale, None, 0
        self._growth_factor, self._backoff_factor, self._growth_interval = (
            growth_factor,
            backoff_factor,
            growth_interval,
        )
        # optimizer -> whether its gradients are scaled down already, and whether one of them was not finite
        self._unscaled: dict[int, bool] = {}
        self._stepped: set[int] = set()

    def scale(self, outputs):
        """A tensor times the scale, or each of a nest of lists and tuples."""
        if not self._enabled:
            return outputs
        if self._scale is None:
            self._scale = self._init_scale
        if isinstance(outputs, Tensor):
            return outputs * self._scale
        if isinstance(outputs, (list, tuple)):
            return type(outputs)([self.scale(output) for output in outputs])
        raise ValueError("outputs must be a Tensor or an iterable of Tensors")

    def unscale_(self, optimizer) -> None:
        """Divide the gradients of an optimizer's parameters by the scale, in place.

        Raises RuntimeError the second time since `update`, and after `step`.
        """
        if not self._enabled:
            return
        self._check_scaled("unscale_")
        if id(optimizer) in self._stepped:
            raise RuntimeError("unscale_() is being called after step().")
        if id(optimizer) in self._unscaled:
            raise RuntimeError("unscale_() has already been called on this optimizer since the last update().")
        self._unscaled[id(optimizer)] = self._divide(optimizer)

    def _check_scaled(self, name):
        if self._scale is None:
            raise AssertionError(
                f"Attempted {name} but _scale is None.  This may indicate your script did not use scaler.scale(loss or outputs) "
                "earlier in the iteration."
            )

    def _divide(self, optimizer):
        """Divide; whether something was not finite."""
        found = False
        with no_grad():
            for group in optimizer.param_groups:
                for parameter in group["params"]:
                    if parameter.grad is None:
                        continue
                    if parameter.grad.array.dtype == np.float16:
                        raise ValueError("Attempting to unscale FP16 gradients.")
                    found |= not thread.state.run(np.isfinite, parameter.grad.array).all()
                    parameter.grad.mul_(1.0 / self._scale)
        return found

    def step(self, optimizer, *args, **kwargs):
        """`optimizer.step(...)`, unless a gradient is not finite. Raises RuntimeError for a closure, or the second time."""
        if not self._enabled:
            return optimizer.step(*args, **kwargs)
        if "closure" in kwargs or args:
            raise RuntimeError("Closure use is not currently supported if GradScaler is enabled.")
        if id(optimizer) in self._stepped:
            raise RuntimeError("step() has already been called since the last update().")
        if id(optimizer) not in self._unscaled:
            self.unscale_(optimizer)
        self._stepped.add(id(optimizer))
        return None if self._unscaled[id(optimizer)] else optimizer.step(**kwargs)

    def update(self, new_scale=None) -> None:
        """Set the scale for the next step: to `new_scale`, or by what was found in this one."""
        if not self._enabled:
            return
        self._check_scaled("update")
        if new_scale is not None:
            self._scale = new_scale.item() if isinstance(new_scale, Tensor) else float(new_scale)
        elif not self._unscaled:
            raise AssertionError("No inf checks were recorded prior to update.")
        else:
            self._grow(any(self._unscaled.values()))
        self._unscaled, self._stepped = {}, set()

    def _grow(self, overflowed):
        if overflowed:
            self._scale = self.get_scale() * self._backoff_factor
            self._growth_tracker = 0
            return
        self._growth_tracker += 1
        if self._growth_tracker == self._growth_interval:
            grown = self.get_scale() * self._growth_factor
            self._scale = grown if np.isfinite(np.float32(grown)) else self._scale
            self._growth_tracker = 0

    def is_enabled(self) -> bool:
        """Whether it scales at all."""
        return self._enabled

    def get_scale(self) -> float:
        """The scale, 1 if it is off."""
        if not self._enabled:
            return 1.0
        return self._init_scale if self._scale is None else self._scale

    def get_growth_factor(self) -> float:
        """What the scale grows by."""
        return self._growth_factor

    def set_growth_factor(self, new_factor: float) -> None:
        """Set what the scale grows by."""
        self._growth_factor = new_factor

    def get_backoff_factor(self) -> float:
        """What the scale shrinks by."""
        return self._backoff_factor

    def set_backoff_factor(self, new_factor: float) -> None:
        """Set what the scale shrinks by."""
        self._backoff_factor = new_factor

    def get_growth_interval(self) -> int:
        """After how many good steps the scale grows."""
        return self._growth_interval

    def set_growth_interval(self, new_interval: int) -> None:
        """Set after how many good steps the scale grows."""
        self._growth_interval = new_interval

    def state_dict(self) -> dict:
        """The scale and its rules; nothing if it is off."""
        if not self._enabled:
            return {}
        return {
            "scale": self.get_scale(),
            "growth_factor": self._growth_factor,
            "backoff_factor": self._backoff_factor,
            "growth_interval": self._growth_interval,
            "_growth_tracker": self._growth_tracker,
        }

    def load_state_dict(self, state_dict: dict) -> None:
        """Take over what `state_dict` gave."""
        if not self._enabled:
            return
        if not state_dict:
            raise RuntimeError(
                "The source state dict is empty, possibly because it was saved from a disabled instance of GradScaler."
            )
        self._init_scale, self._growth_tracker = state_dict["scale"], state_dict["_growth_tracker"]
        self._scale = None if self._scale is None else self._init_scale
        self._growth_factor, self._backoff_factor = state_dict["growth_factor"], state_dict["backoff_factor"]
        self._growth_interval = state_dict["growth_interval"]


def _amp_foreach_non_finite_check_and_unscale_(grads, found_inf, inv_scale) -> None:
    """Multiply gradients by `inv_scale` in place, and set `found_inf` to 1 if one is not finite."""
    with no_grad():
        for grad in grads:
            if not thread.state.run(np.isfinite, grad.array).all():
                found_inf.fill_(1.0)
            grad.mul_(wrap(inv_scale.array.astype(grad.array.dtype)))
