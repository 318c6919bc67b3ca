"""Random numbers are torch's, and the generator keeps them so: check sums recorded from torch, states, threads, errors."""

from __future__ import annotations

import copy
import math
import pickle
import threading
import zlib
from fractions import Fraction

import numpy as np
import pytest
from random_goldens import GOLDENS, state_sum, value_sum

import numpynn
from numpynn.random import boxmuller, layout, libm, permutation
from numpynn.random.bernoulli import alpha_dropout_noise, dropout_noise, rrelu_noise
from numpynn.random.continuous import exponential
from numpynn.random.discrete import poisson
from numpynn.random.engine import Ahead, Engine
from numpynn.random.gamma import dirichlet, standard_gamma
from numpynn.random.rounding import multiply_add
from numpynn.random.uniform import unit


@pytest.fixture(autouse=True)
def own_stream():
    """Whatever a test draws, the next finds the default generator as it was."""
    with numpynn.random.fork_rng():
        yield


def test_goldens_are_torchs():
    wrong = []
    for expression, values, state in GOLDENS:
        numpynn.manual_seed(zlib.crc32(expression.encode()))
        drawn = eval(expression, {"torch": numpynn})
        if (value_sum(drawn), state_sum(numpynn.get_rng_state())) != (values, state):
            wrong.append(expression)
    assert wrong == []


@pytest.mark.parametrize(
    "seed, kept, first, state",
    [
        (0, 0, 0.49625658988952637, 0x4B15FEEF),
        (1, 1, 0.7576315999031067, 0xB75ADD72),
        (-1, 2**64 - 1, 0.9937993884086609, 0xC859EE9E),
        (2**64 - 1, 2**64 - 1, 0.9937993884086609, 0xC859EE9E),
        (2**32, 2**32, 0.49625658988952637, 0x153F7819),
        (12345678901234567890, 12345678901234567890, 0.6296569108963013, 0x89B9E244),
        (1.5, 1, 0.7576315999031067, 0xB75ADD72),
    ],
)
def test_manual_seed(seed, kept, first, state):
    assert numpynn.manual_seed(seed) is numpynn.default_generator
    assert numpynn.initial_seed() == kept
    assert state_sum(numpynn.get_rng_state()) == state
    assert numpynn.rand(1).item() == first


def test_a_new_generator_has_torchs_seed():
    generator = numpynn.Generator()
    assert generator.initial_seed() == 67280421310721
    assert numpynn.rand(1, generator=generator).item() == 0.267295241355896


def test_seed_takes_the_systems_entropy():
    generator = numpynn.Generator()
    assert generator.seed() == generator.initial_seed() != generator.seed()
    assert numpynn.seed() == numpynn.initial_seed()


@pytest.mark.parametrize("seed", [2**64, -(2**63) - 1])
def test_seeds_out_of_range_are_refused(seed):
    with pytest.raises(ValueError, match="Overflow when unpacking long long"):
        numpynn.manual_seed(seed)


@pytest.mark.parametrize("seed", [1.0, True, "1", None])
def test_generator_takes_only_ints(seed):
    with pytest.raises(RuntimeError, match="manual_seed expected a long, but got"):
        numpynn.Generator().manual_seed(seed)


DRAWS = [
    "rand(5)",
    "rand(3000)",
    "randn(3)",
    "randn(50)",
    "randperm(700)",
    "zeros(3).log_normal_()",
    "zeros(4).bernoulli_()",
]


