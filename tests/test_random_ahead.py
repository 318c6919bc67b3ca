"""Random numbers made ahead, in pieces, on several threads: always those of the plain stream."""

from __future__ import annotations

import numpy as np
import pytest

import numpynn
from numpynn.random.engine import Engine
from numpynn.random.normal import normal
from numpynn.random.uniform import uniform, unit


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_normal_numbers_whose_parts_were_made_ahead(dtype):
    """Few at a time, between draws of other kinds, against a stream in which nothing is made ahead."""
    ahead, plain = Engine(5), Engine(5)
    sizes = np.random.default_rng(0).integers(0, 2100, 300).tolist()
    for number, size in enumerate([*sizes, *range(15, 70)]):
        plain.lookahead = None
        drawn = [normal(engine, np.empty(size, dtype), 0.25 * (number % 3), 1.5).tobytes() for engine in (ahead, plain)]
        assert drawn[0] == drawn[1], (number, size)
        other = [unit(engine, size // (number % 7 + 1)).tobytes() for engine in (ahead, plain)]
        assert other[0] == other[1]
    assert ahead.lookahead is not None and ahead.state().tobytes() == plain.state().tobytes()


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("size", [131072, 131073, 131087, 400001])
def test_many_normal_numbers_do_not_depend_on_threads(dtype, size):
    """Nor on how they are cut: those of whole blocks come as in draws of a block each, the last ones as by themselves."""
    before = numpynn.get_num_threads()
    drawn, engines = [], [Engine(6), Engine(6)]
    try:
        for threads, engine in zip((1, 3), engines):
            numpynn.set_num_threads(threads)
            drawn.append(normal(engine, np.empty(size, dtype), 0.5, 3.0))
    finally:
        numpynn.set_num_threads(before)
    assert drawn[0].tobytes() == drawn[1].tobytes()
    assert engines[0].state().tobytes() == engines[1].state().tobytes()
    alone, whole = Engine(6), size // 16
    for block in (0, whole - 3):
        alone.manual_seed(6)
        alone.skip(block * 16 * (2 if dtype == np.float64 else 1))
        expected = normal(alone, np.empty(32, dtype), 0.5, 3.0)
        assert drawn[0][block * 16 : block * 16 + 32].tobytes() == expected.tobytes()
    if size % 16:
        alone.manual_seed(6)
        alone.skip((whole * 16 + (0 if dtype == np.float16 else size % 16)) * (2 if dtype == np.float64 else 1))
        assert drawn[0][-16:].tobytes() == normal(alone, np.empty(16, dtype), 0.5, 3.0).tobytes()


def test_what_was_made_ahead_is_reached_again_from_far():
    """Beyond so many other draws the state is copied, and what is owed is dropped."""
    ahead, plain = Engine(7), Engine(7)
    for between in (10, 40000, 100, 300000, 5):
        for _ in range(7):
            plain.lookahead = None
            drawn = [normal(engine, np.empty(40, np.float32)).tobytes() for engine in (ahead, plain)]
            assert drawn[0] == drawn[1]
        ahead.skip(between)
        plain.bits(between, 32)
        assert ahead.bits(3, 32).tolist() == plain.bits(3, 32).tolist()


@pytest.mark.parametrize("size", [1, 7, 100, 256])
def test_few_uniform_numbers_made_ahead(size):
    ahead, plain = Engine(8), Engine(8)
    for number in range(700):
        plain.lookahead = None
        low, high = [(0.0, 1.0), (-0.3, 0.3), (0.1, 0.7), (1000.0, 1000.001), (-3.0, 5.0)][number % 5]
        drawn = [uniform(engine, np.empty(size, np.float32), low, high).tobytes() for engine in (ahead, plain)]
        assert drawn[0] == drawn[1]
        if number % 9 == 0 and number < 400:
            assert ahead.bits(number, 53).tolist() == plain.bits(number, 53).tolist()
    assert ahead.state().tobytes() == plain.state().tobytes()
    assert ahead.lookahead.uniform(ahead, np.empty(1, np.float32))


def test_what_was_made_ahead_is_forgotten_with_the_state():
    engine, zeros = Engine(1), np.zeros(100, np.float32)
    first = [normal(engine, zeros.copy()).tolist() for _ in range(4)]
    state = engine.state()
    later = [normal(engine, zeros.copy()).tolist() for _ in range(4)]
    engine.manual_seed(1)
    assert [normal(engine, zeros.copy()).tolist() for _ in range(4)] == first
    assert [normal(engine, zeros.copy()).tolist() for _ in range(4)] == later
    engine.set_state(state)
    assert [normal(engine, zeros.copy()).tolist() for _ in range(4)] == later


def test_few_and_many_bits_are_the_same_stream():
    for width in (1, 24, 32, 53, 64):
        few, many = Engine(1), Engine(1)
        pieces = np.concatenate([few.bits(500, width) for _ in range(40)])
        assert np.array_equal(pieces, many.bits(20000, width))
        assert few.state().tobytes() == many.state().tobytes()
