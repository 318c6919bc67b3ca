"""Layer and root-mean-square normalisation: of the rows of a matrix. See `normalization` for the formulas.

What is a number for each row, or one for each column, is laid on as a whole array, a product of (rows, 1) and (1, columns): NumPy
takes twice as long to go through a matrix with a number for each row, or for each column.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .normalization import in_lanes, in_single, parts, size
from .rank import add_plane, plane
from .sums import weighted_rows

# Parts of less are so quickly gone through that it does not pay to ask how large their means are.
_LARGE = 1 << 16


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
        some, target = rows[part], out[part]
        room = target
        centre, square = some.dot(ones) / count, np.vecdot(some, some) / count
        mean[part] = centre
        if _is_far(centre, square):
            room = _room(some, rows)
            some = np.subtract(some, centre[:, None], out=target)
            centre, square = some.dot(ones) / count, np.vecdot(some, some) / count
            mean[part] += centre
        r = rstd[part] = 1 / np.sqrt(square - centre * centre + eps)
        np.multiply(some, plane(r[:, None], by_column[:1], room), out=target)
        shift = np.ones((len(r), 2), x.dtype)
        shift[:, 0] = -centre * r
        add_plane(shift, by_column, target)

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
        np.multiply(some, plane(r[:, None], scale, out[part]), out=out[part])

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
    scale = _by_column(weight, None, x2)[:1]

    def fill(part, dw, db):
        some, deviation, r = g2[part], x2[part], rstd[part]
        centre = None if mean is None else mean[part]
        room = _room(some, g2)
        out = dx[part] if with_x else room
        if centre is not None and (some.size < _LARGE or _is_far(centre * r, 1)):
            deviation, centre = np.subtract(deviation, centre[:, None], out=out), None
        products = np.multiply(some, deviation, out=room)
        dw += weighted_rows(r, products)
        db += weighted_rows(None, some)
        if centre is not None:
            dw -= weighted_rows(r * centre, some)
        if with_x:
            slope = products.dot(scale[0])
            total = None if mean is None else some.dot(scale[0])
            _slope_of_rows(some, deviation, centre, r, scale, slope, total, room, out)

    dw, db = in_lanes(fill, parts(*x2.shape), x2.shape[1:], x.dtype)
    shape = x.shape[x.ndim - dims :]
    return dx.reshape(x.shape) if with_x else None, dw.reshape(shape), db.reshape(shape)


def _slope_of_rows(g, deviation, centre, r, scale, slope, total, room, out):
    """The gradient of some rows. `centre` is what is still to be taken off the deviation, if anything is.

    slope is g weight (deviation) and total g weight, summed along the rows; the latter is None if the mean stayed.
    """
    count = g.shape[1]
    ones = np.ones((1, count), g.dtype)
    if centre is not None:
        slope -= centre * total
    slope *= r * r * r / -count
    np.multiply(deviation, plane(slope[:, None], ones, room), out=out)
    out += np.multiply(g, plane(r[:, None], scale, room), out=room)
    if total is not None:
        shift = r * total / -count
        if centre is not None:
            shift -= centre * slope
        add_plane(shift[:, None], ones, out)


def _is_far(mean, square):
    """Whether the mean of any row is too large for its squares to be summed, and its mean taken off, in the end.

    At half the root mean square a fourth of the square is lost, and so a third of the last digit; it saves two passes.
    """
    return not ((4 * mean * mean <= square) & (square < np.inf)).all()


def _as_rows(x, dims):
    """(..., d1, ..., dn) as (rows, d1 ... dn)."""
    return x.reshape(size(x.shape[: x.ndim - dims]), size(x.shape[x.ndim - dims :]))


def _by_column(weight, bias, rows):
    """(2, columns): the weight, or ones, above the bias, or zeros."""
    both = np.empty((2, rows.shape[1]), rows.dtype)
    both[0] = 1 if weight is None else weight.reshape(-1)
    both[1] = 0 if bias is None else bias.reshape(-1)
    return both


def _room(part, rows):
    """Memory as large as a part of the rows. Kept only for helpers: the caller's thread finds some at hand."""
    if len(part) == len(rows):
        return np.empty(part.shape, part.dtype)
    return threads.scratch("plane", part.shape, part.dtype)
