"""For every primitive, arguments on which its rows are checked: name -> [(args, kwargs), ...].

Floating arrays are differentiated in; they stay away from kinks, so that finite differences mean something.
"""

import numpy as np

from tests import samples_fft, samples_linalg, samples_sparse, samples_special
from tests.sampling import away, between, bools, ints, normal, on, rng, start

start(0)

# Primitives that finite differences cannot check, and why.
UNCHECKED = {
    "floor_divide": "it has no derivative in torch",
    "bernoulli": "random",
    "binomial": "random",
    "dirichlet": "random",
    "dirichlet_grad": "no derivative, as in torch",
    "standard_gamma": "random",
    "standard_gamma_grad": "no derivative, as in torch",
    "ctc_loss": "torch's gradient is that of the scores before log_softmax",
    "ctc_loss_backward": "no second derivative",
    "cross_map_lrn": "torch's gradient is not the derivative",
    "geqrf": "it has no derivative in torch",
    "ldl_factor": "it has no derivative in torch",
    "ldl_solve": "it has no derivative in torch",
    "normal": "random",
    "poisson": "random",
}


SAMPLES = {
    # arithmetic
    "add": [on(normal(2, 3), normal(3)), on(normal(2), 1.5)],
    "sub": [on(normal(2, 3), normal(2, 1)), on(1.5, normal(2))],
    "mul": [on(normal(2, 3), normal(3)), on(normal(2), 3.0)],
    "div": [on(normal(2, 3), between(1, 2, 3)), on(2.0, between(1, 2, 3))],
    "neg": [on(normal(2, 3))],
    "pow": [
        on(between(0.5, 2, 2, 3), normal(3)),
        on(normal(3), 2),
        on(between(1, 2, 3), -1.5),
        on(2.0, normal(3)),
        on(normal(3), 0),
    ],
    "exp": [on(normal(3))],
    "exp2": [on(normal(3))],
    "expm1": [on(normal(3))],
    "log": [on(between(0.5, 2, 3))],
    "log2": [on(between(0.5, 2, 3))],
    "log10": [on(between(0.5, 2, 3))],
    "log1p": [on(between(-0.5, 2, 3))],
    "sqrt": [on(between(0.5, 2, 3))],
    "rsqrt": [on(between(0.5, 2, 3))],
    "reciprocal": [on(between(0.5, 2, 3))],
    "square": [on(normal(3))],
    "sin": [on(normal(3))],
    "cos": [on(normal(3))],
    "tan": [on(between(-1, 1, 3))],
    "asin": [on(between(-0.8, 0.8, 3))],
    "acos": [on(between(-0.8, 0.8, 3))],
    "atan": [on(normal(3))],
    "atan2": [on(normal(2, 3), between(0.5, 1, 3))],
    "sinh": [on(normal(3))],
    "cosh": [on(normal(3))],
    "tanh": [on(normal(3))],
    "asinh": [on(normal(3))],
    "acosh": [on(between(1.5, 3, 3))],
    "atanh": [on(between(-0.8, 0.8, 3))],
    "hypot": [on(normal(2, 3), between(0.5, 1, 3))],
    "conj": [on(normal(3))],
    "real": [on(normal(3))],
    "imag": [on(normal(3))],
    "sign": [on(away(3))],
    "abs": [on(away(3))],
    "floor": [on(away(3))],
    "ceil": [on(away(3))],
    "round": [on(rng.integers(-3, 3, 3) + 0.2)],
    "trunc": [on(away(3))],
    "frac": [on(away(3))],
    "fmod": [on(between(2.2, 2.8, 3), between(0.9, 1.0, 3))],
    "remainder": [on(between(2.2, 2.8, 3), between(0.9, 1.0, 3))],
    "div_floor": [on(between(2.2, 2.8, 3), between(0.9, 1.0, 3))],
    "div_trunc": [on(between(-2.8, -2.2, 3), between(0.9, 1.0, 3))],
    "maximum": [on(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 0.0]))],
    "minimum": [on(np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.0, 0.0]))],
    # selection
    "where": [on(bools(2, 3), normal(2, 3), normal(3))],
    "masked_fill": [on(normal(2, 3), bools(2, 3), np.array(0.5))],
    "clamp": [
        on(away(5), -1.0, 1.0),
        on(away(5), None, 1.0),
        on(away(5), -1.0, None),
        on(away(5), away(5) - 4, away(5) + 4),
    ],
    "take": [
        on(normal(3, 4), (slice(None), np.array([0, 2, 0]))),
        on(normal(3, 4), (0, slice(1, 3))),
        on(normal(3), bools(3)),
    ],
    "put": [on(normal(2, 3), np.array([1, 1]), (4, 3)), on(normal(3), (0, slice(None)), (2, 3))],
    "gather": [on(normal(3, 4), 1, ints(4, 3, 5)), on(normal(3, 4), 0, ints(3, 2, 3))],
    "scatter_add": [on(normal(3, 5), 1, ints(4, 3, 5), (3, 4))],
    "overwrite": [on(normal(3, 4), (0,), normal(4)), on(normal(3), bools(3), 0.5)],
    # shape
    "reshape": [on(normal(2, 3), (3, 2))],
    "unsqueeze": [on(normal(2, 3), (3, 2))],
    "squeeze": [on(normal(2, 3), (3, 2))],
    "squeeze_dim": [on(normal(2, 3), (3, 2))],
    "expand": [on(normal(3, 1), (2, 3, 4)), on(normal(), (2, 3))],
    "permute": [on(normal(2, 3, 4), (2, 0, 1))],
    "transpose": [on(normal(2, 3, 4), (2, 0, 1))],
    "flip": [on(normal(2, 3), (0, 1))],
    "roll": [on(normal(2, 3), (1,), (1,)), on(normal(2, 3), 2, None)],
    "tril": [on(normal(3, 4), 1)],
    "triu": [on(normal(3, 4), -1)],
    "copy": [on(normal(2, 3))],
    "contiguous": [on(normal(2, 3).T)],
    "cast": [on(normal(2, 3), np.dtype(np.float64))],
    "cat": [on(normal(2, 3), normal(2, 1), dim=1)],
    "split": [on(normal(5, 2), (2, 3), 0)],
    "stack": [on(normal(2, 3), normal(2, 3), dim=1)],
    "unbind": [on(normal(2, 3), 1)],
    "as_strided": [on(normal(3, 4), (2, 3), (1, 2), 1), on(normal(4), (3, 2), (1, 1), 0)],
    "as_strided_input": [on(normal(2, 3), (3, 4), (32, 8), (2, 3), (1, 2), 1)],
    "lay_out": [on(normal(2, 3), (8, 16))],
    # reduction
    "sum": [on(normal(2, 3, 4), (0, 2), True), on(normal(2, 3)), on(normal(2, 3), (1,))],
    "sum_to": [on(normal(2, 3, 4), (3, 1))],
    "mean": [on(normal(2, 3, 4), (0, 2)), on(normal(2, 3))],
    "wide_mean": [on(normal(2, 3, 4), (0, 2)), on(normal(2, 3))],
    "amax": [on(normal(2, 3, 4), (0, 2)), on(normal(3))],
    "amin": [on(normal(2, 3, 4), (1,), True), on(normal(3))],
    "var": [on(normal(2, 3, 4), (0, 2)), on(normal(5), None, 0)],
    "std": [on(normal(2, 3, 4), (0, 2)), on(normal(5), None, 0)],
    "prod": [on(normal(2, 3), (1,)), on(np.array([1.5, 0.0, 2.0]))],
    "cumsum": [on(normal(2, 3), 1)],
    "norm": [on(normal(2, 3), (1,)), on(normal(4))],
    "p_norm": [on(away(2, 3), 3, (1,)), on(away(4), 2.5), on(away(2, 3), 0.5, None, True)],
    # linalg
    "matmul": [on(normal(2, 3), normal(3, 4)), on(normal(5, 2, 3), normal(1, 3, 4))],
    "linear": [on(normal(2, 3), normal(4, 3), normal(4)), on(normal(2, 5, 3), normal(4, 3), None)],
    "outer": [on(normal(2), normal(3))],
    # matrix functions
    "solve": [on(normal(3, 3) + 3 * np.eye(3), normal(3, 2)), on(normal(2, 3, 3) + 3 * np.eye(3), normal(2, 3, 1))],
    "matrix_exp": [on(normal(3, 3)), on(8 * normal(2, 2, 2)), on(0 * normal(2, 2))],
}

