"""What float32 could easily lose: the cases whose accuracy is measured beside torch's. One line each, as in cases/."""

from .case import complexes, expr, fixed, ints, module, positive, probs, unit

ROWS = (16, 64)

ACTIVATIONS = "celu elu gelu hardsigmoid hardswish leaky_relu logsigmoid mish relu selu sigmoid silu softplus"
ACTIVATIONS += " softsign tanh tanhshrink"
ELEMENTWISE = "exp expm1 sin cos tan atan asinh sinh cosh sigmoid square reciprocal exp2"
OF_POSITIVE = "log log1p log2 log10 sqrt rsqrt reciprocal"

ACCURACY = [
    *(expr(f"F.{name}(x)", x=ROWS) for name in ACTIVATIONS.split()),
    expr("F.gelu(x, approximate='tanh')", x=ROWS),
    *(expr(f"x.{name}()", x=ROWS) for name in ELEMENTWISE.split()),
    *(expr(f"x.{name}()", x=positive(ROWS)) for name in OF_POSITIVE.split()),
    expr("x.pow(2.5)", x=positive(ROWS)),
    expr("torch.atan2(x, y)", x=ROWS, y=ROWS),
    expr("x.abs()", x=complexes(ROWS)),
    *(expr(f"F.{name}(x, dim=1)", x=ROWS) for name in ("softmax", "log_softmax", "softmin")),
    expr("x.logsumexp(1)", x=ROWS),
    expr("x.sum(1)", x=(16, 300)),
    expr("x.sum()", x=(30, 30)),
    expr("x.mean(1)", x=(16, 300)),
    expr("x.var(1)", x=ROWS),
    expr("x.std(1)", x=ROWS),
    expr("(x + 1000).var(1)", x=ROWS, why="a mean far from zero"),
    expr("x.prod(1)", x=(16, 8)),
    expr("x.cumsum(1)", x=ROWS),
    expr("x.norm(dim=1)", x=ROWS),
    expr("x.norm(p=1, dim=1)", x=ROWS),
    expr("x.norm(p=3, dim=1)", x=ROWS),
    expr("x @ y", x=ROWS, y=(64, 16)),
    expr("F.linear(x, w, b)", x=ROWS, w=(16, 64), b=(16,)),
    expr("F.bilinear(x, y, w)", x=(16, 8), y=(16, 8), w=(16, 8, 8)),
    expr("F.conv1d(x, w)", x=(4, 8, 32), w=(8, 8, 5)),
    expr("F.conv2d(x, w, padding=1)", x=(2, 8, 12, 12), w=(8, 8, 3, 3)),
    expr("F.conv_transpose2d(x, w, stride=2)", x=(2, 8, 6, 6), w=(8, 8, 3, 3)),
    expr("F.avg_pool2d(x, 3)", x=(2, 4, 24, 24)),
    expr("F.lp_pool2d(x, 2, 3)", x=(2, 4, 24, 24)),
    expr("F.normalize(x)", x=ROWS),
    expr("F.cosine_similarity(x, y)", x=ROWS, y=ROWS),
    expr("F.pairwise_distance(x, y)", x=ROWS, y=ROWS),
    expr("F.layer_norm(x, (64,), w, b)", x=ROWS, w=(64,), b=(64,)),
    expr("F.layer_norm(x + 100, (64,))", x=ROWS, why="a mean far from zero"),
    expr("F.batch_norm(x, None, None, w, b, training=True)", x=(8, 6, 4, 4), w=(6,), b=(6,)),
    expr("F.batch_norm(x + 100, None, None, training=True)", x=(8, 6, 4, 4), why="a mean far from zero"),
    expr("F.mse_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
    expr("F.mse_loss(x, y)", x=ROWS, y=ROWS),
    expr("F.smooth_l1_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
    expr("F.huber_loss(x, y, reduction='none')", x=ROWS, y=ROWS),
    expr("F.cross_entropy(x, y, reduction='none')", x=ROWS, y=ints((16,), 0, 64)),
    expr("F.cross_entropy(x, y, label_smoothing=0.1)", x=ROWS, y=ints((16,), 0, 64)),
    expr("F.cross_entropy(x, y)", x=ROWS, y=fixed(probs(ROWS))),
    expr("F.binary_cross_entropy(x, y, reduction='none')", x=unit(ROWS), y=fixed(unit(ROWS))),
    expr("F.binary_cross_entropy_with_logits(x, y, reduction='none')", x=ROWS, y=fixed(unit(ROWS))),
    expr("F.kl_div(x.log_softmax(1), y, reduction='batchmean')", x=ROWS, y=fixed(probs(ROWS))),
    module("nn.LSTM(8, 16)", (10, 4, 8), call="m(x)[0]"),
    module("nn.GRU(8, 16)", (10, 4, 8), call="m(x)[0]"),
    module("nn.RNN(8, 16)", (10, 4, 8), call="m(x)[0]"),
]
