"""Every public class of layers, losses, activations, optimizers and schedulers has its page in the compendium."""

import inspect
from importlib import import_module

import pytest
from importing import ROOT

ROOMS = ("nn", "optim", "optim.lr_scheduler", "optim.swa_utils")


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "docs"))
    return import_module("compendium.entries")


def test_every_class_has_one_page(entries):
    rooms = [import_module(f"numpynn.{name}") for name in ROOMS]
    public = {name for room in rooms for name in room.__all__ if inspect.isclass(getattr(room, name))}
    assert entries.NOT_SHOWN.keys() <= public
    shown = [name for family in entries.FAMILIES for entry in family.entries for name in entry.classes]
    assert sorted(shown) == sorted(public - entries.NOT_SHOWN.keys())


def test_every_page_has_a_file_of_its_own(entries):
    for family in entries.FAMILIES:
        slugs = [entry.slug.lower() for entry in family.entries]
        assert len(set(slugs)) == len(slugs)


def test_titles_are_short(entries):
    layers = {entry.slug: entry.title for entry in entries.FAMILIES[2].entries}
    assert layers["Conv1d"] == "Conv1d, 2d, 3d"
    assert layers["ConstantPad1d"] == "ConstantPad1d, 2d, 3d · ZeroPad1d, 2d, 3d"
    assert layers["Linear"] == "Linear"