SAMPLES |= {
    # activation
    "relu": [on(away(5))],
    "hardtanh": [on(away(5), -1.0, 1.5)],
    "threshold": [on(away(5), 1.0, 20.0)],
    "leaky_relu": [on(away(5), 0.1)],
    "prelu": [on(away(2, 3), between(0.1, 0.5, 3))],
    "elu": [on(away(5), 0.5, 1.2, 0.7)],
    "celu": [on(away(5), 0.5)],
    "sigmoid": [on(normal(5))],
    "logsigmoid": [on(normal(5))],
    "softplus": [on(normal(5), 2.0, 1.0)],
    "softsign": [on(away(5))],
    "tanhshrink": [on(normal(5))],
    "hardshrink": [on(away(5), 1.0)],
    "softshrink": [on(away(5), 1.0)],
    "hardsigmoid": [on(np.array([-4.1, -2.2, 0.5, 2.3, 3.7]))],
    "hardswish": [on(np.array([-4.1, -2.2, 0.5, 2.3, 3.7]))],
    "silu": [on(normal(5))],
    "silu_backward": [on(normal(5), normal(5))],
    "gelu": [on(normal(5))],
    "gelu_backward": [on(normal(5), normal(5))],
    "gelu_tanh": [on(normal(5))],
    "gelu_tanh_backward": [on(normal(5), normal(5))],
    "mish": [on(normal(5))],
    "mish_backward": [on(normal(5), normal(5))],
    "glu": [on(normal(2, 4), 1)],
}

