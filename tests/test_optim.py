"""Optimizers and schedulers by closed formulas, with NumPy alone. parity_tests/ compares every option with torch."""

import copy
import gc
import math
import pickle
import weakref

import numpy as np
import pytest

import numpynn
from numpynn import optim
from numpynn.optim import lr_scheduler

EVERY = [
    "ASGD",
    "Adadelta",
    "Adafactor",
    "Adagrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Muon",
    "NAdam",
    "RAdam",
    "RMSprop",
    "Rprop",
    "SGD",
]


def parameter(values):
    return numpynn.tensor(values, dtype=numpynn.float64, requires_grad=True)


def path(make, gradient, start=1.0, steps=10):
    """Where a single number goes under an optimizer, step by step."""
    p = parameter([start])
    o = make([p])
    found = []
    for _ in range(steps):
        p.grad = numpynn.tensor([gradient(p.item())], dtype=numpynn.float64)
        o.step()
        found.append(p.item())
    return np.array(found)


def constant(_):
    return 2.0


T = np.arange(1, 11)


def test_sgd_in_a_bowl_shrinks_by_a_factor():
    found = path(lambda params: optim.SGD(params, lr=0.1), lambda p: 2 * p)
    np.testing.assert_allclose(found, 0.8**T, rtol=1e-14)


def test_sgd_with_momentum_is_a_linear_map():
    found = path(lambda params: optim.SGD(params, lr=0.1, momentum=0.5), lambda p: 2 * p)
    state, expected = np.array([1.0, 0.0]), []  # p, b
    step = np.array([[1 - 0.1 * 2, -0.1 * 0.5], [2, 0.5]])
    for _ in T:
        state = step @ state
        expected.append(state[0])
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_weight_decay_adds_to_the_curvature():
    found = path(lambda params: optim.SGD(params, lr=0.1, weight_decay=3.0), lambda p: 2 * p)
    np.testing.assert_allclose(found, 0.5**T, rtol=1e-14)


def test_maximize_climbs():
    found = path(lambda params: optim.SGD(params, lr=0.1, maximize=True), lambda p: 2 * p)
    np.testing.assert_allclose(found, 1.2**T, rtol=1e-14)


def test_adagrad_takes_steps_like_one_over_root_t():
    found = path(lambda params: optim.Adagrad(params, lr=0.1, eps=0.0), constant)
    np.testing.assert_allclose(found, 1 - 0.1 * np.cumsum(1 / np.sqrt(T)), rtol=1e-13)


def test_rmsprop_on_a_constant_slope():
    found = path(lambda params: optim.RMSprop(params, lr=0.1, alpha=0.9, eps=0.0), constant)
    np.testing.assert_allclose(found, 1 - 0.1 * np.cumsum(1 / np.sqrt(1 - 0.9**T)), rtol=1e-13)


@pytest.mark.parametrize("name", ["Adam", "Adamax", "RAdam"])
def test_adam_and_kin_take_steps_of_lr_on_a_constant_slope(name):
    found = path(lambda params: getattr(optim, name)(params, lr=0.1, eps=0.0), constant)
    step = 2.0 if name == "RAdam" else 1.0  # RAdam's first steps are not normalised
    np.testing.assert_allclose(found[:5], 1 - 0.1 * step * T[:5], rtol=1e-12, atol=1e-14)


def test_adamw_shrinks_before_it_steps():
    found = path(lambda params: optim.AdamW(params, lr=0.1, weight_decay=0.5, eps=0.0), constant)
    expected, p = [], 1.0
    for _ in T:
        p = p * (1 - 0.1 * 0.5) - 0.1
        expected.append(p)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_amsgrad_remembers_the_greatest_slope():
    slopes = iter([100.0, *[1.0] * 9])
    found = path(
        lambda params: optim.Adam(params, lr=0.1, betas=(0.0, 0.9), eps=0.0, amsgrad=True), lambda _: next(slopes)
    )
    greatest = 0.1 * 100.0**2
    expected = 1 - 0.1 - np.concatenate([[0.0], np.cumsum(0.1 / np.sqrt(greatest / (1 - 0.9 ** T[1:])))])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_adadelta_by_its_recurrence():
    found = path(lambda params: optim.Adadelta(params, rho=0.9, eps=1e-6), constant)
    p, s, a, expected = 1.0, 0.0, 0.0, []
    for _ in T:
        s = 0.9 * s + 0.1 * 4
        d = math.sqrt(a + 1e-6) / math.sqrt(s + 1e-6) * 2
        a = 0.9 * a + 0.1 * d * d
        p -= d
        expected.append(p)
    np.testing.assert_allclose(found, expected, rtol=1e-13)


