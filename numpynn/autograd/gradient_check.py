"""Gradients against finite differences, for functions in double precision."""

from __future__ import annotations

import warnings

import numpy as np

from ..modes import no_grad
from ..tensor import Tensor, wrap
from .backward import grad

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


class GradcheckError(RuntimeError):
    """A gradient differs from the finite difference."""


def gradcheck(
    func, inputs, *, eps=1e-6, atol=1e-5, rtol=1e-3, raise_exception=True, nondet_tol=0.0, check_undefined_grad=True,
    check_grad_dtypes=False, check_batched_grad=False, check_batched_forward_grad=False, check_forward_ad=False,
    check_backward_ad=True, fast_mode=False, masked=None,
):  # fmt: skip
    """Whether the gradients of `func` at `inputs` agree with central differences of step `eps`, within atol and rtol.

    Inputs that require grad should be float64 or complex128. A difference raises GradcheckError, or gives False if
    not `raise_exception`; so does a backward that, repeated, differs by more than nondet_tol. ValueError if no input
    requires grad. Differs from torch: each output is walked alone, so missing gradients are tried whatever
    check_undefined_grad says; dtypes always agree; fast_mode makes the full check too; no batched or forward checks.

    >>> import numpynn
    >>> x = numpynn.tensor([0.5, 2.0], dtype=numpynn.float64, requires_grad=True)
    >>> numpynn.autograd.gradcheck(numpynn.sin, x)
    True
    """
    _check_supported(
        "gradcheck",
        check_batched_grad=check_batched_grad,
        check_batched_forward_grad=check_batched_forward_grad,
        check_forward_ad=check_forward_ad,
        masked=masked,
    )
    if not check_backward_ad:
        raise ValueError("gradcheck: expected check_backward_ad to be True, there is nothing else to check")
    inputs = _tuple(inputs)
    _check_inputs(inputs)
    try:
        _compare(func, inputs, eps, atol, rtol, nondet_tol)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def gradgradcheck(
    func, inputs, grad_outputs=None, *, eps=1e-6, atol=1e-5, rtol=1e-3, gen_non_contig_grad_outputs=False,
    raise_exception=True, nondet_tol=0.0, check_undefined_grad=True, check_grad_dtypes=False, check_batched_grad=False,
    check_fwd_over_rev=False, check_rev_over_rev=True, fast_mode=False, masked=False,
):  # fmt: skip
    """Whether the gradients of the gradients of `func` agree with central differences; see `gradcheck`.

    grad_outputs: the vector of the first product; by default drawn, without touching the generator.
    gen_non_contig_grad_outputs: draw it non-contiguous.
    """
    _check_supported("gradgradcheck", check_fwd_over_rev=check_fwd_over_rev)
    if not check_rev_over_rev:
        raise ValueError("gradgradcheck: expected check_rev_over_rev to be True, there is nothing else to check")
    inputs = _tuple(inputs)
    if grad_outputs is None:
        outputs = [out for out in _tuple(func(*inputs)) if out.requires_grad]
        grad_outputs = tuple([_drawn(out.array, gen_non_contig_grad_outputs) for out in outputs])
    grad_outputs = _tuple(grad_outputs)
    n = len(inputs)

    def gradient(*args):
        xs, gs = args[:n], args[n:]
        outputs = [out for out in _tuple(func(*xs)) if out.requires_grad]
        wanted = [x for x in xs if isinstance(x, Tensor) and x.requires_grad]
        found = grad(outputs, wanted, gs, create_graph=True, allow_unused=True)
        return tuple([g for g in found if g is not None])

    return gradcheck(
        gradient, inputs + grad_outputs, eps=eps, atol=atol, rtol=rtol, raise_exception=raise_exception,
        nondet_tol=nondet_tol, check_undefined_grad=check_undefined_grad, check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad, fast_mode=fast_mode, masked=masked,
    )  # fmt: skip


def _check_supported(name, **options):
    for option, value in options.items():
        if value:
            raise NotImplementedError(f"{name}(): {option}={value} is not supported")


def _tuple(values):
    return tuple(values) if isinstance(values, (tuple, list)) else (values,)


def _checked(value):
    return isinstance(value, Tensor) and value.requires_grad


