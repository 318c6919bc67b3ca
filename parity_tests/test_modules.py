"""What holds for every module, tried on the module of every case: copies, pickles, and the dtype it is asked to have."""

from __future__ import annotations

import ast
import copy
import pickle
from inspect import signature

import numpy as np
import pytest
import torch

import numpynn
from numpynn.parity.structure import to_array

from .case import compile_program
from .collect import all_cases
from .evaluate import build
from .library import Library
from .refusal import builtin_type

OURS, THEIRS = Library(numpynn), Library(torch)
pytestmark = pytest.mark.filterwarnings("ignore")
MODULES = {case.text: case for _, case in all_cases() if case.kind == "module"}


def _dtypes(m):
    return {key: value.dtype for key, value in m.state_dict().items()}


@pytest.mark.parametrize("text", MODULES)
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))], ids=["deepcopy", "pickle"])
def test_a_copy_is_the_same_module(text, copied):
    m = build(MODULES[text], OURS)
    if refusal := _refusal(copied, build(MODULES[text], THEIRS)):
        assert builtin_type(_refusal(copied, m)) is builtin_type(refusal)
        return
    twin = copied(m)
    assert repr(twin) == repr(m)
    state = twin.state_dict()
    assert list(state) == list(m.state_dict())
    for key, value in m.state_dict().items():
        assert np.array_equal(to_array(state[key]), to_array(value), equal_nan=True)
        assert not np.shares_memory(to_array(state[key]), to_array(value)) or not value.numel()
    assert [p.requires_grad for p in twin.parameters()] == [p.requires_grad for p in m.parameters()]


def _refusal(copied, m):
    """What torch, or numpynn, raises instead of copying; None if it copies."""
    try:
        copied(m)
    except Exception as refusal:
        return refusal


def _with_dtype(text, dtype):
    """The constructor with `dtype=` added; None where torch's takes none or the case gives one."""
    *statements, last = ast.parse(text.strip()).body
    call = last.value if isinstance(last, ast.Expr) and not statements else None
    if not isinstance(call, ast.Call) or any(keyword.arg == "dtype" for keyword in call.keywords):
        return None
    kind, _ = THEIRS.run(compile_program(ast.unparse(call.func)), {})
    call.keywords.append(ast.keyword("dtype", ast.parse(f"torch.{dtype}", mode="eval").body))
    bases = kind.__mro__ if isinstance(kind, type) else ()
    takes = any("dtype" in signature(base.__init__).parameters for base in bases)
    return ast.unparse(call) if takes else None


@pytest.mark.parametrize("text", [made for text in MODULES if (made := _with_dtype(text, "float64"))])
def test_the_dtype_asked_for(text):
    ours, theirs = (
        library.run(compile_program(text), {"dtype": library.dtype("float32")})[0] for library in (OURS, THEIRS)
    )
    assert {k: str(d) for k, d in _dtypes(ours).items()} == {k: str(d) for k, d in _dtypes(theirs).items()}


@pytest.mark.parametrize("text", MODULES)
def test_to_changes_what_is_floating(text):
    ours, theirs = (build(MODULES[text], library) for library in (OURS, THEIRS))
    moved = {k: str(d) for k, d in _dtypes(ours.to(numpynn.float64)).items()}
    assert moved == {k: str(d) for k, d in _dtypes(theirs.to(torch.float64)).items()}
