"""How kernels work on many samples at once: rules `(kernel, n, args, batched, kwargs) -> result`.

Where `batched` holds, the argument has its n samples along a first axis; so must every array of the result. A rule may
give NotImplemented, and each sample is computed by itself.
"""

from __future__ import annotations

import numpy as np

from ..derivatives import (
    activation,
    arithmetic,
    conv,
    decompositions,
    diagonals,
    linalg,
    loss,
    matrix_functions,
    normalization,
    pooling,
    reduction,
    running,
    selection,
    shape,
    softmax,
    special,
)
from .apply import RULES, Rows
from .array import VmapError


def rule(*kernels):
    """Decorator: the rule of these kernels, or of the kernels of these primitives."""

    def enter(function):
        for kernel in kernels:
            RULES[getattr(kernel, "kernel", kernel)] = function
        return function

    return enter


def spread(args, batched, n):
    """All arrays with samples in front, those that the samples share repeated by a stride of zero."""
    return [
        np.broadcast_to(a, (n, *a.shape)) if not b and isinstance(a, np.ndarray) else a
        for a, b in zip(args, batched, strict=True)
    ]


def _nested(args):
    return any([isinstance(part, Rows) for a in args if isinstance(a, (tuple, list)) for part in a])


def _primitives(page, but=()):
    return [value for name, value in vars(page).items() if hasattr(value, "rule") and name not in but]


@rule(
    "ufunc", np.where, np.clip,
    *_primitives(activation, but=("glu", "prelu")), *_primitives(arithmetic), *_primitives(special),
    *_primitives(loss), selection.where, selection.masked_fill, selection.clamp, shape.cast, shape.copy, np.isnan, np.isinf,
    np.isfinite, np.logical_not,
)  # fmt: skip
def _elementwise(kernel, n, args, batched, kwargs):
    """The dimensions of the samples lined up from the right."""
    ndim = max([a.ndim - b for a, b in zip(args, batched, strict=True) if isinstance(a, np.ndarray)])
    lined = [
        a.reshape(n, *(1,) * (ndim - a.ndim + 1), *a.shape[1:]) if b else a for a, b in zip(args, batched, strict=True)
    ]
    return kernel(*lined, **kwargs)


@rule(activation.silu_backward, activation.gelu_backward, activation.gelu_tanh_backward, activation.mish_backward)
def _alike(kernel, n, args, batched, kwargs):
    """Arrays that must be of one shape."""
    return kernel(*spread(args, batched, n), **kwargs)


def along(*names):
    """The rule of a kernel with options that are axes: each is one further on."""

    def shifted(kernel, n, args, batched, kwargs):
        code = kernel.__code__
        order = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        args, ndim = spread(args, batched, n), args[0].ndim - batched[0]
        if ndim == 0 and any([not b and isinstance(a, np.ndarray) for a, b in zip(args, batched, strict=True)]):
            return NotImplemented
        given = dict(zip(order, args, strict=False)) | kwargs
        for name in names:
            dim = given.get(name)
            if ndim == 0 and dim is not None and dim != ():
                return NotImplemented
            given[name] = _shift(dim, ndim)
        return kernel(**given)

    return shifted


def _shift(dim, ndim):
    if dim is None:
        return tuple(range(1, ndim + 1))
    if isinstance(dim, tuple):
        return tuple([_shift(d, ndim) for d in dim])
    return dim + 1 if dim >= 0 else dim


for _primitive in (
    reduction.sum, reduction.mean, reduction.amax, reduction.amin, reduction.var, reduction.prod, reduction.norm,
    reduction.cumsum, running.cumprod, running.logcumsumexp, softmax.softmax, softmax.softmax_backward, softmax.log_softmax,
    softmax.log_softmax_backward, softmax.logsumexp, shape.split, shape.unbind, activation.glu,
):  # fmt: skip
    rule(_primitive)(along("dim"))