SAMPLES |= {
    # softmax
    "softmax": [on(normal(2, 3), 1), on(normal(2, 3), 0)],
    "softmax_backward": [on(normal(2, 3), normal(2, 3), 1)],
    "log_softmax": [on(normal(2, 3), 1)],
    "log_softmax_backward": [on(normal(2, 3), normal(2, 3), 1)],
    "cross_entropy": [
        on(normal(3, 4), ints(4, 3), None, -100, "none"),
        on(normal(3, 4), ints(4, 3), None, None, "mean"),
        on(normal(3, 4, 2), ints(4, 3, 2), weight=between(1, 2, 4), ignore_index=None, reduce="sum"),
        on(
            normal(4, 3, 2),
            np.array([[0, 1], [2, 1], [0, 0], [1, 2]]),
            weight=between(1, 2, 3),
            ignore_index=1,
            reduce="none",
        ),
    ],
    "logsumexp": [on(normal(2, 3, 4), (0, 2), False), on(normal(2, 3), (1,), True)],
}

SAMPLES |= {
    # loss
    "squared_error": [on(normal(2, 3), normal(2, 3))],
    "huber": [on(away(5), 1.0)],
    "binary_cross_entropy": [on(between(0.1, 0.9, 4), between(0.1, 0.9, 4))],
    "binary_cross_entropy_backward": [on(normal(4), between(0.1, 0.9, 4), between(0.1, 0.9, 4))],
    "binary_cross_entropy_with_logits": [on(away(5), between(0.1, 0.9, 5))],
    "weighted_binary_cross_entropy_with_logits": [on(away(2, 3), between(0.1, 0.9, 2, 3), between(1, 2, 3))],
    "xlogy": [on(between(0.5, 2, 3), between(0.5, 2, 3))],
}

_PLANE = ((2, 1), (1, 0), (1, 2), 2)


def _waves(*sizes):
    return np.sin(np.arange(float(np.prod(sizes)))).reshape(sizes)


