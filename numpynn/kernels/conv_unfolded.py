"""The trio of `conv` where there are more output channels than windows: all windows unfolded, one product for a group.

There the weights are most of the work, and must stay as they lie: `conv` lays them out anew at each call, which took most of
3.2 ms for 512 channels of 2x2 places; so it takes 0.9. float16 is summed up in float32.
"""

from __future__ import annotations

import math

import numpy as np

from .fold import fold, unfold
from .linalg import matmul
from .windows import window_count

# With fewer weights than this, what a call costs by itself counts for more.
WEIGHTS = 1 << 16


def pays(w_shape, groups, windows):
    """Whether a convolution that has so many windows, over all samples, is one of these."""
    return 2 * windows * groups <= w_shape[0] and math.prod(w_shape) >= WEIGHTS


def conv(x, w, stride, padding, dilation, groups, bias=None):
    """As `conv.conv`."""
    columns = _columns(x, w.shape[2:], stride, padding, dilation, groups)
    out = _product(_by_group(w, groups), columns)
    if bias is not None:
        out += bias.reshape(groups, -1, 1)
    sizes = map(window_count, x.shape[2:], w.shape[2:], stride, padding, dilation)
    return _by_sample(out, (len(x), len(w), *sizes)).astype(x.dtype, copy=False)


def conv_input(g, w, x_shape, stride, padding, dilation, groups):
    """As `conv.conv_input`."""
    back = _product(_by_group(w, groups).swapaxes(1, 2), _rows(g, groups))
    windows = math.prod(g.shape[2:])
    columns = _by_sample(back, (len(g), x_shape[1] * math.prod(w.shape[2:]), windows))
    return fold(columns, x_shape[2:], w.shape[2:], dilation, padding, stride).astype(g.dtype, copy=False)


def conv_weight(g, x, w_shape, stride, padding, dilation, groups):
    """As `conv.conv_weight`."""
    columns = _columns(x, w_shape[2:], stride, padding, dilation, groups)
    return _product(_rows(g, groups), columns.swapaxes(1, 2)).reshape(w_shape).astype(g.dtype, copy=False)


def _columns(x, kernel, stride, padding, dilation, groups):
    """What the windows see: (G, C/G * taps, N * windows)."""
    return _rows(unfold(_summable(x), kernel, dilation, padding, stride), groups)


def _rows(x, groups):
    """(N, G * rows, *windows) -> (G, rows, N * windows)."""
    x = _summable(x)
    return x.swapaxes(0, 1).reshape(groups, x.shape[1] // groups, len(x) * math.prod(x.shape[2:]))


def _by_sample(x, shape):
    """(G, rows, N * windows) -> shape, which is (N, G * rows, *windows)."""
    return np.ascontiguousarray(x.reshape(shape[1], shape[0], *shape[2:]).swapaxes(0, 1))


def _by_group(w, groups):
    return _summable(w).reshape(groups, len(w) // groups, -1)


def _product(a, b):
    return matmul(a[0], b[0])[None] if len(a) == 1 else np.matmul(a, b)


def _summable(x):
    return x.astype(np.float32) if x.dtype == np.float16 else x
