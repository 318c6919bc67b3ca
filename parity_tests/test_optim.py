"""Optimizers beyond single steps: state that goes from library to library, hooks, copies, signatures.

The steps themselves are on the page of cases, cases/optim.py.
"""

from __future__ import annotations

import copy
import inspect
import pickle
import warnings
from importlib import import_module

import numpy as np
import pytest
import torch

import numpynn
from numpynn.optim.line_search import Point, strong_wolfe
from numpynn.optim.long_arrays import PIECE
from numpynn.optim.pieces import SMALL, TRAY

from .case import Case
from .cases.optim import OPTIMIZERS
from .evaluate import Setting
from .run import differences
from .training import carried, initial, journey, start, train, values

TEXTS = [case.name.removeprefix("optim.") for case in OPTIMIZERS]
TEXTS += [
    "LBFGS(params, lr=0.1, max_iter=2, history_size=3)",
    "LBFGS(params, lr=0.1, max_iter=2, max_eval=3, line_search_fn='strong_wolfe')",
]
CLASSES = sorted({text.partition("(")[0] for text in TEXTS} | {"SparseAdam", "Optimizer"})
LIBRARIES = {"torch": torch, "numpynn": numpynn}


def assert_same(actual, expected, dtype, what):
    problem = differences(expected, actual, Case("expr", what), Setting(dtype))
    assert not problem, f"{what}: {problem}"


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("names", ["torch numpynn torch", "numpynn torch numpynn"])
@pytest.mark.parametrize("text", TEXTS)
def test_state_goes_to_the_other_library_and_back(text, names, dtype):
    steps = 2 if "LBFGS" in text else 5
    run = journey([LIBRARIES[name] for name in names.split()], text, dtype, steps)
    expected = journey([torch], text, dtype, 3 * steps)
    assert_same(values(run), values(expected), dtype, "parameters")
    assert_same(carried(run.o.state_dict(), torch), expected.o.state_dict(), dtype, "state_dict")


@pytest.mark.parametrize("name", CLASSES)
def test_signature(name):
    ours, theirs = (inspect.signature(getattr(library.optim, name)) for library in (numpynn, torch))
    assert [(p.name, p.kind, p.default) for p in ours.parameters.values()] == [
        (p.name, p.kind, p.default) for p in theirs.parameters.values()
    ]


def public(library, name):
    return {attribute for attribute in dir(getattr(library.optim, name)) if not attribute.startswith("_")}


@pytest.mark.parametrize("name", CLASSES)
def test_public_methods(name):
    types_only = {"OptimizerPostHook", "OptimizerPreHook", "share_memory"}
    assert public(torch, name) - public(numpynn, name) <= types_only


@pytest.mark.parametrize(
    "text", ["SGD(params, lr=0.1, momentum=0.9)", "Adam(params, lr=0.1)", "LBFGS(params, max_iter=1)"]
)
def test_a_copy_goes_on_alike(text):
    run = start(numpynn, text, initial("float64"))
    train(run, 3)
    straight = start(numpynn, text, initial("float64"))
    train(straight, 6)
    for make in (copy.deepcopy, lambda whole: pickle.loads(pickle.dumps(whole))):
        twin = copy.copy(run)
        twin.o, twin.params = make((run.o, run.params))
        train(twin, 3)
        assert_same(values(twin), values(straight), "float64", "parameters of the copy")


