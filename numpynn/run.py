"""python -m numpynn run SCRIPT: a program written for PyTorch, run with NumPy alone."""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import traceback


def main(argv: list[str]) -> int:
    """Run the script as `python SCRIPT ARGUMENTS` would, torch being numpynn. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="numpynn run",
        description="Run a program written for PyTorch, unchanged: wherever it imports torch, it gets numpynn.",
        epilog="example: python -m numpynn run train.py --epochs 3",
    )
    parser.add_argument("--names", action="store_true", help="list the names that `torch` has, and exit")
    parser.add_argument(
        "-m", dest="module", action="store_true", help="SCRIPT is the name of a module, as in python -m"
    )
    parser.add_argument("script", nargs="?", metavar="SCRIPT", help="the program")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="what the program is given")
    options = parser.parse_args(argv)
    if options.names:
        import numpynn

        print("\n".join(numpynn.__all__))
        return 0
    if options.script is None:
        parser.error("which program? Give the path of a script")
    if not options.module and not os.path.exists(options.script):
        raise FileNotFoundError(f"no such script: {options.script}")
    if not options.module and os.path.isdir(options.script) and not os.path.exists(f"{options.script}/__main__.py"):
        raise IsADirectoryError(f"{options.script} is a folder without a __main__.py: give the path of a script")
    return run(options.script, options.arguments, module=options.module)


def run(script: str, arguments: list[str], *, module: bool = False) -> int:
    """Run it in this process, which serves numpynn as torch from now on."""
    from .stand_in import as_torch

    as_torch()
    sys.argv = [script, *arguments]
    try:
        if module:
            sys.path.insert(0, os.getcwd())
            runpy.run_module(script, run_name="__main__", alter_sys=True)
        else:
            sys.path.insert(0, os.path.dirname(os.path.abspath(script)))
            runpy.run_path(script, run_name="__main__")
    except SystemExit as end:
        return _code(end.code)
    except Exception:
        # The program's own errors are shown as Python shows them.
        traceback.print_exc()
        return 1
    return 0


def _code(code) -> int:
    """The exit code that Python makes of what was given to sys.exit."""
    if code is None or isinstance(code, int):
        return code or 0
    print(code, file=sys.stderr)
    return 1
