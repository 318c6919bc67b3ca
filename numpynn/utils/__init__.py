"""torch.utils: `checkpoint` trades time for memory, `data` loads datasets, `dlpack` shares memory, `hooks` keeps handles."""

from __future__ import annotations

import importlib

_ROOMS = ("_pytree", "checkpoint", "cpp_extension", "data", "dlpack", "hooks", "model_zoo", "tensorboard")
__all__ = ["checkpoint", "cpp_extension", "data", "dlpack", "hooks", "model_zoo", "tensorboard"]


def __getattr__(name):
    """A room is built when it is first entered."""
    if name in _ROOMS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module 'numpynn.utils' has no attribute '{name}'")