def hooked(library):
    """What a run with hooks of every kind calls, in order."""
    calls = []
    run = start(library, "SGD(params, lr=0.1)", initial("float64"))

    def note(name, result=None):
        def hook(*arguments):
            calls.append((name, len(arguments)))
            return result

        return hook

    optimizer_module = import_module(f"{library.__name__}.optim.optimizer")
    handles = [
        optimizer_module.register_optimizer_step_pre_hook(note("global pre")),
        optimizer_module.register_optimizer_step_post_hook(note("global post")),
        run.o.register_step_pre_hook(note("pre")),
        run.o.register_step_post_hook(note("post")),
        run.o.register_state_dict_pre_hook(note("before state_dict")),
        run.o.register_state_dict_pre_hook(note("first before state_dict"), prepend=True),
        run.o.register_state_dict_post_hook(note("after state_dict")),
        run.o.register_state_dict_post_hook(note("first after state_dict"), prepend=True),
        run.o.register_load_state_dict_pre_hook(note("before load")),
        run.o.register_load_state_dict_pre_hook(note("first before load"), prepend=True),
        run.o.register_load_state_dict_post_hook(note("after load")),
        run.o.register_load_state_dict_post_hook(note("first after load"), prepend=True),
    ]
    train(run, 1)
    run.o.load_state_dict(run.o.state_dict())
    for handle in handles:
        handle.remove()
    train(run, 1)
    run.o.load_state_dict(run.o.state_dict())
    return calls


def test_hooks_are_called_in_torchs_order():
    assert hooked(numpynn) == hooked(torch)


def replaced(library):
    """Hooks that replace what they are given."""
    run = start(library, "SGD(params, lr=0.1)", initial("float64"))
    told = []
    run.o.register_step_pre_hook(lambda o, args, kwargs: ((o, lambda: told.append("replaced")), {}))
    run.o.register_state_dict_post_hook(lambda o, state: {**state, "more": 3})
    run.o.register_load_state_dict_pre_hook(
        lambda o, state: {**state, "param_groups": [{**state["param_groups"][0], "lr": 0.7}]}
    )
    run.o.step(lambda: told.append("given"))
    state = run.o.state_dict()
    run.o.load_state_dict(state)
    return told, state["more"], run.o.param_groups[0]["lr"]


def test_hooks_may_replace_what_they_are_given():
    assert replaced(numpynn) == replaced(torch) == (["replaced"], 3, 0.7)


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_a_pre_hook_must_return_two_things(library):
    run = start(library, "SGD(params)", initial("float64"))
    run.o.register_step_pre_hook(lambda *_: 3)
    with pytest.raises(RuntimeError, match="must return None or a tuple"):
        run.o.step()


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_a_parameter_listed_twice_is_warned_of_and_updated_twice(library):
    p = library.ones(3, requires_grad=True)
    with pytest.warns(UserWarning, match="duplicate parameters"):
        o = library.optim.SGD([p, p], lr=0.25)
    p.grad = library.ones(3)
    o.step()
    assert p.tolist() == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_parameters_that_share_memory_are_all_updated(library):
    whole = library.ones(4)
    params = [whole[:3].detach().requires_grad_(), whole[1:].detach().requires_grad_()]
    o = library.optim.SGD(params, lr=0.25)
    for p in params:
        p.grad = library.ones(3)
    o.step()
    assert whole.tolist() == [0.75, 0.5, 0.5, 0.75]


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_names_stay_where_a_state_without_them_is_loaded(library):
    p, q = library.ones(3, requires_grad=True), library.ones(3, requires_grad=True)
    named, bare = library.optim.SGD([("p", p)]), library.optim.SGD([q])
    named.load_state_dict(bare.state_dict())
    assert named.param_groups[0]["param_names"] == ["p"]
    bare.load_state_dict(named.state_dict())
    assert bare.param_groups[0]["param_names"] == ["p"]


