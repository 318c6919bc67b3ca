"""Attention with several heads, and the maps into and out of them."""

from __future__ import annotations

import math
import warnings

import numpy as np

from ...functional.joining import cat
from ...tensor import Tensor, wrap
from .attention import scaled_dot_product_attention
from .dropout import dropout
from .linear import linear
from .padding import pad
from .softmax import softmax


def multi_head_attention_forward(
    query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p,
    out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None,
    use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None,
    average_attn_weights=True, is_causal=False,
) -> tuple[Tensor, Tensor | None]:  # fmt: skip
    """Attention of projected queries to projected keys and values by heads, projected again: (L, N, E), and the weights.

    query (L, N, E), key (S, N, K), value (S, N, V), or without N. attn_mask (L, S) or (N * heads, L, S) and
    key_padding_mask (N, S): True where a key is not seen, or numbers added to the scores. is_causal: `attn_mask` is the
    causal one, and where no weights are asked for it is taken at this word. bias_k, bias_v: one more key and value;
    add_zero_attn: one more of zeros; static_k, static_v (N * heads, S, E / heads): in place of the projected ones.
    The weights are (N, L, S), or (N, heads, L, S) unless averaged, or None unless needed; they are nan where no key is seen.

    Raises AssertionError or RuntimeError where shapes do not fit. Vaswani et al., 2017.
    """
    batched = _is_batched(query, key, value, key_padding_mask, attn_mask, num_heads)
    same = query is key and key is value
    if not batched:
        query, key, value = query.unsqueeze(1), key.unsqueeze(1), value.unsqueeze(1)
        key_padding_mask = None if key_padding_mask is None else key_padding_mask.unsqueeze(0)
    _check_sizes(query, key, value, embed_dim_to_check, num_heads, use_separate_proj_weight)
    if is_causal and attn_mask is None:
        raise RuntimeError(
            "Need attn_mask if specifying the is_causal hint: Transformer.generate_square_subsequent_mask makes one."
        )
    padding = added("key_padding_mask", key_padding_mask, query, attn_mask, "attn_mask")
    hinted = is_causal and padding is None and not need_weights
    mask = None if hinted else added("attn_mask", attn_mask, query)
    if use_separate_proj_weight:
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        q, k, v = _projected_apart(query, key, value, weights, in_proj_bias)
    else:
        q, k, v = _projected(query, key, value, in_proj_weight, in_proj_bias, same)
    mask = _mask_by_heads(mask, query.array.shape[1], num_heads, query.array.shape[0], key.array.shape[0])

    k, v = _with_bias(k, v, bias_k, bias_v, static_k, static_v)
    q = _by_heads(q, num_heads)
    k, v = _or_static(k, static_k, "static_k", q), _or_static(v, static_v, "static_v", q)
    if add_zero_attn:
        k, v = _with_zeros(k), _with_zeros(v)
    more = int(bias_k is not None) + int(bool(add_zero_attn))
    mask = _merged(mask, padding, more, k.array.shape[-2], query.array.shape[1])
    p = dropout_p if training else 0.0
    out, weights = (_with_weights if need_weights else _without_weights)(q, k, v, mask, p, hinted)
    out = _joined(out, out_proj_weight, out_proj_bias)
    if weights is not None and average_attn_weights:
        weights = weights.mean(1)
    if not batched:
        out, weights = out.squeeze(1), None if weights is None else weights.squeeze(0)
    return out, weights


def added(name, mask, query, other=None, other_name=""):
    """A mask as numbers that are added to the scores: -inf for True. Raises AssertionError for one of integers."""
    if mask is None:
        return None
    kind = mask.array.dtype.kind
    if kind not in "bf":
        raise AssertionError(f"only bool and floating types of {name} are supported, not {mask.dtype.name}")
    if other is not None and other.dtype is not mask.dtype:
        warnings.warn(
            f"Support for mismatched {name} and {other_name} is deprecated. Use same type for both instead.",
            stacklevel=4,
        )
    if kind == "f":
        return mask
    numbers = np.zeros(mask.array.shape, query.array.dtype)
    numbers[mask.array] = -math.inf
    return wrap(numbers)


def _is_batched(query, key, value, key_padding_mask, attn_mask, num_heads):
    """Whether there is a batch dimension. Raises AssertionError where numbers of dimensions do not fit together."""
    ndim = query.array.ndim
    if ndim not in (2, 3):
        raise AssertionError(f"query should be unbatched 2D or batched 3D tensor but received {ndim}-D query tensor")
    what = f"For {'batched' if ndim == 3 else 'unbatched'} ({ndim}-D) `query`, expected"
    if key.array.ndim != ndim or value.array.ndim != ndim:
        raise AssertionError(
            f"{what} `key` and `value` to be {ndim}-D but found {key.array.ndim}-D and {value.array.ndim}-D tensors "
            "respectively"
        )
    if key_padding_mask is not None and key_padding_mask.array.ndim != ndim - 1:
        raise AssertionError(
            f"{what} `key_padding_mask` to be `None` or {ndim - 1}-D but found {key_padding_mask.array.ndim}-D tensor instead"
        )
    if attn_mask is None:
        return ndim == 3
    if attn_mask.array.ndim not in (2, 3):
        raise AssertionError(
            f"{what} `attn_mask` to be `None`, 2-D or 3-D but found {attn_mask.array.ndim}-D tensor instead"
        )
    wanted = (num_heads, query.array.shape[0], key.array.shape[0])
    if ndim == 2 and attn_mask.array.ndim == 3 and attn_mask.array.shape != wanted:
        raise AssertionError(f"Expected `attn_mask` shape to be {wanted} but got {attn_mask.array.shape}")
    return ndim == 3