rule(shape.flip)(along("dims"))
rule(diagonals.diagonal)(along("dim1", "dim2"))


@rule(shape.roll)
def _roll(kernel, n, args, batched, kwargs):
    x, shifts, dims = args
    return NotImplemented if dims is None else kernel(x, shifts, _shift(dims, x.ndim - 1))


@rule(shape.cat, shape.stack)
def _join(kernel, n, args, batched, kwargs):
    return kernel(*spread(args, batched, n), dim=_shift(kwargs["dim"], 0))


@rule(shape.reshape, np.ndarray.reshape, np.reshape)
def _reshape(kernel, n, args, batched, kwargs):
    x, *sizes = args
    sizes = sizes[0] if len(sizes) == 1 and isinstance(sizes[0], (tuple, list)) else sizes
    return x.reshape(n, *sizes, **kwargs)


@rule(shape.permute, np.ndarray.transpose)
def _permute(kernel, n, args, batched, kwargs):
    x, *dims = args
    dims = dims[0] if len(dims) == 1 and isinstance(dims[0], (tuple, list)) else dims
    ndim = x.ndim - 1
    order = [d % ndim for d in dims] if dims else range(ndim)[::-1]
    return x.transpose(0, *[d + 1 for d in order])


@rule(np.ndarray.swapaxes)
def _swapaxes(kernel, n, args, batched, kwargs):
    x, a, b = args
    return x.swapaxes(_shift(a, 0), _shift(b, 0))


@rule(shape.expand, np.broadcast_to)
def _expand(kernel, n, args, batched, kwargs):
    x, sizes = args
    sizes = (sizes,) if isinstance(sizes, int) else tuple(sizes)
    return np.broadcast_to(x.reshape(n, *(1,) * (len(sizes) - x.ndim + 1), *x.shape[1:]), (n, *sizes))


@rule(reduction.sum_to)
def _sum_to(kernel, n, args, batched, kwargs):
    x, sizes = args
    extra = x.ndim - 1 - len(sizes)
    axes = [extra + i + 1 for i, size in enumerate(sizes) if size == 1]
    return np.add.reduce(x, axis=(*range(1, extra + 1), *axes), keepdims=True).reshape(n, *sizes)


@rule(shape.tril, shape.triu)
def _matrices(kernel, n, args, batched, kwargs):
    return kernel(*args, **kwargs) if args[0].ndim > 2 else NotImplemented


@rule(shape.contiguous)
def _contiguous(kernel, n, args, batched, kwargs):
    return kernel(args[0])


@rule(
    decompositions.det, decompositions.inv, decompositions.cholesky, decompositions.eigh, decompositions.svd,
    decompositions.qr, decompositions.slogdet, decompositions.pinv, matrix_functions.matrix_exp,
)  # fmt: skip
def _of_matrices(kernel, n, args, batched, kwargs):
    return kernel(*args, **kwargs) if batched[0] and not any(batched[1:]) else NotImplemented


@rule(linalg.matmul, np.matmul)
def _matmul(kernel, n, args, batched, kwargs):
    (x, y), (bx, by) = args, batched
    if bx and not by and y.ndim == 2:
        return np.matmul(x, y)
    x, y = spread(args, batched, n)
    row, column = x.ndim == 2, y.ndim == 2
    x, y = (x[:, None, :] if row else x), (y[..., None] if column else y)
    ndim = max(x.ndim, y.ndim)
    x, y = [a.reshape(n, *(1,) * (ndim - a.ndim), *a.shape[1:]) for a in (x, y)]
    out = np.matmul(x, y)
    out = out[..., 0] if column else out
    return (out[..., 0] if column else out[..., 0, :]) if row else out


