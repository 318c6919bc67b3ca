"""Options of modules that other pages leave at their defaults: the deprecated flags of losses, lazy modules, padding."""

from ..case import expr, ints, refuses, unit

T = ints((3,), 0, 4)
SIGNS = "torch.tensor([1.0, -1.0, 1.0], dtype=dtype)"
LOSSES = {
    "BCELoss": ("x.sigmoid(), y", unit((3, 4))),
    "BCEWithLogitsLoss": ("x, y", unit((3, 4))),
    "CosineEmbeddingLoss": (f"x, y, {SIGNS}", (3, 4)),
    "CrossEntropyLoss": ("x, y", T),
    "HingeEmbeddingLoss": (f"x[:, 0], {SIGNS}", (3, 4)),
    "KLDivLoss": ("x, y", unit((3, 4))),
    "L1Loss": ("x, y", (3, 4)),
    "MarginRankingLoss": (f"x[:, 0], y[:, 0], {SIGNS}", (3, 4)),
    "MultiLabelMarginLoss": ("x, torch.tensor([[3, 0, -1, 1], [1, 2, 3, -1], [0, -1, 1, 1]])", (3, 4)),
    "MultiLabelSoftMarginLoss": ("x, y", unit((3, 4))),
    "MultiMarginLoss": ("x, y", T),
    "NLLLoss": ("x, y", T),
    "PoissonNLLLoss": ("x, y", unit((3, 4))),
    "SmoothL1Loss": ("x, y", (3, 4)),
    "SoftMarginLoss": ("x, y.sign().detach()", (3, 4)),
    "TripletMarginLoss": ("x, y, y.flip(0)", (3, 4)),
    "MSELoss": ("x, y", (3, 4)),
}
FLAGS = ("size_average=False", "reduce=False", "size_average=True, reduce=True")
NO_SECOND = {"MultiMarginLoss", "MultiLabelMarginLoss"}
SPATIAL = {1: (6,), 2: (6, 5), 3: (4, 5, 4)}

CASES = [
    *[
        expr(
            f"nn.{name}({flags})({call})", x=(3, 4), y=other, empty=False, second=name not in NO_SECOND,
            why="the other operands are of this length; torch has no second derivative of the margin losses",
        )
        for name, (call, other) in LOSSES.items()
        for flags in FLAGS
    ],
    expr(
        "nn.NLLLoss2d(torch.tensor([0.5, 1, 2], dtype=dtype), None, 1, None, 'sum')(x, y)",
        x=(2, 3, 2, 2), y=ints((2, 2, 2), 0, 3), strided=False, why="torch wants a contiguous gradient",
    ),
    *[
        expr(f"nn.NLLLoss2d({flags})(x, y)", x=(2, 3, 2, 2), y=ints((2, 2, 2), 0, 3), strided=False, why="as above")
        for flags in ("size_average=False", "reduce=False")
    ],
    expr("F.kl_div(x, y, size_average=False, reduction='batchmean')", x=(3, 4), y=unit((3, 4))),
    # Lazy modules with every option of their own.
    *[
        expr(
            f"torch.manual_seed(0); m = nn.LazyConv{r}d(4, 3, bias=False, dilation=2, padding=2, padding_mode='circular', "
            "dtype=dtype); m(x), repr(m)",
            x=(2, 2, *shape),
        )
        for r, shape in SPATIAL.items()
    ],
    *[
        expr(
            f"torch.manual_seed(0); m = nn.LazyConvTranspose{r}d(4, 2, 2, padding=1, output_padding=1, bias=False, dilation=2, "
            "dtype=dtype); m(x), repr(m)",
            x=(2, 2, *shape),
        )
        for r, shape in SPATIAL.items()
    ],
    *[
        refuses(f"nn.{lazy}ConvTranspose{r}d({channels}4, 2, padding_mode='reflect')")
        for r in SPATIAL
        for lazy, channels in (("", "2, "), ("Lazy", ""))
    ],
    *[
        expr(f"m = nn.LazyBatchNorm{r}d(bias=False, dtype=dtype); m(x), repr(m)", x=(2, 3, *shape), empty=False, why="a batch of none has no statistics")
        for r, shape in SPATIAL.items()
    ],
    *[
        expr(f"m = nn.LazyInstanceNorm{r}d({options}, dtype=dtype); m(x), repr(m)", x=(2, 3, *shape), empty=False, why="torch takes no batch of none")
        for r, shape in SPATIAL.items()
        for options in ("affine=False", "bias=False", "track_running_stats=False")
    ],
    expr(
        "m = nn.SyncBatchNorm(3, track_running_stats=False, bias=False, dtype=dtype); m(x), repr(m)",
        x=(2, 3, 4), empty=False, why="a batch of none has no statistics",
    ),
    expr("nn.FractionalMaxPool2d(2, 2, _random_samples=torch.full((2, 3, 2), 0.3, dtype=dtype))(x)", x=(2, 3, 5, 6), empty=False, why="samples are for two"),
    expr("nn.FractionalMaxPool3d(2, 2, _random_samples=torch.full((2, 3, 3), 0.3, dtype=dtype))(x)", x=(2, 3, 5, 6, 5), empty=False, why="samples are for two"),
    expr("nn.Hardtanh(min_value=-0.5, max_value=0.25)(x)", x=(3, 4)),
    expr("m = nn.Embedding(4, 3, _freeze=True); [p.requires_grad for p in m.parameters()]"),
]  # fmt: skip
