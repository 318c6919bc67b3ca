"""Scaled dot product attention, fused: the scores of some heads or rows at a time, which never leave the cache.

out = P v with P = softmax(scale q kᵀ + mask), and keep * P instead of P under dropout. Backwards P is computed anew from
the largest score and the denominator of each row. Dao et al. 2022 keep the logarithm of both, which in float32 is too
coarse for large scores. A row whose scores are all masked gives 0, as in torch.
"""

from __future__ import annotations

import functools

import numpy as np

from . import threads
from .normalization import size

# Scores of a part: 256 KiB of float32. In parts of half as many two threads waited more often for the interpreter's lock: the
# step of a GPT took 47.5 ms, not 45.
_SCORES = 1 << 16
# Fewer rows than these would leave BLAS too little to do in one call.
_ROWS = 64
_PAGE = 4096


def attention(q, k, v, mask, keep, causal, scale):
    """q (..., L, E), k (..., S, E), v (..., S, D) -> out (..., L, D), top (..., L), total (..., L).

    mask: None, or what broadcasts to (..., L, S): True where the query sees the key, or numbers added to the scores.
    keep: None, or what the probabilities are multiplied by (..., L, S): 0 where dropped, else 1 / (1 - p).
    causal: the query at i sees the keys up to i alone.
    top: the largest score of each row; total: the sum of the exponentials of what the others are below it; the least number
    and 1 where all are masked. The axes of out lie in memory as those of q do.
    """
    q4, k4, v4 = _stacks(q), _stacks(k), _stacks(v)
    out = np.empty_like(q4, shape=(*q4.shape[:3], v.shape[-1]))
    tops, totals = np.empty((2, *q4.shape[:3]), q.dtype)
    masks, keeps = _Masks(mask, q), _Masks(keep, q)
    least = np.finfo(q.dtype).min

    def fill(part):
        at, seen = part
        scores = _scores(q4, k4, masks, at, seen, causal, scale)
        top = np.maximum.reduce(scores, axis=-1, keepdims=True, initial=least)
        scores -= top
        np.exp(scores, out=scores)
        # The largest score adds 1: less is the sum only where there is none.
        total = np.maximum(scores.reshape(top.size, seen).dot(np.ones(seen, q.dtype)), 1).reshape(top.shape[:3])
        tops[at], totals[at] = top[..., 0], total
        keeps.multiply(scores, at, seen)
        np.multiply(scores @ v4[*at[:2], :seen], (1 / total)[..., None], out=out[at])

    threads.each(fill, [part for parts in _parts(q4.shape, k4.shape[2], causal, _SCORES, _ROWS) for part in parts])
    return out.reshape(*q.shape[:-1], v.shape[-1]), tops.reshape(q.shape[:-1]), totals.reshape(q.shape[:-1])


def attention_backward(g, q, k, v, mask, keep, causal, scale, top, total, with_mask):
    """Gradients of q, k, v and, if asked for, of the scores (..., L, S), which is that of an additive mask; else None."""
    g4, q4, k4, v4 = _stacks(g), _stacks(q), _stacks(k), _stacks(v)
    dq, dk, dv = np.empty_like(q4), np.empty_like(k4), np.empty_like(v4)
    top4, total4 = top.reshape(*q4.shape[:3], 1), total.reshape(*q4.shape[:3], 1)
    ds = np.zeros((*q4.shape[:3], k4.shape[2]), q.dtype) if with_mask else None
    masks, keeps = _Masks(mask, q), _Masks(keep, q)

    def fill(parts):
        for part in parts:
            at, seen = part
            heads = at[:2]
            p = _scores(q4, k4, masks, at, seen, causal, scale)
            p -= top4[at]
            np.exp(p, out=p)
            p *= 1 / total4[at]
            some = g4[at]
            dp = some @ np.ascontiguousarray(v4[*heads, :seen].swapaxes(2, 3))
            keeps.multiply(dp, at, seen)
            # Not the product of g and out, which is as much: here all cancels where one probability is 1.
            dp -= np.vecdot(dp, p)[..., None]
            dp *= p
            keeps.multiply(p, at, seen)
            if ds is not None:
                ds[*at, :seen] = dp
            dp *= scale
            np.matmul(dp, k4[*heads, :seen], out=dq[at])
            first = part is parts[0]
            _collect(p, some, dv[heads], first)
            _collect(dp, q4[at], dk[heads], first)

    threads.each(fill, _parts(q4.shape, k4.shape[2], causal, _SCORES, _ROWS))
    grads = [d4.reshape(x.shape) for d4, x in ((dq, q), (dk, k), (dv, v))]
    return *grads, None if ds is None else ds.reshape(*q.shape[:-1], k.shape[-2])


