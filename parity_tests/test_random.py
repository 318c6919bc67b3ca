"""Random numbers are torch's bit for bit, and the 5056 bytes of state after every draw; states are handed over both ways."""

from __future__ import annotations

import random
import runpy
import warnings
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch

import numpynn
from numpynn.random import boxmuller
from numpynn.random.bernoulli import alpha_dropout_noise, dropout_noise, rrelu_noise
from numpynn.random.engine import Engine
from numpynn.random.gamma import dirichlet, standard_gamma

goldens = runpy.run_path(str(Path(__file__).parent.parent / "tests" / "random_goldens.py"))

SIZES = (0, 1, 2, 15, 16, 17, 31, 32, 33, 100, 623, 624, 625, 1023, 1024, 1025, 16383, 16384, 20011)
SEEDS = (0, 1, -3, 2**40 + 5)

# Each with a size n, after one another from one seed.
DRAWS = """
torch.rand(n)
torch.rand(n, dtype=torch.float64)
torch.rand(n, dtype=torch.float16)
torch.rand(n, dtype=torch.complex64)
torch.zeros(n).uniform_(-0.1, 0.1)
torch.zeros(n).uniform_(-3.3, 7.7)
torch.zeros(n).uniform_(1000, 1000.001)
torch.zeros(n).uniform_(5, 5)
torch.zeros(n, dtype=torch.float64).uniform_(0.001, 1000)
torch.zeros(n, dtype=torch.float64).uniform_(-0.0333, 0.0333)
torch.zeros(n, dtype=torch.float16).uniform_(-1, 2)
torch.zeros(n, 3).t().uniform_(-1, 2)
torch.zeros(3, n)[:, ::2].uniform_(0, 2)
torch.zeros(2, n, 3).permute(2, 0, 1).uniform_()
torch.randn(n)
torch.randn(n, dtype=torch.float64)
torch.randn(n, dtype=torch.float16)
torch.randn(n, dtype=torch.complex64)
torch.randn(n, dtype=torch.complex128)
torch.zeros(n).normal_(3, 0.5)
torch.zeros(n).normal_(1e-3, 1e3)
torch.zeros(n, dtype=torch.float64).normal_(-1.7, 0.3)
torch.zeros(n, 2).t().normal_()
torch.zeros(n)[::2].normal_(1, 0.02)
torch.zeros(n, dtype=torch.float64)[::3].normal_(1, 0.02)
torch.zeros(n).log_normal_(0.5, 0.25)
torch.zeros(n, dtype=torch.float64).log_normal_()
torch.randint(10, (n,))
torch.randint(-5, 300, (n,), dtype=torch.int16)
torch.randint(0, 2**28 - 1, (n,))
torch.randint(0, 2**28, (n,), dtype=torch.int32)
torch.randint(-2**60, 2**61, (n,))
torch.randint(-100, 100, (n,), dtype=torch.float16)
torch.zeros(n).random_()
torch.zeros(n, dtype=torch.float64).random_()
torch.zeros(n, dtype=torch.float16).random_()
torch.zeros(n, dtype=torch.int64).random_()
torch.zeros(n, dtype=torch.int8).random_()
torch.zeros(n, dtype=torch.bool).random_()
torch.zeros(n, dtype=torch.int64).random_(-2**63, None)
torch.zeros(n).random_(-2**63, None)
torch.zeros(n, dtype=torch.int32).random_(7, None)
torch.zeros(n).random_(2**24 + 1, 2**40 + 3)
torch.zeros(n).random_(-2**60, 2**53 + 7)
torch.randperm(n)
torch.randperm(n, dtype=torch.float32)
torch.zeros(n).bernoulli_(0.3)
torch.zeros(n, dtype=torch.int64).bernoulli_()
torch.zeros(n, 3).t().bernoulli_(torch.tensor([[0.1], [0.5], [0.9]]))
torch.bernoulli(torch.full((n,), 0.3))
torch.bernoulli(torch.full((n,), 0.3, dtype=torch.float64))
torch.bernoulli(torch.full((n,), 0.3, dtype=torch.float16))
torch.zeros(n).exponential_(0.7)
torch.zeros(n, dtype=torch.float64).exponential_()
torch.zeros(n, dtype=torch.float16).exponential_()
torch.zeros(n).cauchy_(1, 2)
torch.zeros(n, dtype=torch.float64).cauchy_()
torch.zeros(n).geometric_(0.1)
torch.zeros(n, dtype=torch.int64).geometric_(0.9)
torch.zeros(n, dtype=torch.int8).geometric_(0.001)
torch.normal(torch.arange(n).float(), 2.0)
torch.normal(1.5, torch.arange(n).double())
torch.normal(torch.arange(n).float(), torch.arange(n).double())
torch.normal(torch.arange(n).float(), torch.ones(2, 1))
torch.rand_like(torch.zeros(n, 2).t())
torch.randn_like(torch.zeros(n, 2).t())
torch.multinomial(torch.arange(n + 2.0), 1)
torch.multinomial(torch.arange(n + 2.0).double(), 1, True)
torch.multinomial(torch.arange(n + 1.0).add(1).expand(3, n + 1), 7, True)
torch.multinomial(torch.arange(n + 1.0).add(1).double(), n + 1)
""".strip().splitlines()  # fmt: skip
# Drawn one by one in Python.
SLOW = """
torch.poisson(torch.arange(n).float() / 50)
torch.poisson(torch.arange(n).double() * 0.7)
torch.binomial(torch.arange(n).double(), torch.full((1,), 0.3).double())
torch.binomial(torch.arange(n).double() * 100, torch.full((1,), 0.9).double())
""".strip().splitlines()
COMPILED = {draw: compile(draw, draw, "eval") for draw in DRAWS + SLOW}