OLD = {  # what the first releases saved: fewer options, and counters as plain numbers
    "SGD": ({"momentum": 0.9, "dampening": 0, "weight_decay": 0}, {"momentum_buffer": 0.5}),
    "Adagrad": ({"lr_decay": 0, "eps": 1e-8, "weight_decay": 0}, {"step": 3, "sum": 0.5}),
    "Adadelta": ({"rho": 0.9, "eps": 1e-6, "weight_decay": 0}, {"step": 3, "square_avg": 0.5, "acc_delta": 0.25}),
    "RMSprop": ({"alpha": 0.9, "eps": 1e-6, "weight_decay": 0}, {"step": 3, "square_avg": 0.5}),
    "Rprop": ({"etas": (0.5, 1.2), "step_sizes": (1e-6, 50)}, {"step": 3, "prev": 0.5, "step_size": 0.25}),
    "Adam": ({"betas": (0.9, 0.9), "eps": 1e-8, "weight_decay": 0}, {"step": 3, "exp_avg": 0.5, "exp_avg_sq": 0.25}),
    "AdamW": ({"betas": (0.9, 0.9), "eps": 1e-8, "weight_decay": 0.1}, {"step": 3, "exp_avg": 0.5, "exp_avg_sq": 0.25}),
    "Adamax": ({"betas": (0.9, 0.9), "eps": 1e-8, "weight_decay": 0}, {"step": 3, "exp_avg": 0.5, "exp_inf": 0.25}),
    "NAdam": (
        {"betas": (0.9, 0.9), "eps": 1e-8, "weight_decay": 0, "momentum_decay": 4e-3},
        {"step": 3, "mu_product": 1, "exp_avg": 0.5, "exp_avg_sq": 0.25},
    ),
    "RAdam": ({"betas": (0.9, 0.9), "eps": 1e-8, "weight_decay": 0}, {"step": 3, "exp_avg": 0.5, "exp_avg_sq": 0.25}),
    "ASGD": ({"lambd": 1e-4, "alpha": 0.75, "t0": 2, "weight_decay": 0}, {"step": 3, "eta": 1, "mu": 1, "ax": 0.5}),
}


def after_an_old_state(library, name):
    """A parameter and the optimizer's state, a step after an old state was loaded."""
    options, state = OLD[name]
    p = library.ones(3, requires_grad=True)
    o = getattr(library.optim, name)([p])
    state = {key: library.full((3,), value) if isinstance(value, float) else value for key, value in state.items()}
    o.load_state_dict({"state": {0: state}, "param_groups": [{"lr": 0.1, "params": [0], **options}]})
    p.grad = library.full((3,), 0.5)
    o.step()
    return p.detach(), o.state_dict()


@pytest.mark.parametrize("name", OLD)
def test_states_of_older_releases(name):
    expected = after_an_old_state(torch, name)
    assert_same(carried(after_an_old_state(numpynn, name), torch), expected, "float32", name)


def test_loading_shares_what_needs_no_cast_and_casts_the_rest():
    p = numpynn.ones(3, dtype=numpynn.float64, requires_grad=True)
    o = numpynn.optim.Adam([p])
    state = {
        "step": numpynn.tensor(2.0),
        "exp_avg": numpynn.ones(3),
        "exp_avg_sq": numpynn.ones(3, dtype=numpynn.float64),
    }
    o.load_state_dict({"state": {0: state}, "param_groups": o.state_dict()["param_groups"]})
    loaded = o.state[p]
    assert loaded["step"] is state["step"] and loaded["exp_avg_sq"] is state["exp_avg_sq"]
    assert loaded["exp_avg"].dtype is numpynn.float64 and state["exp_avg"].dtype is numpynn.float32


@pytest.mark.parametrize("library", LIBRARIES.values(), ids=LIBRARIES)
def test_counters_are_of_the_default_dtype(library):
    p = library.ones(3, requires_grad=True)
    p.grad = library.ones(3)
    library.set_default_dtype(library.float64)
    try:
        o = library.optim.Adam([p])
        o.step()
    finally:
        library.set_default_dtype(library.float32)
    assert o.state[p]["step"].dtype is library.float64


def test_a_saved_operand_that_a_step_overwrites_is_found_out():
    x = numpynn.ones(3, requires_grad=True)
    y = (x * x).sum()
    o = numpynn.optim.SGD([x], lr=0.1)
    x.grad = numpynn.ones(3)
    o.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.backward()


