"""A program run by both libraries, and the first thing in which they differ."""

from __future__ import annotations

import re

import torch

import numpynn
from numpynn.parity.compare import compare
from numpynn.parity.tolerance import Tolerance

from .drawing import execute
from .exceptions import excused

# Wider than for one operation: a program hands rounding from statement to statement.
TOLERANCE = {"float64": Tolerance(1e-9, 1e-11), "float32": Tolerance(5e-5, 5e-5), "float16": Tolerance(1e-2, 1e-2)}
KINDS = {"complex128": "float64", "complex64": "float32"}


def difference(lines) -> str | None:
    """The first difference between the libraries in running these statements, in words; None if there is none."""
    ours, theirs, odd = {"torch": numpynn}, {"torch": torch}, set()
    for i, line in enumerate(lines):
        errors = execute(line, ours), execute(line, theirs)
        if _left_half_done(errors[1]) or _unusable(theirs):
            return None
        found = _unlike_errors(*errors) or _unlike_names(ours, theirs, _strange(line, theirs, odd))
        if found:
            return None if excused(line, found, lines) else f"line {i}: {line}\n    {found}"
    found = _unlike_gradients(ours, theirs)
    return None if found and excused("; ".join(lines), found, lines) else found


def _left_half_done(error):
    """torch finds a division by zero, or an index out of range, in the middle of its work: what it wrote is left to chance."""
    return error is not None and ("ZeroDivision" in str(error) or "is out of bounds for dimension" in str(error))


def _unusable(names):
    """Whether torch has a tensor that it no longer lets anyone look at: one of several views whose base was written to."""
    try:
        return any(isinstance(t, torch.Tensor) and t.requires_grad and t.grad_fn is t for t in names.values())
    except RuntimeError:
        return True


def _unlike_errors(ours, theirs):
    if type(ours) is type(theirs) or _wrong_in_two_ways(ours, theirs):
        return None
    return f"raises {_told(ours)}, expected {_told(theirs)}"


def _wrong_in_two_ways(ours, theirs):
    """Whether both refuse, one of them for the dtype: which of two faults is named first is immaterial."""
    kinds = {type(ours), type(theirs)}
    if type(None) not in kinds and "leaf Variable" in str(theirs) + str(ours):
        return True
    return NotImplementedError in kinds and kinds <= {NotImplementedError, RuntimeError, IndexError, TypeError}


def _told(error):
    return "nothing" if error is None else f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"


def _strange(line, names, odd):
    """The tensors whose strides need not be torch's: what comes of others that are not dense, and what comes of that."""
    for word in re.findall(r"\bv\d+\b", line):
        tensor = names.get(word)
        if word in odd or (isinstance(tensor, torch.Tensor) and not _dense(tensor)):
            odd.add(line.split()[0])
    return odd


def _dense(tensor):
    span = 1 + sum((n - 1) * step for n, step in zip(tensor.shape, tensor.stride(), strict=True))
    return tensor.numel() == span


def _unlike_names(ours, theirs, odd):
    coarse = _coarsest(theirs)
    for name, expected in theirs.items():
        if not name.startswith(("torch", "__")) and (found := _unlike(ours.get(name), expected, coarse)):
            if name not in odd or not found.startswith("stride"):
                return f"{name} has {found}"
    return None


def _coarsest(names):
    """The tolerance of the coarsest dtype in the program: its rounding goes along into wider ones."""
    rows = [TOLERANCE.get(_real(t.dtype)) for t in names.values() if isinstance(t, torch.Tensor)]
    return max([row for row in rows if row], default=None)


def _real(dtype):
    name = str(dtype).removeprefix("torch.")
    return KINDS.get(name, name)


def _unlike(ours, theirs, row):
    if not isinstance(theirs, torch.Tensor):
        return None if _plain(ours) == _plain(theirs) else f"the value {ours!r}, expected {theirs!r}"
    if not isinstance(ours, numpynn.Tensor):
        return f"the type {type(ours).__name__}, expected Tensor"
    return _unlike_facts(ours, theirs) or _unlike_values(ours, theirs, row)


def _plain(value):
    """What can be compared: floats rounded, names of dtypes."""
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, (float, complex)):
        return repr(complex(f"{complex(value):.6g}"))
    return str(value)


FACTS = ("dtype", "shape", "requires_grad", "is_leaf")


def _unlike_facts(ours, theirs):
    facts = [(fact, str(getattr(ours, fact)), str(getattr(theirs, fact))) for fact in FACTS]
    if theirs.numel():
        facts.append(("stride", _strides(ours), _strides(theirs)))
        facts.append(("storage_offset", ours.storage_offset(), theirs.storage_offset()))
    for fact, mine, expected in facts:
        if str(mine).replace("numpynn", "torch") != str(expected):
            return f"{fact} {mine}, expected {expected}"
    return None


def _strides(tensor):
    """The strides of the dimensions along which there is a step."""
    return [step for step, size in zip(tensor.stride(), tensor.shape, strict=True) if size > 1]


def _unlike_values(ours, theirs, row):
    theirs = theirs.detach().resolve_conj().resolve_neg().numpy(force=True)
    if theirs.dtype.kind not in "fc":
        row = None
    return compare(ours.detach().numpy(), theirs, row).problem


def _unlike_gradients(ours, theirs):
    """Compare the gradients of all that requires grad with respect to the leaves."""
    names = [n for n, t in theirs.items() if isinstance(t, torch.Tensor) and t.requires_grad]
    leaves = [n for n in names if theirs[n].is_leaf]
    for name in [n for n in names if n not in leaves][-3:]:
        results = [_gradients(side, name, leaves) for side in (ours, theirs)]
        found = _unlike_results(*results, _coarsest(theirs))
        if found:
            return f"the gradient of {name}: {found}"
    return None


def _gradients(names, name, leaves):
    torch, out = names["torch"], names[name]
    cotangent = (torch.arange(out.numel()).reshape(out.shape) / 8 + 0.5).to(out.dtype)
    try:
        return torch.autograd.grad(out, [names[n] for n in leaves], cotangent, retain_graph=True, allow_unused=True)
    except Exception as error:
        return error


def _unlike_results(ours, theirs, row):
    if isinstance(ours, Exception) or isinstance(theirs, Exception):
        return _unlike_errors(*[e if isinstance(e, Exception) else None for e in (ours, theirs)])
    for mine, expected in zip(ours, theirs, strict=True):
        if (mine is None) != (expected is None):
            return f"{mine}, expected {expected}"
        if mine is not None and (found := _unlike_values(mine, expected, row)):
            return found
    return None
