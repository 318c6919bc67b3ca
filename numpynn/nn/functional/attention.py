"""Scaled dot product attention."""

from __future__ import annotations

import math

import numpy as np

from ...derivatives import attention as primitive
from ...functional._make import check_tensor
from ...random.bernoulli import dropout_noise
from ...random.generator import engine_of
from ...tensor import Tensor
from ._common import check_flags

_NAME = "scaled_dot_product_attention"


def scaled_dot_product_attention(
    query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False
) -> Tensor:
    """softmax(scale q kᵀ + mask) v, for q (..., L, E), k (..., S, E), v (..., S, D), out (..., L, D).

    attn_mask: broadcasts to (..., L, S); True where the query sees the key, or numbers added to the scores. A row that sees
    nothing gives 0. is_causal: the query at i sees the keys up to i. scale: 1 / √E by default. dropout_p: each probability is
    dropped with this one; it holds in training and in evaluation. enable_gqa: each head of k and v, which stand in the
    third dimension from the end, serves as many heads of q as there are for it (Ainslie et al., 2023).

    Raises RuntimeError where shapes or dtypes do not fit. Vaswani et al., 2017.

    >>> import numpynn
    >>> q = numpynn.ones(2, 8, 5, 4)
    >>> numpynn.nn.functional.scaled_dot_product_attention(q, q, q, is_causal=True).shape
    torch.Size([2, 8, 5, 4])
    """
    check_flags(_NAME, is_causal=is_causal, enable_gqa=enable_gqa)
    tensors = {"query": query, "key": key, "value": value}
    _check(tensors)
    if enable_gqa:
        key, value = _shared(query, key), _shared(query, value)
    query, key, value, batch = _together(query, key, value)
    scores = (*batch, query.array.shape[-2], key.array.shape[-2])
    mask = _checked_mask(attn_mask, query, scores, is_causal)
    scale = _default_scale(query.array.shape[-1]) if scale is None else float(scale)
    keep = _keep(scores, query.array.dtype, dropout_p)
    return primitive.attention(query, key, value, mask, keep, bool(is_causal), scale)


def _default_scale(width):
    return 1 / math.sqrt(width) if width else math.inf


def _check(tensors):
    for name, tensor in tensors.items():
        check_tensor(_NAME, name, tensor)
    ranks = {name: tensor.array.ndim for name, tensor in tensors.items()}
    if min(ranks.values()) < 2:
        raise RuntimeError(
            f"{_NAME}: expected query, key and value of at least 2 dimensions, got {' and '.join(map(str, ranks.values()))}"
        )
    kinds = [tensor.dtype.name for tensor in tensors.values()]
    if len(set(kinds)) > 1:
        raise RuntimeError(f"{_NAME}: expected query, key and value of one dtype, got {', '.join(kinds)}")
    kind = tensors["query"].array.dtype.kind
    if kind == "c":
        raise NotImplementedError(f'"{_NAME}" not implemented for {kinds[0]}')
    if kind != "f":
        raise RuntimeError(f"{_NAME}: expected floating query, key and value, got {kinds[0]}")


def _shared(query, tensor):
    """Each head of `tensor` repeated for the heads of the query that it serves."""
    heads, own = _heads(query), _heads(tensor)
    if heads == own:
        return tensor
    if not own or heads % own:
        raise RuntimeError(f"{_NAME}: the {own} heads of key and value must divide the {heads} heads of the query")
    *batch, _, length, width = tensor.array.shape
    spread = tensor.unsqueeze(-3).expand(*batch, own, heads // own, length, width)
    return spread.reshape(*batch, heads, length, width)


def _heads(tensor):
    sizes = tensor.array.shape
    if len(sizes) < 3:
        raise IndexError(f"{_NAME}: with enable_gqa at least 3 dimensions are needed, got shape {list(sizes)}")
    return sizes[-3]


def _together(query, key, value):
    """Query, key and value with the same batch dimensions, and these. Raises RuntimeError where sizes do not match."""
    q, k, v = query.array.shape, key.array.shape, value.array.shape
    if q[-1] != k[-1] or k[-2] != v[-2]:
        raise RuntimeError(
            f"{_NAME}: query of shape {list(q)}, key of shape {list(k)} and value of shape {list(v)} do not fit together"
        )
    if q[:-2] == k[:-2] == v[:-2]:
        return query, key, value, q[:-2]
    try:
        batch = np.broadcast_shapes(q[:-2], k[:-2], v[:-2])
    except ValueError:
        raise RuntimeError(
            f"{_NAME}: the batches of query {list(q)}, key {list(k)} and value {list(v)} cannot be broadcast together"
        ) from None
    return *[tensor.expand(*batch, *tensor.array.shape[-2:]) for tensor in (query, key, value)], batch


def _checked_mask(mask, query, scores, is_causal):
    if mask is None:
        return None
    check_tensor(_NAME, "attn_mask", mask)
    # torch refuses both where it computes in steps; its fused form, which takes four dimensions, applies both.
    if is_causal and query.array.ndim != 4:
        raise RuntimeError(f"_{_NAME}: Explicit attn_mask should not be set when is_causal=True")
    m = mask.array
    if m.dtype not in (np.bool_, np.float32, query.array.dtype):
        raise RuntimeError(
            f"Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: {mask.dtype.name} "
            f"and query.dtype: {query.dtype.name} instead."
        )
    if len(m.shape) > len(scores) or any(
        size not in (1, wanted) for size, wanted in zip(m.shape[::-1], scores[::-1], strict=False)
    ):
        raise RuntimeError(
            f"{_NAME}: attn_mask of shape {list(m.shape)} cannot be broadcast to scores of shape {list(scores)}"
        )
    return mask


def _keep(shape, dtype, p):
    """What the probabilities are multiplied by under dropout, or None."""
    if p > 1:
        raise RuntimeError(f"dropout probability has to be between 0 and 1, but got {p}")
    if p <= 0 or 0 in shape:
        return None
    if p == 1:
        return np.zeros(shape, dtype)
    return dropout_noise(engine_of(None, "dropout"), np.empty(shape, dtype), p)