@pytest.mark.parametrize("before", ["rand(0)", *DRAWS, "rand(624)", "rand(1247)"])
@pytest.mark.parametrize("after", DRAWS)
def test_a_state_continues_as_it_was(before, after):
    numpynn.manual_seed(3)
    names = {name: getattr(numpynn, name) for name in ("rand", "randn", "randperm", "zeros")}
    eval(before, names)
    state = numpynn.get_rng_state()
    assert state.shape == (5056,)
    first = eval(after, names).tolist()
    end = numpynn.get_rng_state().tolist()
    numpynn.manual_seed(4)
    numpynn.set_rng_state(state)
    assert numpynn.get_rng_state().tolist() == state.tolist()
    assert eval(after, names).tolist() == first
    assert numpynn.get_rng_state().tolist() == end


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda g: pickle.loads(pickle.dumps(g)), lambda g: g.clone_state()]
)
def test_copies_go_on_alone(again):
    generator = numpynn.Generator().manual_seed(5)
    numpynn.randn(3, generator=generator)
    other = again(generator)
    assert other is not generator and other.initial_seed() == 5 and other.device == numpynn.device("cpu")
    assert numpynn.randn(30, generator=other).tolist() == numpynn.randn(30, generator=generator).tolist()
    numpynn.rand(1, generator=other)
    assert other.get_state().tolist() != generator.get_state().tolist()


def test_states_that_are_none_are_refused():
    generator = numpynn.Generator()
    state = generator.get_state()
    with pytest.raises(RuntimeError, match="of size 5056 but found the input RNG state size to be 5055"):
        generator.set_state(state[:-1])
    with pytest.raises(RuntimeError, match="Invalid mt19937 state"):
        generator.set_state(numpynn.zeros_like(state))
    with pytest.raises(RuntimeError, match="must be contiguous"):
        generator.set_state(numpynn.cat([state, state])[::2])
    with pytest.raises(TypeError, match=r"RNG state must be a torch\.ByteTensor"):
        generator.set_state(state.float())
    with pytest.raises(TypeError, match=r"expected a torch\.ByteTensor, but got ndarray"):
        generator.set_state(state.numpy())
    assert generator.get_state().tolist() == state.tolist()


@pytest.mark.parametrize(
    "left, seeded, following", [(0, 1, 0), (625, 1, 0), (5, 0, 620), (1, 1, 625), (-1, 1, 3), (5, 1, 619)]
)
def test_states_that_contradict_themselves_are_refused(left, seeded, following):
    state = numpynn.Generator().get_state().numpy()
    state[8:24] = np.frombuffer(np.array([(left, seeded, following)], "<i4,<i4,<i8").tobytes(), np.uint8)
    with pytest.raises(RuntimeError, match="Invalid mt19937 state"):
        numpynn.Generator().set_state(numpynn.from_numpy(state))


def test_what_the_cpu_generator_lacks():
    generator = numpynn.Generator("cpu")
    for call in (generator.get_offset, lambda: generator.set_offset(0)):
        with pytest.raises(RuntimeError, match="CPU Generator does not use offset"):
            call()
    for call in (generator.graphsafe_get_state, lambda: generator.graphsafe_set_state(generator)):
        with pytest.raises(NotImplementedError, match="is not supported in this Generator"):
            call()
    with pytest.raises(RuntimeError, match="no device but the CPU"):
        numpynn.Generator("cuda")
    assert numpynn.random.thread_safe_generator() is None


def test_fork_rng():
    numpynn.manual_seed(0)
    with numpynn.random.fork_rng():
        inside = numpynn.rand(3).tolist()
    assert numpynn.rand(3).tolist() == inside
    with numpynn.random.fork_rng(enabled=False):
        numpynn.rand(3)
    numpynn.manual_seed(0)
    assert numpynn.rand(9)[:3].tolist() == inside
    with pytest.raises(RuntimeError, match=r"devices=\[0\]"), numpynn.random.fork_rng(devices=[0]):
        pass


def test_threads_share_a_generator():
    generator, drawn = numpynn.Generator().manual_seed(0), []

    def draw():
        for _ in range(50):
            drawn.extend(numpynn.rand(40, generator=generator).tolist())
            drawn.extend(numpynn.rand(40, generator=generator).tolist())

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = numpynn.rand(16000, generator=numpynn.Generator().manual_seed(0))
    assert sorted(drawn) == sorted(alone.tolist())


@pytest.mark.parametrize("count", [0, 1, 2, 1023, 1024, 1025, 5000])
def test_what_is_drawn_ahead_is_put_back(count):
    ahead, plain = Engine(3), Engine(3)
    with Ahead(ahead) as uniform:
        drawn = [uniform() for _ in range(count)]
    assert drawn == unit(plain, count, np.float64).tolist()
    assert ahead.state().tobytes() == plain.state().tobytes()


