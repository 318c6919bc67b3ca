"""numpynn prints every array as torch prints the same tensor."""

import numpy as np
import pytest
import torch

from numpynn import printing

INTEGERS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
FLOATS = ["float16", "float32", "float64"]
COMPLEX = ["complex64", "complex128"]
SHAPES = [(), (0,), (2, 0), (1,), (7,), (30,), (1200,), (3, 5), (4, 60), (40, 40), (2, 3, 4), (1, 9, 8, 20)]

OPTIONS = [
    {},
    {"precision": 2, "linewidth": 40},
    {"precision": 0},
    {"threshold": 5, "edgeitems": 1},
    {"threshold": 10, "edgeitems": 0},
    {"sci_mode": True},
    {"sci_mode": False},
    {"profile": "short"},
    {"profile": "full", "linewidth": 120},
    {"profile": "unknown", "threshold": 50},
]

REALS = {
    "normal": lambda rng, shape: rng.normal(size=shape),
    "whole": lambda rng, shape: np.round(100 * rng.normal(size=shape)),
    "large": lambda rng, shape: np.round(1e9 * rng.normal(size=shape)),
    "many scales": lambda rng, shape: rng.normal(size=shape) * 10.0 ** rng.integers(-6, 5, size=shape),
    "tiny": lambda rng, shape: 1e-7 * rng.normal(size=shape),
    "zeros": lambda rng, shape: rng.choice([0.0, -0.0], size=shape),
    "not finite": lambda rng, shape: rng.choice([np.nan, np.inf, -np.inf, 0.0], size=shape),
    "finite or not": lambda rng, shape: rng.choice([np.nan, np.inf, -np.inf, 0.0, -2.0, 0.5], size=shape),
    "at the limits": lambda rng, shape: rng.choice([1.0, 1000.0, 0.5, 1e8, 1e-4, -1e-4], size=shape),
}


@pytest.fixture(autouse=True)
def default_options():
    yield
    torch.set_printoptions(profile="default")
    printing.set_printoptions(profile="default")


def check(array, **options):
    torch.set_printoptions(profile="default")
    printing.set_printoptions(profile="default")
    torch.set_printoptions(**options)
    printing.set_printoptions(**options)
    assert printing.tensor_repr(array) == repr(torch.from_numpy(array))


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("kind", REALS)
@pytest.mark.parametrize("dtype", FLOATS + COMPLEX)
def test_floating(dtype, kind, options):
    rng = np.random.default_rng(0)
    for shape in SHAPES:
        with np.errstate(over="ignore"):
            array = np.asarray(REALS[kind](rng, shape)).astype(dtype)
        if dtype in COMPLEX:
            array.imag = REALS[kind](rng, shape)
        check(array, **options)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize("dtype", [*INTEGERS, "bool"])
def test_whole_numbers_and_booleans(dtype, options):
    rng = np.random.default_rng(0)
    for shape in SHAPES:
        check(np.asarray(rng.integers(0, 2, size=shape)).astype(dtype), **options)
        if dtype != "bool":
            low, high = np.iinfo(dtype).min, np.iinfo(dtype).max
            check(np.asarray(rng.integers(low, high, size=shape, dtype=dtype, endpoint=True)), **options)


@pytest.mark.parametrize("size", [3, 7, 8, 9, 10, 30])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_an_array_does_not_tell(dtype, size):
    """`requires_grad` and `grad_fn` follow on the last line, or on a new one where they do not fit."""
    array = np.linspace(0, 1, size, dtype=dtype)
    leaf = torch.from_numpy(array).requires_grad_()
    assert printing.tensor_repr(array, requires_grad=True) == repr(leaf)
    made = leaf * 1
    assert printing.tensor_repr(array, requires_grad=True, grad_fn_name="MulBackward0") == repr(made)


@pytest.mark.parametrize("dtype", [*FLOATS, *COMPLEX, "int32", "int64"])
@pytest.mark.parametrize("shape", [(2,), (0,), (0, 3)])
def test_default_dtype_goes_without_saying(dtype, shape):
    array = np.ones(shape, dtype)
    torch.set_default_dtype(torch.float64)
    try:
        assert printing.tensor_repr(array, default_dtype=np.float64) == repr(torch.from_numpy(array))
    finally:
        torch.set_default_dtype(torch.float32)


def test_options_in_force():
    for options in OPTIONS:
        torch.set_printoptions(**options)
        printing.set_printoptions(**options)
        assert printing.get_printoptions() == torch._tensor_str.get_printoptions()
