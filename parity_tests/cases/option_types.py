"""Functions of nn.functional by the types they take: options, mixed dtypes, integers where there are none."""

from ..case import expr, ints, refuses

OTHER = "torch.float64 if dtype == torch.float32 else torch.float32"


def mixed(text):
    """A function whose second operand, z, is in the other precision."""
    return refuses(f"z = torch.ones(4, dtype={OTHER}); {text}", x=(3, 4, 4), why="mixed dtypes")


CASES = [
    # Flags are bools: torch takes no number for one.
    *[
        refuses(text, x=(2, 3, 6))
        for text in (
            "F.max_pool1d(x, 2, ceil_mode=1)",
            "F.avg_pool1d(x, 2, count_include_pad=None)",
            "F.avg_pool1d(x, 2, ceil_mode=0)",
            "F.lp_pool1d(x, 2.0, 2, ceil_mode=1)",
            "F.kl_div(x, x, log_target=1)",
            "F.poisson_nll_loss(x, x, log_input=1)",
            "F.poisson_nll_loss(x, x, full=None)",
            "F.pairwise_distance(x, x, keepdim=0)",
            "F.pairwise_distance(x, x, eps=None)",
            "F.cosine_similarity(x, x, eps=None)",
            "F.batch_norm(x, None, None, training=1)",
            "F.embedding(torch.tensor([0]), x[0], scale_grad_by_freq=1)",
            "F.embedding(torch.tensor([0]), x[0], sparse=1)",
            "F.layer_norm(x, 6)",
            "F.layer_norm(x, (6.0,))",
            "F.rms_norm(x, 6)",
            "F.pad(x, 'same')",
            "F.pad(x, (1.0, 1))",
            "F.max_pool1d(x, 2, padding='same')",
            "F.avg_pool1d(x, 2, padding='valid')",
            "F.conv_transpose1d(x, torch.ones(3, 2, 2, dtype=dtype), padding='valid')",
            "F.conv1d(x, torch.ones(2, 3, 2, dtype=dtype), stride=None)",
            "F.group_norm(x, 0)",
        )
    ],
    # Parameters have the input's precision.
    *[
        mixed(text)
        for text in (
            "F.batch_norm(x, z, z)",
            "F.batch_norm(x, None, None, z, z, training=True)",
            "F.instance_norm(x, None, None, z, z)",
            "F.layer_norm(x, (4,), z)",
            "F.layer_norm(x, (4,), z, z)",
            "F.group_norm(x, 2, z, z)",
            "nn.RNN(4, 4, dtype=dtype)(x, z.expand(1, 4, 4))",
            "nn.GRU(4, 4, dtype=dtype)(x, z.expand(1, 4, 4))",
            "nn.LSTM(4, 4, dtype=dtype)(x, (z.expand(1, 4, 4), z.expand(1, 4, 4)))",
            "nn.RNNCell(4, 4, dtype=z.dtype)(x[0])",
            "nn.GRUCell(4, 4, dtype=z.dtype)(x[0])",
            "nn.LSTMCell(4, 4, dtype=z.dtype)(x[0])",
            "nn.GRUCell(4, 4, dtype=dtype)(x[0], z.expand(4, 4))",
            "F.nll_loss(x[0], torch.zeros(4, dtype=torch.int64), z)",
        )
    ],
    expr("F.huber_loss(x, y.float())", x=(3, 4), y=(3, 4), grad=False),
    expr("F.soft_margin_loss(x, y.float())", x=(3, 4), y=(3, 4), grad=False, tol=(1e-6, 1e-6), why="one operand is single"),
    expr("F.cosine_similarity(x, y)", x=(3, 4), y=ints((3, 4), 1, 5)),
    expr("F.batch_norm(x.half(), torch.ones(3), torch.ones(3)).dtype", x=(2, 3), grad=False),
    expr("F.batch_norm(x, torch.ones(2, dtype=dtype), torch.ones(2, dtype=dtype))", x=(2, 3, 0)),
    # Integers, booleans and complex numbers where a function is for real ones.
    *[
        refuses(text, x=ints((3, 4, 4), 0, 2))
        for text in (
            "F.batch_norm(x, torch.ones(4), torch.ones(4))",
            "F.layer_norm(x, (4,))",
            "F.group_norm(x, 2)",
            "F.rms_norm(x, (4,))",
            "F.instance_norm(x)",
            "F.prelu(x, torch.tensor([1]))",
            "F.mse_loss(x, x)",
            "F.binary_cross_entropy_with_logits(x.float(), x)",
            "F.kl_div(x.float(), x)",
            "F.cross_entropy(x[0], torch.zeros(4, dtype=torch.int64))",
            "F.multilabel_margin_loss(x[0].float(), x[0].float())",
            "F.multilabel_margin_loss(x[0].float(), x[0] + 9)",
            "F.softmax(x.float(), 0, dtype=torch.int64)",
            "F.max_pool1d(x, 2)",
            "F.adaptive_avg_pool1d(x, 2)",
            "F.adaptive_max_pool1d(x, 2)",
            "F.softsign(x.bool())",
            "F.tanhshrink(x.bool())",
            "F.glu(x[:, :, :3])",
        )
    ],
    expr("F.max_pool1d(x, 2, return_indices=True)", x=ints((3, 4, 4), 0, 9)),
    *[
        refuses(f"F.{name}(torch.complex(x, x))", x=(3,))
        for name in (
            "celu leaky_relu mish logsigmoid softplus softshrink hardshrink hardsigmoid hardswish rrelu elu relu".split()
        )
    ],
    expr("F.tanhshrink(torch.complex(x, x))", x=(3,)),
    refuses("F.soft_margin_loss(x, x)", x=(3,), why="the target requires grad"),
    refuses("F.feature_alpha_dropout(x, training=True)", x=(3,), why="features need two dimensions"),
    expr("F.pairwise_distance(x, y, p=0.0)", x=(), y=(), grad=False),
    *[
        expr(f"F.{loss}(x, y, reduction='elementwise_mean')", x=(3, 4), y=(3, 4))
        for loss in ("mse_loss", "l1_loss", "hinge_embedding_loss")
    ],
    expr("F.multilabel_soft_margin_loss(x, y)", x=(3, 4), y=(2, 3, 4)),
    refuses("F.nll_loss(x, y)", x=(4,), y=ints((3, 3), 0, 4), why="more dimensions than one target has"),
    refuses("F.nll_loss(x, y)", x=(2, 4, 3, 3), y=ints((2, 3, 3, 2), 0, 4), why="more dimensions than images have"),
    expr("repr(nn.Embedding(3, 2, sparse=0))"),
    # Shapes and options that torch looks at in an order of its own.
    *[
        refuses(text, x=(2, 3, 6))
        for text in (
            "F.gelu(x, 'tanh')",
            "F.threshold(x, 0.1, None)",
            "F.adaptive_avg_pool1d(x, None)",
            "F.adaptive_avg_pool2d(x, None)",
            "F.adaptive_max_pool1d(x, (None,))",
            "F.adaptive_avg_pool2d(x, (3, 2, 1))",
            "F.avg_pool2d(x[0, 0], 2)",
            "F.fractional_max_pool2d(x[0], 2, 2)",
            "F.fractional_max_pool3d(x.reshape(1, 3, 2, 6), 2, (2, 2, 2))",
            "F.max_unpool1d(x[0, 0, 0], x[0, 0, 0].long(), 2)",
            "F.lp_pool1d(x, 2.0, (3,))",
            "F.lp_pool2d(x, 2.0, (3,))",
            "F.pad(x, (1, 1), 'bilinear', 1.5)",
            "F.batch_norm(x, None, None, training=True, momentum=None)",
            "F.instance_norm(x, momentum=None)",
            "F.huber_loss(x, x, reduction='x', delta=0)",
            "F.soft_margin_loss(x[0].detach(), x.detach())",
            "F.binary_cross_entropy(x[0].sigmoid(), x[0].sigmoid(), x)",
            "F.binary_cross_entropy_with_logits(x[0], x[0], x)",
            "F.cross_entropy(x[0, 0, 0], torch.tensor(0))",
            "F.cross_entropy(x[0], torch.tensor(0))",
            "F.nll_loss(x[0, 0, 0], torch.tensor(0))",
            "F.multi_margin_loss(x[0], torch.tensor([0, 1, 2]), weight=torch.ones(3, dtype=dtype))",
        )
    ],
    expr("F.fractional_max_pool3d(x, 2, 2, _random_samples=torch.full((1, 2, 3), 0.4, dtype=dtype))", x=(1, 2, 4, 5, 4)),
    expr("torch.manual_seed(0); F.dropout3d(x, 0.5)", x=(2, 3, 4, 2, 2, 2)),
    *[
        expr(f"F.multilabel_margin_loss(x, torch.zeros(0, 4, dtype=torch.int64), reduction='{r}')", x=(0, 4), grad=False)
        for r in ("mean", "sum", "none")
    ],
    *[
        refuses(text, x=(2, 3, 6))
        for text in (
            "F.dropout(x, training=0)",
            "F.alpha_dropout(x, training=1)",
            "F.dropout1d(x, training=None)",
            "F.embedding_bag(torch.tensor([[0]]), x[0], sparse=2)",
            "F.embedding_bag(torch.tensor([[0]]), x[0], scale_grad_by_freq=1)",
            "F.grid_sample(x[None], torch.zeros(1, 2, 2, 2, dtype=dtype), align_corners=1)",
            "F.triplet_margin_loss(x, x, x, swap=1)",
            "F.triplet_margin_loss(x, x, x, eps=None)",
            "F.scaled_dot_product_attention(x, x, x, enable_gqa=1)",
            "F.softshrink(x, float('inf'))",
            "F.instance_norm(x, running_mean=torch.zeros(3, dtype=dtype))",
            "F.rms_norm(x[0, 0], (3, 6))",
            "F.conv_transpose1d(x[:, :, :0], torch.ones(3, 2, 2, dtype=dtype))",
            "F.threshold(x, torch.ones(2), 0.0)",
            "nn.LazyInstanceNorm1d()(x[0])",
            "F.ctc_loss(x, torch.ones(3, 1, dtype=torch.int64), [2] * 3, [1] * 3, zero_infinity=1)",
        )
    ],
    *[expr(f"F.mse_loss(x, y, {flags})", x=(3, 4), y=(3, 4)) for flags in ("size_average=0.5", "reduce=2", "reduce=0")],
    expr("F.adaptive_avg_pool2d(x, 1)", x=(2, 2, 2, 3, 4)),
    expr("F.adaptive_avg_pool3d(x, (1, 1, 1))", x=(2, 1, 2, 2, 3, 4)),
    expr("F.lp_pool1d(x, float('inf'), (2,))", x=(2, 3, 6)),
    expr("F.feature_alpha_dropout(x, 1.0, training=True)", x=(3,), grad=False),
    expr("F.adaptive_avg_pool1d(x, torch.tensor(2))", x=(2, 3, 6)),
    expr("F.group_norm(x, 2)", x=(0, 4, 3)),
    *[
        expr(
            "m = nn.InstanceNorm1d(3, track_running_stats=True, dtype=dtype); m(x), m.running_mean, m.running_var",
            x=shape, grad=False,
        )
        for shape in ((0, 3, 4), (2, 3, 0))
    ],
    # What must be a tensor.
    *[
        refuses(text.replace("?", wrong), x=(2, 3, 6))
        for wrong in ("3", "None")
        for text in (
            "F.hardtanh(?)",
            "F.threshold(?, 0.1, 2.0)",
            "F.prelu(?, torch.ones(1))",
            "F.prelu(x, ?)",
            "F.dropout(?)",
            "F.alpha_dropout(?)",
            "F.gumbel_softmax(?)",
            "F.conv1d(?, x)",
            "F.conv1d(x, ?)",
            "F.conv_transpose1d(?, x)",
            "F.conv_transpose1d(x, ?)",
            "F.max_pool1d(?, 2)",
            "F.avg_pool1d(?, 2)",
            "F.adaptive_avg_pool1d(?, 2)",
            "F.max_unpool2d(x, ?, 2)",
            "F.pad(?, (1, 1))",
            "F.batch_norm(?, x[0, 0], x[0, 0])",
            "F.layer_norm(?, (6,))",
            "F.rms_norm(?, (6,))",
            "F.cosine_similarity(x, ?)",
            "F.pairwise_distance(x, ?)",
            "F.pdist(?)",
            "F.soft_margin_loss(x, ?)",
            "F.kl_div(x, ?)",
            "F.poisson_nll_loss(x, ?)",
            "F.gaussian_nll_loss(x, x, ?)",
            "F.hinge_embedding_loss(x, ?)",
            "F.nll_loss(x[0], ?)",
            "F.cross_entropy(?, x[0])",
            "F.multi_margin_loss(x[0], ?)",
            "F.multilabel_margin_loss(x[0], ?)",
            "F.cosine_embedding_loss(x, x, ?)",
            "F.triplet_margin_loss(x, ?, x)",
        )
    ],
    refuses("F.conv1d(x, torch.ones(2, 3, 2, dtype=dtype), 3)", x=(2, 3, 6)),
    refuses("F.batch_norm(x, 3, None, training=True)", x=(2, 3, 6)),
]
