"""Convolution of any rank: the trio that is closed under differentiation.

    conv(x, w)                    out[n, o, l] = Σ_{c, t} w[o, c, t] x[n, c, l * stride + t * dilation - padding]
    conv_input(g, w, x_shape)     its adjoint in x: the transposed convolution
    conv_weight(g, x, w_shape)    its adjoint in w

Each is linear in both arrays, <conv(x, w), g> = <x, conv_input(g, w)> = <w, conv_weight(g, x)>, so that the derivatives are

    conv          in x: conv_input(g, w, x_shape)    in w: conv_weight(g, x, w_shape)
    conv_input    in g: conv(d, w)                   in w: conv_weight(g, d, w_shape)
    conv_weight   in g: conv(x, d)                   in x: conv_input(g, d, x_shape)

where d is the gradient that arrives. Shapes: x (N, C, *L), w (O, C / groups, *K), g (N, O, *out); stride, padding and
dilation are tuples with one number for each spatial axis. float16 is summed up in float32.
"""

from __future__ import annotations

import functools
import math
from itertools import product

import numpy as np

from . import conv_unfolded, threads
from .columns import columns_of
from .windows import window_count

# OpenBLAS multiplies matrices of up to this many products without packing them first, by which a few output channels are
# up to three times as fast; and it starts no threads for them. So wide products are cut, unless the pieces were narrow.
SMALL_PRODUCT = 1_000_000
SMALL_WIDTH = 32
# A weight's gradient is summed up in so many lanes, whatever the number of threads, so that its bits do not depend on it.
LANES = 4


def conv(x, w, stride, padding, dilation, groups, bias=None):
    """The convolution (cross-correlation) of x with w, (N, O, *out), and the bias (O,) added to it."""
    if x.ndim == 3:
        return _as_plane(conv, x, w, (), stride, padding, dilation, groups, bias)
    sizes = tuple(map(window_count, x.shape[2:], w.shape[2:], stride, padding, dilation))
    if conv_unfolded.pays(w.shape, groups, len(x) * math.prod(sizes)):
        return conv_unfolded.conv(x, w, stride, padding, dilation, groups, bias)
    out = np.empty((len(x), len(w), *sizes), x.dtype)
    _correlate(x, _by_group(w, groups), stride, dilation, padding, out, bias)
    return out


def conv_input(g, w, x_shape, stride, padding, dilation, groups):
    """The gradient of x, of shape x_shape, from the gradient g of conv(x, w)."""
    if g.ndim == 3:
        return _as_plane(conv_input, g, w, (x_shape,), stride, padding, dilation, groups)
    if conv_unfolded.pays(w.shape, groups, len(g) * math.prod(g.shape[2:])):
        return conv_unfolded.conv_input(g, w, x_shape, stride, padding, dilation, groups)
    out = np.zeros(x_shape, g.dtype)
    back = _by_group(w, groups).swapaxes(1, 2)
    for phases in product(*map(_phases, x_shape[2:], w.shape[2:], stride, padding, dilation)):
        places, taps, steps, low = zip(*phases, strict=True)
        _correlate(g, back[(..., *np.ix_(*taps))], (1,) * len(steps), steps, low, out[(..., *places)])
    return out


def conv_weight(g, x, w_shape, stride, padding, dilation, groups):
    """The gradient of w, of shape w_shape, from the gradient g of conv(x, w)."""
    if g.ndim == 3:
        return _as_plane(conv_weight, g, x, (w_shape,), stride, padding, dilation, groups)
    if conv_unfolded.pays(w_shape, groups, len(g) * math.prod(g.shape[2:])):
        return conv_unfolded.conv_weight(g, x, w_shape, stride, padding, dilation, groups)
    outputs = w_shape[0] // groups
    columns = columns_of(x.shape, x.dtype, groups, outputs, w_shape[2:], stride, dilation, padding, g.shape[2:])
    blocks = columns.blocks
    totals = np.zeros((min(len(blocks), LANES) or 1, w_shape[2], groups, columns.depth, outputs), columns.dtype)

    def add_up(lane):
        for block in blocks[lane :: len(totals)]:
            grad = block.part(g).astype(columns.dtype, order="C", copy=False)
            grad = grad.reshape(len(grad), groups, outputs, math.prod(grad.shape[2:])).swapaxes(2, 3)
            for t, matrix in enumerate(block.matrices(x)):
                totals[lane, t] += np.matmul(matrix, grad).sum(0)

    columns.each(add_up, range(len(totals)))
    total = totals.sum(0)
    # (first tap, G, other taps, C/G, O/G) -> (G, O/G, C/G, *taps)
    total = total.reshape(*total.shape[:2], *w_shape[3:], w_shape[1], outputs)
    return np.moveaxis(total, (-1, -2, 0), (1, 2, 3)).reshape(w_shape).astype(g.dtype, copy=False)


