"""Attention with several heads."""

from __future__ import annotations

from ...functional.creation import empty
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..parameter import Parameter
from .linear import NonDynamicallyQuantizableLinear
from .module import Module


class MultiheadAttention(Module):
    """out_proj(concatenated heads), each head softmax(q kᵀ / √D) v of its own maps of query, key and value, D = E / heads.

    Gradients of a head, A being its weights and g that of A v: Aᵀ g in v; with d = A (g vᵀ - rowsum(A g vᵀ))
    elementwise, d k / √D in q and dᵀ q / √D in k.

    query (L, N, E), key (S, N, kdim), value (S, N, vdim); with batch_first N stands first; or without N. Gives the output,
    shaped as the query, and the weights (N, L, S), or (N, heads, L, S) unless they are averaged, or None unless they are needed.
    Masks as in F.multi_head_attention_forward: True where a key is not seen. Where no key is seen at all the output is that
    of zeros if no weights are needed, else nan; in evaluation torch has other forms whose answer there differs.

    in_proj_weight (3 E, E), or q_proj_weight, k_proj_weight and v_proj_weight where kdim or vdim is not E, are drawn from
    Glorot's uniform distribution, bias_k and bias_v from his normal one. Vaswani et al., 2017.

    >>> import numpynn
    >>> x = numpynn.zeros(5, 2, 8)
    >>> out, weights = numpynn.nn.MultiheadAttention(8, 4)(x, x, x)
    >>> out.shape, weights.shape
    (torch.Size([5, 2, 8]), torch.Size([2, 5, 5]))
    """

    def __init__(
        self, embed_dim, num_heads, dropout=0.0, bias=True, add_bias_kv=False, add_zero_attn=False, kdim=None, vdim=None,
        batch_first=False, device=None, dtype=None,
    ):  # fmt: skip
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                f"embed_dim and num_heads must be greater than 0, got embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim == self.vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if embed_dim % num_heads:
            raise AssertionError(f"embed_dim {embed_dim} must be divisible by num_heads {num_heads}")
        self._make_parameters(bias, add_bias_kv, {"device": device, "dtype": dtype})
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _make_parameters(self, bias, add_bias_kv, made):
        width, same = self.embed_dim, self._qkv_same_embed_dim
        apart = {"q_proj_weight": width, "k_proj_weight": self.kdim, "v_proj_weight": self.vdim}
        if same:
            self.in_proj_weight = Parameter(empty((3 * width, width), **made))
        for name, columns in apart.items():
            self.register_parameter(name, None if same else Parameter(empty((width, columns), **made)))
        if not same:
            self.register_parameter("in_proj_weight", None)
        self.register_parameter("in_proj_bias", Parameter(empty(3 * width, **made)) if bias else None)
        self.out_proj = NonDynamicallyQuantizableLinear(width, width, bias=bias, **made)
        for name in ("bias_k", "bias_v"):
            setattr(self, name, Parameter(empty((1, 1, width), **made)) if add_bias_kv else None)

    def _reset_parameters(self):
        for name in ("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight"):
            if getattr(self, name) is not None:
                init.xavier_uniform_(getattr(self, name))
        if self.in_proj_bias is not None:
            init.zeros_(self.in_proj_bias)
            init.zeros_(self.out_proj.bias)
        for bias in (self.bias_k, self.bias_v):
            if bias is not None:
                init.xavier_normal_(bias)

    def forward(
        self, query: Tensor, key: Tensor, value: Tensor, key_padding_mask: Tensor | None = None, need_weights: bool = True,
        attn_mask: Tensor | None = None, average_attn_weights: bool = True, is_causal: bool = False,
    ) -> tuple[Tensor, Tensor | None]:  # fmt: skip
        swap = self.batch_first and query.array.ndim == 3
        if swap:
            query, key, value = _steps_first(query, key, value)
        out, weights = F.multi_head_attention_forward(
            query, key, value, self.embed_dim, self.num_heads, self.in_proj_weight, self.in_proj_bias, self.bias_k, self.bias_v,
            self.add_zero_attn, self.dropout, self.out_proj.weight, self.out_proj.bias, self.training, key_padding_mask,
            need_weights, attn_mask, not self._qkv_same_embed_dim, self.q_proj_weight, self.k_proj_weight, self.v_proj_weight,
            average_attn_weights=average_attn_weights, is_causal=is_causal,
        )  # fmt: skip
        return (out.transpose(1, 0), weights) if swap else (out, weights)

    def merge_masks(self, attn_mask, key_padding_mask, query) -> tuple[Tensor | None, int | None]:
        """Both masks of numbers added, (N, heads, L, L), and 2; the padding alone, (N, L), and 1; or None and None."""
        if attn_mask is None:
            return key_padding_mask, None if key_padding_mask is None else 1
        batch, length, _ = query.shape
        if attn_mask.ndim == 3:
            merged = attn_mask.reshape(batch, -1, length, length)
        else:
            merged = attn_mask.reshape(1, 1, length, length).expand(batch, self.num_heads, length, length)
        if key_padding_mask is not None:
            merged = merged + key_padding_mask.reshape(batch, 1, 1, length)
        return merged, 2


def _steps_first(query, key, value):
    """(N, L, E) as (L, N, E); what was one tensor stays one, which saves products."""
    turned = query.transpose(1, 0)
    if query is key and key is value:
        return turned, turned, turned
    return turned, key.transpose(1, 0), value.transpose(1, 0)
