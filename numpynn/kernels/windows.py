"""Where windows fall: the sizes they give, and the stretch of an axis that one tap of every window reads.

Window o of an axis starts at o * stride - padding, and its tap t stands t * dilation further on.
"""

from __future__ import annotations


def window_count(size, kernel, stride, padding, dilation):
    """How many windows fit on an axis padded on both sides: (size + 2 padding - dilation (kernel - 1) - 1) // stride + 1."""
    return (size + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1


def reach(start, stride, size, count):
    """Which of the `count` places start, start + stride, ... lie inside an axis of `size`: their slices in both orders.

    The first slice is of the places, the second of the axis.
    """
    first = max(0, -(start // stride))
    last = max(first, min(count, (size - 1 - start) // stride + 1))
    begin = start + first * stride
    return slice(first, last), slice(begin, max(begin, begin + (last - first - 1) * stride + 1), stride)
