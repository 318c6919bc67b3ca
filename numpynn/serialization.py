"""torch.serialization: `save` and `load`, and what may be found in a checkpoint."""

from __future__ import annotations

from .checkpoint import load, save
from .checkpoint.safe import add_safe_globals, clear_safe_globals, get_safe_globals, safe_globals

__all__ = ["add_safe_globals", "clear_safe_globals", "get_safe_globals", "load", "safe_globals", "save"]
