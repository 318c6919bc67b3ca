"""torch.cuda as of a torch without CUDA: nothing is available, and what would need it says so."""

from __future__ import annotations

import importlib

from ..errors import OutOfMemoryError

__all__ = [
    "BoolTensor", "ByteTensor", "CharTensor", "DoubleTensor", "Event", "FloatTensor", "HalfTensor", "IntTensor", "LongTensor",
    "OutOfMemoryError", "ShortTensor", "Stream", "amp", "current_device", "current_stream", "default_stream", "device",
    "device_count", "empty_cache", "get_arch_list", "get_device_capability", "get_device_name", "get_device_properties",
    "get_rng_state", "get_rng_state_all", "init", "initial_seed", "ipc_collect", "is_available", "is_bf16_supported",
    "is_initialized", "manual_seed", "manual_seed_all", "max_memory_allocated", "max_memory_reserved", "mem_get_info",
    "memory_allocated", "memory_reserved", "memory_stats", "memory_summary", "reset_max_memory_allocated",
    "reset_peak_memory_stats", "seed", "seed_all", "set_device", "set_rng_state",
    "set_rng_state_all", "stream", "synchronize",
]  # fmt: skip

default_generators = ()
_NOT_HERE = "Torch not compiled with CUDA enabled"


def is_available() -> bool:
    """False."""
    return False


def is_initialized() -> bool:
    """False."""
    return False


def is_bf16_supported(including_emulation=True) -> bool:
    """False."""
    return False


def device_count() -> int:
    """0."""
    return 0


def get_arch_list() -> list[str]:
    """None: an empty list."""
    return []


def manual_seed(seed: int) -> None:
    """Nothing: there is no generator to seed."""


def manual_seed_all(seed: int) -> None:
    """Nothing: there is no generator to seed."""


def seed() -> None:
    """Nothing: there is no generator to seed."""


def seed_all() -> None:
    """Nothing: there is no generator to seed."""


def empty_cache() -> None:
    """Nothing: there is no cache."""


def memory_allocated(device=None) -> int:
    """0."""
    return 0


def max_memory_allocated(device=None) -> int:
    """0."""
    return 0


def memory_reserved(device=None) -> int:
    """0."""
    return 0


def max_memory_reserved(device=None) -> int:
    """0."""
    return 0


def get_rng_state_all() -> list:
    """The states of all devices: an empty list."""
    return []


def set_rng_state_all(new_states) -> None:
    """Nothing, for no states; AssertionError for those of some device."""
    for state in new_states:
        set_rng_state(state)


def memory_stats(device=None) -> dict:
    """None: an empty dictionary."""
    return {}


def _refuses(name, error=AssertionError, message=_NOT_HERE):
    def refuse(*args, **kwargs):
        raise error(message)

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"Raises {error.__name__}."
    return refuse


current_device, current_stream, default_stream = map(_refuses, ("current_device", "current_stream", "default_stream"))
synchronize, set_device, init = map(_refuses, ("synchronize", "set_device", "init"))
get_device_name, get_device_capability = map(_refuses, ("get_device_name", "get_device_capability"))
get_device_properties, mem_get_info = map(_refuses, ("get_device_properties", "mem_get_info"))
get_rng_state, set_rng_state = map(_refuses, ("get_rng_state", "set_rng_state"))
initial_seed, ipc_collect = map(_refuses, ("initial_seed", "ipc_collect"))
memory_summary, reset_peak_memory_stats, reset_max_memory_allocated = map(
    _refuses, ("memory_summary", "reset_peak_memory_stats", "reset_max_memory_allocated")
)


class _Absent:
    """What can be named, and made by a torch with CUDA only."""

    def __init__(self, *args, **kwargs):
        raise RuntimeError(f"torch.cuda.{type(self).__name__} requires CUDA support")


class Stream(_Absent):
    """Raises RuntimeError."""


class Event(_Absent):
    """Raises RuntimeError."""


class device:
    """A context on a device, which raises RuntimeError when it is entered; nothing for None."""

    def __init__(self, device):
        self.idx = device

    def __enter__(self):
        if self.idx is not None and self.idx != -1:
            raise RuntimeError("PyTorch was compiled without CUDA support")

    def __exit__(self, *exception):
        return False


class stream:
    """A context on a stream; nothing for None."""

    def __init__(self, stream):
        self.stream = stream

    def __enter__(self):
        if self.stream is not None:
            raise AssertionError(_NOT_HERE)

    def __exit__(self, *exception):
        return False


class _CudaTensorType(type):
    is_cuda = True

    def __call__(cls, *args, **kwargs):
        raise TypeError(f"type torch.cuda.{cls.__name__} not available. {_NOT_HERE}.")

    def __instancecheck__(cls, instance):
        return False

    def __repr__(cls):
        return f"<class 'torch.cuda.{cls.__name__}'>"


def _cuda_type(name):
    return _CudaTensorType(name, (), {"__doc__": "Raises TypeError.", "__module__": __name__})


BoolTensor, ByteTensor, CharTensor, DoubleTensor = map(
    _cuda_type, ("BoolTensor", "ByteTensor", "CharTensor", "DoubleTensor")
)
FloatTensor, HalfTensor, IntTensor = map(_cuda_type, ("FloatTensor", "HalfTensor", "IntTensor"))
LongTensor, ShortTensor = map(_cuda_type, ("LongTensor", "ShortTensor"))


def __getattr__(name):
    if name == "amp":
        return importlib.import_module(".amp", __name__)
    raise AttributeError(f"module 'numpynn.cuda' has no attribute '{name}'")
