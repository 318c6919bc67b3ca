"""numpynn is PyTorch's API on NumPy alone. This is what it does from the command line."""

from __future__ import annotations

import sys
from importlib import import_module

COMMANDS = {
    "demo": ("numpynn.demo", "train LeNet-5 on handwritten digits with nothing but NumPy"),
    "inspect": ("numpynn.port.listing", "list what a checkpoint holds, without torch"),
    "parity": ("numpynn.parity.command", "compare a network of your own in torch and in numpynn (needs torch)"),
    "port": ("numpynn.port.weights", "write the weights of a torch checkpoint for NumPy, without torch"),
    "port-model": ("numpynn.port.models", "write a whole torch model as Python source for NumPy (needs torch)"),
    "run": ("numpynn.run", "run a program written for PyTorch, unchanged, with NumPy alone"),
}


def main(argv: list[str] | None = None) -> int:
    """Run the command that `argv` names; its module has a `main(argv) -> int`. Returns the exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments:
        print(usage(), file=sys.stderr)
        return 2
    name, *rest = arguments
    if name in ("-h", "--help"):
        print(usage())
        return 0
    if name == "--version":
        return _version()
    if name not in COMMANDS:
        print(f"numpynn: no command {name!r}; there are: {', '.join(sorted(COMMANDS))}", file=sys.stderr)
        return 2
    return _run(name, rest)


def usage() -> str:
    """The help text: one line a command."""
    width = max(map(len, COMMANDS))
    lines = [f"  {name:{width}}  {summary}" for name, (_, summary) in sorted(COMMANDS.items())]
    head = ["usage: python -m numpynn COMMAND ...", "", __doc__ or "", "", "commands:"]
    return "\n".join(
        [*head, *lines, "", "python -m numpynn COMMAND --help tells what a command takes; --version the version"]
    )


def _version() -> int:
    from .version import __version__

    print(f"numpynn {__version__}")
    return 0


def _run(name, arguments):
    """What the user can mend (a path, a file's content, a missing package) is told in one line."""
    from .checkpoint.errors import CheckpointError

    try:
        return import_module(COMMANDS[name][0]).main(arguments)
    except KeyboardInterrupt:
        return 130
    except (CheckpointError, ImportError, OSError, ValueError) as error:
        print(f"numpynn {name}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