def test_multiply_add_rounds_once():
    rng = np.random.default_rng(0)
    for w, a in ((0.1, 0.3), (1e-3, 1000.0), (-7.7, 3.3), (1e200, 3e200), (1e-300, -2e-300), (1.0, 1e-30)):
        x = rng.random(300) * 2 - 1
        exact = [float(Fraction(v) * Fraction(w) + Fraction(a)) for v in x.tolist()]
        assert multiply_add(x, w, a).tolist() == exact
    x, w, a = rng.random(300).astype(np.float32), float(np.float32(0.1)), float(np.float32(0.3))
    exact = np.array([np.float32(float(Fraction(v) * Fraction(w) + Fraction(a))) for v in x.tolist()])
    assert np.array_equal(multiply_add(x, w, a), exact)


@pytest.mark.parametrize("w", [1.0, 0.5, -4.0, 2.0**-30])
def test_multiply_add_rounds_once_by_powers_of_two(w):
    x = (np.random.default_rng(0).random(300) * 2 - 1).astype(np.float32)
    exact = np.array([np.float32(float(Fraction(v) * Fraction(w) + 3)) for v in x.tolist()])
    assert np.array_equal(multiply_add(x, w, 3.0), exact) and multiply_add(x, w, 3.0).dtype == np.float32


@pytest.mark.parametrize("dtype, digits", [(np.float32, 23), (np.float64, 52)])
@pytest.mark.parametrize("sign", [1, -1])
def test_multiply_add_is_not_deceived_by_a_tie(dtype, digits, sign):
    """Exactly a + ulp / 2 - ulp**3 / 8: rounded twice, it would be the tie, and be rounded to even."""
    ulp = 2.0**-digits
    x, w, a = np.array([1 - ulp], dtype), sign * (1 + ulp) * ulp / 2, sign * (1 + ulp)
    assert multiply_add(x, w, a).tolist() == [a]
    assert multiply_add(x, -w, a).tolist() == [a]


def test_multiply_add_gives_no_negative_zero():
    for dtype in (np.float32, np.float64):
        assert not np.signbit(multiply_add(np.array([-0.0], dtype), 2.0, 0.0)[0])


class Chosen(Engine):
    """An engine that gives chosen bits."""

    def __init__(self, bits):
        super().__init__()
        self.chosen = np.array(bits, np.uint64)

    def bits(self, count, width):
        return self.chosen


def test_exponential_numbers_between_two_floats_are_rounded_as_the_c_library_has_them():
    below = np.linspace(0.01, 3, 3000, dtype=np.float32)
    between = (below.astype(np.float64) + np.nextafter(below, np.float32(9))) / 2
    bits = [int(-math.expm1(-x) * 2**53) for x in between.tolist()]
    exact = np.array([-math.log1p(-b * 2.0**-53) for b in bits]).astype(np.float32)
    assert np.array_equal(exponential(Chosen(bits), np.empty(len(bits), np.float32)), exact)


def test_box_muller_is_accurate():
    words = np.arange(0, 2**24, 4099, np.int32)
    u = words * 2.0**-24
    cosine, sine = boxmuller.cosine_sine(words, np.empty((2, words.size), np.float32))
    np.testing.assert_allclose(sine, np.sin(2 * np.pi * u), atol=6e-7)
    np.testing.assert_allclose(cosine, np.cos(2 * np.pi * u), atol=6e-7)
    radius = boxmuller.radius(words, np.empty(words.size, np.float32))
    np.testing.assert_allclose(radius, np.sqrt(-2 * np.log(1 - u)), rtol=3e-7)


@pytest.mark.parametrize("name", ["log", "log1p", "exp", "sin", "cos", "tan"])
def test_libm_is_the_c_librarys(name):
    low, high = libm._RANGE[name]
    x = np.random.default_rng(1).uniform(low, high, 20000)
    assert libm.evaluate(name, x).tolist() == [getattr(math, name)(v) for v in x.tolist()]


