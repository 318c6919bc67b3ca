"""torch.mps as of a torch without Apple's GPUs."""

from __future__ import annotations

__all__ = [
    "current_allocated_memory", "device_count", "driver_allocated_memory", "empty_cache", "get_rng_state", "is_available",
    "manual_seed", "recommended_max_memory", "seed", "set_per_process_memory_fraction", "set_rng_state", "synchronize",
]  # fmt: skip


def is_available() -> bool:
    """False."""
    return False


def device_count() -> int:
    """0."""
    return 0


def manual_seed(seed: int) -> None:
    """Nothing: there is no generator to seed."""


def seed() -> None:
    """Nothing: there is no generator to seed."""


def _refuses(name, call):
    def refuse(*args, **kwargs):
        raise RuntimeError(f"Cannot execute {call}() without MPS backend.")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raises RuntimeError."
    return refuse


empty_cache = _refuses("empty_cache", "emptyCache")
synchronize = _refuses("synchronize", "deviceSynchronize")
current_allocated_memory = _refuses("current_allocated_memory", "getCurrentAllocatedMemory")
driver_allocated_memory = _refuses("driver_allocated_memory", "getDriverAllocatedMemory")
recommended_max_memory = _refuses("recommended_max_memory", "recommendedMaxMemory")
set_per_process_memory_fraction = _refuses("set_per_process_memory_fraction", "setMemoryFraction")
get_rng_state = _refuses("get_rng_state", "getDefaultMPSGenerator")
set_rng_state = _refuses("set_rng_state", "getDefaultMPSGenerator")