def _check_inputs(inputs):
    if not any(_checked(x) for x in inputs):
        raise ValueError("gradcheck expects at least one input tensor to require gradient, but none of them has.")
    for i, x in enumerate(inputs):
        if _checked(x) and x.array.dtype not in (np.float64, np.complex128):
            warnings.warn(
                f"Input #{i} requires gradient and is {x.dtype}, not of double precision: the check will likely fail.",
                stacklevel=3,
            )


def _drawn(array, strided):
    rng = np.random.default_rng(array.size)
    values = rng.standard_normal((*array.shape, 2))
    values = values[..., 0] + 1j * values[..., 1] if array.dtype.kind == "c" else values[..., 0]
    # The layout is the point: as drawn, the elements stand apart in memory.
    values = values.astype(array.dtype, copy=False) if strided else np.ascontiguousarray(values, array.dtype)
    return wrap(values.reshape(array.shape)).requires_grad_()


def _compare(func, inputs, eps, atol, rtol, nondet_tol):
    outputs = _tuple(func(*inputs))
    recorded = [out for out in outputs if out.requires_grad]
    for k, x in enumerate(inputs):
        if not _checked(x):
            continue
        slopes = [_differences(func, inputs, k, factor, eps, recorded) for factor in _directions(x.array)]
        if not recorded and any(np.any(part) for slope in slopes for part in slope):
            raise GradcheckError(
                f"Numerical gradient with respect to input {k} expected to be zero: no output requires grad"
            )
        for i, out in enumerate(recorded):
            for v in _directions(out.array):
                expected = _numerical([slope[i] for slope in slopes], v)
                actual = _analytical(out, x, v, i, k, nondet_tol)
                _check_close(actual, expected, i, k, atol, rtol)


def _directions(array):
    return (1, 1j) if array.dtype.kind == "c" else (1,)


def _differences(func, inputs, k, factor, eps, recorded):
    """For each recorded output its central differences along every element of input k: (elements of x, elements of out)."""
    n = inputs[k].array.size
    tables = [np.zeros((n, out.array.size), out.array.dtype) for out in recorded] or [np.zeros((n, 0))]
    for e in range(n):
        ahead = _moved(func, inputs, k, e, factor * eps, bool(recorded))
        behind = _moved(func, inputs, k, e, -factor * eps, bool(recorded))
        if not recorded:
            tables = [np.array([np.any(a != b) for a, b in zip(ahead, behind, strict=True)])]
            if tables[0].any():
                break
        else:
            for table, a, b in zip(tables, ahead, behind, strict=True):
                table[e] = (a - b).ravel() / (2 * eps)
    return tables


def _moved(func, inputs, k, e, step, recorded):
    """The outputs' arrays with one element of one input moved."""
    args = [_fresh(x) for x in inputs]
    with no_grad():
        args[k].array.reshape(-1)[e] += step
    # Copies: an output may be a view of an input.
    outputs = [out for out in _tuple(func(*args)) if out.requires_grad or not recorded]
    return [out.detach().array.copy() for out in outputs]


def _fresh(value):
    if not isinstance(value, Tensor):
        return value
    return wrap(np.array(value.array, order="C")).requires_grad_(value.requires_grad)


def _numerical(slopes, v):
    """What backward should give for the gradients v e_j: (elements of x, elements of out)."""
    parts = [np.real(np.conj(v) * slope) for slope in slopes]
    return parts[0] if len(parts) == 1 else parts[0] + 1j * parts[1]


def _analytical(out, x, v, i, k, nondet_tol):
    columns = np.zeros((x.array.size, out.array.size), x.array.dtype)
    for j in range(out.array.size):
        seed = np.zeros(out.array.shape, out.array.dtype)
        seed.reshape(-1)[j] = v
        first, second = [_column(out, x, seed) for _ in range(2)]
        if np.any(np.abs(first - second) > nondet_tol):
            raise GradcheckError(
                f"Backward is not reentrant: for output {i} and input {k} it gave different values for the same input"
            )
        columns[:, j] = first
    return columns


def _column(out, x, seed):
    (g,) = grad(out, x, wrap(seed), retain_graph=True, materialize_grads=True)
    return g.array.ravel()


def _check_close(actual, expected, i, k, atol, rtol):
    if not np.allclose(actual, expected, rtol, atol):
        raise GradcheckError(
            f"Jacobian mismatch for output {i} with respect to input {k},\nnumerical:{expected}\nanalytical:{actual}\n"
        )
