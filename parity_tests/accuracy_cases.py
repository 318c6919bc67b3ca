"""What float32 could easily lose: the cases whose accuracy is measured beside torch's, by family. One line each, as in
cases/. And what cannot be matched.
"""

from .case import between, complexes, expr, fixed, ints, module, positive, probs, scaled, unit

ROWS = (16, 64)

ACTIVATIONS = "celu elu gelu hardsigmoid hardswish leaky_relu logsigmoid mish relu selu sigmoid silu softplus"
ACTIVATIONS += " softsign tanh tanhshrink"
ELEMENTWISE = "exp expm1 sin cos tan atan asinh sinh cosh sigmoid square reciprocal exp2 erf erfc sinc"
OF_POSITIVE = "log log1p log2 log10 sqrt rsqrt reciprocal lgamma digamma"
INSIDE = "asin acos atanh erfinv"

ACCURACY = {
    "activation": [
        *(expr(f"F.{name}(x)", x=ROWS) for name in ACTIVATIONS.split()),
        expr("F.gelu(x, approximate='tanh')", x=ROWS),
        expr("F.glu(x)", x=ROWS),
    ],
    "elementwise": [
        *(expr(f"x.{name}()", x=ROWS) for name in ELEMENTWISE.split()),
        *(expr(f"x.{name}()", x=positive(ROWS)) for name in OF_POSITIVE.split()),
        *(expr(f"x.{name}()", x=between(ROWS, -0.99, 0.99)) for name in INSIDE.split()),
        expr("x.pow(2.5)", x=positive(ROWS)),
        expr("x.pow(y)", x=positive(ROWS), y=ROWS),
        expr("torch.atan2(x, y)", x=ROWS, y=ROWS),
        expr("torch.hypot(x, y)", x=ROWS, y=ROWS),
        expr("torch.logaddexp(x, y)", x=ROWS, y=ROWS),
        expr("torch.lerp(x, y, 0.3), x.lerp(y, 0.8), x.lerp(y, z)", x=ROWS, y=ROWS, z=unit((64,))),
        expr("x.abs()", x=complexes(ROWS)),
    ],
    "softmax": [
        *(expr(f"F.{name}(x, dim=1)", x=ROWS) for name in ("softmax", "log_softmax", "softmin")),
        expr("F.softmax(x, dim=1), F.log_softmax(x, dim=1)", x=scaled(ROWS, 10), why="some shares near 0 and 1"),
        expr("x.logsumexp(1)", x=ROWS),
    ],
    "sum": [
        expr("x.sum(1)", x=(16, 300)),
        expr("x.sum()", x=(30, 30)),
        expr("x.mean(1)", x=(16, 300)),
        expr("x.var(1)", x=ROWS),
        expr("x.std(1)", x=ROWS),
        expr("(x + 1000).var(1)", x=ROWS, why="a mean far from zero"),
        expr("x.prod(1)", x=(16, 8)),
        expr("x.cumsum(1)", x=ROWS),
        expr("x.sum(0), x.mean(0)", x=(500, 8), why="rows"),
        expr("x.var(0)", x=(64, 16), why="rows"),
        expr("torch.var_mean(x, 1)", x=(64, 9)),
        expr("torch.logcumsumexp(x, 1)", x=(16, 30)),
        expr("torch.einsum('ij,ij->i', x, y)", x=(64, 3), y=(64, 1)),
    ],
    "norm": [
        expr("x.norm(dim=1)", x=ROWS),
        expr("x.norm(p=1, dim=1)", x=ROWS),
        expr("x.norm(p=3, dim=1)", x=ROWS),
        expr("x.norm(p=2.5)", x=(9, 30)),
        expr("F.normalize(x)", x=ROWS),
        expr("F.cosine_similarity(x, y)", x=ROWS, y=ROWS),
        expr("F.pairwise_distance(x, y)", x=ROWS, y=ROWS),
        expr("F.pdist(x)", x=(12, 8)),
        expr("F.pdist(x, 1.5)", x=(12, 8)),
        expr("F.pdist(x, 3.0)", x=(12, 8)),
    ],
    "linear": [
        expr("x @ y", x=ROWS, y=(64, 16)),
        expr("F.linear(x, w, b)", x=ROWS, w=(16, 64), b=(16,)),
        expr("F.bilinear(x, y, w)", x=(16, 8), y=(16, 8), w=(16, 8, 8)),
        expr("F.conv1d(x, w)", x=(4, 8, 32), w=(8, 8, 5)),
        expr("F.conv2d(x, w, padding=1)", x=(2, 8, 12, 12), w=(8, 8, 3, 3)),
        expr("F.conv_transpose2d(x, w, stride=2)", x=(2, 8, 6, 6), w=(8, 8, 3, 3)),
        expr("F.avg_pool2d(x, 3)", x=(2, 4, 24, 24)),
        expr("F.lp_pool2d(x, 2, 3)", x=(2, 4, 24, 24)),
    ],
    "normalization": [
        expr("F.layer_norm(x, (64,), w, b)", x=ROWS, w=(64,), b=(64,)),
        expr("F.layer_norm(x + 100, (64,))", x=ROWS, why="a mean far from zero"),
        expr("F.batch_norm(x, None, None, w, b, training=True)", x=(8, 6, 4, 4), w=(6,), b=(6,)),
        expr("F.batch_norm(x + 100, None, None, training=True)", x=(8, 6, 4, 4), why="a mean far from zero"),
        expr("F.batch_norm(x + 3, None, None, training=True)", x=(2, 3, 40), why="long runs"),
        expr("F.batch_norm(x, None, None, training=True)", x=(2, 3, 4, 5)),
        expr("F.instance_norm(x)", x=(4, 4, 14, 14)),
        expr("m = torch.zeros(6, dtype=dtype); F.batch_norm(x, m, m + 1, training=True); m", x=(8, 6, 4, 4), grad=False),
    ],
    "loss": [
        expr("F.mse_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
        expr("F.mse_loss(x, y)", x=ROWS, y=ROWS),
        expr("F.smooth_l1_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
        expr("F.huber_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
        expr("F.cross_entropy(x, y, reduction='none')", x=ROWS, y=ints((16,), 0, 64)),
        expr("F.cross_entropy(x, y, label_smoothing=0.1)", x=ROWS, y=ints((16,), 0, 64)),
        expr("F.cross_entropy(x, y)", x=ROWS, y=fixed(probs(ROWS))),
        expr("F.linear_cross_entropy(x, w, y, reduction='sum')", x=(32, 3), w=(4, 3), y=ints((32,), 0, 4)),
        expr("F.binary_cross_entropy(x, y, reduction='none')", x=unit(ROWS), y=fixed(unit(ROWS))),
        expr("F.binary_cross_entropy_with_logits(x, y, reduction='none')", x=ROWS, y=fixed(unit(ROWS))),
        expr("F.binary_cross_entropy_with_logits(x, y, pos_weight=z)", x=ROWS, y=unit(ROWS), z=fixed(unit((64,)))),
        expr("F.binary_cross_entropy_with_logits(x, (y > 0) * 1.0)", x=scaled(ROWS, 10), y=fixed(ROWS), why="saturated"),
        expr("F.soft_margin_loss(x, y.sign(), reduction='none')", x=ROWS, y=fixed(ROWS)),
        expr("F.poisson_nll_loss(x, y, full=True, reduction='none')", x=unit(ROWS), y=fixed(positive(ROWS))),
        expr("F.gaussian_nll_loss(x, y, z, reduction='none')", x=ROWS, y=ROWS, z=positive(ROWS)),
        expr("F.kl_div(x.log_softmax(1), y, reduction='batchmean')", x=ROWS, y=fixed(probs(ROWS))),
    ],
    "recurrent": [
        module("nn.LSTM(8, 16)", (10, 4, 8), call="m(x)[0]"),
        module("nn.GRU(8, 16)", (10, 4, 8), call="m(x)[0]"),
        module("nn.RNN(8, 16)", (10, 4, 8), call="m(x)[0]"),
    ],
    "attention": [
        expr("F.scaled_dot_product_attention(x, y, z)", x=(4, 5), y=(6, 5), z=(6, 7)),
        expr("F.scaled_dot_product_attention(x, y, z, is_causal=True)", x=(2, 3, 4, 5), y=(2, 3, 6, 5), z=(2, 3, 6, 5)),
        expr("F.scaled_dot_product_attention(x, y, z, scale=2)", x=(4, 5), y=(6, 5), z=(6, 7)),
    ],
    "resizing": [
        expr("F.interpolate(x, (3, 8), mode='bicubic')", x=(2, 3, 5, 4)),
        expr("F.interpolate(x, scale_factor=(0.7, 1.9), mode='bicubic', antialias=True)", x=(2, 3, 5, 4)),
    ],
    "linear algebra": [
        expr("torch.linalg.det(x)", x=(3, 3)),
        expr("torch.linalg.qr(x, mode='complete')", x=(3, 4)),
    ],
}  # fmt: skip

LIMIT = 2.0

# What cannot be matched: words of the cases, the ratio that was measured, rounded up, and why.
EXCEPTIONS: list[tuple[str, float, str]] = [
    (
        "nn.RNN(3, 4, 2, bidirectional=True) | x=(5, 2, 3), y",
        2.3,
        "measured at 2.22 and 2.10, of one gradient at mixed scale: NumPy's float32 tanh errs by up to 1.4 ulps where torch's "
        "is rounded correctly; with such a tanh all ratios of the case are below 1.8",
    ),
    (
        "torch.rsub(x[0, 0], 0.5), torch.rsub(x, 2, alpha=3)",
        4.0,
        "measured at 3.72, where 2 - 3x cancels: torch multiplies and adds with one rounding, NumPy with two; in float64 "
        "every add and sub with alpha would take two to five times as long",
    ),
    (
        "F.conv1d(x, w, padding=1, dilation=2, groups=2) | x=(3, 64, 4), w=(1024, 32, 2)",
        3.2,
        "measured at 2.91, of the gradient of x at mixed scale: sums of 512 products, which NumPy's BLAS adds up one after "
        "another and torch's convolution in shorter stretches; as one matrix product in both the ratio is 1.5",
    ),
]


def limit_of(case) -> float:
    """The ratio that a case may have."""
    return next((limit for words, limit, _ in EXCEPTIONS if words in case.id), LIMIT)


# Pages of cases that the sweep leaves out, and why. It is about torch.nn and the functions of tensors under it.
_FORMULAE = "formulae of functions that are measured on pages of their own, and samples"
_NOT_OF_NN = "not under torch.nn: measured in float64 and float32 against the table of tolerances alone"
_MOVES = "moves numbers or holds settings: what it computes is measured on other pages"
LEFT_OUT = {
    "distributions": _FORMULAE,
    "distributions_kl": _FORMULAE,
    "distributions_multivariate": _FORMULAE,
    "distributions_transforms": _FORMULAE,
    "random": _FORMULAE,
    "optim": "steps add up: test_optim.py compares a hundred of them",
    "lr_scheduler": "factors of Python's floats",
    "fft": _NOT_OF_NN,
    "short_time": _NOT_OF_NN,
    "sparse_tensors": _NOT_OF_NN,
    "low_rank": _NOT_OF_NN,
    "observations": _NOT_OF_NN,
    "conversion": _MOVES,
    "creation": _MOVES,
    "data": _MOVES,
    "dtype_rules": _MOVES,
    "memory_format": _MOVES,
    "numpy_names": _MOVES,
    "option_types": _MOVES,
    "printing": _MOVES,
    "serialization": _MOVES,
    "settings": _MOVES,
    "view_updates": _MOVES,
}
