"""Scaled dot product attention, fused: the scores of some heads or rows at a time, which never leave the cache.

out = P v with P = softmax(scale q kᵀ + mask), and keep * P instead of P under dropout. Backwards P is computed anew from
the largest score and the denominator of each row. Dao et al. 2022 keep the logarithm of both, which in float32 is too
coarse for large scores. A row whose scores are all masked gives 0, as in torch.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .blocks import BLOCK

# Fewer rows than these would leave BLAS too little to do in one call.
_ROWS = 64


def attention(q, k, v, mask, keep, causal, scale):
    """q (..., L, E), k (..., S, E), v (..., S, D) -> out (..., L, D), top (..., L), total (..., L).

    mask: None, or what broadcasts to (..., L, S): True where the query sees the key, or numbers added to the scores.
    keep: None, or what the probabilities are multiplied by (..., L, S): 0 where dropped, else 1 / (1 - p).
    causal: the query at i sees the keys up to i alone.
    top: the largest score of each row; total: the sum of the exponentials of what the others are below it; 0 and 1
    where all are masked.
    """
    out = np.empty((*q.shape[:-1], v.shape[-1]), q.dtype)
    tops, totals = np.empty((2, *q.shape[:-1]), q.dtype)
    q3, k3, v3, out3 = _heads(q), _heads(k), _heads(v), _heads(out)
    top2, total2 = tops.reshape(out3.shape[:2]), totals.reshape(out3.shape[:2])
    masks, keeps = _Masks(mask, q.shape[:-2]), _Masks(keep, q.shape[:-2])

    def fill(part):
        heads, rows, seen = part
        scores = _scores(q3, k3, masks, heads, rows, seen, causal, scale)
        top = np.maximum.reduce(scores, axis=-1, keepdims=True, initial=-np.inf)
        top[np.isneginf(top)] = 0
        scores -= top
        np.exp(scores, out=scores)
        total = np.add.reduce(scores, axis=-1, keepdims=True)
        total[total == 0] = 1
        top2[heads, rows], total2[heads, rows] = top[..., 0], total[..., 0]
        keeps.multiply(scores, heads, rows, seen)
        np.divide(scores @ v3[heads, :seen], total, out=out3[heads, rows])

    threads.each(fill, [part for parts in _parts(q3.shape, k3.shape[1], causal) for part in parts])
    return out, tops, totals


def attention_backward(g, q, k, v, mask, keep, causal, scale, top, total, with_mask):
    """Gradients of q, k, v and, if asked for, of the scores (..., L, S), which is that of an additive mask; else None."""
    dq, dk, dv = np.empty(q.shape, q.dtype), np.zeros(k.shape, k.dtype), np.zeros(v.shape, v.dtype)
    ds = np.zeros((*q.shape[:-1], k.shape[-2]), q.dtype) if with_mask else None
    q3, k3, v3, g3 = (_heads(a) for a in (q, k, v, g))
    dq3, dk3, dv3 = (_heads(a) for a in (dq, dk, dv))
    top2, total2 = top.reshape(q3.shape[:2]), total.reshape(q3.shape[:2])
    masks, keeps = _Masks(mask, q.shape[:-2]), _Masks(keep, q.shape[:-2])

    def fill(parts):
        for heads, rows, seen in parts:
            p = _scores(q3, k3, masks, heads, rows, seen, causal, scale)
            p -= top2[heads, rows, None]
            np.exp(p, out=p)
            p /= total2[heads, rows, None]
            some = g3[heads, rows]
            dp = some @ v3[heads, :seen].swapaxes(1, 2)
            keeps.multiply(dp, heads, rows, seen)
            # Not the product of g and out, which is as much: here all cancels where one probability is 1.
            dp -= np.vecdot(dp, p)[..., None]
            dp *= p
            keeps.multiply(p, heads, rows, seen)
            dv3[heads, :seen] += p.swapaxes(1, 2) @ some
            if ds is not None:
                _heads(ds)[heads, rows, :seen] = dp
            dp *= scale
            np.matmul(dp, k3[heads, :seen], out=dq3[heads, rows])
            dk3[heads, :seen] += dp.swapaxes(1, 2) @ q3[heads, rows]

    threads.each(fill, _parts(q3.shape, k3.shape[1], causal))
    return dq, dk, dv, ds


def attention_formula(g, q, k, v, seen, added, keep, causal, scale):
    """As `attention_backward` with a mask gradient, written with operators so that it can be differentiated again.

    The mask comes in two parts: `seen`, a boolean array, and `added`, which is finite where it is seen; each may be None.
    """
    scores = (q @ np.swapaxes(k, -1, -2)) * scale
    allowed = np.ones(scores.shape[-2:], bool)
    if causal:
        allowed = np.tril(allowed)
    if seen is not None:
        allowed = allowed & seen
    if added is not None:
        scores = scores + np.where(allowed, added, 0)
    scores = np.where(allowed, scores, 0)
    weights = np.exp(scores - np.max(scores, axis=-1, keepdims=True)) * allowed
    total = np.sum(weights, axis=-1, keepdims=True)
    p = weights / (total + (total == 0))
    kept = p if keep is None else p * keep
    dp = g @ np.swapaxes(v, -1, -2)
    if keep is not None:
        dp = dp * keep
    ds = p * (dp - np.sum(dp * p, axis=-1, keepdims=True))
    scaled = ds * scale
    return scaled @ k, np.swapaxes(scaled, -1, -2) @ q, np.swapaxes(kept, -1, -2) @ g, ds


def _scores(q, k, masks, heads, rows, seen, causal, scale):
    scores = (q[heads, rows] * scale) @ k[heads, :seen].swapaxes(1, 2)
    masks.add(scores, heads, rows, seen)
    if causal:
        hidden = np.arange(seen) > np.arange(rows.start, rows.start + scores.shape[1])[:, None]
        np.copyto(scores, -np.inf, where=hidden)
    return scores


def _parts(shape, keys, causal):
    """Parts whose scores are about a block: slices of heads and of rows, and how many keys those rows can see.

    Parts of the same heads are in one list: they add to the same gradients.
    """
    heads, length = shape[:2]
    rows = min(max(1, length), max(_ROWS, BLOCK // max(1, keys)))
    some = max(1, BLOCK // max(1, rows * keys)) if rows >= length else 1
    stretches = [slice(row, min(row + rows, length)) for row in range(0, length, rows)]
    return [
        [(slice(head, head + some), stretch, min(keys, stretch.stop) if causal else keys) for stretch in stretches]
        for head in range(0, heads, some)
    ]


def _heads(x):
    """(..., a, b) as (heads, a, b)."""
    heads = 1
    for size in x.shape[:-2]:
        heads *= size
    return x.reshape(heads, *x.shape[-2:])


class _Masks:
    """An array that broadcasts to (..., L, S), cut to some heads and rows without being expanded as a whole."""

    def __init__(self, array, batch):
        self.absent = array is None
        if self.absent:
            return
        array = array.reshape((1,) * (2 - array.ndim) + array.shape)
        self.planes = _heads(array)
        of_head = np.arange(len(self.planes)).reshape(array.shape[:-2])
        self.of_head = np.broadcast_to(of_head, batch).reshape(-1)

    def _cut(self, heads, rows, seen):
        some = self.planes[self.of_head[heads]] if len(self.planes) > 1 else self.planes
        some = some if some.shape[1] == 1 else some[:, rows]
        return some if some.shape[2] == 1 else some[:, :, :seen]

    def add(self, scores, heads, rows, seen):
        """Adds numbers; puts -inf where a boolean mask is False."""
        if self.absent:
            return
        some = self._cut(heads, rows, seen)
        if some.dtype.kind == "b":
            np.copyto(scores, -np.inf, where=~some)
        else:
            scores += some

    def multiply(self, scores, heads, rows, seen):
        """Multiplies by the numbers."""
        if not self.absent:
            scores *= self._cut(heads, rows, seen)