@rule(linalg.linear)
def _linear(kernel, n, args, batched, kwargs):
    x, w, b = args
    bx, bw, bb = batched
    if not bw and not bb:
        return kernel(x, w, b)
    # (n, rows, in) (n, in, out)
    inner = x.shape[1:] if bx else x.shape
    lead = x.reshape(n, -1, x.shape[-1]) if bx else x.reshape(-1, x.shape[-1])
    out = np.matmul(lead, w.swapaxes(-1, -2))
    if not bw and not bx:
        out = np.broadcast_to(out, (n, *out.shape))
    if b is not None:
        out = out + (b[:, None, :] if bb else b)
    return out.reshape(n, *inner[:-1], out.shape[-1])


@rule(linalg.outer)
def _outer(kernel, n, args, batched, kwargs):
    x, y = spread(args, batched, n)
    return x[:, :, None] * y[:, None, :]


def _into_channels(x, batched, n):
    """(n, N, C, ...) or the (N, C, ...) of all samples -> (N, n * C, ...)."""
    x = np.moveaxis(x, 0, 1) if batched else np.broadcast_to(x[:, None], (len(x), n, *x.shape[1:]))
    return x.reshape(len(x), n * x.shape[2], *x.shape[3:])


def _out_of_channels(x, n):
    return np.moveaxis(x.reshape(len(x), n, -1, *x.shape[2:]), 1, 0)


@rule(conv.conv)
def _conv(kernel, n, args, batched, kwargs):
    """Samples with one kernel are one longer batch; samples with a kernel each are groups."""
    x, w, stride, padding, dilation, groups, bias = (*args, None)[:7]
    if not any(batched[1:]):
        out = kernel(x.reshape(-1, *x.shape[2:]), w, stride, padding, dilation, groups, bias)
        return out.reshape(n, -1, *out.shape[1:])
    x, w = _into_channels(x, batched[0], n), spread([w], batched[1:2], n)[0]
    if bias is not None:
        bias = spread([bias], batched[6:], n)[0].reshape(-1)
    return _out_of_channels(kernel(x, w.reshape(-1, *w.shape[2:]), stride, padding, dilation, groups * n, bias), n)


@rule(conv.conv_input)
def _conv_input(kernel, n, args, batched, kwargs):
    g, w, sizes, stride, padding, dilation, groups = args
    if not batched[1]:
        many = (n * sizes[0], *sizes[1:])
        return kernel(g.reshape(-1, *g.shape[2:]), w, many, stride, padding, dilation, groups).reshape(n, *sizes)
    g, w = _into_channels(g, batched[0], n), w.reshape(-1, *w.shape[2:])
    wide = (sizes[0], n * sizes[1], *sizes[2:])
    return _out_of_channels(kernel(g, w, wide, stride, padding, dilation, groups * n), n)


@rule(conv.conv_weight)
def _conv_weight(kernel, n, args, batched, kwargs):
    g, x, sizes, stride, padding, dilation, groups = args
    g, x = _into_channels(g, batched[0], n), _into_channels(x, batched[1], n)
    many = (n * sizes[0], *sizes[1:])
    return kernel(g, x, many, stride, padding, dilation, groups * n).reshape(n, *sizes)


@rule(np.nonzero, np.argwhere, np.flatnonzero, np.unique, np.ndarray.nonzero)
def _of_unknown_shape(kernel, n, args, batched, kwargs):
    raise VmapError(
        "vmap: We do not support batching operators that can output dynamic shape. Attempted to vmap over "
        f"{kernel.__name__}: each sample may give another shape."
    )


@rule(selection.take)
def _take(kernel, n, args, batched, kwargs):
    x, index = args
    if isinstance(index, np.ndarray) and batched[1]:
        index = (Rows(index),)
    if _nested([index]):
        return _take_each(spread([x], batched[:1], n)[0], index, n)
    return NotImplemented if _jumps(index) else x[(slice(None), *_parts(index))]


def _take_each(x, index, n):
    """x[index] where each sample has an index array of its own, for the first axis."""
    parts = [part for part in index if part is not Ellipsis]
    if len(parts) != 1 or parts[0].array.dtype.kind == "b":
        return NotImplemented
    array = parts[0].array
    return x[np.arange(n).reshape(n, *(1,) * (array.ndim - 1)), array]