def test_nadam_by_its_recurrence():
    found = path(lambda params: optim.NAdam(params, lr=0.1, eps=0.0), constant)
    p, m, product, expected = 1.0, 0.0, np.float32(1.0), []
    for t in T:
        mu, next_mu = (0.9 * (1 - 0.5 * 0.96 ** (k * 4e-3)) for k in (t, t + 1))
        product *= np.float32(mu)  # the counter is kept in float32
        m += 0.1 * (2.0 - m)
        step = (1 - mu) * 2.0 / (1 - float(product)) + next_mu * m / (1 - float(product) * next_mu)
        p -= 0.1 * step / 2.0
        expected.append(p)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_rprop_grows_its_steps_while_the_sign_holds():
    found = path(lambda params: optim.Rprop(params, lr=0.1, step_sizes=(0.0, 0.2)), constant)
    np.testing.assert_allclose(found, 1 - np.cumsum(np.minimum(0.1 * 1.2 ** (T - 1), 0.2)), rtol=1e-12)


def test_rprop_waits_where_the_sign_turns():
    slopes = iter([1.0, -1.0, -1.0])
    found = path(lambda params: optim.Rprop(params, lr=0.1), lambda _: next(slopes), steps=3)
    np.testing.assert_allclose(found, [0.9, 0.9, 0.95], rtol=1e-12)


def test_asgd_keeps_the_mean_of_its_path():
    p = parameter([1.0])
    o = optim.ASGD([p], lr=0.1, lambd=0.0, t0=0)
    found = []
    for _ in T:
        p.grad = 2 * p.detach()
        o.step()
        found.append(p.item())
    np.testing.assert_allclose(found, (1 - 2 * float(np.float32(0.1))) ** T, rtol=1e-7)
    np.testing.assert_allclose(
        o.state[p]["ax"].item(), np.mean(found[1:]), rtol=1e-6
    )  # torch's mean begins with the second


def test_adafactor_rebuilds_a_matrix_of_rank_one():
    rows, columns = np.array([[1.0], [2.0]]), np.array([[3.0, 1.0, 2.0]])
    p = parameter(np.ones((2, 3)).tolist())
    p.grad = numpynn.from_numpy(rows * columns)
    optim.Adafactor([p], lr=0.1).step()
    np.testing.assert_allclose(p.tolist(), np.full((2, 3), 1 - 0.1), rtol=1e-12)  # rms(p) = 1, every |u| = 1


def test_muon_makes_updates_nearly_orthogonal():
    p = parameter(np.zeros((4, 6)).tolist())
    p.grad = numpynn.from_numpy(np.random.default_rng(0).standard_normal((4, 6)))
    optim.Muon([p], lr=1.0, weight_decay=0.0).step()
    singular = np.linalg.svd(p.detach().numpy(), compute_uv=False)
    assert singular.min() > 0.6 and singular.max() < 1.3


def test_lbfgs_finds_the_minimum_of_a_parabola():
    rng = np.random.default_rng(0)
    root = rng.standard_normal((5, 5))
    a, b = root @ root.T + np.eye(5), rng.standard_normal(5)
    p = parameter([0.0] * 5)
    o = optim.LBFGS([p], max_iter=40, line_search_fn="strong_wolfe", tolerance_grad=1e-12, tolerance_change=0.0)

    def closure():
        o.zero_grad()
        loss = 0.5 * p @ (numpynn.from_numpy(a) @ p) - numpynn.from_numpy(b) @ p
        loss.backward()
        return loss

    assert o.step(closure).item() == 0.0
    np.testing.assert_allclose(p.tolist(), np.linalg.solve(a, b), rtol=1e-7)


def bowl(p):
    return ((p - 0.5) ** 2).sum()


def trained(name, steps, o=None, p=None):
    """A matrix in a bowl, after some steps."""
    p = parameter(np.linspace(-1, 1, 12).reshape(3, 4).tolist()) if p is None else p
    o = getattr(optim, name)([p]) if o is None else o
    for _ in range(steps):
        o.zero_grad()
        bowl(p).backward()
        o.step()
    return o, p


