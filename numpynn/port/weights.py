"""python -m numpynn port IN OUT: the weights of a checkpoint of torch, into a file that NumPy reads, without torch."""

from __future__ import annotations

import argparse
import os
import sys

import numpy as np

from ..checkpoint.errors import CheckpointError, FormatError
from .checkpoints import Opened
from .converting import FORMATS, Converted, differences, write
from .errands import DIFFERENT, OK, UNREADABLE, UNWRITTEN, Refusal, run
from .listing import size, table
from .matching import build, compare
from .patterns import chosen, read_map, renamed
from .progress import Watch

_DTYPES = ("float16", "float32", "float64")
_EPILOG = """\
examples:
  python -m numpynn port weights.pt weights.npz --check
  python -m numpynn port checkpoint.pt --list

exit codes: 0 done; 1 --check, --model or --verify found differences; 2 wrong arguments; 3 IN cannot be read;
4 OUT cannot be written. OUT is written whole or not at all."""


def main(argv: list[str], command: str = "numpynn port") -> int:
    """Port the checkpoint that `argv` names. Returns the exit code."""
    arguments = _parser(command).parse_args(argv)
    return run(command, lambda: _port(arguments, command))


def _parser(command):
    parser = argparse.ArgumentParser(
        prog=command,
        description="Port the weights of a torch checkpoint, without torch.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "input",
        metavar="IN",
        help="a file of torch.save (any version), torch.jit.save, safetensors, npz, or an .index.json",
    )
    add("output", metavar="OUT", nargs="?", help=f"the file to write; its suffix is the format: {', '.join(FORMATS)}")
    add("--list", action="store_true", help="print names, shapes, dtypes and sizes as a table")
    add(
        "--key",
        metavar="KEY",
        help="take what is under this key, as in --key state_dict (by itself it looks for the usual)",
    )
    add("--only", metavar="PATTERN", action="append", default=[], help="take only these names (* and ? stand for text)")
    add("--exclude", metavar="PATTERN", action="append", default=[], help="leave these names out")
    add("--rename", metavar="OLD=NEW", action="append", default=[], help="rename, as in --rename 'module.*=*'")
    add("--map", metavar="FILE", help="rename by a table: JSON, or lines 'old new'")
    add("--dtype", choices=_DTYPES, help="convert floating-point tensors")
    add("--check", action="store_true", help="compare OUT with IN, key by key, before it gets its name")
    add(
        "--model",
        metavar="MODULE:CLASS",
        help="compare names and shapes with a numpynn model; arguments: mynet:Net(10)",
    )
    add(
        "--verify",
        metavar="MODULE:CLASS",
        help="run this torch model and --model on random inputs and compare (needs torch)",
    )
    add(
        "--input",
        metavar="SHAPE",
        dest="inputs",
        action="append",
        default=[],
        help="an input of --verify: 1,3,32,32 or 1,16:int64:100",
    )
    add("--quiet", action="store_true", help="no progress bar and no summary")
    return parser


def _port(arguments, command):
    table_of_names = _check_arguments(arguments)
    with Opened(arguments.input, arguments.key) as opened:
        names = _names(opened, arguments, table_of_names, command)
        dtype = np.dtype(arguments.dtype) if arguments.dtype else None
        tensors = {new: Converted(opened.tensors[old], dtype) for old, new in names.items()}
        if arguments.list:
            print(table({name: tensor.record for name, tensor in tensors.items()}))
        if not _fits(arguments, tensors):
            return DIFFERENT
        if arguments.verify and not _verified(arguments, opened, tensors, names):
            return DIFFERENT
        if arguments.output:
            _write(arguments, tensors, opened.checkpoint.nbytes, command)
    return OK


def _check_arguments(arguments):
    """Finds what is wrong with the arguments before anything is read. Returns the map of names."""
    output = arguments.output
    if output is None and not (arguments.list or arguments.model):
        raise Refusal("nothing to do: give OUT, --list or --model")
    if output is None and arguments.check:
        raise Refusal("--check compares OUT with IN: give OUT")
    if output is not None and not output.endswith(FORMATS):
        raise Refusal(f"{output!r} has none of the suffixes {', '.join(FORMATS)}, which choose the format")
    if output is not None and os.path.exists(output) and os.path.samefile(arguments.input, output):
        raise Refusal("IN and OUT are the same file")
    if arguments.verify and not (arguments.model and arguments.inputs):
        raise Refusal("--verify needs --model, the numpynn model, and --input, the shape of its input")
    return read_map(arguments.map) if arguments.map else {}


def _names(opened, arguments, table_of_names, command):
    """The names of the tensors that were asked for, with their new names."""
    if not opened.tensors:
        raise Refusal(f"{arguments.input!r} holds no tensors", UNREADABLE)
    if opened.prefix and arguments.key is None and not arguments.quiet:
        print(f"{command}: taking what is under {opened.prefix[:-1]!r}; --key chooses otherwise", file=sys.stderr)
    names = chosen(opened.tensors, arguments.only, arguments.exclude)
    if not names:
        raise Refusal("--only and --exclude leave nothing")
    return renamed(names, arguments.rename, table_of_names)


def _fits(arguments, tensors):
    if not arguments.model:
        return True
    model = build(arguments.model)
    shapes = {name: tuple(value.shape) for name, value in model.state_dict().items()}
    match = compare({name: tensor.shape for name, tensor in tensors.items()}, shapes)
    if not match.fits:
        print(match)
    elif not arguments.quiet:
        print(f"{arguments.model}: all {len(shapes)} names and shapes agree")
    return match.fits


def _verified(arguments, opened, tensors, names):
    from .verifying import verify

    originals = {name: record.array() for name, record in opened.tensors.items()}
    ported = {name: tensor.array() for name, tensor in tensors.items()}
    report = verify(build(arguments.verify), originals, build(arguments.model), ported, arguments.inputs, names)
    print(report)
    return report.close


def _write(arguments, tensors, limit, command):
    total = sum(tensor.nbytes for tensor in tensors.values())
    if total > 64 * limit + (1 << 30):
        raise Refusal(
            f"OUT would have {size(total)}, from {size(limit)}: tensors that repeat the same few values", UNREADABLE
        )
    found = []
    with Watch(arguments.output, total, arguments.quiet) as watch:
        try:
            write(arguments.output, tensors, watch, _checker(arguments, tensors, found))
        except (FormatError, Refusal):
            raise
        except CheckpointError as error:
            raise Refusal(f"{arguments.output!r} cannot be written: {error}", UNWRITTEN) from error
        except OSError as error:
            raise Refusal(f"{arguments.output!r} cannot be written: {error.strerror or error}", UNWRITTEN) from error
    _report_lost(tensors, command)
    if not arguments.quiet:
        checked = ", each compared with IN" if arguments.check else ""
        print(f"{arguments.output}: {len(tensors)} tensors, {size(total)}{checked}")


def _checker(arguments, tensors, found):
    def check(path):
        found.extend(differences(path, tensors))
        if found:
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            raise Refusal(f"OUT would differ from IN: {'; '.join(found[:3])}{more}", DIFFERENT)

    return check if arguments.check else None


def _report_lost(tensors, command):
    lost = [name for name, tensor in tensors.items() if tensor.lost]
    if lost:
        where = ", ".join(lost[:3]) + (", ..." if len(lost) > 3 else "")
        print(f"{command}: warning: values beyond the new dtype became infinite in {where}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
