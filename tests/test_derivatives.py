"""Every row of every page of derivatives, first and second order, against finite differences in float64."""

import importlib
import pkgutil

import numpy as np
import pytest

import numpynn
import numpynn.derivatives
from numpynn import autograd
from numpynn.tensor import Tensor
from tests.samples import SAMPLES, UNCHECKED

PRIMITIVES = {
    f"{page.name}.{name}": function
    for page in pkgutil.iter_modules(numpynn.derivatives.__path__)
    for name, function in vars(importlib.import_module(f"numpynn.derivatives.{page.name}")).items()
    if getattr(function, "rows", None) and not name.startswith("_")
}
DISTINCT = {id(function): key for key, function in sorted(PRIMITIVES.items(), reverse=True)}
ROWS = [(DISTINCT[key], i) for key in DISTINCT for i in range(len(SAMPLES.get(DISTINCT[key].split(".")[1], [])))]


def test_every_primitive_has_a_sample():
    names = [key.split(".")[1] for key in DISTINCT.values()]
    assert not [name for name in names if not SAMPLES.get(name) and name not in UNCHECKED]


def test_every_sample_has_a_primitive():
    assert not set(SAMPLES) - {key.split(".")[1] for key in PRIMITIVES}


def _floats(args):
    return [i for i, a in enumerate(args) if isinstance(a, np.ndarray) and a.dtype.kind in "fc"]


def _scalar(function, args, kwargs, weights):
    """The outputs of `function`, floating ones weighted and summed: a scalar function of the arguments."""
    out = function(*args, **kwargs)
    outputs = out if isinstance(out, tuple) else (out,)
    total = 0.0
    for output in outputs:
        kind = (output.array if isinstance(output, Tensor) else np.asarray(output)).dtype.kind
        if kind == "f":
            total = total + (output * weights(tuple(output.shape))).sum()
        elif kind == "c":
            real, imaginary = weights((2, *output.shape))
            total = total + (output * (real + 1j * imaginary)).sum().real
    return total


def _weights(seed):
    return lambda shape: np.random.default_rng(seed).standard_normal(shape)


def _tensors(args, positions):
    return [numpynn.tensor(a).requires_grad_() if i in positions else a for i, a in enumerate(args)]


def _direction(argument, rng):
    direction = rng.standard_normal(argument.shape)
    return direction + 1j * rng.standard_normal(argument.shape) if argument.dtype.kind == "c" else direction


def _directional(value, args, positions, directions, step=1e-6):
    """(f(x + h d) - f(x - h d)) / 2h, to fourth order."""

    def at(h):
        moved = list(args)
        for i, d in zip(positions, directions, strict=True):
            moved[i] = args[i] + h * d
        return value(moved)

    return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step)


@pytest.mark.parametrize(("key", "number"), ROWS, ids=[f"{key}-{i}" for key, i in ROWS])
def test_first_and_second_derivative(key, number):
    function = PRIMITIVES[key]
    args, kwargs = SAMPLES[key.split(".")[1]][number]
    positions = _floats(args)
    rng = np.random.default_rng(1)
    directions = [_direction(args[i], rng) for i in positions]
    weights = _weights(2)

    def gradients(arguments, create_graph):
        tensors = _tensors(arguments, positions)
        total = _scalar(function, tensors, kwargs, weights)
        wanted = [tensors[i] for i in positions]
        found = autograd.grad(total, wanted, create_graph=create_graph, materialize_grads=True)
        return found, wanted

    def slope(arguments):
        found, _ = gradients(arguments, False)
        return sum(float(np.vdot(g.array, d).real) for g, d in zip(found, directions, strict=True))

    def value(arguments):
        # Copies: a primitive that writes in place is checked as any other.
        copies = [a.copy() if isinstance(a, np.ndarray) else a for a in arguments]
        return float(np.asarray(_scalar(function, copies, kwargs, weights)))

    with np.errstate(all="ignore"):
        expected = _directional(value, args, positions, directions, 1e-3)
        assert slope(args) == pytest.approx(expected, rel=2e-8, abs=2e-8)
        expected = _directional(slope, args, positions, directions, 1e-3)
    found, wanted = gradients(args, True)
    again = sum((g.conj() * d).sum().real for g, d in zip(found, directions, strict=True))
    if again.requires_grad:
        second = autograd.grad(again, wanted, materialize_grads=True)
        curvature = sum(float(np.vdot(g.array, d).real) for g, d in zip(second, directions, strict=True))
    else:
        curvature = 0.0
    assert curvature == pytest.approx(expected, rel=2e-7, abs=2e-7)