def test_no_warning_leaves_a_step():
    p = numpynn.zeros(3, requires_grad=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in (
            "Adam",
            "RMSprop",
            "Adadelta",
            "Adagrad",
            "Adamax",
            "NAdam",
            "RAdam",
            "Rprop",
            "ASGD",
            "Adafactor",
        ):
            o = getattr(numpynn.optim, name)([p])
            for value in (0.0, np.inf, np.nan):
                p.grad = numpynn.full((3,), value)
                o.step()


@pytest.mark.parametrize(
    "name", ["SGD", "Adam", "RMSprop", "Adadelta", "Adagrad", "Adamax", "NAdam", "RAdam", "Rprop", "ASGD"]
)
def test_extremes(name):
    def run(library):
        p = library.ones(4, requires_grad=True)
        o = getattr(library.optim, name)([p], lr=0.1)
        for _ in range(3):
            p.grad = library.tensor([0.0, float("inf"), float("nan"), 1e-30])
            o.step()
        return p.detach()

    assert_same(run(numpynn), run(torch), "float32", name)


@pytest.mark.parametrize("name", ["Adam", "SGD"])
def test_sizes_around_a_piece(name):
    """Arrays that are packed together, taken whole, and cut into pieces; also such that do not lie in one piece."""

    def run(library):
        rng = np.random.default_rng(3)
        arrays = [
            rng.standard_normal(size)
            for size in (SMALL - 1, SMALL, TRAY, PIECE // 8 - 1, PIECE // 8, PIECE // 8 + 1, PIECE // 3, 1, 0)
        ]
        arrays += [rng.standard_normal((200, 300)).T, rng.standard_normal((100, 1400))[:, ::2]]
        params = [library.from_numpy(array).requires_grad_() for array in arrays]
        o = getattr(library.optim, name)(params, lr=0.1, **({"momentum": 0.9} if name == "SGD" else {}))
        for k in range(5):
            for p in params:
                p.grad = 0.5 * p.detach() + 0.1 * k
            o.step()
        return params

    assert_same(run(numpynn), run(torch), "float64", name)


def hills(seed):
    """A smooth function of one number with many minima, and its derivative."""
    heights, widths, shifts = np.random.default_rng(seed).uniform(0.2, 3.0, (3, 4))

    def value(t):
        return float(np.sum(heights * np.sin(widths * t + shifts)) + 0.05 * t * t)

    def slope(t):
        return float(np.sum(heights * widths * np.cos(widths * t + shifts)) + 0.1 * t)

    return value, slope


def searched_by_torch(value, slope, t, max_ls):
    d = -torch.tensor([slope(0.0)], dtype=torch.float64).sign()

    def evaluate(x, t, d):
        at = float(x + t * d)
        return value(at), torch.tensor([slope(at)], dtype=torch.float64)

    start = torch.tensor([slope(0.0)], dtype=torch.float64)
    search = import_module("torch.optim.lbfgs")._strong_wolfe
    f, _, t, evaluations = search(evaluate, torch.zeros(1), t, d, value(0.0), start, start.dot(d), max_ls=max_ls)
    return f, float(t), evaluations


def searched_by_us(value, slope, t, max_ls):
    d = -np.sign(slope(0.0))

    def evaluate(t):
        at = float(t * d)
        return Point(t, value(at), None, np.float64(slope(at) * d))

    point, evaluations = strong_wolfe(evaluate, evaluate(0), t, 1.0, max_ls)
    return point.f, float(point.t), evaluations


# The last ones take the rare turns: a step off the bracket's end, a rise at the second evaluation.
SEEDS = [*range(40), 84, 108, 117, 118, 137, 229, 4745, 5494]


@pytest.mark.parametrize("max_ls", [1, 3, 25])
@pytest.mark.parametrize("t", [0.1, 1.0, 7.0])
def test_line_searches_agree(t, max_ls):
    for seed in SEEDS:
        expected = searched_by_torch(*hills(seed), t, max_ls)
        np.testing.assert_allclose(searched_by_us(*hills(seed), t, max_ls), expected, rtol=1e-9, err_msg=f"seed {seed}")