def test_libm_at_the_edges_is_cs():
    assert libm.evaluate("log", np.array([0.0, 1.0])).tolist() == [-np.inf, 0.0]
    assert libm.evaluate("exp", np.array([1e3, 0.0])).tolist() == [np.inf, 1.0]


@pytest.mark.parametrize("n", [2, 3, 50, 511, 700])
def test_permutations_are_found_alike_by_swapping_and_by_following(n):
    rng = np.random.default_rng(n)
    partners = np.array([rng.integers(i, n) for i in range(n - 1)])
    swapped = permutation._swap(partners.tolist())
    assert np.array_equal(permutation._follow(np.append(partners, n - 1)), swapped)
    assert sorted(swapped.tolist()) == list(range(n))


def test_inside_out_permutes():
    words = Engine(2).bits(1000, 64)
    shuffled = permutation._inside_out(words).tolist()
    expected = []
    for i, word in enumerate(words.tolist()):
        expected.append(i)
        j = word % (i + 1)
        expected[i], expected[j] = expected[j], i
    assert shuffled == expected
    assert sorted(shuffled) == list(range(1000))


@pytest.mark.parametrize(
    "view, order",
    [
        (np.zeros((2, 3, 4)), [0, 1, 2]),
        (np.zeros((2, 3, 4)).T, [2, 1, 0]),
        (np.zeros((2, 3, 4)).transpose(1, 0, 2), [1, 0, 2]),
        (np.zeros((4, 6))[:, ::2], [0, 1]),
        (np.broadcast_to(np.zeros((3, 1)), (3, 5)), [0, 1]),
        (np.zeros(()), []),
    ],
)
def test_memory_order(view, order):
    assert layout.memory_order(view) == order


def test_values_are_written_in_the_order_of_memory():
    base = np.zeros((3, 4))
    layout.write(base.T, np.arange(12))
    assert base.ravel().tolist() == list(range(12))
    assert layout.read(np.arange(12).reshape(4, 3), base.T).tolist() == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]
    assert layout.dense_like(np.zeros((4, 3, 2)).transpose(2, 0, 1)[:, ::2]).strides == (8, 48, 16)


# Recorded from torch 2.13.0+cpu, seed 0: where torch.dropout(torch.ones(2, 5), 0.3, True) keeps.
DROPPED = np.array([[0, 0, 1, 0, 1], [0, 1, 1, 1, 1]], np.float32)


def test_dropout_noise():
    noise = dropout_noise(Engine(0), np.ones((2, 5), np.float32), 0.3)
    np.testing.assert_array_equal(noise, np.float32(1 / np.float32(0.7)) * DROPPED)
    turned = dropout_noise(Engine(0), np.ones((5, 2), np.float32).T, 0.3)
    np.testing.assert_array_equal(turned, noise.reshape(5, 2).T)
    feature = dropout_noise(Engine(0), np.ones((2, 5, 3), np.float32), 0.3, feature=True)
    np.testing.assert_array_equal(feature, noise[:, :, None])


def test_alpha_dropout_keeps_mean_and_variance():
    x = np.random.default_rng(0).standard_normal(200_000)
    scale, shift = alpha_dropout_noise(Engine(0), x, 0.3)
    y = x * scale + shift
    assert abs(y.mean()) < 0.01 and abs(y.std() - 1) < 0.01
    assert len(np.unique(y[scale == 0])) == 1 and (scale == 0).mean() == pytest.approx(0.3, abs=0.005)


def test_rrelu_noise():
    x = np.array([1.0, -1.0, 0.0, 2.0])
    noise = rrelu_noise(Engine(0), x, 0.1, 0.3)
    assert noise.tolist()[::3] == [1, 1] and ((noise[1:3] > 0.1) & (noise[1:3] < 0.3)).all()


# Recorded from torch 2.13.0+cpu, seed 0: torch._standard_gamma of 0.5, 1, 2, 30 in float64.
GAMMAS = [0.0007893582063475732, 0.11898370896786938, 1.8824103735832862, 26.484579658566016]


