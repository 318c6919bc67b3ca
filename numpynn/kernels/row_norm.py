"""Layer and root-mean-square normalisation: of the rows of a matrix. See `normalization` for the formulas.

What is a product of a number for each row and one for each column comes from BLAS, as a product of (rows, 1) and (1, columns), and
is laid on as a whole array: NumPy takes twice as long to go through a matrix with a number for each row, or for each column.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .normalization import in_lanes, in_single, parts, size
from .sums import weighted_rows


@in_single
def layer_norm(x, weight, bias, dims, eps):
    """The last `dims` axes of x normalised; weight and bias have their shape, or are None.

    Gives out, mean and rstd, the last two (rows,).
    """
    rows = _as_rows(x, dims)
    out = np.empty(rows.shape, x.dtype)
    count = rows.shape[1]
    mean, rstd = np.empty((2, len(rows)), x.dtype)
    by_column, ones = _by_column(weight, bias, rows), np.ones(count, x.dtype)

    def fill(part):
        some, deviation = rows[part], out[part]
        first = some.dot(ones) / count
        np.subtract(some, first[:, None], out=deviation)
        rest = deviation.dot(ones) / count
        mean[part] = first + rest
        r = rstd[part] = 1 / np.sqrt(np.vecdot(deviation, deviation) / count - rest * rest + eps)
        deviation *= _plane(r[:, None], by_column[:1])
        shift = np.ones((len(r), 2), x.dtype)
        shift[:, 0] = -rest * r
        deviation += _plane(shift, by_column)

    threads.each(fill, parts(*rows.shape))
    return out.reshape(x.shape), mean, rstd


@in_single
def layer_norm_backward(g, x, weight, mean, rstd, dims, with_x=True):
    """Gradients of x, or None if nobody wants it, of weight and of bias."""
    return _backward(g, x, weight, mean, rstd, dims, with_x)


@in_single
def rms_norm(x, weight, dims, eps):
    """x / sqrt(mean(x²) + eps) over the last `dims` axes, times the weight if there is one. Zhang and Sennrich 2019.

    Gives out and rstd (rows,).
    """
    rows = _as_rows(x, dims)
    out = np.empty(rows.shape, x.dtype)
    rstd = np.empty(len(rows), x.dtype)
    scale = _by_column(weight, None, rows)[:1]

    def fill(part):
        some = rows[part]
        r = rstd[part] = 1 / np.sqrt(np.vecdot(some, some) / rows.shape[1] + eps)
        np.multiply(some, _plane(r[:, None], scale), out=out[part])

    threads.each(fill, parts(*rows.shape))
    return out.reshape(x.shape), rstd


@in_single
def rms_norm_backward(g, x, weight, rstd, dims, with_x=True):
    """Gradients of x, or None if nobody wants it, and of weight."""
    return _backward(g, x, weight, None, rstd, dims, with_x)[:2]


def _backward(g, x, weight, mean, rstd, dims, with_x):
    """The gradients of x, weight and bias; `mean` is None if it stayed.

    With d = x - mean, that of x is  g rstd weight - d rstd³ mean(g weight d) - rstd mean(g weight).
    """
    g2, x2 = _as_rows(g, dims), _as_rows(x, dims)
    dx = np.empty(x2.shape, x.dtype) if with_x else None
    count = x2.shape[1]
    scale = _by_column(weight, None, x2)[:1]

    def fill(part, dw, db):
        some, r = g2[part], rstd[part]
        products = threads.scratch("plane", some.shape, x.dtype)
        out = dx[part] if with_x else products
        deviation = x2[part] if mean is None else np.subtract(x2[part], mean[part, None], out=out)
        np.multiply(some, deviation, out=products)
        dw += weighted_rows(r, products)
        db += weighted_rows(None, some)
        if not with_x:
            return
        np.multiply(deviation, (r * r * r * products.dot(scale[0]) / -count)[:, None], out=out)
        out += np.multiply(some, _plane(r[:, None], scale, "second plane"), out=products)
        if mean is not None:
            out -= (r * some.dot(scale[0]) / count)[:, None]

    dw, db = in_lanes(fill, parts(*x2.shape), (count,), x.dtype)
    shape = x.shape[x.ndim - dims :]
    return dx.reshape(x.shape) if with_x else None, dw.reshape(shape), db.reshape(shape)


def _as_rows(x, dims):
    """(..., d1, ..., dn) as (rows, d1 ... dn)."""
    return x.reshape(size(x.shape[: x.ndim - dims]), size(x.shape[x.ndim - dims :]))


def _by_column(weight, bias, rows):
    """(2, columns): the weight, or ones, above the bias, or zeros."""
    both = np.empty((2, rows.shape[1]), rows.dtype)
    both[0] = 1 if weight is None else weight.reshape(-1)
    both[1] = 0 if bias is None else bias.reshape(-1)
    return both


def _plane(by_row, by_column, purpose="plane"):
    """Their product, (rows, columns), until this thread asks again."""
    return by_row.dot(by_column, out=threads.scratch(purpose, (len(by_row), by_column.shape[1]), by_column.dtype))