def _parts(index):
    return index if isinstance(index, tuple) else (index,)


def _jumps(index):
    """Whether an axis in front changes where NumPy puts the indexed axes; only one array by itself stays in place."""
    parts = _parts(index)
    arrays = [part for part in parts if isinstance(part, (np.ndarray, list, bool, np.bool_))]
    numbers = [part for part in parts if isinstance(part, (int, np.integer))]
    return (bool(arrays) and len(arrays) + len(numbers) > 1) or any([isinstance(a, (bool, np.bool_)) for a in arrays])


@rule(selection.put)
def _put(kernel, n, args, batched, kwargs):
    g, index, sizes = args
    if not batched[0] or batched[1] or _nested([index]) or _jumps(index):
        return NotImplemented
    return kernel(g, (slice(None), *_parts(index)), (n, *sizes))


@rule(selection.gather)
def _gather(kernel, n, args, batched, kwargs):
    x, dim, index = spread(args, batched, n)
    return kernel(x, _shift(dim, 0), index) if x.ndim > 1 else NotImplemented


@rule(selection.scatter_add)
def _scatter_add(kernel, n, args, batched, kwargs):
    g, dim, index, sizes = spread(args, batched, n)
    return kernel(g, _shift(dim, 0), index, (n, *sizes)) if sizes else NotImplemented


@rule(normalization.layer_norm, normalization.rms_norm)
def _rows_normalised(kernel, n, args, batched, kwargs):
    if any(batched[1:]):
        return NotImplemented
    out, *kept = kernel(*args, **kwargs)
    return (out, *[None] * len(kept))


@rule(normalization.group_norm)
def _group_norm(kernel, n, args, batched, kwargs):
    x, *rest = args
    if any(batched[1:]):
        return NotImplemented
    out, *kept = kernel(x.reshape(-1, *x.shape[2:]), *rest)
    return (out.reshape(x.shape), *[None] * len(kept))


@rule(normalization.batch_norm_by_statistics)
def _by_statistics(kernel, n, args, batched, kwargs):
    x, *others, eps = args
    if not any(batched[1:]):
        out, _ = kernel(x.reshape(-1, *x.shape[2:]), *others, eps)
        return out.reshape(x.shape), None
    # Each sample's channels are channels of their own.
    x, *others = spread([x, *others], batched[:-1], n)
    together = x.swapaxes(0, 1)
    others = [None if a is None else a.reshape(-1) for a in others]
    out, _ = kernel(together.reshape(len(together), -1, *x.shape[3:]), *others, eps)
    return out.reshape(together.shape).swapaxes(0, 1), None


@rule(softmax.cross_entropy)
def _cross_entropy(kernel, n, args, batched, kwargs):
    x, target, weight, ignore_index, reduce = args
    if batched[2]:
        return NotImplemented
    x, target = spread([x, target], batched[:2], n)
    losses, *kept = kernel(
        x.reshape(-1, *x.shape[2:]), target.reshape(-1, *target.shape[2:]), weight, ignore_index, "none"
    )
    losses = losses.reshape(target.shape)
    if reduce != "none":
        losses = getattr(reduction, reduce)(losses, tuple(range(1, losses.ndim)))
    return (losses, *[None] * len(kept))


@rule(
    pooling.max_pool, pooling.max_pool_coded, pooling.max_pool_input, pooling.max_pool_indices, pooling.adaptive_max_pool,
    pooling.avg_pool, pooling.avg_pool_input, pooling.adaptive_avg_pool, pooling.adaptive_avg_pool_input, pooling.take_at,
    pooling.put_at,
)  # fmt: skip
def _last_axes(kernel, n, args, batched, kwargs):
    """What works on the last axes alone does not mind one more in front."""
    return kernel(*spread(args, batched, n), **kwargs)
