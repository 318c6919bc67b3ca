"""The attention kernel: against the plain formula, masks of every shape, gradients, and parts smaller than the whole."""

from __future__ import annotations

import numpy as np
import pytest
from kernel_checks import check_gradients

from numpynn.kernels import attention as module
from numpynn.kernels.attention import attention, attention_backward, attention_formula

BATCH, L, S, E, D = (2, 3), 5, 7, 4, 6
MASKS = [None, (L, S), (2, 1, L, S), (1, 3, L, S), (2, 3, L, S), (2, 1, 1, S), (L, 1), (S,)]


def _draw(seed=0, length=L, keys=S):
    rng = np.random.default_rng(seed)
    shapes = [(length, E), (keys, E), (keys, D), (length, D)]
    return rng, *[rng.standard_normal((*BATCH, *shape)) for shape in shapes]


def _mask(rng, shape, kind):
    if shape is None:
        return None
    if kind is bool:
        return rng.uniform(size=shape) > 0.4
    return np.where(rng.uniform(size=shape) > 0.7, -np.inf, rng.standard_normal(shape))


def _plain(q, k, v, mask, keep, causal, scale):
    scores = q @ k.swapaxes(-1, -2) * scale
    if mask is not None:
        scores = np.where(mask, scores, -np.inf) if mask.dtype == bool else scores + mask
    if causal:
        scores = np.where(np.tril(np.ones(scores.shape[-2:], bool)), scores, -np.inf)
    weights = np.exp(scores)
    total = weights.sum(-1, keepdims=True)
    p = weights / np.where(total == 0, 1, total)
    return (p if keep is None else p * keep) @ v


@pytest.mark.parametrize("shape", MASKS)
@pytest.mark.parametrize("kind", [bool, float])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("dropped", [False, True])
def test_attention(shape, kind, causal, dropped):
    rng, q, k, v, g = _draw()
    mask = _mask(rng, shape, kind)
    keep = (rng.uniform(size=(*BATCH, L, S)) > 0.3) / 0.7 if dropped else None
    options = (mask, keep, causal, 0.5)
    out, *rows = attention(q, k, v, *options)
    np.testing.assert_allclose(out, _plain(q, k, v, *options), rtol=1e-12, atol=1e-14)
    gradients = attention_backward(g, q, k, v, *options, *rows, True)
    mask, *others = options
    numbers = mask is not None and mask.dtype.kind == "f"
    parts = (np.isfinite(mask), mask) if numbers else (mask, None)
    for fused, formula in zip(gradients, attention_formula(g, q, k, v, *parts, *others), strict=True):
        np.testing.assert_allclose(fused, formula, rtol=1e-11, atol=1e-13)
    check_gradients(lambda q, k, v: attention(q, k, v, *options)[0], [q, k, v], gradients[:3], g, rng)


def test_gradient_of_an_additive_mask():
    rng, q, k, v, g = _draw()
    mask = rng.standard_normal((*BATCH, L, S))
    _, *rows = attention(q, k, v, mask, None, False, 0.5)
    *_, ds = attention_backward(g, q, k, v, mask, None, False, 0.5, *rows, True)
    check_gradients(lambda m: attention(q, k, v, m, None, False, 0.5)[0], [mask], [ds], g, rng)
    assert attention_backward(g, q, k, v, mask, None, False, 0.5, *rows, False)[3] is None


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("shape", [(2, 1, 1, 11), (1, 3, 10, 11), (10, 11), (10, 1)])
def test_parts_make_the_whole(monkeypatch, causal, shape):
    rng, q, k, v, g = _draw(1, 10, 11)
    mask = _mask(rng, shape, float)
    whole = attention(q, k, v, mask, None, causal, 0.5)
    gradients = attention_backward(g, q, k, v, mask, None, causal, 0.5, *whole[1:], True)
    monkeypatch.setattr(module, "_ROWS", 3)
    monkeypatch.setattr(module, "_SCORES", 40)
    parts = attention(q, k, v, mask, None, causal, 0.5)
    for a, b in zip(whole, parts, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-14)
    again = attention_backward(g, q, k, v, mask, None, causal, 0.5, *parts[1:], True)
    for a, b in zip(gradients, again, strict=True):
        np.testing.assert_allclose(b, a, rtol=1e-12, atol=1e-14)


def test_a_row_that_sees_nothing_is_zero():
    _, q, k, v, g = _draw()
    mask = np.ones((L, S), bool)
    mask[0] = False
    out, *rows = attention(q, k, v, mask, None, False, 0.5)
    assert not out[..., 0, :].any()
    dq, *_ = attention_backward(g, q, k, v, mask, None, False, 0.5, *rows, False)
    assert not dq[..., 0, :].any()
    assert np.isfinite(dq).all()


def test_float32_large_scores_and_no_keys():
    _, q, k, v, _ = (a.astype(np.float32) if isinstance(a, np.ndarray) else a for a in _draw())
    out, *rows = attention(q * 1000, k, v, None, None, False, 0.5)
    assert {out.dtype, *(row.dtype for row in rows)} == {np.dtype(np.float32)}
    exact = attention(*(a.astype(np.float64) for a in (q * 1000, k, v)), None, None, False, 0.5)[0]
    np.testing.assert_allclose(out, exact, rtol=1e-3, atol=1e-3)
    empty = attention(q, k[..., :0, :], v[..., :0, :], None, None, False, 0.5)[0]
    np.testing.assert_array_equal(empty, np.zeros((*BATCH, L, D)))


def _gradients(g, q, k, v, mask=None):
    options = (mask, None, False, 1)
    return attention_backward(g, q, k, v, *options, *attention(q, k, v, *options)[1:], True)


def test_float32_gradients_where_one_probability_is_1():
    _, q, k, v, g = (a.astype(np.float32) if isinstance(a, np.ndarray) else a for a in _draw())
    dq, dk, _, ds = _gradients(g, q, k, v, np.eye(L, S, dtype=bool))
    assert not (dq.any() or dk.any() or ds.any())


def test_float32_gradients_of_large_scores():
    _, q, k, v, g = (a.astype(np.float32) if isinstance(a, np.ndarray) else a for a in _draw())
    alike = np.repeat(k[..., :1, :], S, axis=-2)  # all scores of a row are one number, far from 0
    given = (g, 300 * q, alike, v)
    *_, dv, ds = _gradients(*given)
    *_, exact_dv, exact_ds = _gradients(*(a.astype(np.float64) for a in given))
    np.testing.assert_allclose(dv, exact_dv, rtol=3e-6, atol=1e-6)
    np.testing.assert_allclose(ds, exact_ds, rtol=3e-6, atol=1e-6)
