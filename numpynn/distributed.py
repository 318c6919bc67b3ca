"""torch.distributed: one process; it is not available, and what would need several raises NotImplementedError."""

from ._absent import absent

__all__ = [
    "all_gather", "all_reduce", "barrier", "broadcast", "destroy_process_group", "get_rank", "get_world_size",
    "init_process_group", "is_available", "is_initialized", "is_torchelastic_launched", "reduce",
]  # fmt: skip


def is_available() -> bool:
    """False."""
    return False


def is_initialized() -> bool:
    """False."""
    return False


def is_torchelastic_launched() -> bool:
    """False."""
    return False


all_gather, all_reduce, barrier, broadcast, destroy_process_group, init_process_group, reduce = absent(
    __name__,
    "all_gather all_reduce barrier broadcast destroy_process_group init_process_group reduce",
    "there is one process",
)


def _no_group(name):
    def refuse(group=None):
        raise ValueError("Default process group has not been initialized, please make sure to call init_process_group.")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raises ValueError: there is no group."
    return refuse


get_rank, get_world_size = map(_no_group, ("get_rank", "get_world_size"))
