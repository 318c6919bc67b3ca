"""Signals: torch.signal, which is windows."""

from . import windows

__all__ = ["windows"]