def _collect(scores, of_rows, of_keys, first):
    """scoresᵀ of_rows: written to the keys that the first rows see, with 0 behind them, and added to those of further rows."""
    seen = scores.shape[3]
    if first:
        np.matmul(scores.swapaxes(2, 3), of_rows, out=of_keys[:, :, :seen])
        of_keys[:, :, seen:] = 0
    else:
        of_keys[:, :, :seen] += scores.swapaxes(2, 3) @ of_rows


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


def _scores(q, k, masks, at, seen, causal, scale):
    # BLAS multiplies small matrices a quarter faster where the second is not transposed, the copy included.
    scores = q[at] @ np.multiply(k[*at[:2], :seen].swapaxes(2, 3), scale, order="C")
    masks.add(scores, at, seen)
    if causal:
        np.copyto(scores, -np.inf, where=_later(at[2].start, scores.shape[2], seen))
    return scores


@functools.lru_cache(8)
def _later(first, rows, seen):
    """Which keys come after the query: (rows, seen), for the queries from `first` on."""
    return np.arange(seen) > np.arange(first, first + rows)[:, None]


@functools.lru_cache(64)
def _parts(shape, keys, causal, most, fewest):
    """Parts of about `most` scores: three slices, of the stacks, of their heads and of `fewest` rows or more; and how many keys
    these see.

    Parts of the same heads are in one list, for they add to the same gradients: first the last rows, which see most keys.
    """
    stacks, heads, length = shape[:3]
    rows = min(max(1, length), max(fewest, most // max(1, keys)))
    some = max(1, most // max(1, rows * keys)) if rows >= length else 1
    stretches = [slice(row, min(row + rows, length)) for row in range(0, max(1, length), rows)]
    stretches = [(stretch, min(keys, stretch.stop) if causal else keys) for stretch in reversed(stretches)]
    step, inner = max(1, some // max(1, heads)), min(some, max(1, heads))
    return [
        [((slice(stack, stack + step), slice(head, head + inner), stretch), seen) for stretch, seen in stretches]
        for stack in range(0, stacks, step)
        for head in range(0, heads, inner)
    ]


def _stacks(x):
    """(..., heads, a, b) as (stacks, heads, a, b); copied where BLAS cannot read it, or would read each row from another page."""
    *batch, a, b = x.shape
    x = x.reshape(size(batch[:-1]), batch[-1] if batch else 1, a, b)
    return x if x.strides[3] == x.itemsize and b * x.itemsize <= x.strides[2] < _PAGE else np.ascontiguousarray(x)


class _Masks:
    """An array that broadcasts to (..., L, S), cut to some heads and rows without being expanded as a whole."""

    def __init__(self, array, q):
        self.absent = array is None
        if self.absent:
            return
        array = array.reshape((1,) * (2 - array.ndim) + array.shape)
        of_head = np.arange(size(array.shape[:-2])).reshape(array.shape[:-2])
        self.planes = array.reshape(of_head.size, *array.shape[-2:])
        self.of_head = _stacks(np.broadcast_to(of_head[..., None, None], (*q.shape[:-2], 1, 1)))[:, :, 0, 0]

    def _cut(self, at, seen):
        stacks, heads, rows = at
        some = self.planes[self.of_head[stacks, heads]] if len(self.planes) > 1 else self.planes
        some = some if some.shape[-2] == 1 else some[..., rows, :]
        return some if some.shape[-1] == 1 else some[..., :seen]

    def add(self, scores, at, seen):
        """Adds numbers; puts -inf where a boolean mask is False."""
        if self.absent:
            return
        some = self._cut(at, seen)
        if some.dtype.kind == "b":
            np.copyto(scores, -np.inf, where=~some)
        else:
            scores += some

    def multiply(self, scores, at, seen):
        """Multiplies by the numbers."""
        if not self.absent:
            scores *= self._cut(at, seen)
