"""Cross entropy of scores that are a linear map of the input, some rows at a time: the scores of all never exist at once."""

from __future__ import annotations

import numpy as np


def linear_cross_entropy(x, weight, bias, target, rows):
    """log sum exp(s) - s[target] for the scores s = x weight^T + bias, `rows` rows at a time.

    x (N, F), weight (C, F), bias (C) or None, target (N) of classes -> (N).
    Derivatives: linear_cross_entropy_slopes(g, x, weight, bias, target, rows).
    """
    out = np.empty(len(x), x.dtype)
    for part in _parts(x, rows):
        scores = _scores(x[part], weight, bias)
        top = scores.max(1)
        chosen = np.take_along_axis(scores, target[part, None], 1)[:, 0]
        np.exp(scores - top[:, None], out=scores)
        out[part] = np.log(scores.sum(1)) + (top - chosen)
    return out


def linear_cross_entropy_slopes(g, x, weight, bias, target, rows):
    """The gradients in x, weight and bias, None for no bias, from the gradient g (N)."""
    wide = _wide(x.dtype)
    each, all_alike = _factors(g)
    in_x, in_weight, in_bias = np.empty_like(x), np.zeros(weight.shape, wide), np.zeros(len(weight), wide)
    for part in _parts(x, rows):
        slope = _scores(x[part], weight, bias)
        np.exp(slope - slope.max(1, keepdims=True), out=slope)
        slope /= slope.sum(1, keepdims=True)
        slope[np.arange(len(slope)), target[part]] -= 1
        in_x[part] = slope @ weight.astype(wide, copy=False) * each[part, None]
        in_weight += slope.T @ (x[part].astype(wide, copy=False) * each[part, None])
        in_bias += each[part] @ slope
    for gradient in (in_x, in_weight, in_bias):
        gradient *= all_alike
    return in_x, in_weight.astype(weight.dtype, copy=False), None if bias is None else in_bias.astype(bias.dtype)


def _factors(g):
    """(a factor of each row, one of all rows): a g that is the same everywhere comes last, for slopes are often 0 or 1 to
    within rounding, and sums of such products are exact.
    """
    same = len(g) > 0 and bool((g == g[0]).all())
    return (np.ones_like(g), g[0]) if same else (g, g.dtype.type(1))


def _parts(x, rows):
    return [slice(first, first + rows) for first in range(0, len(x), rows)]


def _wide(dtype):
    """The precision of sums: float16 is summed in float32."""
    return np.dtype(np.float32) if dtype == np.float16 else dtype


def _scores(x, weight, bias):
    wide = _wide(x.dtype)
    scores = x.astype(wide, copy=False) @ weight.astype(wide, copy=False).T
    return scores if bias is None else scores + bias