def test_gamma_and_dirichlet():
    alpha = np.array([0.5, 1.0, 2.0, 30.0])
    np.testing.assert_allclose(standard_gamma(Engine(0), alpha), GAMMAS, rtol=1e-13)
    np.testing.assert_allclose(dirichlet(Engine(0), alpha), np.array(GAMMAS) / sum(GAMMAS), rtol=1e-13)
    assert dirichlet(Engine(0), np.ones((2, 0))).shape == (2, 0)


REFUSED = [
    ("rand()", TypeError, "missing argument 'size'"),
    ("rand(2.5)", TypeError, "must be tuple of ints"),
    ("rand(True)", TypeError, "must be tuple of ints"),
    ("rand(2, -1)", RuntimeError, r"negative dimension -1: \[2, -1\]"),
    ("rand(2, dtype=torch.int64)", NotImplementedError, "not implemented for 'int64'"),
    ("rand(2, generator=5)", TypeError, "must be torch.Generator, not int"),
    ("rand(2, device='cuda')", AssertionError, "not compiled with CUDA"),
    ("rand(2, out=torch.zeros(2), dtype=torch.float64)", RuntimeError, "does not match dtype of out"),
    ("rand(2, out=torch.zeros(2, requires_grad=True))", RuntimeError, "out=... arguments don't support"),
    ("randint(10)", TypeError, "must be tuple of ints"),
    ("randint(10, 3)", TypeError, "must be tuple of ints, not int"),
    ("randint(2.5, (2,))", TypeError, "argument 'high' must be int, not float"),
    ("randint(5, 5, (0,))", RuntimeError, "from=5 >= to=5"),
    ("randint(0, 300, (0,), dtype=torch.uint8)", RuntimeError, "to - 1 is out of bounds for uint8"),
    ("randint(0, 5, (2,), dtype=torch.complex64)", RuntimeError, "not complex"),
    ("randperm(-1)", RuntimeError, "negative dimension"),
    ("randperm(300, dtype=torch.uint8)", RuntimeError, "n cannot be greater than 256"),
    ("randperm(3, dtype=torch.bool)", NotImplementedError, "not implemented for 'bool'"),
    ("rand_like([1, 2])", TypeError, "must be Tensor, not list"),
    ("normal(0, 1)", TypeError, "expected float mean"),
    ("normal(torch.zeros(2), -1)", RuntimeError, "std >= 0.0, but found std -1"),
    ("normal(torch.zeros(2), torch.tensor([1.0, -1.0]))", RuntimeError, "all elements of std >= 0.0"),
    ("normal(torch.zeros(3), torch.ones(2))", RuntimeError, r"\[3\] and \[2\]"),
    ("normal(torch.zeros(3, dtype=torch.int64), 1)", NotImplementedError, "int64"),
    ("bernoulli(torch.tensor([0.5, 1.5]))", RuntimeError, "p_in <= 1"),
    ("bernoulli(torch.tensor([1, 0]))", NotImplementedError, "int64"),
    ("bernoulli(torch.ones(2), 1.5)", RuntimeError, "got p=1.5"),
    ("multinomial(torch.ones(2, 2, 2), 1)", RuntimeError, "must be 1 or 2 dim"),
    ("multinomial(torch.ones(2), 3)", RuntimeError, "3 > 2"),
    ("multinomial(torch.ones(2), 0)", RuntimeError, "n_sample <= 0"),
    ("multinomial(torch.zeros(2), 1)", RuntimeError, "sum of probabilities <= 0"),
    ("multinomial(torch.tensor([1.0, -1.0]), 1)", RuntimeError, "element < 0"),
    ("multinomial(torch.ones(2), 1, out=torch.zeros(1))", RuntimeError, "Long tensor out"),
    ("poisson(torch.tensor([-1.0]))", RuntimeError, "expected rate to be non-negative"),
    ("binomial(torch.ones(2), torch.ones(2, dtype=torch.float64))", RuntimeError, "float32 but prob is float64"),
    ("binomial(torch.tensor([10]), torch.ones(1))", ValueError, "int64"),
    ("zeros(2).uniform_(1, 0)", RuntimeError, "found from=1, to=0"),
    ("zeros(2).uniform_(0, 1e39)", RuntimeError, "within float32"),
    ("zeros(2).uniform_(frm=1)", TypeError, "frm"),
    ("zeros(2).uniform_('a')", TypeError, "argument 'from' must be float, not str"),
    ("zeros(2).normal_(0, -1)", RuntimeError, "found std -1"),
    ("zeros(2).random_(None)", TypeError, "random_"),
    ("zeros(2).random_(1.5)", TypeError, "must be int, not float"),
    ("zeros(2).random_(3, 3)", RuntimeError, "from=3 >= to=3"),
    ("zeros(2, dtype=torch.uint16).random_()", NotImplementedError, "uint16"),
    ("zeros(2).exponential_(0)", RuntimeError, "lambda > 0.0"),
    ("zeros(2, dtype=torch.int64).exponential_()", RuntimeError, "must be a floating point"),
    ("zeros(2).cauchy_(0, 0)", RuntimeError, "sigma > 0.0"),
    ("zeros(2).log_normal_(0, 0)", RuntimeError, "std > 0.0"),
    ("zeros(2).geometric_(1)", RuntimeError, r"p to be in \(0, 1\)"),
    ("zeros(1).expand(3).uniform_()", RuntimeError, "more than one element"),
    ("zeros(2, requires_grad=True).uniform_()", RuntimeError, "leaf Variable"),
]