@pytest.mark.parametrize("name", EVERY)
def test_every_step_goes_down(name):
    before = trained(name, 0)[1]
    after = trained(name, 20)[1]
    assert bowl(after).item() < bowl(before).item()


@pytest.mark.parametrize("name", EVERY)
def test_a_loaded_state_goes_on_bit_for_bit(name):
    straight = trained(name, 10)[1]
    o, p = trained(name, 5)
    state = pickle.loads(pickle.dumps(o.state_dict()))
    q = parameter(p.tolist())
    other = getattr(optim, name)([q])
    other.load_state_dict(state)
    assert trained(name, 5, other, q)[1].tolist() == straight.tolist()


@pytest.mark.parametrize("name", EVERY)
def test_a_copy_goes_on_bit_for_bit(name):
    straight = trained(name, 10)[1]
    for twin in (copy.deepcopy, lambda pair: pickle.loads(pickle.dumps(pair))):
        assert trained(name, 5, *twin(trained(name, 5)))[1].tolist() == straight.tolist()


@pytest.mark.parametrize("name", ["Adam", "SGD"])
def test_many_arrays_go_as_each_alone(name):
    """Arrays that are updated together, in copies, come out as those that are updated alone."""
    rng = np.random.default_rng(1)
    arrays = [rng.standard_normal(size) for size in (1, 0, 3, 7000, 100, 6143, 30000, 140000)] + [
        rng.standard_normal((30, 40)).T
    ]

    def steps(groups):
        params = [numpynn.from_numpy(array.copy(order="K")).requires_grad_() for array in arrays]
        optimizers = [getattr(optim, name)(some, lr=0.1) for some in groups(params)]
        for k in range(3):
            for p in params:
                p.grad = 0.5 * p.detach() + k
            for o in optimizers:
                o.step()
        return params

    for one, other in zip(steps(lambda params: [params]), steps(lambda params: [[p] for p in params])):
        np.testing.assert_array_equal(one.detach().numpy(), other.detach().numpy())


def test_a_step_that_is_differentiated():
    """The best learning rate for one step in a bowl is 1 / 2: there the loss has no slope."""
    for lr, slope in ((0.5, 0.0), (0.25, -2.0 * 2 * 0.5)):
        rate = numpynn.tensor(lr, dtype=numpynn.float64, requires_grad=True)
        start = parameter([1.0])
        p = start.clone()
        o = optim.SGD([p], lr=rate, differentiable=True)
        p.grad = 2 * start
        o.step()
        (p**2).sum().backward()
        np.testing.assert_allclose(rate.grad.item(), slope, atol=1e-15)


def test_a_schedule_by_its_closed_form():
    o = optim.SGD([parameter([1.0])], lr=0.5)
    scheduler = lr_scheduler.CosineAnnealingLR(o, T_max=50, eta_min=0.1)
    for t in range(120):
        expected = 0.1 + 0.4 * (1 + math.cos(math.pi * t / 50)) / 2
        np.testing.assert_allclose(scheduler.get_last_lr(), [expected], rtol=1e-12)
        o.step()
        scheduler.step()


def test_a_scheduler_before_the_optimizer_is_warned_of():
    o = optim.SGD([parameter([1.0])], lr=0.5)
    scheduler = lr_scheduler.StepLR(o, 1)
    with pytest.warns(UserWarning, match=r"`lr_scheduler.step\(\)` before `optimizer.step\(\)`"):
        scheduler.step()


def test_the_optimizer_is_not_kept_alive_by_its_own_step():
    gc.disable()
    try:
        o = optim.Adam([parameter([1.0])])
        lr_scheduler.StepLR(o, 1)
        gone = weakref.ref(o)
        del o
        assert gone() is None
    finally:
        gc.enable()


def test_what_is_not_supported_says_so():
    p = numpynn.tensor([1 + 2j], requires_grad=True).clone()
    p.grad = numpynn.tensor([1 + 2j])
    with pytest.raises(NotImplementedError, match="differentiable=True with complex"):
        optim.Adam([p], differentiable=True).step()


def test_trays_are_not_kept_for_ever():
    p = [parameter(np.ones(size).tolist()) for size in range(1, 300)]
    o = optim.SGD(p, lr=0.5)
    for size in range(1, 300):
        for q in p[:size]:
            q.grad = numpynn.ones(len(q), dtype=numpynn.float64)
        o.step()
    assert len(o._workshop._trays) <= 101
    assert p[0].item() == 1 - 0.5 * 299 and p[-1][0].item() == 0.5
