"""Small parameters are updated side by side, and their state lives there: whatever is done to it meanwhile counts."""

import numpy as np
import pytest

import numpynn
from numpynn import optim
from numpynn.kernels import blas
from numpynn.optim import script
from numpynn.optim.long_arrays import LONG

LR, MOMENTUM = 0.5, 0.75


def parameters(dtype):
    return [numpynn.nn.Parameter(numpynn.ones(size, dtype=dtype)) for size in (2, 3)]


def stepped(optimizer, params, gradient):
    for p in params:
        p.grad = numpynn.full_like(p, gradient).detach()
    optimizer.step()


@pytest.mark.parametrize("dtype", [numpynn.float64, numpynn.complex128])
def test_steps_by_the_formula(dtype):
    params = parameters(dtype)
    optimizer = optim.SGD(params, lr=LR, momentum=MOMENTUM)
    expected, velocity = 1.0, 0.0
    for gradient in (1.0, -2.0, 0.25):
        stepped(optimizer, params, gradient)
        velocity = MOMENTUM * velocity + gradient
        expected -= LR * velocity
        for p in params:
            assert p.tolist() == [expected] * len(p)
            assert optimizer.state[p]["momentum_buffer"].tolist() == [velocity] * len(p)


def test_state_is_taken_from_where_it_is():
    p, q = parameters(numpynn.float64)
    r = numpynn.nn.Parameter(numpynn.ones(3, dtype=numpynn.float64))
    optimizer = optim.SGD([p, q, r], lr=LR, momentum=MOMENTUM)
    stepped(optimizer, [p, q, r], 1.0)
    buffers = [optimizer.state[t]["momentum_buffer"] for t in (p, q, r)]
    buffers[0].array = np.full(2, 2.0)
    buffers[1].mul_(4)
    buffers[2].mul_(3)
    # Each in the other's place.
    buffers[1].array, buffers[2].array = buffers[2].array, buffers[1].array
    stepped(optimizer, [p, q, r], 0.0)
    assert [b.tolist() for b in buffers] == [[1.5] * 2, [2.25] * 3, [3.0] * 3]
    assert [t.tolist() for t in (p, q, r)] == [[-0.25] * 2, [-0.625] * 3, [-1.0] * 3]


def test_parameters_may_lie_elsewhere_from_one_step_to_the_next():
    p, q = params = parameters(numpynn.float64)
    optimizer = optim.SGD(params, lr=LR)
    stepped(optimizer, params, 1.0)
    before = q.data
    q.data = numpynn.full((3,), 8.0, dtype=numpynn.float64)
    stepped(optimizer, params, 1.0)
    assert (p.tolist(), q.tolist(), before.tolist()) == ([0.0] * 2, [7.5] * 3, [0.5] * 3)


def test_a_step_counts_as_one_write():
    params = parameters(numpynn.float64)
    optimizer = optim.Adam(params)
    for count in (1, 2, 3):
        stepped(optimizer, params, 1.0)
        assert [p._version for p in params] == [count, count]


def adam_steps(threads):
    sizes = [3, 5_000, 12_000, 9_000, 20_000, 70_000, 400_000, *[16_000] * 12]
    params = [numpynn.nn.Parameter(numpynn.linspace(-1, 1, size)) for size in sizes]
    optimizer = optim.Adam(params, lr=0.125)
    before = numpynn.get_num_threads()
    numpynn.set_num_threads(threads)
    try:
        for _ in range(3):
            for p in params:
                p.grad = p.detach() ** 3 + 0.5
            optimizer.step()
    finally:
        numpynn.set_num_threads(before)
    return params


def test_the_same_bits_in_a_tray_alone_and_on_any_number_of_threads():
    one, three = adam_steps(1), adam_steps(3)
    for p, q in zip(one, three, strict=True):
        assert p.array.tobytes() == q.array.tobytes()
        alone = numpynn.nn.Parameter(numpynn.linspace(-1, 1, len(p)))
        optimizer = optim.Adam([alone], lr=0.125)
        for _ in range(3):
            alone.grad = alone.detach() ** 3 + 0.5
            optimizer.step()
        assert p.array.tobytes() == alone.array.tobytes()


