"""The derivative of scaled dot product attention: fused on arrays, by formula on Tensors."""

from __future__ import annotations

from ..kernels import attention as kernel
from ..primitive import differentiable
from ..tensor import Tensor


def _attention(g, q, k, v, mask, keep, causal, scale, out, needed):
    if isinstance(g, Tensor):
        return kernel.attention_formula(g, q, k, v, *_apart(mask), keep, causal, scale)
    return kernel.attention_backward(g, q, k, v, mask, keep, causal, scale, *out[1:], needed[3])


def _apart(mask):
    """The two parts of a mask: which scores count, as an array; and what is added to them, if anything."""
    if mask is None:
        return None, None
    seen = mask.array
    return (seen, None) if seen.dtype.kind == "b" else (seen != -float("inf"), mask)


attention = differentiable(
    kernel.attention,
    name="ScaledDotProductAttentionBackward0",
    kept=2,
    inputs=("q", "k", "v", "mask"),
    together=_attention,
)
