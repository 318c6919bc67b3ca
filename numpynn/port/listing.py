"""python -m numpynn inspect FILE: what a checkpoint holds, as a table, without reading the values."""

from __future__ import annotations

import argparse
import sys

from .checkpoints import Opened
from .errands import run


def main(argv: list[str]) -> int:
    """Show what is in the checkpoint that `argv` names. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="numpynn inspect",
        description="Show what a checkpoint holds: names, shapes, dtypes and sizes, read without torch.",
        epilog="example: python -m numpynn inspect weights.pt",
    )
    parser.add_argument("file", help="a file of torch.save, torch.jit.save, safetensors, npz or npy, or an .index.json")
    parser.add_argument("--key", metavar="KEY", help="show only what is under this key, as in --key state_dict")
    arguments = parser.parse_args(argv)
    return run("numpynn inspect", lambda: _inspect(arguments))


def _inspect(arguments):
    with Opened(arguments.file, arguments.key if arguments.key is not None else "") as opened:
        print(f"{arguments.file}: {opened.checkpoint.format}{_notes(opened.checkpoint.notes)}")
        print(table(opened.tensors))
        for name, value in opened.others.items():
            print(f"beside the tensors: {name} = {value}")
        if opened.constants:
            print(f"and {len(opened.constants)} constants of its code")
    return 0


def _notes(notes):
    return "".join(f", {name} {value}" for name, value in notes.items())


def table(tensors: dict) -> str:
    """Names, shapes, dtypes and sizes of records, one a line, and their totals."""
    rows = [(name, str(list(t.shape)), _dtype(t), size(t.stored_nbytes)) for name, t in tensors.items()]
    count = sum(t.size for t in tensors.values())
    stored = sum(t.stored_nbytes for t in tensors.values())
    total = (f"{len(rows)} tensors", f"{count:,} elements", "", size(stored))
    widths = [max(map(len, column)) for column in zip(("name", "shape", "dtype", "size"), total, *rows)]
    lines = [_line(row, widths) for row in (("name", "shape", "dtype", "size"), *rows)]
    rule = "-" * max(map(len, lines))
    return "\n".join([lines[0], rule, *lines[1:], rule, _line(total, widths)])


def _dtype(record):
    return f"{record.element.name} -> {record.dtype}" if record.element.widened else record.element.name


def _line(row, widths):
    name, shape, dtype, nbytes = row
    return f"{name:<{widths[0]}}  {shape:<{widths[1]}}  {dtype:<{widths[2]}}  {nbytes:>{widths[3]}}".rstrip()


def size(nbytes: int) -> str:
    """A number of bytes as people read it."""
    amount = float(nbytes)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            return f"{nbytes} B" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
