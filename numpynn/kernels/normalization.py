"""Batch, group, layer and root-mean-square normalisation: what they share, and group norm.

x̂ = (x - mean) / sqrt(var + eps), out = x̂ weight + bias. The variance is the mean square of the deviations, never a
difference of two large numbers. In float32 the sum of a row is not exact enough where the mean is large: layer norm
corrects the mean by that of the deviations; batch and group norm, which torch sums in double precision, carry it in two parts.
Where L(x̂) is the loss, with gradient ĝ = g weight, that of x is
    rstd (ĝ - mean(ĝ) - x̂ mean(ĝ x̂)),
the means taken over what x was normalised over; root-mean-square normalisation has no mean, and lacks the first of them.

The kernels go through x in parts, some samples at a time. float16 is computed in float32.
"""

from __future__ import annotations

import functools

import numpy as np

from . import threads

# Elements of a part: smaller ones, which fit a core's second-level cache, were no faster on one thread, and on two they waited
# for the interpreter's lock.
BLOCK = 1 << 18
LONG = 32  # runs that BLAS and the many lanes of einsum sum fast, and exactly enough
LANES = 4


def in_single(kernel):
    """Decorator: arrays of float16 are computed in float32, and the first result is float16 again."""

    @functools.wraps(kernel)
    def kept(x, *options):
        if x.dtype != np.float16:
            return kernel(x, *options)
        out, *others = kernel(x.astype(np.float32), *map(_single, options))
        return None if out is None else out.astype(np.float16), *others

    return kept


def _single(option):
    return option.astype(np.float32) if getattr(option, "dtype", None) == np.float16 else option


@in_single
def group_norm(x, groups, weight, bias, eps):
    """Each group of channels of each sample of x (N, C, ...) normalised; weight and bias (C,) or None.

    Instance norm is that with as many groups as channels. Gives out, mean and rstd, the last two (N, groups).
    """
    x4 = _as_groups(x, groups)
    out = np.empty(x4.shape, x.dtype)
    samples, count = len(x4), x4.shape[2] * x4.shape[3]
    mean, rstd = np.empty((2, samples, groups), x.dtype)

    def fill(part):
        some, deviation = x4[part], out[part]
        mean[part], rest = two_parts(sums("ngcl->ng", some) / count, x.dtype)
        np.subtract(some, mean[part, :, None, None], out=deviation)
        var = products("ngcl->ng", deviation, deviation) / count - rest * rest
        rstd[part] = reciprocal(var, eps, x.dtype)
        scale = scaled(rstd[part, :, None], _grouped(weight, groups))
        deviation *= scale[..., None]
        deviation += shifted(rest[..., None] * scale, _grouped(bias, groups))[..., None]

    threads.each(fill, parts(samples, groups * count))
    return out.reshape(x.shape), mean, rstd


@in_single
def group_norm_backward(g, x, groups, weight, mean, rstd):
    """Gradients of x, weight and bias."""
    g4, x4 = _as_groups(g, groups), _as_groups(x, groups)
    dx = np.empty(x4.shape, x.dtype)
    samples, count = len(x4), x4.shape[2] * x4.shape[3]
    w = _grouped(weight, groups)

    def fill(part, dw, db):
        some, out, r = g4[part], dx[part], rstd[part, :, None]
        np.subtract(x4[part], mean[part, :, None, None], out=out)
        shifts, scales = sums_by_runs("ngcl->ngc", some), products("ngcl->ngc", some, out) * r
        db += shifts.sum(0)
        dw += scales.sum(0)
        out *= (-r * r * scaled(scales, w).sum(2, keepdims=True) / count)[..., None]
        out -= (r * scaled(shifts, w).sum(2, keepdims=True) / count)[..., None]
        out += some * scaled(r, w)[..., None]

    dw, db = in_lanes(fill, parts(samples, groups * count), (groups, x4.shape[2]), x.dtype)
    return dx.reshape(x.shape), dw.reshape(-1), db.reshape(-1)


def in_lanes(fill, parts, shape, dtype):
    """The gradients of weight and bias, to which fill(part, dw, db) adds: summed up in some lanes, a thread each.

    Their number does not depend on that of the threads, and so neither do the bits.
    """
    lanes = max(1, min(LANES, len(parts)))
    totals = np.zeros((2, lanes, *shape), dtype)

    def run(lane):
        for part in parts[lane::lanes]:
            fill(part, *totals[:, lane])

    threads.each(run, range(lanes))
    return totals.sum(1)


def parts(length, each):
    """Slices of `length` things of `each` elements, about a block at a time."""
    some = max(1, BLOCK // max(1, each))
    return [slice(start, min(start + some, length)) for start in range(0, length, some)]


def _as_groups(x, groups):
    """(N, C, ...) as (N, groups, C / groups, length)."""
    return x.reshape(x.shape[0], groups, x.shape[1] // groups, size(x.shape[2:]))


def size(shape):
    """math.prod, which is not on the way of `import numpynn`."""
    count = 1
    for n in shape:
        count *= n
    return count


def _grouped(weight, groups):
    return None if weight is None else weight.reshape(groups, -1)


def scaled(scale, weight):
    return scale if weight is None else scale * weight


def shifted(rest, bias):
    return -rest if bias is None else bias - rest


def two_parts(mean, dtype):
    """The mean in the precision of x, and what it lacks."""
    first = mean.astype(dtype)
    return first, (mean - first).astype(dtype)


def reciprocal(var, eps, dtype):
    return (1 / np.sqrt(var + eps)).astype(dtype)


def sums(axes, x):
    """x summed as "ncl->c" says, in double precision; einsum takes a third of the time of add.reduce."""
    return np.einsum(axes, x, dtype=np.float64)


def sums_by_runs(axes, x):
    """As `sums`, but for long runs along l, which are summed in x's precision."""
    inputs, output = axes.split("->")
    if x.shape[-1] < LONG:
        return sums(axes, x)
    return sums(f"{inputs[:-1]}->{output}", np.einsum(f"{inputs}->{inputs[:-1]}", x))


def products(axes, a, b):
    """a b summed as "ncl->c" says, in double precision but for long runs along l, which BLAS sums."""
    inputs, output = axes.split("->")
    if a.shape[-1] < LONG:
        return np.einsum(f"{inputs},{axes}", a, b, dtype=np.float64)
    return sums(f"{inputs[:-1]}->{output}", np.vecdot(a, b))