def _as_plane(function, a, b, shape, stride, padding, dilation, groups, *bias):
    """The function of sequences, taken as planes of height 1."""
    shape = [(*s[:2], 1, s[2]) for s in shape]
    options = (1, *stride), (0, *padding), (1, *dilation), groups, *bias
    return function(a[:, :, None], b[:, :, None], *shape, *options)[:, :, 0]


def _by_group(w, groups):
    return w.reshape(groups, len(w) // groups, *w.shape[1:])


def _phases(size, kernel, stride, padding, dilation):
    """The transposed convolution along one axis, as a convolution of stride 1 for each residue of the place by the stride.

    Place p receives g[o] w[t] where o * stride + t * dilation - padding == p. For each residue that any tap reaches: the
    places, the taps from the last to the first, their dilation, and the padding below.
    """
    step = dilation // math.gcd(stride, dilation)
    for residue in range(min(stride, size)):
        taps = [t for t in range(kernel) if (t * dilation - padding - residue) % stride == 0]
        if taps:
            first = (residue + padding - taps[0] * dilation) // stride
            yield slice(residue, None, stride), taps[::-1], step, (len(taps) - 1) * step - first


def _correlate(x, w, stride, dilation, low, out, bias=None):
    """Writes the convolution of x with w (G, O/G, C/G, *K) to `out`; `low` pads below, and above as far as `out` asks for."""
    groups, outputs = w.shape[:2]
    columns = columns_of(x.shape, x.dtype, groups, outputs, w.shape[3:], stride, dilation, low, out.shape[2:])
    # (G, O/G, C/G, *taps) -> (first tap, G, 1 piece, O/G, other taps * C/G)
    weights = w.transpose(3, 0, 1, *range(4, w.ndim), 2).astype(columns.dtype, copy=False)
    weights = weights.reshape(w.shape[3], groups, 1, outputs, columns.depth)
    shift = None if bias is None else bias.reshape(groups, outputs, 1)

    def fill(block):
        target = block.part(out)
        direct = target.flags.c_contiguous and target.dtype == columns.dtype
        total = target if direct else np.empty(target.shape, columns.dtype)
        b, _, rows, *others = total.shape
        flat = total.reshape(b, groups, outputs, rows * math.prod(others))
        _sum_products(weights, block.matrices(x), rows, flat)
        if shift is not None:
            flat += shift
        if not direct:
            target[...] = total

    columns.each(fill, columns.blocks)


def _sum_products(weights, matrices, rows, out):
    """Writes Σ_t weights[t] @ matrices[t] to `out` (b, G, O/G, windows)."""
    pieces = _pieces(weights[0, 0].size, out.shape[-1], rows)
    np.matmul(weights[0], _cut(matrices[0], pieces), out=_cut(out, pieces))
    term = threads.scratch("term", out.shape, out.dtype) if len(weights) > 1 else None
    for t in range(1, len(weights)):
        np.matmul(weights[t], _cut(matrices[t], pieces), out=_cut(term, pieces))
        out += term


@functools.lru_cache(maxsize=1024)
def _pieces(size, windows, rows):
    """Into how many pieces of whole rows to cut the windows, for matrices of `size` weights."""
    for pieces in range(1, rows + 1):
        if rows % pieces == 0 and size * windows // pieces <= SMALL_PRODUCT:
            return pieces if windows // pieces >= SMALL_WIDTH else 1
    return 1


def _cut(matrix, pieces):
    """(b, G, rows, columns) -> (b, G, pieces, rows, columns / pieces), a view."""
    if pieces == 1:
        return matrix[:, :, None]
    return matrix.reshape(*matrix.shape[:3], pieces, matrix.shape[3] // pieces).swapaxes(2, 3)
