"""How the arguments of samples are drawn: floating ones stay away from kinks, so that finite differences mean something."""

import numpy as np

rng = np.random.default_rng(0)


def start(seed):
    """Draw from here on as this page always does, whatever other pages drew before."""
    rng.bit_generator.state = np.random.default_rng(seed).bit_generator.state


def normal(*shape):
    return rng.standard_normal(shape)


def between(low, high, *shape):
    return rng.uniform(low, high, shape)


def away(*shape):
    """Values between 0.2 and 0.8 above an integer, so that no step crosses a kink."""
    return rng.integers(-3, 3, shape) + rng.uniform(0.2, 0.8, shape)


def ints(high, *shape):
    return rng.integers(0, high, shape)


def bools(*shape):
    return rng.random(shape) < 0.5


def complexes(*shape):
    return normal(*shape) + 1j * normal(*shape)


def on(*args, **kwargs):
    return args, kwargs