def values_of(drawn):
    return drawn.contiguous().numpy().tobytes()


def state_of(library):
    return library.get_rng_state().numpy().tobytes()


def differences(draws):
    """The draws, as (expression, n), whose values or whose state afterwards differ; the states are then made equal."""
    wrong = []
    for draw, n in draws:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ours, theirs = (eval(COMPILED[draw], {"torch": library, "n": n}) for library in (numpynn, torch))
        same = values_of(ours) == values_of(theirs) and ours.dtype.name == str(theirs.dtype).partition(".")[2]
        alike = theirs.numel() == 0 or ours.stride() == theirs.stride()
        if not same or not alike or state_of(numpynn) != state_of(torch):
            wrong.append((draw, n))
            numpynn.set_rng_state(numpynn.from_numpy(torch.get_rng_state().numpy()))
    return wrong


def seed(value):
    torch.default_generator.manual_seed(value)
    numpynn.manual_seed(value)


@pytest.mark.parametrize("number", SEEDS)
def test_every_draw_of_every_size(number):
    seed(number)
    assert differences([(draw, n) for n in SIZES for draw in DRAWS]) == []
    assert differences([(draw, n) for n in SIZES if n < 17000 for draw in SLOW]) == []


@pytest.mark.parametrize("n", [32767, 32768, 32775, 65536, 65543])
def test_sizes_at_which_the_pieces_end(n):
    seed(n)
    assert differences([(draw, n) for draw in DRAWS if "multinomial" not in draw]) == []


@pytest.mark.sweep
@pytest.mark.parametrize("number", range(10))
def test_many_seeds_and_a_million(number):
    seed(number + 100)
    assert (
        differences(
            [(draw, n) for n in (*SIZES, 100_003, 1_000_000) for draw in DRAWS if n < 1e5 or "n + 1)" not in draw]
        )
        == []
    )


@pytest.mark.parametrize("number", range(3))
def test_mixed_draws_with_the_state_handed_over(number):
    """In the middle of a sequence each library goes on from the state of the other."""
    choose = random.Random(number)
    seed(number)
    for _ in range(40):
        draws = [(choose.choice(DRAWS), choose.choice(SIZES[:13])) for _ in range(15)]
        assert differences(draws) == []
        if choose.random() < 0.5:
            numpynn.set_rng_state(numpynn.from_numpy(torch.get_rng_state().numpy()))
        else:
            torch.set_rng_state(torch.from_numpy(numpynn.get_rng_state().numpy()))
        assert state_of(numpynn) == state_of(torch)


def test_goldens_are_torchs():
    for expression, values, state in goldens["GOLDENS"]:
        torch.default_generator.manual_seed(zlib.crc32(expression.encode()))
        assert goldens["value_sum"](eval(expression)) == values, expression
        assert goldens["state_sum"](torch.get_rng_state()) == state, expression


