"""What can be wrong with a checkpoint. Whatever bytes are given, reading ends in a value or in one of these.

CheckpointError          every error of this room; a RuntimeError, as torch raises
  FormatError            not a checkpoint, or a damaged one
    TruncatedError       the file ends too early; also an EOFError
  UnpicklingError        the pickle asks for what is not allowed; also a pickle.UnpicklingError
  UnsupportedError       a sound file with something numpynn has no array for; also a NotImplementedError
"""

from __future__ import annotations

import pickle

_LONGEST = 1500  # a hostile file can make any message as long as itself


class CheckpointError(RuntimeError):
    """A checkpoint that cannot be read or written."""

    def __init__(self, message: str):
        super().__init__(message if len(message) <= _LONGEST else f"{message[:_LONGEST]}...")


class FormatError(CheckpointError):
    """The bytes are not a checkpoint, or they contradict each other."""


class TruncatedError(FormatError, EOFError):
    """The file ends before what it announces."""


class UnpicklingError(CheckpointError, pickle.UnpicklingError):
    """The pickle names something that is not on the list, or does what no checkpoint needs. Nothing of it was run."""


class UnsupportedError(CheckpointError, NotImplementedError):
    """The file is sound, but NumPy or numpynn has nothing to hold what is in it."""


def short(value, limit: int = 80) -> str:
    """`repr` for a message: of hostile values too, which can be endless, deeply nested or huge numbers."""
    if isinstance(value, (str, bytes)):
        return repr(value) if len(value) <= limit else repr(value[:limit]) + "..."
    if isinstance(value, (bool, float, complex, type(None))) or (isinstance(value, int) and abs(value) < 1 << 64):
        return repr(value)
    return f"a {type(value).__name__}"
