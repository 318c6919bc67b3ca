"""python -m stubs [--check | --vague]: write the stubs; or say which would change; or list what has no exact type."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from numpynn.functional import _lazy

from . import results_by_name, rooms, signature
from .pages import HEAD, page
from .parameters import PARAMETERS
from .results import RESULTS

PACKAGE = Path(_lazy.__file__).parents[1]


def stubs() -> dict[Path, str]:
    """Every stub: path -> text."""
    for name in _lazy.PAGES:  # of whose methods the Tensor has but a substitute until then
        import_module(f"numpynn.functional.{name}")
    modules = rooms.modules()
    homes = rooms.Homes(modules)
    written = {Path(module.__file__).with_suffix(".pyi"): page(name, module, homes) for name, module in modules.items()}
    return written | {PACKAGE / "_results.pyi": HEAD + "\n" + results_by_name.page()}


def changes(wanted: dict[Path, str]) -> list[Path]:
    """The stubs that are not as they are wanted, those that are one too many included."""
    there = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.pyi")}
    return sorted(path for path in wanted.keys() | there.keys() if wanted.get(path) != there.get(path))


def unused() -> list[str]:
    """What the tables say of nothing that is there, once all stubs are written."""
    return PARAMETERS.unused() + RESULTS.unused()


def main(arguments: list[str] | None = None) -> int:
    """0, or 1 where --check finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m stubs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if anything would change")
    parser.add_argument("--vague", action="store_true", help="write nothing; list what is Any for want of better")
    options = parser.parse_args(arguments)
    wanted = stubs()
    if options.vague:
        print(*sorted(signature.VAGUE), sep="\n")
        return 0
    changed = changes(wanted)
    print(*[path.relative_to(PACKAGE.parent) for path in changed], sep="\n", end="\n" if changed else "")
    if options.check:
        for name in unused():
            print(f"{name}: in a table, of nothing")
        return int(bool(changed or unused()))
    for path in changed:
        path.write_text(wanted[path], encoding="utf-8") if path in wanted else path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
