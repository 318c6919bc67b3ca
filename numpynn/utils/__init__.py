"""torch.utils: `checkpoint` trades time for memory, `data` loads datasets, `hooks` keeps the handles of registered hooks."""

from __future__ import annotations

import importlib

_ROOMS = ("checkpoint", "data", "hooks")
__all__ = ["checkpoint", "data", "hooks"]


def __getattr__(name):
    """A room is built when it is first entered."""
    if name in _ROOMS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module 'numpynn.utils' has no attribute '{name}'")
