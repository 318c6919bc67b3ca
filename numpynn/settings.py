"""What torch lets one set for the whole process; each docstring says what of it means something here."""

from __future__ import annotations

import importlib
import warnings

from .device import CPU, check_device
from .device import device as device_of

__all__ = [
    "are_deterministic_algorithms_enabled", "get_default_device", "get_deterministic_debug_mode", "get_device_module",
    "get_float32_matmul_precision", "get_num_interop_threads", "is_deterministic_algorithms_warn_only_enabled",
    "is_warn_always_enabled", "set_default_device", "set_deterministic_debug_mode", "set_float32_matmul_precision",
    "set_flush_denormal", "set_num_interop_threads", "set_warn_always", "use_deterministic_algorithms",
]  # fmt: skip

_DEBUG_MODES = ("default", "warn", "error")
_PRECISIONS = ("highest", "high", "medium")


class _Chosen:
    """The choices as they stand."""

    deterministic = 0
    matmul_precision = "highest"
    interop_threads = None
    warn_always = False


def set_default_device(device) -> None:
    """Where new tensors go: the CPU, and for any other device what a torch without it says."""
    check_device(device)


def get_default_device() -> device_of:
    """The CPU."""
    return CPU


def get_device_module(device=None):
    """The room of a device's functions: `numpynn.cpu`, or that of another kind of device. Raises RuntimeError if there is none."""
    kind = CPU.type if device is None else device_of(device).type
    if kind not in ("cpu", "cuda", "mps", "xpu"):
        raise RuntimeError(f"Invalid device_module of type {kind}")
    return importlib.import_module(f".{kind}", __package__)


def use_deterministic_algorithms(mode: bool, *, warn_only: bool = False) -> None:
    """Ask that the same input give the same bits: every operation here does so in any case."""
    if not isinstance(mode, bool):
        raise TypeError(f"use_deterministic_algorithms(): argument 'mode' must be bool, not {type(mode).__name__}")
    _Chosen.deterministic = (1 if warn_only else 2) if mode else 0


def are_deterministic_algorithms_enabled() -> bool:
    """Whether `use_deterministic_algorithms` asked for it."""
    return _Chosen.deterministic > 0


def is_deterministic_algorithms_warn_only_enabled() -> bool:
    """Whether `use_deterministic_algorithms` asked for warnings only."""
    return _Chosen.deterministic == 1


def set_deterministic_debug_mode(debug_mode: int | str) -> None:
    """`use_deterministic_algorithms` by a word or number: "default" 0, "warn" 1, "error" 2."""
    if isinstance(debug_mode, str):
        if debug_mode not in _DEBUG_MODES:
            raise RuntimeError(
                f"invalid value of debug_mode, expected one of `default`, `warn`, `error`, but got {debug_mode}"
            )
        debug_mode = _DEBUG_MODES.index(debug_mode)
    if not isinstance(debug_mode, int):
        raise TypeError(f"debug_mode must be str or int, but got {type(debug_mode)}")
    if not 0 <= debug_mode <= 2:
        raise RuntimeError(f"invalid value of debug_mode, expected 0, 1, or 2, but got {debug_mode}")
    _Chosen.deterministic = debug_mode


def get_deterministic_debug_mode() -> int:
    """0, 1 or 2: see `set_deterministic_debug_mode`."""
    return _Chosen.deterministic


def set_float32_matmul_precision(precision: str) -> None:
    """How coarse products of float32 matrices may be: "highest", "high" or "medium". They are of full precision in any case."""
    if precision not in _PRECISIONS:
        warnings.warn(f"{precision} is not one of 'highest', 'high', or 'medium'; the setting stays.", stacklevel=2)
        return
    _Chosen.matmul_precision = precision


def get_float32_matmul_precision() -> str:
    """What `set_float32_matmul_precision` was told."""
    return _Chosen.matmul_precision


def set_num_interop_threads(threads: int) -> None:
    """How many operations may run at once: operations run one after the other in any case.

    Raises RuntimeError unless it is positive.
    """
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise RuntimeError(f"set_num_interop_threads expects an int, but got {type(threads).__name__}")
    if threads <= 0:
        raise RuntimeError(f"set_num_interop_threads expects a positive integer, but got {threads}")
    _Chosen.interop_threads = threads


def get_num_interop_threads() -> int:
    """What `set_num_interop_threads` was told, at first the number of threads of one operation."""
    from .kernels.threads import get_num_threads

    return _Chosen.interop_threads or get_num_threads()


def set_flush_denormal(mode: bool) -> bool:
    """Whether denormal numbers count as zero: NumPy keeps them. Gives whether the mode could be set."""
    return not mode


def set_warn_always(b: bool) -> None:
    """Whether a warning is given each time: Python's own filters decide."""
    _Chosen.warn_always = bool(b)


def is_warn_always_enabled() -> bool:
    """What `set_warn_always` was told."""
    return _Chosen.warn_always
