"""python -m numpynn port-model MODEL OUT.py: a whole torch model as Python source and weights for numpynn. Needs torch."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

import numpy as np

from ..checkpoint.atomic import whole_file
from ..checkpoint.errors import CheckpointError
from .errands import DIFFERENT, OK, UNREADABLE, UNWRITTEN, Refusal, run
from .matching import build
from .verifying import drawn

if TYPE_CHECKING:
    from ..parity import Report

_SUFFIXES = (".npz", ".safetensors", ".pt")
_EPILOG = """\
example:
  python -m numpynn port-model 'mynet:Net(10)' ported.py --input 1,3,32,32

exit codes: 0 done; 1 the port differs from torch's model, and nothing was written; 2 wrong arguments; 3 MODEL cannot be
read, exported or ported; 4 OUT cannot be written. A .pt2 file is read by torch.export.load: open only what you trust."""


class Ported:
    """A ported model: `source` and `state` as they will be written, the built `model`, the `report` of the comparison.

    `training` is the report of a comparison in training mode, None where there was none; it decides nothing. `any_batch`
    says whether the sizes of the inputs are open in front, as torch.export found.
    """

    def __init__(self, source, model, report: Report, training: Report | None = None):
        self.source, self.state, self.suffix, self.any_batch = (
            source.text,
            source.state,
            source.suffix,
            source.any_batch,
        )
        self.model, self.report, self.training = model, report, training

    def write(self, path: str, force: bool = False) -> None:
        """Write the source to `path`, the weights beside it: both, or neither.

        Raises RuntimeError if the port differs from the original, unless `force`.
        """
        if not force:
            checked(self)
        import numpynn

        with whole_file(path) as file:
            file.write(self.source.encode())
            numpynn.save(self.state, weights_path(path, self.suffix))


def checked(ported: Ported) -> Ported:
    """The same; raises RuntimeError with the report if it differs from the original."""
    if not ported.report.close:
        raise Refusal(f"the port differs from the original:\n{ported.report}", DIFFERENT)
    return ported


def weights_path(path: str, suffix: str) -> str:
    """Where the weights of a source file are."""
    return os.path.splitext(path)[0] + suffix


def port(
    model, *inputs, name: str | None = None, suffix: str = ".npz", open_dims=(0,), dynamic_shapes=None, **named_inputs
) -> Ported:
    """Port a torch module, an ExportedProgram, or a .pt2 file, and compare it with the original on the inputs.

    `name` is for the class, `suffix` for the weights. Of a module, the sizes of the inputs in `open_dims` are left open,
    by default the batch in front, or those that `dynamic_shapes` says in torch.export's way. A module is compared in
    both modes; what depends on the mode is found by exporting it in both. Raises RuntimeError that lists every operator
    that has no counterpart. Needs torch.
    """
    from . import exporting, reading

    if isinstance(model, str | os.PathLike):
        model = exporting.loaded(os.fspath(model))
    if hasattr(model, "named_parameters") and hasattr(model, "modules"):
        options = {"open_dims": open_dims, "dynamic_shapes": dynamic_shapes}
        return _port_module(model, inputs, named_inputs, options, name, suffix)
    if not inputs and not named_inputs:
        inputs, named_inputs = model.example_inputs or ((), {})
    written = _written(reading.read(model), name, suffix)
    return _compared(exporting.runnable(model), *written, inputs, named_inputs, (False,))


def _port_module(module, inputs, named_inputs, options, name, suffix):
    from . import exporting, modes, reading

    program = reading.read(exporting.exported(module, inputs, named_inputs, **options), module)
    ported = _compared(module, *_written(program, name, suffix), inputs, named_inputs, (False, True))
    if ported.training.close:
        return ported
    try:
        in_training = exporting.exported(module, inputs, named_inputs, **options, training=True)
        program = modes.told_apart(program, reading.read(in_training, module))
    except Refusal:
        return ported
    if program is None:
        return ported
    return _compared(module, *_written(program, name, suffix), inputs, named_inputs, (False, True))


def _written(program, name, suffix):
    from . import source

    return source.write(program, name, suffix), program.ties


def _compared(theirs, source, ties, inputs, named_inputs, modes):
    """The port, compared with torch's model in each mode."""
    from . import exporting, proving

    ours = proving.built(source)
    with exporting.quiet():
        reports = [proving.proof(theirs, ours, inputs, named_inputs, ties, training) for training in modes]
    return Ported(source, ours, *reports)