SAMPLES |= {
    # conv
    "conv": [
        on(normal(2, 4, 5, 6), normal(6, 2, 2, 3), *_PLANE),
        on(normal(1, 2, 7), normal(3, 2, 3), (2,), (1,), (1,), 1),
        on(_waves(2, 4, 5, 6), _waves(6, 2, 2, 3), *_PLANE, _waves(6)),
    ],
    "conv_input": [on(normal(2, 6, 3, 2), normal(6, 2, 2, 3), (2, 4, 5, 6), *_PLANE)],
    "conv_weight": [on(normal(2, 6, 3, 2), normal(2, 4, 5, 6), (6, 2, 2, 3), *_PLANE)],
    # padding
    "pad": [on(normal(2, 3), ((1, 2), (-1, 1)), 0.5)],
    "pad_by_index": [on(normal(2, 4, 5), ((1, 2), (2, -1)), mode) for mode in ("reflect", "replicate", "circular")],
    "pad_by_index_input": [
        on(normal(2, 7, 6), ((1, 2), (2, -1)), mode) for mode in ("reflect", "replicate", "circular")
    ],
}

SAMPLES |= {
    # normalization
    "batch_norm": [on(normal(4, 3, 2), normal(3), normal(3), 1e-3, None), on(normal(4, 3), None, None, 1e-3, None)],
    # The statistics are integers, for they are not differentiated in.
    "batch_norm_by_statistics": [
        on(normal(4, 3, 2), np.array([1, -2, 0]), np.array([1, 4, 2]), normal(3), normal(3), 1e-3),
        on(normal(1, 3), np.array([1, -2, 0]), np.array([1, 4, 2]), None, None, 1e-3),
    ],
    "layer_norm": [on(normal(2, 3, 4), normal(3, 4), normal(3, 4), 2, 1e-3), on(normal(2, 4), None, None, 1, 1e-3)],
    "rms_norm": [on(normal(2, 3, 4), normal(3, 4), 2, 1e-3), on(normal(2, 4), None, 1, 1e-3)],
    "group_norm": [on(normal(2, 4, 3), 2, normal(4), normal(4), 1e-3), on(normal(2, 4, 3), 4, None, None, 1e-3)],
}


def _recurrent(gates, states, *options, projection=None):
    """A packed batch of sequences of lengths 3, 2 and 2; input 2, hidden 3."""
    width = projection or 3
    starts = [normal(3, width)] + [normal(3, 3)] * (states - 1)
    weights = [0.5 * normal(gates * 3, 2), 0.5 * normal(gates * 3, width), normal(gates * 3), normal(gates * 3)]
    hr = [] if gates != 4 else [None if projection is None else normal(projection, 3)]
    return on(normal(7, 2), *starts, *weights, *hr, (3, 3, 1), *options)


SAMPLES |= {
    # recurrent
    "rnn": [_recurrent(1, 1, reverse, False) for reverse in (False, True)],
    "lstm": [_recurrent(4, 2, False), _recurrent(4, 2, True, projection=2)],
    "gru": [_recurrent(3, 1, reverse) for reverse in (False, True)],
}

_DISTINCT = rng.permutation(2 * 5 * 6).reshape(2, 5, 6) / 10
_WINDOWS = ((2, 3), (1, 2), (1, 0))

SAMPLES |= {
    # pooling
    "take_at": [on(normal(2, 3, 4), ints(12, 2, 1, 5), 2)],
    "put_at": [on(normal(2, 1, 5), ints(12, 2, 1, 5), (3, 4))],
    "write_at": [on(normal(2, 1, 4), np.array([[[0, 3, 5, 7]], [[1, 2, 4, 8]]]), (3, 4))],
    "max_pool": [on(_DISTINCT, *_WINDOWS, (1, 1), True), on(_DISTINCT, (2,), (2,), (0,), (2,), False)],
    "max_pool_coded": [on(_DISTINCT, *_WINDOWS, (1, 1), True), on(_DISTINCT, (2,), (2,), (0,), (2,), False)],
    "max_pool_input": [
        on(normal(2, 4, 2), ints(6, 2, 4, 2).astype("uint8"), (5, 6), (2, 3), (1, 2), (0, 0), (1, 1), False)
    ],
    "adaptive_max_pool": [on(_DISTINCT, (2, 4))],
    "fractional_max_pool": [on(_DISTINCT[None], (2, 2), (3, 3), samples=between(0, 1, 1, 2, 2))],
    "avg_pool": [on(normal(2, 5, 6), *_WINDOWS, True, False, None), on(normal(2, 7), (3,), (2,), (1,), False, True, 5)],
    "avg_pool_input": [on(normal(2, 6, 2), (5, 6), *_WINDOWS, False, True, None)],
    "adaptive_avg_pool": [on(normal(2, 5, 6), (2, 4))],
    "adaptive_avg_pool_input": [on(normal(2, 2, 4), (5, 6))],
}

