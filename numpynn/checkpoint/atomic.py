"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import contextmanager, suppress


@contextmanager
def whole_file(path):
    """A binary file that becomes `path` when the block ends, and vanishes when the block raises.

    It is written beside `path`, flushed to the disk, and moved into place in one step; what was at `path` stays until then.
    A `path` that is no regular file, such as /dev/null or a pipe, is written to directly.
    """
    path = os.path.realpath(os.fspath(path))
    if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
        with open(path, "wb") as file:
            yield file
        return
    folder, name = os.path.split(path)
    file = tempfile.NamedTemporaryFile(prefix=f".{name[:100]}.", suffix=".part", dir=folder, delete=False)
    try:
        with file:
            os.chmod(file.name, _mode(path))
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(file.name)
        raise
    _sync_folder(folder)


def _mode(path):
    """The permissions that `path` has, or that a new file gets."""
    with suppress(FileNotFoundError):
        return stat.S_IMODE(os.stat(path).st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder):
    # Without this a crash of the machine can forget the new name. Not every system lets a folder be opened.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
