"""What the commands share: one line for each thing that can go wrong, and the exit codes."""

from __future__ import annotations

import os
import sys

from ..checkpoint.errors import CheckpointError

OK, DIFFERENT, USAGE, UNREADABLE, UNWRITTEN = 0, 1, 2, 3, 4


class Refusal(CheckpointError):
    """Something that ends the command, with its exit code."""

    def __init__(self, message: str, code: int = USAGE):
        super().__init__(message)
        self.code = code


def run(command: str, act) -> int:
    """`act()`'s exit code; what it raises becomes one line on stderr and a code of its own."""
    try:
        return act()
    except Refusal as error:
        return _fail(command, error, error.code)
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does. Python must not try to flush to it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNWRITTEN
    except KeyboardInterrupt:
        return 130
    except (CheckpointError, OSError, ImportError) as error:
        return _fail(command, error, UNREADABLE)
    except MemoryError:
        return _fail(command, "there is not enough memory for the largest tensor", UNREADABLE)


def _fail(command, error, code):
    print(f"{command}: error: {' '.join(str(error).split())}", file=sys.stderr)
    return code
