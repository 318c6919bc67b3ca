"""python -m numpynn parity FILE:EXPRESSION: a network written for PyTorch, run by torch and by numpynn, and compared."""

from __future__ import annotations

import argparse
import importlib
import sys
import traceback
from pathlib import Path

import numpy as np

DESCRIPTION = """Check a network of your own: the file is read twice, once with torch and once with numpynn in its place, torch's
weights are copied, and outputs, gradients and buffers are compared; with --train the steps of an optimizer too."""
EPILOG = """examples:
  python -m numpynn parity 'net.py:Net()' --input 16,1,28,28
  python -m numpynn parity 'net.py:GPT(layers=2)' --input 8,64:int:100 --train 5 --optimizer 'Adam(lr=1e-3)'"""


def main(argv: list[str]) -> int:
    """Print the reports; 0 where all agrees, 1 where something differs by more than rounding."""
    options = _parser().parse_args(argv)
    theirs, ours = _both(*_parted(options.network))
    inputs = [_drawn(text, np.random.default_rng(options.seed + i)) for i, text in enumerate(options.input)]
    reports = _compared(options, theirs, ours, inputs)
    print("\n\n".join(map(str, reports)))
    return 0 if all(report.close for report in reports) else 1


def _compared(options, theirs, ours, inputs):
    from .twins import twin

    try:
        twins = twin(theirs, ours)
        reports = [twins.run(*inputs, seed=options.seed)]
        if options.train:
            rule = _optimizer(options.optimizer)
            reports.append(twins.train(*inputs, optimizer=rule, steps=options.train, seed=options.seed))
    except (AttributeError, IndexError, RuntimeError, TypeError) as error:
        if _in_numpynn(error):
            raise
        given = " ".join(options.input) or "nothing"
        raise ValueError(f"{options.network} on {given}: {told(error)}") from error
    return reports


def told(error: Exception) -> str:
    """The error in one line."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _in_numpynn(error):
    """Whether it comes from numpynn's own functions: torch, which is run first, took the same."""
    names = [frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)]
    return any(name.startswith("numpynn.") and not name.startswith("numpynn.parity") for name in names)


def _parser():
    parser = argparse.ArgumentParser(
        prog="numpynn parity",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "network",
        metavar="FILE:EXPRESSION",
        help="the file, and how to make the network from its names; a class is enough",
    )
    parser.add_argument(
        "--input", action="append", default=[], metavar="SHAPE", help="an input, in order: 16,3,32,32 draws normal numbers, "
        "8,64:int:100 whole numbers below 100"
    )  # fmt: skip
    parser.add_argument("--train", type=int, default=0, metavar="STEPS", help="compare so many optimizer steps too")
    parser.add_argument(
        "--optimizer", default="Adam(lr=1e-3)", help="an optimizer of torch.optim (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the inputs and of both libraries (default: 0)")
    return parser


def _parted(text):
    file, colon, expression = text.partition(":")
    if not colon or not expression:
        raise ValueError(f"the network is given as FILE:EXPRESSION, such as 'net.py:Net()', not {text!r}")
    path = Path(file).resolve()
    if not path.is_file():
        raise FileNotFoundError(f"no such file: {file}")
    return path, expression


def _both(path, expression):
    """The network in torch, and in numpynn."""
    from ..stand_in import standing_in

    theirs = _made(path, expression)
    with standing_in():
        return theirs, _made(path, expression)


def _made(path, expression):
    """The network that the expression makes of the file's names; what it imports from its folder is read anew too."""
    before = set(sys.modules)
    sys.path.insert(0, str(path.parent))
    try:
        made = eval(expression, vars(importlib.import_module(path.stem)))
        return made() if isinstance(made, type) else made
    except ModuleNotFoundError:
        raise
    except Exception as error:
        raise ValueError(f"{path.name}:{expression}: {told(error)}") from error
    finally:
        sys.path.remove(str(path.parent))
        for name in set(sys.modules) - before:
            if _beside(name, sys.modules[name], path.parent):
                del sys.modules[name]


def _beside(name, module, folder):
    """Whether it was found in the folder itself: an environment below it is not meant, nor numpynn's own source."""
    file, place = getattr(module, "__file__", None), folder.joinpath(*name.split("."))
    found = file is not None and Path(file) in (place.with_name(f"{place.name}.py"), place / "__init__.py")
    return found and name.partition(".")[0] != "numpynn"


def _drawn(text, rng):
    """An input: "2,3" normal numbers, "2,3:int:10" whole numbers below 10."""
    sizes, *kind = text.split(":")
    try:
        shape = tuple(int(size) for size in sizes.split(",") if size)
        if not kind:
            return rng.standard_normal(shape, dtype=np.float32)
        if kind[0] == "int" and len(kind) == 2:
            return rng.integers(0, int(kind[1]), shape)
    except ValueError as error:
        raise ValueError(f"--input {text}: {error}") from None
    raise ValueError(f"--input {text}: expected SHAPE or SHAPE:int:LIMIT")


def _optimizer(text):
    name, _, arguments = text.partition("(")

    def make(library, parameters):
        if not hasattr(library.optim, name):
            raise ValueError(f"--optimizer {text}: torch.optim has no {name}")
        try:
            return eval(
                f"optim.{name}(parameters, {arguments or ')'}", {"optim": library.optim, "parameters": parameters}
            )
        except (NameError, SyntaxError, TypeError) as error:
            raise ValueError(f"--optimizer {text}: {told(error)}") from error

    return make
