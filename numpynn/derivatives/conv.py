"""The derivatives of convolution: a trio, each of them linear in two arrays, and each one's rows are the two others."""

from __future__ import annotations

from ..kernels import conv as kernel
from ..primitive import differentiable
from .reduction import sum

conv = differentiable(
    kernel.conv, name="ConvolutionBackward0",
    x=lambda g, w, x_shape, stride, padding, dilation, groups:
        conv_input(g, w, x_shape, stride, padding, dilation, groups),
    w=lambda g, x, w_shape, stride, padding, dilation, groups:
        conv_weight(g, x, w_shape, stride, padding, dilation, groups),
    bias=lambda g: sum(g, (0, *range(2, len(g.shape)))),
)  # fmt: skip
conv_input = differentiable(
    kernel.conv_input, name="ConvolutionBackward0",
    g=lambda d, w, g_shape, stride, padding, dilation, groups:
        _first(conv(d, w, stride, padding, dilation, groups), g_shape),
    w=lambda d, g, w_shape, stride, padding, dilation, groups:
        conv_weight(g, d, w_shape, stride, padding, dilation, groups),
)  # fmt: skip
conv_weight = differentiable(
    kernel.conv_weight, name="ConvolutionBackward0",
    g=lambda d, x, g_shape, stride, padding, dilation, groups:
        _first(conv(x, d, stride, padding, dilation, groups), g_shape),
    x=lambda d, g, x_shape, stride, padding, dilation, groups:
        conv_input(g, d, x_shape, stride, padding, dilation, groups),
)  # fmt: skip


def _first(x, shape):
    """The first windows: with output padding an adjoint has room for more of them than there were."""
    return x if tuple(x.shape) == tuple(shape) else x[tuple([slice(n) for n in shape])]
