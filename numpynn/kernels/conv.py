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

import numpy as np

from . import conv_unfolded, threads
from .conv_plans import SMALL_PRODUCT, gathering, spreading
from .windows import window_count

# Wide products are cut into small ones, unless the pieces were narrow.
SMALL_WIDTH = 32
# With so many products for each number of the gradient it is turned first, so that no product has a transposed factor: OpenBLAS
# takes nearly twice as long for one where the matrices are small: up to so many output channels, and numbers in a sample. What
# must be copied together from several samples anyway is turned whatever its size.
TURNING_DEPTH = 48
TURNED_CHANNELS = 64
TURNED_SIZE = 1 << 14
# Rows that stand a multiple of so many bytes apart push each other out of the cache when they are read side by side: turning
# takes twice as long as copying them apart and turning that.
ALIASED = 1024
# With so many outputs for each number that a row of taps sees, adding up a product for each row costs more than copying them all:
# 1 channel to 16 by 4x4 taps with a stride of 2 took 0.27 ms instead of 0.19.
FEW_CHANNELS = 4
# A weight's gradient is summed up in so many lanes, whatever the number of threads, so that its bits do not depend on it.
LANES = 4


def conv(x, w, stride, padding, dilation, groups, bias=None):
    """The convolution (cross-correlation) of x with w, (N, O, *out), and the bias (O,) added to it."""
    if x.ndim == 3 or _few_channels(w.shape, stride, groups):
        return _deeper(conv, x, w, (), stride, padding, dilation, groups, bias)
    sizes = tuple(map(window_count, x.shape[2:], w.shape[2:], stride, padding, dilation))
    if conv_unfolded.pays(w.shape, groups, len(x) * math.prod(sizes)):
        return conv_unfolded.conv(x, w, stride, padding, dilation, groups, bias)
    out = np.empty((len(x), len(w), *sizes), x.dtype)
    plan = gathering(x.shape, x.dtype, w.shape, sizes, stride, padding, dilation, groups)
    _sum_products(plan, x, _by_group(w, groups), out, bias)
    return out


def conv_input(g, w, x_shape, stride, padding, dilation, groups):
    """The gradient of x, of shape x_shape, from the gradient g of conv(x, w)."""
    if g.ndim == 3:
        return _deeper(conv_input, g, w, (x_shape,), stride, padding, dilation, groups)
    if conv_unfolded.pays(w.shape, groups, len(g) * math.prod(g.shape[2:])):
        return conv_unfolded.conv_input(g, w, x_shape, stride, padding, dilation, groups)
    plan = spreading(g.shape, g.dtype, w.shape, tuple(x_shape[2:]), stride, padding, dilation, groups)
    out = (np.empty if plan.complete else np.zeros)(x_shape, g.dtype)
    if plan.phases:
        _sum_products(plan, g, _by_group(w, groups).swapaxes(1, 2), out)
    return out


def conv_weight(g, x, w_shape, stride, padding, dilation, groups):
    """The gradient of w, of shape w_shape, from the gradient g of conv(x, w)."""
    if g.ndim == 3 or _few_channels(w_shape, stride, groups):
        return _deeper(conv_weight, g, x, (w_shape,), stride, padding, dilation, groups)
    if conv_unfolded.pays(w_shape, groups, len(g) * math.prod(g.shape[2:])):
        return conv_unfolded.conv_weight(g, x, w_shape, stride, padding, dilation, groups)
    outputs = w_shape[0] // groups
    columns = gathering(x.shape, x.dtype, w_shape, g.shape[2:], stride, padding, dilation, groups).columns
    blocks = columns.blocks
    turns = columns.depth * w_shape[2] >= TURNING_DEPTH
    totals = np.zeros((min(len(blocks), LANES) or 1, w_shape[2], groups, columns.depth, outputs), columns.dtype)

    def add_up(lane):
        for block in blocks[lane :: len(totals)]:
            grad = block.part(g)
            small = outputs <= TURNED_CHANNELS and outputs * grad[0, 0].size <= TURNED_SIZE
            upright = _turned if turns and (small or not grad.flags.c_contiguous) else _as_it_lies
            grad = upright(grad, groups, columns.dtype)
            for t, matrix in enumerate(block.matrices(x)):
                totals[lane, t] += np.matmul(matrix, grad).sum(0)

    columns.each(add_up, range(len(totals)))
    total = totals.sum(0)
    # (first tap, G, other taps, C/G, O/G) -> (G, O/G, C/G, *taps)
    total = total.reshape(*total.shape[:2], *w_shape[3:], w_shape[1], outputs)
    return np.moveaxis(total, (-1, -2, 0), (1, 2, 3)).reshape(w_shape).astype(g.dtype, copy=False)