@pytest.mark.parametrize("number", [0, 1, -1, 2**32, 2**64 - 1, -(2**63), 67280421310721, True, 2.5])
def test_seeds(number):
    torch.manual_seed(number)
    numpynn.manual_seed(number)
    assert numpynn.initial_seed() == torch.initial_seed()
    assert state_of(numpynn) == state_of(torch)


def test_generators_of_ones_own():
    ours, theirs = numpynn.Generator(), torch.Generator()
    assert ours.initial_seed() == theirs.initial_seed()
    for _ in range(3):
        assert values_of(numpynn.randn(5, generator=ours)) == values_of(torch.randn(5, generator=theirs))
        ours.set_state(numpynn.from_numpy(theirs.clone_state().get_state().numpy()))
    assert [name for name in dir(theirs) if name[0] != "_"] == [n for n in dir(ours) if n[0] != "_" and n != "engine"]


# Layouts -------------------------------------------------------------------------------------------------------------

VIEWS = {
    "contiguous": lambda x: x,
    "transposed": lambda x: x.transpose(0, 1),
    "permuted": lambda x: x.permute(2, 0, 1),
    "channels first to last": lambda x: x.permute(0, 2, 1),
    "strided": lambda x: x[:, ::2],
    "strided and transposed": lambda x: x[:, 1:, ::2].transpose(0, 2),
    "broadcast": lambda x: x[:, :1].expand(x.shape[0], 5, x.shape[2]),
    "broadcast outside": lambda x: x.unsqueeze(1).expand(-1, 2, -1, -1),
    "one": lambda x: x[0, 0, :1],
}


@pytest.fixture(params=VIEWS)
def view(request):
    return VIEWS[request.param](torch.randn(4, 6, 7, generator=torch.Generator().manual_seed(0)))


def as_array(tensor):
    return np.lib.stride_tricks.as_strided(tensor.numpy(), tensor.shape, tensor.numpy().strides)


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16"])
@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_dropout_noise(view, dtype, p):
    x = view.double().to(getattr(torch, dtype)) if dtype != "float32" else view
    array, engine = as_array(x), Engine(7)
    torch.default_generator.manual_seed(7)
    scale, shift = alpha_dropout_noise(engine, array, p)
    same(torch.alpha_dropout(x, p, True), array * scale + shift)
    same(torch.dropout(x, p, True), array * dropout_noise(engine, array, p))
    if x.dim() >= 2:
        same(torch.feature_dropout(x, p, True), array * dropout_noise(engine, array, p, feature=True))
        scale, shift = alpha_dropout_noise(engine, array, p, feature=True)
        same(torch.feature_alpha_dropout(x, p, True), array * scale + shift)
    assert engine.state().tobytes() == state_of(torch)