_SEEN = np.array([[True, True, False, True], [False, False, False, False], [True, True, True, True]])


def _attention(mask, keep, causal):
    return on(normal(2, 3, 2), normal(2, 4, 2), normal(2, 4, 3), mask, keep, causal, 0.7)


SAMPLES |= {
    # attention
    "attention": [_attention(None, None, True), _attention(_SEEN, None, False), _attention(normal(3, 4), None, True)],
}

SAMPLES |= {
    # embedding
    "embedding": [on(normal(4, 3), ints(4, 2, 3), None)],
    "embedding_weight": [
        *[on(normal(2, 3, 2), ints(4, 2, 3), None, 4), on(normal(5, 260), ints(4, 5), None, 4)],
        *[on(normal(2, 3, 2), ints(4, 2, 3), None, 9), on(normal(5, 260), ints(4, 5), None, 6)],
    ],
}


def _sampled(mode, padding_mode, align_corners, rank, orders=None):
    places = np.array([-1.53, -0.71, -0.12, 0.33, 0.58, 1.37])
    grid = rng.permutation(np.tile(places, rank)).reshape(1, 2, 3, *[1] * (rank - 2), rank)
    orders = orders or (0,) * rank
    options = mode, padding_mode, align_corners, orders
    return (
        on(normal(1, 2, *(4, 5, 3)[:rank]), grid, *options),
        on(normal(1, 2, *grid.shape[1:-1]), grid, (4, 5, 3)[:rank], *options),
    )


_PLACES = [
    _sampled("linear", "zeros", False, 2),
    _sampled("linear", "border", True, 3),
    _sampled("linear", "reflection", False, 2, (1, 0)),
    _sampled("cubic", "reflection", True, 2),
    _sampled("cubic", "zeros", False, 2, (1, 2)),
    _sampled("nearest", "zeros", False, 2),
]
_RESIZED = [
    ((2, 5), (3,), "nearest-exact", False, None, False),
    ((2, 3, 5), (7, 4), "linear", True, None, False),
    ((2, 3, 5), (7, 4), "cubic", False, (2.4, 0.8), False),
    ((2, 6, 5), (3, 4), "lanczos", False, None, True),
]

SAMPLES |= {
    # vision
    "interpolate": [on(normal(*shape), *options) for shape, *options in _RESIZED],
    "interpolate_input": [on(normal(*shape), *options) for shape, *options in _RESIZED],
    "pixel_shuffle": [on(normal(2, 8, 3, 1), 2)],
    "pixel_unshuffle": [on(normal(2, 3, 4, 2), 2)],
    "channel_shuffle": [on(normal(2, 6, 2), 2)],
    "unfold": [on(normal(2, 2, 4, 5), (2, 3), (1, 2), (1, 0), (2, 1))],
    "fold": [on(normal(2, 12, 3), (4, 5), (2, 3), (1, 2), (1, 0), (2, 1))],
    "grid_sample": [places for places, _ in _PLACES],
    "grid_sample_input": [places for _, places in _PLACES],
}

SAMPLES |= {
    # sorting
    "median": [on(normal(5), False), on(normal(2, 3), True)],
}

