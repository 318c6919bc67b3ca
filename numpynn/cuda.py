"""torch.cuda as of a torch without CUDA: nothing is available, and what would need it says so."""

from __future__ import annotations

__all__ = [
    "current_device",
    "device_count",
    "empty_cache",
    "is_available",
    "is_initialized",
    "manual_seed",
    "manual_seed_all",
    "synchronize",
]


def is_available() -> bool:
    """False."""
    return False


def is_initialized() -> bool:
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


def current_device() -> int:
    """Raises AssertionError."""
    raise AssertionError("Torch not compiled with CUDA enabled")


def synchronize(device=None) -> None:
    """Raises AssertionError."""
    raise AssertionError("Torch not compiled with CUDA enabled")
