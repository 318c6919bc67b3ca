"""Schedulers beyond their rates: state that goes from library to library, warnings, signatures.

The rates themselves are on the page of cases, cases/lr_scheduler.py.
"""

from __future__ import annotations

import copy
import inspect
import pickle
import warnings

import pytest
import torch

import numpynn

from .training import carried

LIBRARIES = {"torch": torch, "numpynn": numpynn}
NAMES = sorted(set(torch.optim.lr_scheduler.__all__))
TEXTS = [
    "LambdaLR(o, lambda t: 0.95**t)",
    "LambdaLR(o, Power(0.9))",
    "MultiplicativeLR(o, Power(0.99))",
    "StepLR(o, 3, 0.5)",
    "MultiStepLR(o, [3, 5, 5, 12], 0.5)",
    "ConstantLR(o, 0.5, 12)",
    "LinearLR(o, 0.5, 0.9, 25)",
    "ExponentialLR(o, 0.9)",
    "PolynomialLR(o, 25, 2.0)",
    "CosineAnnealingLR(o, 12, 0.01)",
    "CosineAnnealingWarmRestarts(o, 4, 2)",
    "CyclicLR(o, 0.01, 0.1, 7, mode='triangular2')",
    "CyclicLR(o, 0.01, 0.1, 7, scale_fn=Power(0.9))",
    "OneCycleLR(o, 0.3, total_steps=40)",
    "SequentialLR(o, [s.ConstantLR(o, 0.1, 3), s.ExponentialLR(o, 0.9), s.LinearLR(o)], [4, 12])",
    "ChainedScheduler([s.ConstantLR(o, 0.1, 13), s.ExponentialLR(o, 0.9)])",
    "ReduceLROnPlateau(o, patience=2, cooldown=1)",
]


class Power:
    """A function with variables, which a state_dict keeps."""

    def __init__(self, base):
        self.base = base

    def __call__(self, t):
        return self.base**t


def make(library, text):
    o = library.optim.SGD([library.ones(2, requires_grad=True)], lr=0.1, momentum=0.9)
    scope = {"o": o, "s": library.optim.lr_scheduler, "Power": Power}
    return o, eval(f"s.{text}", scope)


def run(o, scheduler, steps):
    """The rates and momenta of some steps."""
    found = []
    for _ in range(steps):
        o.step()
        scheduler.step(*([1.0] if "Plateau" in type(scheduler).__name__ else []))
        group = o.param_groups[0]
        found.append((scheduler.get_last_lr(), group["lr"], group["momentum"]))
    return found


@pytest.mark.parametrize("journey", ["torch numpynn torch", "numpynn torch numpynn"])
@pytest.mark.parametrize("text", TEXTS)
def test_state_goes_to_the_other_library_and_back(text, journey):
    straight = run(*make(torch, text), 30)
    first, *others = (LIBRARIES[name] for name in journey.split())
    o, scheduler = make(first, text)
    found = run(o, scheduler, 10)
    for library in others:
        state = carried((o.state_dict(), copy.deepcopy(scheduler.state_dict())), library)
        o, scheduler = make(library, text)
        o.load_state_dict(state[0])
        scheduler.load_state_dict(state[1])
        found += run(o, scheduler, 10)
    assert found == straight


@pytest.mark.filterwarnings("ignore:Seems like")  # a copy of an optimizer forgets the scheduler, as in torch
@pytest.mark.parametrize("text", [text for text in TEXTS if "lambda" not in text])
def test_a_copy_goes_on_alike(text):
    o, scheduler = make(numpynn, text)
    run(o, scheduler, 10)
    for twin_o, twin in (copy.deepcopy((o, scheduler)), pickle.loads(pickle.dumps((o, scheduler)))):
        assert twin.optimizer is twin_o
        assert run(twin_o, twin, 10) == run(*make(numpynn, text), 20)[10:]


@pytest.mark.parametrize("text", TEXTS)
def test_loading_leaves_the_state_as_it_was(text):
    _, scheduler = make(numpynn, text)
    state = scheduler.state_dict()
    before = dict(state)
    scheduler.load_state_dict(state)
    assert state == before


@pytest.mark.parametrize("name", NAMES)
def test_signature(name):
    ours, theirs = (inspect.signature(getattr(library.optim.lr_scheduler, name)) for library in (numpynn, torch))
    assert [(p.name, p.kind, p.default) for p in ours.parameters.values()] == [
        (p.name, p.kind, p.default) for p in theirs.parameters.values()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_public_methods(name):
    ours, theirs = (dir(getattr(library.optim.lr_scheduler, name)) for library in (numpynn, torch))
    assert {attribute for attribute in theirs if not attribute.startswith("_")} <= set(ours)


def warned(library, provoke):
    """The warnings that a provocation gives: category and the words that matter."""
    o = library.optim.SGD([library.ones(2, requires_grad=True)], lr=0.1)
    scheduler = library.optim.lr_scheduler.StepLR(o, 3)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        provoke(o, scheduler)
    return [(w.category, [word in str(w.message) for word in WORDS]) for w in caught]


WORDS = ("lr_scheduler.step()` before `optimizer.step()", "overridden", "get_last_lr()", "epoch parameter")


def too_early(o, scheduler):
    scheduler.step()
    scheduler.step()


def in_order(o, scheduler):
    o.step()
    scheduler.step()


def overridden(o, scheduler):
    o.step = lambda: None
    o.step()
    scheduler.step()


def rates_asked_for(o, scheduler):
    scheduler.get_lr()


def epoch_given(o, scheduler):
    o.step()
    scheduler.step(5)


@pytest.mark.parametrize("provoke", [too_early, in_order, overridden, rates_asked_for, epoch_given])
def test_warnings(provoke):
    expected = warned(torch, provoke)
    assert warned(numpynn, provoke) == expected
    assert bool(expected) == (provoke is not in_order)


@pytest.mark.parametrize("provoke", [too_early, overridden, rates_asked_for, epoch_given])
def test_warnings_point_at_the_caller(provoke):
    o = numpynn.optim.SGD([numpynn.ones(2, requires_grad=True)], lr=0.1)
    with pytest.warns(UserWarning) as caught:
        provoke(o, numpynn.optim.lr_scheduler.StepLR(o, 3))
    assert {w.filename for w in caught} == {__file__}


def test_rates_given_out_are_copies():
    rate = numpynn.tensor(0.5)
    o = numpynn.optim.SGD([numpynn.ones(2)], lr=rate)
    scheduler = numpynn.optim.lr_scheduler.ExponentialLR(o, 0.5)
    o.step()
    scheduler.step()
    scheduler.get_last_lr()[0].fill_(7.0)
    assert o.param_groups[0]["lr"] is rate and rate.item() == 0.25