@pytest.mark.parametrize("expression, error, message", REFUSED)
def test_refusals(expression, error, message):
    state = numpynn.get_rng_state().tolist()
    with pytest.raises(error, match=message):
        eval(f"torch.{expression}", {"torch": numpynn})
    assert numpynn.get_rng_state().tolist() == state


def test_bounds_that_a_dtype_cannot_hold_warn():
    with pytest.warns(UserWarning, match=r"to - 1 is out of bounds \[-\(2\^24\), 2\^24\]"):
        numpynn.zeros(2).random_(0, 2**25)


def test_no_gradient_passes_a_draw():
    p = numpynn.full((4,), 0.5).requires_grad_()
    for drawn in (
        numpynn.bernoulli(p),
        numpynn.poisson(p),
        numpynn.normal(p, p),
        (p * 2).uniform_(),
        (p * 1).bernoulli_(),
    ):
        p.grad = None
        drawn.sum().backward()
        assert p.grad.tolist() == [0, 0, 0, 0]
    assert not numpynn.multinomial(p, 1).requires_grad
    with pytest.raises(NotImplementedError, match="binomial"):
        numpynn.binomial(p, p).sum().backward()


def test_a_draw_into_a_view_ends_the_history_of_that_part():
    x = numpynn.zeros(4, requires_grad=True)
    y = x * 2
    y[1:3].uniform_()
    y.sum().backward()
    assert x.grad.tolist() == [2, 0, 0, 2]


def test_options():
    g = numpynn.Generator().manual_seed(0)
    assert numpynn.rand(2, generator=g, requires_grad=True).requires_grad
    out = numpynn.zeros(3, dtype=numpynn.float64)
    assert numpynn.rand(2, out=out) is out and out.shape == (2,) and out.dtype is numpynn.float64
    assert numpynn.bernoulli(numpynn.ones(2), out=numpynn.zeros(5, dtype=numpynn.int64)).tolist() == [1, 1]
    assert numpynn.rand_like(numpynn.zeros(3, 4).t()).stride() == (1, 4)
    assert numpynn.randint(high=3, size=(2,)).shape == numpynn.randint(0, 3, size=(2,)).shape == (2,)
    assert numpynn.zeros(2).uniform_(**{"from": 3, "to": 3}).tolist() == [3, 3]
    assert numpynn.zeros(2).random_(**{"from": 5, "to": 6}).tolist() == [5, 5]
    numpynn.set_default_dtype(numpynn.float64)
    try:
        assert numpynn.rand(2).dtype is numpynn.randn(2).dtype is numpynn.float64
    finally:
        numpynn.set_default_dtype(numpynn.float32)


def test_poisson_at_its_edges():
    assert poisson(Engine(0), np.array([0.0, 1e-300])).tolist() == [0, 0]
    assert poisson(Engine(0), np.zeros((0, 3))).shape == (0, 3)
