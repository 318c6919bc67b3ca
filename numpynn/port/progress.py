"""How far a long writing is: a bar if tqdm is installed and somebody is looking, silence otherwise."""

from __future__ import annotations

import os
import sys

_LARGE = 50_000_000  # bytes; what is smaller is written before a bar can be read


class Watch:
    """`watch(file)` is a file to write to that moves the bar. A context manager."""

    def __init__(self, path: str, total: int, quiet: bool):
        self.bar = None if quiet or total < _LARGE or not sys.stderr.isatty() else _bar(os.path.basename(path), total)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        if self.bar is not None:
            self.bar.close()

    def __call__(self, file):
        return file if self.bar is None else _Watched(file, self.bar)


class _Watched:
    def __init__(self, file, bar):
        self.file = file
        self.bar = bar

    def write(self, data):
        self.file.write(data)
        self.bar.update(memoryview(data).nbytes)

    def flush(self):
        self.file.flush()


def _bar(name, total):
    try:
        from tqdm import tqdm
    except ImportError:
        return None
    return tqdm(total=total, desc=name, unit="B", unit_scale=True)
