"""Batch, group, layer and root-mean-square normalisation: forward kernels and fused adjoints.

x̂ = (x - mean) / sqrt(var + eps), out = x̂ weight + bias. The variance is the mean square of the deviations, never a
difference of two large numbers. In float32 the sum of a row is not exact enough where the mean is large: layer norm
corrects the mean by that of the deviations; batch and group norm, which torch sums in double precision, do so as well
and carry the mean in two parts. Where L(x̂) is the loss, with gradient ĝ = g weight, that of x is
    rstd (ĝ - mean(ĝ) - x̂ mean(ĝ x̂)),
the means taken over what x was normalised over; root-mean-square normalisation has no mean, and lacks the first of them.

The kernels go through x in parts that stay in the cache: batch norm some channels at a time, the others some samples.
"""

from __future__ import annotations

import numpy as np

from . import threads

# Elements of a part: smaller ones, which fit a core's second-level cache, were no faster on one thread, and on two they waited
# for the interpreter's lock.
BLOCK = 1 << 18
LONG = 32  # runs that BLAS and the many lanes of einsum sum fast, and exactly enough
LANES = 4
RUN = 1024  # elements that stand together, at least, in a part of batch norm: else (N, C) is slow


def batch_norm(x, weight, bias, eps):
    """Each channel of x (N, C, ...) normalised by its own mean and variance; weight and bias (C,) or None.

    Gives out, mean (C,) and var (C,), which is the biased one, in double precision, and rstd (C,).
    """
    x3 = _as_channels(x)
    out = np.empty(x3.shape, x.dtype)
    channels = x3.shape[1]
    mean, var = np.empty((2, channels))
    count = x3.shape[0] * x3.shape[2]

    def fill(part):
        some, deviation = x3[:, part], out[:, part]
        mean[part] = _sums("ncl->c", some) / count
        first, rest = _two_parts(mean[part], x.dtype)
        np.subtract(some, first[:, None], out=deviation)
        var[part] = _products("ncl->c", deviation, deviation) / count - rest * rest
        scale = _scale(_rstd(var[part], eps, x.dtype), _at(weight, part))
        deviation *= scale[:, None]
        deviation += _shift(rest * scale, _at(bias, part))[:, None]

    threads.each(fill, _parts(channels, count, RUN // max(1, x3.shape[2])))
    return out.reshape(x.shape), mean, var, _rstd(var, eps, x.dtype)


def batch_norm_backward(g, x, weight, mean, rstd):
    """Gradients of x, weight and bias; all of them, whether there is a weight or not."""
    g3, x3 = _as_channels(g), _as_channels(x)
    dx = np.empty(x3.shape, x.dtype)
    channels = x3.shape[1]
    dw, db = np.empty((2, channels), x.dtype)
    count = x3.shape[0] * x3.shape[2]
    mean = mean.astype(x.dtype)

    def fill(part):
        some, out = g3[:, part], dx[:, part]
        np.subtract(x3[:, part], mean[part, None], out=out)
        db[part] = _sums_by_runs("ncl->c", some)
        dw[part] = _products("ncl->c", some, out) * rstd[part]
        scale = _scale(rstd[part], _at(weight, part))
        out *= (-scale * rstd[part] * dw[part] / count)[:, None]
        out -= (scale * db[part] / count)[:, None]
        out += some * scale[:, None]

    threads.each(fill, _parts(channels, count, RUN // max(1, x3.shape[2])))
    return dx.reshape(x.shape), dw, db


def layer_norm(x, weight, bias, dims, eps):
    """The last `dims` axes of x normalised; weight and bias have their shape, or are None.

    Gives out, mean and rstd, the last two (rows,).
    """
    rows = _as_rows(x, dims)
    out = np.empty(rows.shape, x.dtype)
    count = rows.shape[1]
    mean, rstd = np.empty((2, len(rows)), x.dtype)
    weight, bias = _tiled(weight, rows.shape), _tiled(bias, rows.shape)

    def fill(part):
        some, deviation = rows[part], out[part]
        first = _row_sums(some) / count
        np.subtract(some, first[:, None], out=deviation)
        rest = _row_sums(deviation) / count
        mean[part] = first + rest
        rstd[part] = 1 / np.sqrt(np.vecdot(deviation, deviation) / count - rest * rest + eps)
        deviation -= rest[:, None]
        deviation *= rstd[part, None]
        _affine(deviation, weight, bias)

    threads.each(fill, _parts(*rows.shape))
    return out.reshape(x.shape), mean, rstd


def layer_norm_backward(g, x, weight, mean, rstd, dims):
    """Gradients of x, weight and bias."""
    return _rows_backward(g, x, weight, mean, rstd, dims)


def rms_norm(x, weight, dims, eps):
    """x / sqrt(mean(x²) + eps) over the last `dims` axes, times the weight if there is one. Zhang and Sennrich 2019.

    Gives out and rstd (rows,).
    """
    rows = _as_rows(x, dims)
    out = np.empty(rows.shape, x.dtype)
    rstd = np.empty(len(rows), x.dtype)
    weight = _tiled(weight, rows.shape)

    def fill(part):
        some = rows[part]
        rstd[part] = 1 / np.sqrt(np.vecdot(some, some) / rows.shape[1] + eps)
        np.multiply(some, rstd[part, None], out=out[part])
        _affine(out[part], weight, None)

    threads.each(fill, _parts(*rows.shape))
    return out.reshape(x.shape), rstd


def rms_norm_backward(g, x, weight, rstd, dims):
    """Gradients of x and weight."""
    return _rows_backward(g, x, weight, None, rstd, dims)[:2]


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
        mean[part], rest = _two_parts(_sums("ngcl->ng", some) / count, x.dtype)
        np.subtract(some, mean[part, :, None, None], out=deviation)
        var = _products("ngcl->ng", deviation, deviation) / count - rest * rest
        rstd[part] = _rstd(var, eps, x.dtype)
        scale = _scale(rstd[part, :, None], _grouped(weight, groups))
        deviation *= scale[..., None]
        deviation += _shift(rest[..., None] * scale, _grouped(bias, groups))[..., None]

    threads.each(fill, _parts(samples, groups * count))
    return out.reshape(x.shape), mean, rstd


def group_norm_backward(g, x, groups, weight, mean, rstd):
    """Gradients of x, weight and bias."""
    g4, x4 = _as_groups(g, groups), _as_groups(x, groups)
    dx = np.empty(x4.shape, x.dtype)
    samples, count = len(x4), x4.shape[2] * x4.shape[3]
    w = _grouped(weight, groups)

    def fill(part, dw, db):
        some, out, r = g4[part], dx[part], rstd[part, :, None]
        np.subtract(x4[part], mean[part, :, None, None], out=out)
        sums, products = _sums_by_runs("ngcl->ngc", some), _products("ngcl->ngc", some, out) * r
        db += sums.sum(0)
        dw += products.sum(0)
        out *= (-r * r * _scale(products, w).sum(2, keepdims=True) / count)[..., None]
        out -= (r * _scale(sums, w).sum(2, keepdims=True) / count)[..., None]
        out += some * _scale(r, w)[..., None]

    dw, db = _in_lanes(fill, _parts(samples, groups * count), (groups, x4.shape[2]), x.dtype)
    return dx.reshape(x.shape), dw.reshape(-1), db.reshape(-1)


def _rows_backward(g, x, weight, mean, rstd, dims):
    """The gradients of x, weight and bias where x was normalised along its last axes; `mean` is None if it stayed."""
    g2, x2 = _as_rows(g, dims), _as_rows(x, dims)
    dx = np.empty(x2.shape, x.dtype)
    count = x2.shape[1]
    w = _tiled(weight, x2.shape)

    def fill(part, dw, db):
        some, out, r = g2[part], dx[part], rstd[part, None]
        np.multiply(x2[part] if mean is None else x2[part] - mean[part, None], r, out=out)
        dw += np.einsum("ij,ij->j", some, out)
        db += np.add.reduce(some, axis=0)
        if w is not None:
            some = some * w[: len(some)]
        out *= (np.vecdot(some, out) / -count)[:, None]
        out += some
        if mean is not None:
            out -= (_row_sums(some) / count)[:, None]
        out *= r

    dw, db = _in_lanes(fill, _parts(*x2.shape), (count,), x.dtype)
    shape = x.shape[x.ndim - dims :]
    return dx.reshape(x.shape), dw.reshape(shape), db.reshape(shape)


def _in_lanes(fill, parts, shape, dtype):
    """The gradients of weight and bias, to which fill(part, dw, db) adds: summed up in some lanes, a thread each.

    Their number does not depend on that of the threads, and so neither do the bits.
    """
    lanes = max(1, min(LANES, len(parts)))
    sums = np.zeros((2, lanes, *shape), dtype)

    def run(lane):
        for part in parts[lane::lanes]:
            fill(part, *sums[:, lane])

    threads.each(run, range(lanes))
    return sums.sum(1)


def _parts(length, size, least=1):
    """Slices of `length` things of `size` elements each, about a block at a time."""
    some = max(1, least, BLOCK // max(1, size))
    return [slice(start, start + some) for start in range(0, length, some)]


def _as_channels(x):
    """(N, C, ...) as (N, C, length)."""
    return x.reshape(*x.shape[:2], _size(x.shape[2:]))


def _as_groups(x, groups):
    """(N, C, ...) as (N, groups, C / groups, length)."""
    return x.reshape(x.shape[0], groups, x.shape[1] // groups, _size(x.shape[2:]))


def _as_rows(x, dims):
    """(..., d1, ..., dn) as (rows, d1 ... dn)."""
    return x.reshape(_size(x.shape[: x.ndim - dims]), _size(x.shape[x.ndim - dims :]))


def _size(shape):
    size = 1
    for n in shape:
        size *= n
    return size


def _grouped(weight, groups):
    return None if weight is None else weight.reshape(groups, -1)


def _at(weight, part):
    return None if weight is None else weight[part]


def _scale(scale, weight):
    return scale if weight is None else scale * weight


def _shift(rest, bias):
    return -rest if bias is None else bias - rest


def _tiled(weight, shape):
    """The weight of a row repeated for every row of a part: NumPy multiplies whole arrays far faster than rows."""
    if weight is None:
        return None
    rows = max(1, min(shape[0], BLOCK // max(1, shape[1])))
    return np.ascontiguousarray(np.broadcast_to(weight.reshape(-1), (rows, shape[1])))


def _affine(rows, weight, bias):
    if weight is not None:
        rows *= weight[: len(rows)]
    if bias is not None:
        rows += bias[: len(rows)]


def _two_parts(mean, dtype):
    """The mean in the precision of x, and what it lacks."""
    first = mean.astype(dtype)
    return first, (mean - first).astype(dtype)


def _rstd(var, eps, dtype):
    return (1 / np.sqrt(var + eps)).astype(dtype)


def _sums(axes, x):
    """x summed as "ncl->c" says, in double precision; einsum takes a third of the time of add.reduce."""
    return np.einsum(axes, x, dtype=np.float64)


def _sums_by_runs(axes, x):
    """As `_sums`, but for long runs along l, which are summed in x's precision: gradients need no more."""
    inputs, output = axes.split("->")
    if x.shape[-1] < LONG:
        return _sums(axes, x)
    return _sums(f"{inputs[:-1]}->{output}", np.einsum(f"{inputs}->{inputs[:-1]}", x))


def _products(axes, a, b):
    """a b summed as "ncl->c" says, in double precision but for long runs along l, which BLAS sums."""
    inputs, output = axes.split("->")
    if a.shape[-1] < LONG or a.dtype == np.float16:
        return np.einsum(f"{inputs},{axes}", a, b, dtype=np.float64)
    return _sums(f"{inputs[:-1]}->{output}", np.vecdot(a, b))


# einsum sums in many lanes at once, which is faster than add.reduce, above all along short axes.
def _row_sums(x):
    return np.einsum("ij->i", x)