LONG_RULES = [
    lambda p: optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    lambda p: optim.SGD(p, lr=0.1, momentum=0.9, nesterov=True, maximize=True),
    lambda p: optim.Adam(p, lr=0.01, amsgrad=True),
    lambda p: optim.AdamW(p, lr=0.01),
    lambda p: optim.NAdam(p, lr=0.01, weight_decay=0.1),
    lambda p: optim.RAdam(p, lr=0.01, betas=(0.5, 0.5)),
    lambda p: optim.Adamax(p, lr=0.01),
    lambda p: optim.Adadelta(p),
    lambda p: optim.Adagrad(p, lr_decay=0.1),
    lambda p: optim.RMSprop(p, centered=True, momentum=0.5),
    lambda p: optim.Rprop(p),
    lambda p: optim.ASGD(p, lr=0.1, t0=1),
]


def stepped_by_slopes(build, start, slopes, cuts, dtype):
    """The parameter after a step for each slope, where it is cut into so many parameters."""
    weights = [numpynn.nn.Parameter(numpynn.tensor(part, dtype=dtype)) for part in np.array_split(start, cuts)]
    optimizer = build(weights)
    for slope in slopes:
        for weight, part in zip(weights, np.array_split(slope, cuts)):
            weight.grad = numpynn.tensor(part, dtype=dtype)
        optimizer.step()
    return np.concatenate([weight.detach().numpy() for weight in weights])


@pytest.mark.parametrize("dtype", [numpynn.float32, numpynn.float64])
@pytest.mark.parametrize("build", LONG_RULES)
def test_long_arrays_go_as_short_ones_do_with_and_without_blas(build, dtype, monkeypatch):
    rng = np.random.default_rng(0)
    start, slopes = rng.standard_normal(LONG + 7), rng.standard_normal((3, LONG + 7))
    expected = stepped_by_slopes(build, start, slopes, 4, dtype)
    tolerance = 1e-5 if dtype is numpynn.float32 else 1e-12
    for axpby_of in (blas.axpby_of, lambda code: None):
        monkeypatch.setattr(blas, "axpby_of", axpby_of)
        monkeypatch.setattr(script, "_functions", {})
        found = stepped_by_slopes(build, start, slopes, 1, dtype)
        np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance / 10)


def test_a_step_of_two_dtypes_and_of_a_gradient_with_gaps():
    weights = [numpynn.nn.Parameter(numpynn.zeros(LONG, dtype=dtype)) for dtype in (numpynn.float32, numpynn.float64)]
    optimizer = optim.SGD(weights, lr=0.5)
    for _ in range(2):
        for weight in weights:
            weight.grad = numpynn.arange(2 * LONG, dtype=weight.dtype)[::2]
        optimizer.step()
    for weight in weights:
        assert np.array_equal(weight.detach().numpy(), -2.0 * np.arange(LONG))


def test_a_square_that_overflows_without_its_factor():
    weight = numpynn.nn.Parameter(numpynn.zeros(LONG))
    weight.grad = numpynn.full((LONG,), 1e20)
    optimizer = optim.Adam([weight], lr=1.0)
    optimizer.step()
    np.testing.assert_allclose(optimizer.state[weight]["exp_avg_sq"].numpy(), 1e37, rtol=1e-5)
    np.testing.assert_allclose(weight.detach().numpy(), -1.0, rtol=1e-5)


def test_long_memory_that_may_not_be_written():
    weight = numpynn.nn.Parameter(numpynn.zeros(LONG))
    weight.grad = numpynn.ones(LONG)
    weight.array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        optim.SGD([weight], lr=1.0).step()
    assert not weight.any()


def test_a_rate_of_zero_hides_no_nan():
    weight = numpynn.nn.Parameter(numpynn.zeros(LONG))
    weight.grad = numpynn.full((LONG,), float("nan"))
    optim.SGD([weight], lr=0.0).step()
    assert weight.isnan().all()