SAMPLES |= {
    # linear_cross_entropy
    "linear_cross_entropy": [
        on(normal(5, 3), normal(4, 3), normal(4), ints(4, 5), 2),
        on(normal(5, 3), normal(4, 3), None, ints(4, 5), 5),
    ],
    # scattering
    "scatter": [on(normal(3, 4), 1, np.array([[0, 2], [1, 3], [2, 0]]), normal(3, 2))],
    "combine": [
        on(normal(3, 4), 0, ints(3, 5, 4), normal(5, 4), "prod"),
        on(normal(3, 4), 0, ints(3, 5, 4), normal(5, 4), "amax"),
        on(normal(3, 4), 1, ints(4, 3, 2), normal(3, 2), "amin"),
        on(normal(3), 0, np.array([0, 0, 1]), np.array([0.0, 2.0, 0.0]), "prod"),
    ],
}

_SIZES = ((4, 3), (3, 3), (2, 3, 5))


def _spread(*sizes):
    """Matrices whose singular values lie apart from each other and from zero."""
    return 2 * np.eye(*sizes[-2:]) * (1 + np.arange(sizes[-1])) + between(-0.3, 0.3, *sizes)


SAMPLES |= {
    # decompositions
    "det": [on(_spread(3, 3)), on(_spread(2, 2, 2))],
    "slogdet": [on(_spread(3, 3)), on(_spread(2, 2, 2))],
    "inv": [on(_spread(3, 3)), on(_spread(2, 2, 2))],
    "inv_or_inf": [on(_spread(3, 3)), on(_spread(2, 2, 2))],
    "solve_triangular": [
        on(np.eye(3) + between(0.1, 1, 3, 3), normal(2, 3, 2), upper, unit)
        for upper in (False, True)
        for unit in (False, True)
    ],
    "qr": [on(_spread(*sizes), "reduced") for sizes in _SIZES] + [on(_spread(3, 4), "complete")],
    "svd": [on(_spread(*sizes), False) for sizes in _SIZES],
    "pinv": [on(_spread(*sizes), 0.0, 1e-12, False) for sizes in _SIZES],
}
UNCHECKED |= {
    "cholesky": "torch's gradient takes the matrix for symmetric",
    "eigh": "torch's gradient takes the matrix for symmetric",
    # diagonals
    "diagonal": [on(normal(3, 4), 1, 0, 1), on(normal(2, 3, 4), -1, 2, 0)],
    "diagonal_input": [on(normal(3), (3, 4), 0, 0, 1), on(normal(2, 2), (2, 3, 4), -1, 1, 2)],
    # special
    **{
        name: [on(between(0.5, 2, 3))]
        for name in ("erf", "erfc", "lgamma", "digamma", "i0", "i1", "i0e", "i1e", "sinc", "entr")
    },
    "erfinv": [on(between(-0.8, 0.8, 3))],
    "polygamma": [on(2, between(0.5, 2, 3))],
    "logit": [on(between(0.2, 0.8, 3), None), on(np.array([0.05, 0.5, 0.97]), 0.1)],
    "xlogy": [on(normal(2, 3), between(0.5, 2, 3))],
    "logaddexp": [on(normal(2, 3), normal(3))],
    "logaddexp2": [on(normal(2, 3), normal(3))],
    "fmax": [on(np.array([1.0, 2.0]), np.array([2.0, 1.0]))],
    "fmin": [on(np.array([1.0, 2.0]), np.array([2.0, 1.0]))],
    "copysign": [on(away(3), away(3))],
    "lerp": [on(normal(2, 3), normal(3), between(0, 1, 3)), on(normal(3), normal(3), 0.7)],
    "mantissa": [on(np.array([0.7, 3.0, -5.0]), np.array([1.0, 4.0, 8.0]))],
    # running
    "cumprod": [on(normal(2, 3), 1), on(np.array([1.5, 0.0, 2.0, 0.5]), 0)],
    "logcumsumexp": [on(normal(2, 3), 1)],
    # pages of their own
    **samples_fft.SAMPLES,
    **samples_sparse.SAMPLES,
    **samples_special.SAMPLES,
    **samples_linalg.SAMPLES,
}
