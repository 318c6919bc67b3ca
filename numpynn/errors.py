"""Errors by torch's names that Python has no name for."""

from __future__ import annotations

__all__ = ["AcceleratorError", "OutOfMemoryError"]


class OutOfMemoryError(RuntimeError):
    """Memory of an accelerator that ran out; memory of the CPU raises MemoryError."""


class AcceleratorError(RuntimeError):
    """An error of an accelerator."""
