"""torch.multiprocessing: Python's own, and `spawn`. Tensors are copied from one process to another, never shared."""

from __future__ import annotations

import multiprocessing
from multiprocessing import *  # noqa: F403  # pyright: ignore[reportWildcardImportFromLibrary]

__all__ = [
    *multiprocessing.__all__,
    "get_all_sharing_strategies",
    "get_sharing_strategy",
    "set_sharing_strategy",
    "spawn",
]


def get_all_sharing_strategies() -> set[str]:
    """The one there is: "file_system"."""
    return {"file_system"}


def get_sharing_strategy() -> str:
    """ "file_system"."""
    return "file_system"


def set_sharing_strategy(new_strategy: str) -> None:
    """Raises NotImplementedError for any but "file_system" and "file_descriptor", which make no difference here."""
    if new_strategy not in ("file_system", "file_descriptor"):
        raise NotImplementedError(
            f"sharing strategy {new_strategy!r} is not supported: tensors are copied between processes"
        )


def spawn(fn, args=(), nprocs=1, join=True, daemon=False, start_method="spawn"):
    """Run `fn(i, *args)` in `nprocs` processes. Raises RuntimeError where one fails.

    With `join`, waits for all; without, gives the processes.
    """
    context = multiprocessing.get_context(start_method)
    processes = [context.Process(target=fn, args=(i, *args), daemon=daemon) for i in range(nprocs)]
    for process in processes:
        process.start()
    if not join:
        return processes
    for i, process in enumerate(processes):
        process.join()
        if process.exitcode:
            for other in processes:
                other.terminate()
            raise RuntimeError(f"process {i} terminated with exit code {process.exitcode}")
    return None
