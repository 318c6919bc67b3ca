"""Runs a case on both libraries: `check` compares everything it yields and raises at the first difference.

An expression is evaluated in each precision: structure, shapes, dtypes, values, the inputs as they are
left, which results require grad, gradients by `.backward()` and under `create_graph`, second derivatives.
It is evaluated again with inputs that are not contiguous, and with a batch of no rows where torch accepts
one.

A module is built on both sides from one seed: repr, names, shapes and dtypes of parameters and buffers and
their initial values must be the same. Then both get the same weights, and all of the above is compared in
training mode, several passes where there are buffers, and in evaluation mode.

A value beyond the tolerance is still accepted where it is shown to be rounding: `rounding.py` tells how.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager

import numpy as np

from numpynn.parity.compare import compare
from numpynn.parity.structure import is_tensor, leaves, to_array
from numpynn.parity.tolerance import Tolerance, tolerance

from .evaluate import NoGradientInTorch, Setting, build, evaluate, weights_of
from .refusal import builtin_type, check_refusal
from .rounding import is_rounding


def check(case, ours, theirs, note=None):
    """Compare two libraries on one case; `theirs` is the one that is right.

    `note(setting, step, expected, actual, beyond)` is told of each result that agrees; `beyond` of one that does so only
    as rounding beyond the tolerance.
    """
    theirs.settle()
    with quiet():
        if case.kind == "refuses":
            return check_refusal(case, ours, theirs)
        weights = _check_construction(case, ours, theirs) if case.kind == "module" else None
        for setting in settings(case):
            _check_setting(case, ours, theirs, setting, weights, note)


def settings(case):
    """How a case is evaluated: in each precision, then strided and empty."""
    floating = case.kind == "module" or any(_floating(draw) for draw in case.draws.values())
    dtypes = case.dtypes if floating else case.dtypes[:1]
    yield from (Setting(dtype) for dtype in dtypes)
    if case.strided and case.draws:
        yield Setting(dtypes[0], "strided", 1)
    if case.empty and case.draws:
        yield Setting(dtypes[-1], "empty", 1)


def _floating(draw):
    return draw.dtype is None and draw.sample(np.random.default_rng(0)).dtype.kind in "fc"


def _check_setting(case, ours, theirs, setting, weights, note):
    expected = evaluate(case, theirs, setting, weights)
    actual = evaluate(case, ours, setting, weights)
    step = "the start"
    while (pair := _expected_next(case, expected, actual, setting, step)) is not None:
        step, value = pair
        label, result = _actual_next(case, actual, setting, step)
        if label != step:
            _fail(case, setting, step, f"numpynn comes to {label!r}, torch to {step!r}")
        problem = differences(value, result, case, setting)
        if problem and not is_rounding(case, ours, theirs, setting, weights, step):
            _fail(case, setting, step, problem)
        if note is not None:
            note(setting, step, value, result, bool(problem))


def _expected_next(case, expected, actual, setting, step):
    """The next result of torch; None where it ends, or where it refuses this layout and ours does so too."""
    try:
        return next(expected, None)
    except NoGradientInTorch as refusal:
        if setting.layout != "contiguous":
            return None
        _fail(case, setting, step, f"torch has no gradient here, so say grad=False: {refusal}")
    except Exception as refusal:
        if setting.layout == "contiguous":
            _fail(case, setting, step, f"torch itself raises {type(refusal).__name__}: {refusal}", refusal)
        return _same_refusal(case, actual, setting, step, refusal)


def _same_refusal(case, actual, setting, step, refusal):
    if setting.layout == "strided":
        try:
            next(actual)
        except Exception as error:
            if builtin_type(error) is builtin_type(refusal):
                return None
            _fail(case, setting, step, f"torch raises {refusal!r}; numpynn {error!r}", error)
        _fail(case, setting, step, f"torch raises {refusal!r}; numpynn accepts it")


def _actual_next(case, actual, setting, step):
    try:
        return next(actual)
    except StopIteration:
        _fail(case, setting, step, "numpynn has nothing here")
    except Exception as error:
        _fail(case, setting, step, f"numpynn raises {type(error).__name__}: {error}", error)


def differences(theirs, ours, case, setting):
    """What differs between two results, in words; "" if nothing does."""
    expected, actual = list(leaves(theirs)), list(leaves(ours))
    for (path, want), (_, got) in zip(expected, actual):
        if problem := _leaf_problem(want, got, case, setting):
            return f"{path}: {problem}".removeprefix(": ")
    return "" if len(expected) == len(actual) else f"{len(actual)} parts, expected {len(expected)}"


def _leaf_problem(want, got, case, setting):
    if is_tensor(want) and is_tensor(got):
        return compare(to_array(got), to_array(want), _row(to_array(want), case, setting)).problem
    if type(want).__name__ != type(got).__name__ or is_tensor(want) != is_tensor(got):
        return f"{_kind(got)}, expected {_kind(want)}"
    if isinstance(want, (np.ndarray, np.generic, float, complex)):
        return compare(np.asarray(got), np.asarray(want), _row(np.asarray(want), case, setting)).problem
    return "" if want == got else f"{got!r}, expected {want!r}"


def _row(array, case, setting):
    """The case's own tolerance, else that of the coarser of the result's dtype and the precision in use."""
    if case.tol:
        return Tolerance(*case.tol)
    return tolerance(array.dtype, np.dtype(setting.dtype)) if array.dtype.kind in "fc" else None


def _kind(leaf):
    return "a Tensor" if is_tensor(leaf) else f"{type(leaf).__name__} {leaf!r}"


def _check_construction(case, ours, theirs):
    """Compare the modules as built from one seed; gives the weights to run them with."""
    try:
        expected = build(case, theirs)
    except Exception as error:
        _fail(case, "built", "the constructor", f"torch itself raises {type(error).__name__}: {error}", error)
    try:
        actual = build(case, ours)
    except Exception as error:
        _fail(case, "built", "the constructor", f"numpynn raises {type(error).__name__}: {error}", error)
    for label, of in _CONSTRUCTION.items():
        if problem := differences(of(expected), of(actual), case, Setting("float32")):
            _fail(case, "built", label, problem)
    if case.same_init:
        _check_same_init(case, expected, actual)
    return weights_of(case, expected)


_CONSTRUCTION = {
    "repr": repr,
    "training": lambda m: m.training,
    "the names of parameters": lambda m: [name for name, _ in m.named_parameters()],
    "the names of buffers": lambda m: [name for name, _ in m.named_buffers()],
    "the names of modules": lambda m: [name for name, _ in m.named_modules()],
    "which parameters require grad": lambda m: [p.requires_grad for p in m.parameters()],
    "state_dict": lambda m: {key: (value.shape, value.dtype) for key, value in m.state_dict().items()},
}


def _check_same_init(case, expected, actual):
    for key, value in expected.state_dict().items():
        want, got = to_array(value), to_array(actual.state_dict()[key])
        if not np.array_equal(want, got, equal_nan=want.dtype.kind in "fc"):
            _fail(case, "built", f"initial {key}", compare(got, want).problem or "not the same bits")


def _fail(case, setting, step, problem, cause=None):
    raise AssertionError(f"{setting}: {step}: {problem}\n    {case.id}") from cause


@contextmanager
def quiet():
    """Neither library's warnings are compared; but NumPy's must not leave numpynn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", RuntimeWarning)
        yield
