"""torch.func and vmap beside torch's: values, structure, histories, refusals."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch

import numpynn
from numpynn.batching import vmapping

from .refusal import builtin_type
from .transforms import BACKWARD, DERIVATIVES, REFUSED, VMAP, lines

NUMBERS = {"x": (5, 3), "y": (5, 3), "w": (4, 3), "s": (5,), "image": (3, 1, 2, 5, 6), "p": (4, 3)}
# What is computed one sample after the other because the samples are drawn or indexed each by itself.
ONE_BY_ONE = ()


def names(library, dtype):
    """What a program may use."""

    def t(*shape):
        numbers = np.random.default_rng(sum(shape)).normal(size=shape)
        return library.tensor(numbers.tolist(), dtype=getattr(library, dtype))

    found = {name: t(*shape) for name, shape in NUMBERS.items()}
    found["p"].requires_grad_()
    found["labels"] = library.tensor([0, 2, 1, 1, 0])
    nn = library.nn
    library.func  # noqa: B018 (torch reads the room when it is first named)
    return found | {"torch": library, "nn": nn, "F": nn.functional, "t": t, "vmap": library.vmap, "func": library.func}


def run(program, library, dtype="float64"):
    before = library.get_default_dtype()
    library.set_default_dtype(getattr(library, dtype))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return eval(program, names(library, dtype))
    finally:
        library.set_default_dtype(before)


def check(ours, theirs, tolerance=1e-10):
    if isinstance(theirs, torch.Tensor):
        assert ours.dtype.name == str(theirs.dtype).removeprefix("torch.")
        assert tuple(ours.shape) == tuple(theirs.shape)
        assert ours.requires_grad == theirs.requires_grad
        np.testing.assert_allclose(ours.detach().numpy(), theirs.detach().numpy(), rtol=tolerance, atol=tolerance)
    elif isinstance(theirs, dict):
        assert list(ours) == list(theirs)
        for key in theirs:
            check(ours[key], theirs[key], tolerance)
    elif isinstance(theirs, (tuple, list)):
        assert type(ours) is type(theirs)
        assert len(ours) == len(theirs)
        for mine, other in zip(ours, theirs, strict=True):
            check(mine, other, tolerance)
    else:
        assert ours == theirs


@pytest.mark.parametrize("program", lines(VMAP) + lines(DERIVATIVES) + lines(BACKWARD))
def test_values(program, monkeypatch):
    if program not in ONE_BY_ONE:
        monkeypatch.setattr(vmapping._Call, "_one_by_one", _not_together)
    check(run(program, numpynn), run(program, torch))


def _not_together(self):
    raise AssertionError("the samples were not computed together")


@pytest.mark.parametrize("program", lines(VMAP) + lines(DERIVATIVES))
def test_one_by_one(program, monkeypatch):
    """The samples one after the other give the same."""
    together = run(program, numpynn)
    monkeypatch.setattr(vmapping._Call, "_together", _not_one_by_one)
    check_ours(run(program, numpynn), together)


def _not_one_by_one(self, level):
    raise TypeError("one by one")


def check_ours(ours, others):
    for mine, other in zip(vmapping.trees.leaves(ours), vmapping.trees.leaves(others), strict=True):
        if isinstance(other, numpynn.Tensor):
            np.testing.assert_allclose(mine.detach().numpy(), other.detach().numpy(), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("program", lines(REFUSED))
def test_refusals(program):
    with pytest.raises(Exception) as expected:
        run(program, torch)
    with pytest.raises(Exception) as actual:
        run(program, numpynn)
    assert builtin_type(actual.value) is builtin_type(expected.value), actual.value