def main(argv: list[str], command: str = "numpynn port-model") -> int:
    """Port the model that `argv` names. Returns the exit code."""
    arguments = _parser(command).parse_args(argv)
    return run(command, lambda: _port(arguments))


def _parser(command):
    parser = argparse.ArgumentParser(
        prog=command,
        description="Port a whole torch model: source and weights that run with NumPy alone. Needs torch.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("model", metavar="MODEL", help="MODULE:CLASS, as in mynet:Net(10), or a .pt2 file of torch.export.save")
    add("output", metavar="OUT", help="the Python file to write; the weights go beside it")
    add(
        "--input",
        metavar="SHAPE",
        dest="inputs",
        action="append",
        default=[],
        help="an input: 2,3,32,32 or 2,16:int64:100",
    )
    add(
        "--open",
        metavar="DIM",
        type=int,
        action="append",
        default=[0],
        help="leave this size of the inputs open, as 0 is",
    )
    add("--weights", metavar="FILE", help="load this checkpoint into the model first")
    add("--key", metavar="KEY", help="take what is under this key of --weights")
    add("--format", choices=[suffix[1:] for suffix in _SUFFIXES], default="npz", help="of the weights (npz)")
    add("--name", metavar="NAME", help="call the class so")
    add("--force", action="store_true", help="write even what differs from torch's model")
    add("--quiet", action="store_true", help="say nothing where all is well")
    return parser


def _port(arguments):
    import torch

    if not arguments.output.endswith(".py"):
        raise Refusal(f"OUT must end in .py, not {arguments.output!r}")
    if arguments.name is not None and not arguments.name.isidentifier():
        raise Refusal(f"--name {arguments.name!r} is no name in Python")
    inputs = tuple(torch.from_numpy(np.asarray(drawn(text, np.random.default_rng(0)))) for text in arguments.inputs)
    model = arguments.model if arguments.model.endswith(".pt2") else _live(arguments, inputs)
    suffix = f".{arguments.format}"
    ported = port(model, *inputs, name=arguments.name, suffix=suffix, open_dims=tuple(arguments.open))
    if not (arguments.quiet and ported.report.close):
        print(ported.report)
    if not (ported.report.close or arguments.force):
        return DIFFERENT
    _write(ported, arguments)
    return OK


def _live(arguments, inputs):
    if not inputs:
        raise Refusal("--input is needed, for each input of the model: its shape")
    model = build(arguments.model)
    if arguments.weights:
        _load(model, arguments.weights, arguments.key)
    return model


def _load(model, path, key):
    import torch

    from .checkpoints import Opened

    with Opened(path, key) as opened:
        state = {name: torch.from_numpy(np.array(record.array())) for name, record in opened.tensors.items()}
    try:
        model.load_state_dict(state)
    except RuntimeError as error:
        raise Refusal(f"--weights: the model does not take them: {error}", UNREADABLE) from error


def _write(ported, arguments):
    path = arguments.output
    try:
        ported.write(path, arguments.force)
    except (CheckpointError, OSError) as error:
        raise Refusal(f"{path!r} cannot be written: {getattr(error, 'strerror', None) or error}", UNWRITTEN) from error
    if not arguments.quiet:
        print(_summary(ported, path))


def _summary(ported, path):
    files = f"{path}: {ported.source.count(chr(10))} lines; {weights_path(path, ported.suffix)}: {len(ported.state)} tensors"
    lines = [files, f"for {'any batch size' if ported.any_batch else 'inputs of these sizes only'}"]
    if ported.training is not None:
        agrees = (
            "agrees with torch" if ported.training.close else "differs from torch, and does what it does in evaluation"
        )
        lines.append(f"in training mode it {agrees}")
    return "; ".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
