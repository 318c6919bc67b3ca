"""torch.accelerator as of a torch without one."""

from __future__ import annotations

__all__ = [
    "current_accelerator", "current_device_idx", "current_device_index", "current_stream", "device_count", "device_index",
    "empty_cache", "is_available", "max_memory_allocated", "memory_allocated", "set_device_idx", "set_device_index",
    "synchronize",
]  # fmt: skip


def is_available() -> bool:
    """False."""
    return False


def current_accelerator(check_available=False) -> None:
    """None."""


def device_count() -> int:
    """0."""
    return 0


def _refuses(name):
    def refuse(*args, **kwargs):
        raise RuntimeError("Cannot access accelerator device when none is available.")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raises RuntimeError."
    return refuse


synchronize, empty_cache, current_stream = map(_refuses, ("synchronize", "empty_cache", "current_stream"))
current_device_index, current_device_idx = map(_refuses, ("current_device_index", "current_device_idx"))
set_device_index, set_device_idx = map(_refuses, ("set_device_index", "set_device_idx"))
memory_allocated, max_memory_allocated = map(_refuses, ("memory_allocated", "max_memory_allocated"))


class device_index:
    """A context on a device, which raises RuntimeError when it is entered; nothing for None."""

    def __init__(self, device):
        self.idx = device

    def __enter__(self):
        if self.idx is not None:
            raise RuntimeError("Cannot access accelerator device when none is available.")

    def __exit__(self, *exception):
        return False