def same(theirs, ours):
    np.testing.assert_array_equal(ours, theirs.numpy(), strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rrelu_noise(view, dtype):
    x = as_array(view).astype(dtype, order="K")
    torch.default_generator.manual_seed(7)
    same(torch.rrelu(torch.from_numpy(x), 0.1, 0.3, True), x * rrelu_noise(Engine(7), x, 0.1, 0.3))


# Other distributions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_gamma_and_dirichlet(dtype):
    rng = np.random.default_rng(0)
    alpha = np.concatenate([rng.random(600) * 3, rng.random(100) * 500, rng.random(100) ** 20, [0, 1, 1 / 3, 1e-30]])
    alpha = alpha.astype(dtype).reshape(-1, 3)
    torch.default_generator.manual_seed(3)
    engine = Engine(3)
    same(torch._standard_gamma(torch.from_numpy(alpha)), standard_gamma(engine, alpha))
    same(torch._sample_dirichlet(torch.from_numpy(alpha)), dirichlet(engine, alpha))
    wide = torch._sample_dirichlet(torch.from_numpy(alpha.reshape(2, -1)))
    np.testing.assert_allclose(dirichlet(engine, alpha.reshape(2, -1)), wide.numpy(), rtol=3 * np.finfo(dtype).eps)
    assert engine.state().tobytes() == state_of(torch)


def test_binomial_in_single_precision():
    """torch's log1pf is not always rounded correctly, and then a draw may differ, and those after it."""
    rng = np.random.default_rng(0)
    count, prob = rng.integers(0, 300, 2000).astype(np.float32), rng.random(2000).astype(np.float32)
    seed(0)
    ours = numpynn.binomial(numpynn.from_numpy(count), numpynn.from_numpy(prob))
    same(torch.binomial(torch.from_numpy(count), torch.from_numpy(prob)), ours.numpy())


def test_multinomial_without_replacement_orders_all_but_equal_quotients():
    weights = np.random.default_rng(0).random((5, 1000)).astype(np.float32)
    seed(0)
    ours = numpynn.multinomial(numpynn.from_numpy(weights), 1000).numpy()
    theirs = torch.multinomial(torch.from_numpy(weights), 1000).numpy()
    assert np.array_equal(np.sort(ours), np.sort(theirs)) and (ours != theirs).mean() < 0.002
    assert state_of(numpynn) == state_of(torch)


# The polynomials of Box-Muller ---------------------------------------------------------------------------------------


def normals_of(words):
    """torch.randn of the uniform numbers that these words stand for, which its state is made to give."""
    state = np.zeros(5056, np.uint8)
    state[:24] = np.frombuffer(np.array([(0, 624, 1, 1)], "<u8,<i4,<i4,<u8").tobytes(), np.uint8)
    generator, out = torch.Generator(), np.empty(len(words), np.float32)
    for start in range(0, len(words), 608):
        chunk = np.zeros(625, np.uint64)
        part = words[start : start + 608]
        chunk[1 : 1 + len(part)] = untempered(part)
        state[24:5016] = chunk[:624].view(np.uint8)
        generator.set_state(torch.from_numpy(state))
        out[start : start + len(part)] = torch.randn(len(part), generator=generator).numpy()
    return out


def untempered(y):
    """The words that mt19937 tempers into y."""
    y = y ^ (y >> 18)
    y = y ^ ((y << 15) & 0xEFC60000)
    x = y
    for _ in range(4):
        x = y ^ ((x << 7) & 0x9D2C5680)
    z = x
    for _ in range(2):
        z = x ^ (z >> 11)
    return z & 0xFFFFFFFF


def test_untempered():
    words = np.arange(608, dtype=np.uint64) * 27571
    state = np.zeros(5056, np.uint8)
    state[:24] = np.frombuffer(np.array([(0, 624, 1, 1)], "<u8,<i4,<i4,<u8").tobytes(), np.uint8)
    state[32:4896] = untempered(words).view(np.uint8)
    generator = torch.Generator().set_state(torch.from_numpy(state))
    drawn = torch.rand(608, generator=generator).numpy()
    np.testing.assert_array_equal(drawn, (words % 2**24 * 2.0**-24).astype(np.float32))


@pytest.mark.sweep
@pytest.mark.parametrize("part", range(16))
def test_every_radius_sine_and_cosine(part):
    """All 2**24 uniform numbers: radii beside an angle of 0, sines and cosines beside a radius of exactly 1."""
    u = np.arange(part << 20, (part + 1) << 20, dtype=np.uint64).reshape(-1, 8)
    words = u.astype(np.int32).ravel()
    blocks = np.zeros((len(u), 16), np.uint64)
    blocks[:, :8] = u
    theirs = normals_of(blocks.ravel()).reshape(-1, 16)[:, :8]
    np.testing.assert_array_equal(theirs, boxmuller.radius(words, np.empty(words.size, np.float32)).reshape(-1, 8))
    blocks[:, :8] = ONE
    blocks[:, 8:] = u
    theirs = normals_of(blocks.ravel()).reshape(-1, 16)
    cosine, sine = boxmuller.cosine_sine(words, np.empty((2, words.size), np.float32))
    np.testing.assert_array_equal(theirs[:, :8], cosine.reshape(-1, 8))
    np.testing.assert_array_equal(theirs[:, 8:], sine.reshape(-1, 8))


def radius_of_one():
    """A word whose radius is exactly 1: about exp(-1/2)."""
    near = np.arange(-200, 200) + int((1 - np.exp(-0.5)) * 2**24)
    return int(near[boxmuller.radius(near.astype(np.int32), np.empty(near.size, np.float32)) == 1][0])


ONE = radius_of_one()