def _check_sizes(query, key, value, embed_dim, num_heads, separate):
    width = query.array.shape[2]
    if width != embed_dim:
        raise AssertionError(f"was expecting embedding dimension of {embed_dim}, but got {width}")
    if width % num_heads:
        raise AssertionError(f"embed_dim {width} not divisible by num_heads {num_heads}")
    k, v = key.array.shape, value.array.shape
    if separate and k[:2] != v[:2]:
        raise AssertionError(f"key's sequence and batch dims {k[:2]} do not match value's {v[:2]}")
    if not separate and k != v:
        raise AssertionError(f"key shape {k} does not match value shape {v}")


def _projected(query, key, value, weight, bias, same):
    """Queries, keys and values by one weight (3 E, E) whose thirds are for each: in one product where all are the same."""
    if weight is None:
        raise AssertionError("use_separate_proj_weight is False but in_proj_weight is None")
    if same:
        return linear(query, weight, bias).chunk(3, -1)
    return _projected_apart(query, key, value, weight.chunk(3), bias)


def _projected_apart(query, key, value, weights, bias):
    for name, weight in zip(("q_proj_weight", "k_proj_weight", "v_proj_weight"), weights, strict=True):
        if weight is None:
            raise AssertionError(f"use_separate_proj_weight is True but {name} is None")
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    return [linear(x, w, b) for x, w, b in zip((query, key, value), weights, biases, strict=True)]


def _mask_by_heads(mask, batch, heads, length, keys):
    """The mask as (1, 1, L, S) or (N, heads, L, S). Raises RuntimeError for another shape."""
    if mask is None:
        return None
    sizes = mask.array.shape
    wanted = (length, keys) if len(sizes) == 2 else (batch * heads, length, keys)
    if sizes != wanted:
        raise RuntimeError(f"The shape of the {len(sizes)}D attn_mask is {list(sizes)}, but should be {wanted}.")
    return mask.reshape(*((1, 1) if len(sizes) == 2 else (batch, heads)), length, keys)


def _with_bias(k, v, bias_k, bias_v, static_k, static_v):
    """Keys and values (S, N, E) with one more of each, if there are biases."""
    if bias_k is None and bias_v is None:
        return k, v
    if bias_k is None or bias_v is None:
        set_, unset = ("v", "k") if bias_k is None else ("k", "v")
        raise AssertionError(f"bias_{set_} is set but bias_{unset} is None")
    for name, static in (("key", static_k), ("value", static_v)):
        if static is not None:
            raise AssertionError(f"bias cannot be added to static {name}.")
    batch, width = k.array.shape[1:]
    return cat([k, bias_k.expand(1, batch, width)]), cat([v, bias_v.expand(1, batch, width)])


def _by_heads(x, heads):
    """(L, N, E) as (N, heads, L, E / heads)."""
    length, batch, width = x.array.shape
    return x.reshape(length, batch, heads, width // heads).permute(1, 2, 0, 3)


def _or_static(projected, static, name, q):
    """Projected keys or values by heads, or the static ones (N * heads, S, E / heads)."""
    batch, heads, _, width = q.array.shape
    if static is None:
        return _by_heads(projected, heads)
    sizes = static.array.shape
    for dim, wanted in ((0, batch * heads), (2, width)):
        if sizes[dim] != wanted:
            raise AssertionError(f"expecting {name}.size({dim}) of {wanted}, but got {sizes[dim]}")
    return static.reshape(batch, heads, sizes[1], width)


def _with_zeros(x):
    """(N, heads, S, D) with one more row of zeros."""
    batch, heads, _, width = x.array.shape
    return cat([x, x.new_zeros(batch, heads, 1, width)], 2)


def _merged(mask, padding, more, keys, batch):
    """Both masks added, after `more` columns of zeros are put to their ends."""
    if more:
        mask = None if mask is None else pad(mask, (0, more))
        padding = None if padding is None else pad(padding, (0, more))
    if padding is None:
        return mask
    for dim, wanted in enumerate((batch, keys)):
        if padding.array.shape[dim] != wanted:
            raise AssertionError(
                f"Expected key_padding_mask.shape[{dim}] to be {wanted}, but got {padding.array.shape[dim]}"
            )
    padding = padding.reshape(batch, 1, 1, keys)
    return padding if mask is None else mask + padding


def _with_weights(q, k, v, mask, p, hinted):
    scores = (q * math.sqrt(1 / q.array.shape[-1])) @ k.transpose(-2, -1)
    weights = softmax(scores if mask is None else scores + mask, -1)
    if p > 0:
        weights = dropout(weights, p)
    return weights @ v, weights


def _without_weights(q, k, v, mask, p, causal):
    return scaled_dot_product_attention(q, k, v, mask, p, causal), None


def _joined(out, weight, bias):
    """(N, heads, L, D) -> (L, N, E), projected."""
    batch, heads, length, width = out.array.shape
    rows = out.permute(2, 0, 1, 3).reshape(length * batch, heads * width)
    return linear(rows, weight, bias).reshape(length, batch, weight.array.shape[0])