def _as_it_lies(grad, groups, dtype):
    """(b, O, *windows) -> (b, G, windows, O/G), a view of the gradient or of a copy."""
    grad = grad.astype(dtype, order="C", copy=False)
    return grad.reshape(len(grad), groups, grad.shape[1] // groups, math.prod(grad.shape[2:])).swapaxes(2, 3)


def _turned(grad, groups, dtype):
    """The same in that order in memory."""
    if grad.strides[1] % ALIASED == 0:
        size = math.prod(grad.shape[2:])
        apart = threads.scratch("apart", (*grad.shape[:2], size + 16), dtype)[..., :size].reshape(grad.shape)
        apart[...] = grad
        grad = apart
    b, outputs, *windows = grad.shape
    turned = threads.scratch("turned", (b, groups, *windows, outputs // groups), dtype)
    np.copyto(np.moveaxis(turned, -1, 2), grad.reshape(b, groups, outputs // groups, *windows))
    return turned.reshape(b, groups, math.prod(windows), outputs // groups)


def _few_channels(w_shape, stride, groups):
    """Whether to copy the taps of the first axis too. Only with a stride, where each place is seen by few of them."""
    return stride[0] > 1 < w_shape[2] and w_shape[1] * math.prod(w_shape[3:]) * FEW_CHANNELS <= w_shape[0] // groups


def _deeper(function, a, b, shape, stride, padding, dilation, groups, *bias):
    """The function with one more first axis, of size 1: of sequences taken as planes, of planes as volumes."""
    shape = [(*s[:2], 1, *s[2:]) for s in shape]
    options = (1, *stride), (0, *padding), (1, *dilation), groups, *bias
    return function(a[:, :, None], b[:, :, None], *shape, *options)[:, :, 0]


def _by_group(w, groups):
    return w.reshape(groups, len(w) // groups, *w.shape[1:])


def _sum_products(plan, x, w, out, bias=None):
    """Writes to `out` what the plan makes of x and w (G, O/G, C/G, *K), and the bias added to it."""
    columns = plan.columns
    phases = [(phase.places, phase.terms(w, columns.dtype)) for phase in plan.phases]
    shift = None if bias is None else bias.reshape(w.shape[0], w.shape[1], 1)

    def fill(block):
        matrices, shape = block.matrices(x), block.pattern.output
        for places, terms in phases:
            target = block.part(out[places] if places else out)
            direct = target.shape == shape and target.flags.c_contiguous and target.dtype == columns.dtype
            total = target if direct else threads.scratch("total", shape, columns.dtype)
            flat = total.reshape(len(total), *w.shape[:2], math.prod(shape[2:]))
            _sum_terms(terms, matrices, flat)
            if shift is not None:
                flat += shift
            if not direct:
                target[...] = total if target.shape == shape else total[tuple(map(slice, target.shape))]

    columns.each(fill, columns.blocks)


def _sum_terms(terms, matrices, out):
    """Writes the sum of the terms, weights @ some rows of a matrix, to `out` (b, G, O/G, windows)."""
    pieces = _pieces(terms[0][0][0].size, out.shape[-1])
    target, term = out, threads.scratch("term", out.shape, out.dtype) if len(terms) > 1 else None
    for weights, j, depth in terms:
        matrix = matrices[j] if depth is None else matrices[j][:, :, depth]
        np.matmul(weights, _cut(matrix, pieces), out=_cut(target, pieces))
        if target is term:
            out += term
        target = term


@functools.lru_cache(maxsize=1024)
def _pieces(size, windows):
    """Into how many like pieces to cut the windows, for matrices of `size` weights."""
    for pieces in range(1, windows // SMALL_WIDTH + 1):
        if windows % pieces == 0 and size * windows // pieces <= SMALL_PRODUCT:
            return pieces
    return 1


def _cut(matrix, pieces):
    """(b, G, rows, columns) -> (b, G, pieces, rows, columns / pieces), a view."""
    if pieces == 1:
        return matrix[:, :, None]
    return matrix.reshape(*matrix.shape[:3], pieces, matrix.shape[3] // pieces).swapaxes(2, 3)
