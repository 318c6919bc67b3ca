"""torch.xpu as of a torch without Intel's GPUs."""

from __future__ import annotations

__all__ = [
    "current_device", "device_count", "empty_cache", "get_device_name", "get_device_properties", "is_available",
    "is_bf16_supported", "is_initialized", "manual_seed", "manual_seed_all", "set_device", "synchronize",
]  # fmt: skip


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


def manual_seed(seed: int) -> None:
    """Nothing: there is no generator to seed."""


def manual_seed_all(seed: int) -> None:
    """Nothing: there is no generator to seed."""


def empty_cache() -> None:
    """Nothing: there is no cache."""


def _refuses(name):
    def refuse(*args, **kwargs):
        raise AssertionError("Torch not compiled with XPU enabled")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raises AssertionError."
    return refuse


current_device, set_device, synchronize = map(_refuses, ("current_device", "set_device", "synchronize"))
get_device_name, get_device_properties = map(_refuses, ("get_device_name", "get_device_properties"))
