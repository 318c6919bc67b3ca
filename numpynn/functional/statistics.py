"""Quantiles, histograms, integrals and slopes of samples, covariances."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import arithmetic
from ..modes import thread
from ..tensor import Tensor, wrap
from . import conversion, creation, indexing, joining, pointwise, reduction, running, sorting, special
from ._make import deliver, method, normalise_dim, normalise_dims
from .numpy_names import take_numpy_names
from .reduction import _named

_histogram = _named("histogram", ("hist", "bin_edges"))
_histogramdd = _named("histogramdd", ("hist", "bin_edges"))
_ROUNDED = {"lower": np.floor, "higher": np.ceil, "nearest": np.round}


@method
def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear", out=None) -> Tensor:
    """The value below which a share q of the elements lies, along `dim` or of all; for a vector q one each, in front.

    interpolation: "linear" between two elements, or the "lower", "higher", "nearest" or the "midpoint". nan if any is nan.
    """
    return deliver(_quantile("quantile", input, q, dim, keepdim, interpolation, False), out)


@method
def nanquantile(input, q, dim=None, keepdim=False, *, interpolation="linear", out=None) -> Tensor:
    """`quantile` of the elements that are not nan."""
    return deliver(_quantile("nanquantile", input, q, dim, keepdim, interpolation, True), out)


def _quantile(name, input, q, dim, keepdim, interpolation, ignore_nan):
    q = _checked_q(name, input, q, interpolation)
    if dim is None:
        rows, sizes = input.reshape(-1), (1,) * input.array.ndim
    else:
        d = normalise_dim(dim, input.array.ndim)
        rows = input.reshape(-1) if input.array.ndim == 0 else input.movedim(d, -1)
        sizes = tuple([1 if i == d else n for i, n in enumerate(input.array.shape)])
    if rows.array.shape[-1] == 0 or input.array.size == 0:
        raise RuntimeError(f"{name}() input tensor must be non-empty, got {list(input.array.shape)}")
    ordered = sorting.sort(rows, dim=-1).values
    found = _at_ranks(ordered, _ranks(ordered.array, q, ignore_nan), interpolation)
    found = found.movedim(-1, 0)
    shape = sizes if keepdim else () if dim is None else sizes[:d] + sizes[d + 1 :]
    return found.reshape((q.size, *shape) if q.ndim else shape)


def _checked_q(name, input, q, interpolation):
    if interpolation not in ("linear", "lower", "higher", "midpoint", "nearest"):
        raise RuntimeError(
            f"{name}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got {interpolation}"
        )
    if input.array.dtype not in (np.float32, np.float64):
        raise RuntimeError(f"{name}() input tensor must be either float or double dtype, got {input.dtype.name}")
    if not isinstance(q, Tensor):
        if not 0 <= q <= 1:
            raise RuntimeError(f"{name}() q must be in the range [0, 1] but got {q}")
        return np.asarray(q, input.array.dtype)
    if q.array.ndim > 1:
        raise RuntimeError(f"{name}() q must be a scalar or 1D tensor, got {q.array.ndim} dimensions")
    if q.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"{name}() q tensor must be same dtype as the input tensor, got {q.dtype.name} and {input.dtype.name}"
        )
    if ((q.array < 0) | (q.array > 1)).any():
        raise RuntimeError(f"{name}() q values must be in the range [0, 1]")
    return q.array


def _ranks(ordered, q, ignore_nan):
    """Where in each ordered row (..., n) the quantiles lie: (..., quantiles)."""
    q = q.reshape(-1)
    last = ordered.shape[-1] - 1
    nan = np.isnan(ordered)
    if ignore_nan:
        count = (~nan).sum(-1, keepdims=True).astype(ordered.dtype)
        return np.maximum(q * (count - 1), 0)
    return np.where(nan.any(-1, keepdims=True), ordered.dtype.type(last), q * ordered.dtype.type(last))


def _at_ranks(ordered, ranks, interpolation):
    if interpolation in _ROUNDED:
        return indexing.gather(ordered, -1, wrap(_ROUNDED[interpolation](ranks).astype(np.int64)))
    below = np.floor(ranks)
    weights = np.full_like(ranks, 0.5) if interpolation == "midpoint" else ranks - below
    low = indexing.gather(ordered, -1, wrap(below.astype(np.int64)))
    high = indexing.gather(ordered, -1, wrap(np.ceil(ranks).astype(np.int64)))
    return special.lerp(low, high, wrap(weights))


@method
def histogram(input, bins, *, range=None, weight=None, density=False, out=None):
    """(hist, bin_edges): how many elements, or how much weight, fall into each bin; the last bin has its right end.

    bins: how many of equal width, between the extremes or over `range`; or their edges in order. density: over the total
    and the width of the bin.
    """
    edges = bins if isinstance(bins, Tensor) else _edges(input.array.reshape(-1, 1), [bins], range)[0]
    found = _counted(input.array.reshape(-1, 1), [edges], weight, density)
    result = _histogram(found, edges)
    return result if out is None else _histogram(*[deliver(a, b) for a, b in zip(result, out, strict=True)])


def histogramdd(input, bins, *, range=None, weight=None, density=False):
    """(hist, bin_edges): a histogram over as many dimensions as the last one of the input is long."""
    count = input.array.shape[-1]
    points = input.array.reshape(-1, count)
    if isinstance(bins, int):
        bins = [bins] * count
    if len(bins) != count:
        raise RuntimeError(
            f"histogramdd: The size of bins must be equal to the innermost dimension of the input, got {len(bins)} and {count}"
        )
    edges = list(bins) if isinstance(bins[0], Tensor) else _edges(points, bins, range)
    return _histogramdd(_counted(points, edges, weight, density), tuple(edges))


def _edges(points, bins, range):
    """For each dimension the edges of equal bins between the extremes, or between those given: low, high, low, high ..."""
    if points.dtype.kind != "f" or points.dtype.itemsize == 2:
        raise NotImplementedError(f'"histogramdd" not implemented for {points.dtype.name}')
    edges = []
    for d, n in enumerate(bins):
        if range is not None:
            low, high = range[2 * d], range[2 * d + 1]
        elif len(points):
            low, high = points[:, d].min().item(), points[:, d].max().item()
        else:
            low, high = 0.0, 1.0
        if low > high:
            raise RuntimeError(
                f"torch.histogramdd: min should not exceed max, but got min {low:g} max {high:g} for dimension {d}"
            )
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges.append(wrap(creation._linspace(low, high, n + 1, points.dtype)))
    return edges


def _counted(points, edges, weight, density):
    shape = tuple([edge.array.size - 1 for edge in edges])
    inside = np.ones(len(points), bool)
    flat = np.zeros(len(points), np.int64)
    for values, edge, n in zip(points.T, [e.array for e in edges], shape, strict=True):
        place = np.searchsorted(edge, values, "right") - 1
        place[values == edge[-1]] = n - 1
        inside &= (values >= edge[0]) & (values <= edge[-1])
        flat = flat * n + place
    mass = None if weight is None else weight.array.reshape(-1)[inside]
    hist = np.bincount(flat[inside], mass, int(np.prod(shape))).astype(points.dtype).reshape(shape)
    if density:
        hist = thread.state.run(np.true_divide, hist, hist.sum())
        for d, edge in enumerate(edges):
            hist = hist / np.diff(edge.array).reshape((-1,) + (1,) * (len(edges) - d - 1))
    return wrap(hist)


def cumulative_trapezoid(y, x=None, *, dx=1, dim=-1) -> Tensor:
    """The running integral along `dim` by trapezia, over the places x or over steps of dx."""
    d = normalise_dim(dim, y.array.ndim)
    n = max(y.array.shape[d] - 1, 0)
    pairs = pointwise.add(indexing.narrow(y, d, min(1, y.array.shape[d]), n), indexing.narrow(y, d, 0, n))
    if x is None:
        return pointwise.mul(reduction.cumsum(pairs, d), dx / 2)
    steps = running.diff(x, dim=-1 if x.array.ndim == 1 else d)
    if x.array.ndim == 1:
        steps = steps.reshape((-1,) + (1,) * (y.array.ndim - d - 1))
    return pointwise.div(reduction.cumsum(pointwise.mul(pairs, steps), d), 2.0)


def gradient(input, *, spacing=1, dim=None, edge_order=1):
    """The slope along each of the dimensions, by central differences and at the ends by `edge_order` + 1 values.

    spacing: the step, one for each dimension, or for each the places of the values.
    """
    if edge_order not in (1, 2):
        raise RuntimeError(f"torch.gradient only supports edge_order=1 and edge_order=2, got {edge_order}")
    dims = list(range(input.array.ndim)) if dim is None else [dim] if isinstance(dim, int) else list(dim)
    dims = [normalise_dim(d, input.array.ndim) for d in dims]
    steps = [spacing] * len(dims) if isinstance(spacing, (int, float, complex)) else list(spacing)
    if len(steps) != len(dims):
        raise RuntimeError(
            f"torch.gradient expected spacing to be unspecified, a scalar, or a list of length {len(dims)}, got {len(steps)}"
        )
    for d in dims:
        if input.array.shape[d] < edge_order + 1:
            raise RuntimeError(
                f"torch.gradient expected each dimension size to be at least edge_order+1 = {edge_order + 1}, got "
                f"{input.array.shape[d]}"
            )
    return tuple([_slope(input, d, step, edge_order) for d, step in zip(dims, steps, strict=True)])


def _slope(input, d, step, edge_order):
    n = input.array.shape[d]
    gaps = running.diff(step).array if isinstance(step, Tensor) else np.full(n - 1, step)
    at = [indexing.narrow(input, d, i, 1) for i in (0, 1, n - 2, n - 1)]
    ends = [(at[1] - at[0]) / gaps[0].item(), (at[3] - at[2]) / gaps[-1].item()]
    if edge_order == 2:
        ends = [
            _end(input, d, (0, 1, 2), gaps[0], gaps[1], 1),
            _end(input, d, (n - 1, n - 2, n - 3), gaps[-1], gaps[-2], -1),
        ]
    if n == 2:
        return joining.cat(ends, d)
    shape = (-1,) + (1,) * (input.array.ndim - d - 1)
    before, after = gaps[:-1].reshape(shape), gaps[1:].reshape(shape)
    a, b, c = (
        wrap(np.asarray(w, input.array.dtype if input.array.dtype.kind in "fc" else creation._dtype(None, "gradient")))
        for w in (-after / (before * (before + after)), (after - before) / (before * after),
                  before / (after * (before + after)))
    )  # fmt: skip
    earlier, here, later = (indexing.narrow(input, d, i, n - 2) for i in (0, 1, 2))
    return joining.cat([ends[0], a * earlier + b * here + c * later, ends[1]], d)


def _end(input, d, places, near, far, sign):
    """The slope at an end by the parabola through three values."""
    near, far = near.item(), far.item()
    weights = (-(2 * near + far) / (near * (near + far)), (near + far) / (near * far), -near / (far * (near + far)))
    values = [indexing.narrow(input, d, i, 1) for i in places]
    return sum(
        [value * (sign * w) for value, w in zip(values[1:], weights[1:], strict=True)], values[0] * (sign * weights[0])
    )


def vander(x, N=None, increasing=False) -> Tensor:
    """The powers of a vector as columns, N of them, falling unless `increasing`: (n, N)."""
    if x.array.ndim != 1:
        raise RuntimeError(f"x must be a one-dimensional tensor, got {x.array.ndim} dimensions")
    count = x.array.size if N is None else N
    if count < 0:
        raise RuntimeError(f"N must be non-negative, got {N}")
    x = conversion.to(x, dtypes.int64) if x.array.dtype.kind in "biu" else x
    columns = [creation.ones(x.array.size, 1, dtype=x.dtype)][:count]
    for _ in range(count - 1):
        columns.append(arithmetic.mul(columns[-1], x.unsqueeze(1)))
    if not columns:
        return creation.empty(x.array.size, 0, dtype=x.dtype)
    return joining.cat(columns if increasing else columns[::-1], 1)


@method
def hash_tensor(input, dim=(), *, keepdim=False, mode=0, out=None) -> Tensor:
    """The exclusive or of the 64 bits of all elements along `dim`, floats as float64: to tell tensors apart."""
    if mode != 0:
        raise RuntimeError(f"hash_tensor: mode must be 0, got {mode}")
    wide = input.array.astype(np.float64 if input.array.dtype.kind == "f" else np.int64).view(np.uint64)
    dims = normalise_dims(dim, input.array.ndim) if dim != () else None
    found = np.bitwise_xor.reduce(wide, axis=dims or tuple(range(input.array.ndim)), keepdims=keepdim)
    return deliver(wrap(np.asarray(found)), out)


take_numpy_names(globals())
