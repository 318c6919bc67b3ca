"""Attention with scores of one's own: what it is without any, its gradients, the largest scores."""

import math

import numpy as np

import numpynn
from numpynn.nn import functional as F
from numpynn.nn.attention.flex_attention import AuxRequest, create_block_mask, flex_attention


def drawn(*shapes):
    rng = np.random.default_rng(0)
    return [numpynn.tensor(rng.standard_normal(shape), requires_grad=True) for shape in shapes]


def gradients(out, inputs):
    return [g.numpy() for g in numpynn.autograd.grad((out * out).sum(), inputs)]


def test_a_causal_mask_is_scaled_dot_product_attention_with_its_gradients():
    inputs = drawn((2, 3, 5, 4), (2, 3, 5, 4), (2, 3, 5, 2))
    mask = create_block_mask(lambda b, h, q, kv: q >= kv, None, None, 5, 5)
    ours, plain = flex_attention(*inputs, block_mask=mask), F.scaled_dot_product_attention(*inputs, is_causal=True)
    np.testing.assert_allclose(ours.detach().numpy(), plain.detach().numpy(), rtol=1e-12)
    for one, other in zip(gradients(ours, inputs), gradients(plain, inputs), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-14)


def test_a_query_that_sees_nothing_gives_nothing():
    q, k, v = drawn((1, 1, 2, 3), (1, 1, 4, 3), (1, 1, 4, 3))
    mask = create_block_mask(lambda b, h, q, kv: (q == 0) & (kv < 2), None, None, 2, 4, BLOCK_SIZE=2)
    out, lse = flex_attention(q, k, v, block_mask=mask, return_lse=True)
    assert (out[0, 0, 1] == 0).all()
    assert lse[0, 0, 1].item() == -math.inf
    assert mask.to_dense().tolist() == [[[[1, 0]]]]


def test_the_gradient_of_a_learnt_bias():
    q, k, v, bias = drawn((1, 2, 3, 4), (1, 2, 3, 4), (1, 2, 3, 4), (2, 3, 3))
    out = flex_attention(q, k, v, lambda score, b, h, q_idx, kv_idx: score + bias[h, q_idx, kv_idx])
    plain = F.scaled_dot_product_attention(q, k, v, attn_mask=bias)
    np.testing.assert_allclose(gradients(out, [bias])[0], gradients(plain, [bias])[0], rtol=1e-10, atol=1e-14)


def test_the_largest_scores():
    q, k, v = drawn((1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 4))
    _, aux = flex_attention(q, k, v, return_aux=AuxRequest(max_scores=True))
    scores = q.detach().numpy() @ k.detach().numpy().swapaxes(-1, -2) / 2
    np.testing.assert_allclose(aux.max_scores.detach().numpy(), scores.max(-1), rtol=1e-12)
    assert aux.lse is None
