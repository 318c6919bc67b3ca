"""The derivatives of padding: cropping is padding by negative widths."""

from __future__ import annotations

from ..kernels import padding as kernel
from ..primitive import differentiable

pad = differentiable(kernel.pad, name="ConstantPadNdBackward0", x=lambda g, padding: pad(g, kernel.negated(padding), 0))
pad_by_index = differentiable(kernel.pad_by_index, x=lambda g, padding, mode: pad_by_index_input(g, padding, mode))
pad_by_index_input = differentiable(
    kernel.pad_by_index_input, g=lambda d, padding, mode: pad_by_index(d, padding, mode)
)
