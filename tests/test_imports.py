"""Imports point left, as ARCHITECTURE.md says, and `import numpynn` brings in little but NumPy."""

import re
import subprocess
import sys

import pytest
from importing import PACKAGE, ROOT, imports_of, package_imports

# Beside the line of rooms: these may use whatever stands left of nn, and each other.
SHARED = {"_absent", "_before", "allocation", "cuda", "errors", "random", "utils", "version"}
# What torch has for other machines, processes and compilers, and settings.
STAND_INS = set(
    "__config__ _dynamo accelerator amp backends classes compiler cpu distributed export futures fx hub library mps mtia "
    "multiprocessing nested onnx profiler serialization settings storage testing types xpu".split()
)
BESIDE = SHARED | {"checkpoint", "datasets", "distributions", "optim"} | STAND_INS
# On top: these may use everything.
ABOVE = {"", "__main__", "demo", "jit", "on_demand", "parity", "port", "run", "stand_in", "summaries"}
# Rooms that no `import numpynn` should pay for; anyone may import them when called.
ON_DEMAND = {"checkpoint", "datasets"}
# Meant, though it points right: load and save know the Parameters that checkpoints hold.
WHEN_CALLED = {("checkpoint", "numpynn.nn.parameter")}
# And this page averages Modules: nothing of it is wanted without them.
SEES_NN = PACKAGE / "optim" / "swa_utils.py"


def line_of_rooms():
    """The order that ARCHITECTURE.md gives: `kernels -> ... -> models`."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"`(kernels -> [^`]*)`", text)
    return line.split(" -> ")


LINE = line_of_rooms()
LEFT_OF_NN = set(LINE[: LINE.index("nn")])


def allowed(source):
    if source in ABOVE:
        return set(LINE) | BESIDE | ABOVE
    if source in BESIDE:
        return LEFT_OF_NN | BESIDE
    return set(LINE[: LINE.index(source) + 1]) | SHARED


def inside(found):
    return found.target_room is not None and found.target_room != found.source_room


def test_every_room_has_its_place():
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or any(path.glob("*.py"))}
    assert rooms - {"__init__"} <= set(LINE) | BESIDE | ABOVE


def test_imports_point_left():
    wrong = [
        str(found)
        for found in package_imports()
        if inside(found)
        and found.target_room not in allowed(found.source_room)
        and not (found.when_called and found.target_room in ON_DEMAND)
        and not (found.when_called and (found.source_room, found.target) in WHEN_CALLED)
        and not (found.path == SEES_NN and found.target_room == "nn")
    ]
    assert wrong == []


def test_nothing_imports_parity_or_port():
    wrong = [
        str(found)
        for found in package_imports()
        if inside(found) and found.target_room in {"parity", "port"} and found.source_room not in ABOVE
    ]
    assert wrong == []


def test_rooms_make_no_circle():
    edges = {}
    for found in package_imports():
        if inside(found) and not found.when_called and found.target_room:
            edges.setdefault(found.source_room, set()).add(found.target_room)

    def visit(room, trail):
        assert room not in trail, f"{' -> '.join([*trail, room])} is a circle"
        for target in edges.get(room, ()):
            visit(target, [*trail, room])

    for room in edges:
        visit(room, [])


def test_kernels_import_numpy_and_each_other_only():
    for path in sorted((PACKAGE / "kernels").rglob("*.py")):
        for found in imports_of(path):
            top = found.target.partition(".")[0]
            of_python = top in sys.stdlib_module_names
            assert of_python or top == "numpy" or found.target.startswith("numpynn.kernels"), str(found)


def test_torch_is_imported_when_called_and_for_parity_and_port_only():
    for found in package_imports():
        if found.target.partition(".")[0] == "torch":
            assert found.when_called and found.source_room in {"parity", "port"}, str(found)


def modules_after(statement):
    code = f"{statement}; import sys; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_import_brings_in_numpy_and_itself_only():
    beyond = modules_after("import numpynn") - modules_after("import importlib, numpy, threading")
    assert {name for name in beyond if name.partition(".")[0] != "numpynn"} <= {"__future__"}


@pytest.mark.parametrize("room", ["checkpoint", "datasets", "demo", "distributions", "parity", "port", "utils.data"])
def test_rooms_on_demand_are_not_imported(room):
    assert f"numpynn.{room}" not in modules_after("import numpynn")
