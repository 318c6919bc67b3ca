"""Convolutions and their transposes."""

from parity_tests.case import complexes, expr, ints, module, refuses

RANKS = {1: (9,), 2: (8, 7), 3: (5, 6, 4)}


def x(rank, channels=4, batch=2):
    return (batch, channels, *RANKS[rank]) if batch is not None else (channels, *RANKS[rank])


def w(rank, out=4, channels=4, kernel=3):
    return (out, channels, *(kernel,) * rank)


CASES = [
    *[expr(f"F.conv{r}d(x, w)", x=x(r), w=w(r)) for r in RANKS],
    *[expr(f"F.conv{r}d(x, w, u)", x=x(r, batch=None), w=w(r), u=(4,), why="unbatched") for r in RANKS],
    *[
        expr(f"F.conv{r}d(x, w, u, stride=2, padding=1, dilation=2)", x=x(r, batch=2), w=w(r, kernel=2), u=(4,))
        for r in RANKS
    ],
    *[expr(f"F.conv{r}d(x, w, groups=2)", x=x(r), w=w(r, out=6, channels=2)) for r in RANKS],
    *[expr(f"F.conv{r}d(x, w, groups=4)", x=x(r), w=w(r, out=8, channels=1), why="depthwise") for r in RANKS],
    *[expr(f"F.conv{r}d(x, w)", x=x(r), w=w(r, kernel=1), why="pointwise") for r in RANKS],
    *[expr(f"F.conv{r}d(x, w, padding='same')", x=x(r), w=w(r, kernel=k)) for r in RANKS for k in (2, 3)],
    *[expr(f"F.conv{r}d(x, w, padding='valid')", x=x(r), w=w(r)) for r in RANKS],
    expr("F.conv2d(x, w, stride=(2, 1), padding=(0, 2), dilation=(1, 2))", x=x(2), w=(3, 4, 2, 3)),
    expr("F.conv2d(x, w, padding='same', dilation=(3, 1))", x=x(2), w=(3, 4, 2, 4)),
    expr("F.conv2d(x, w, stride=3)", x=x(2), w=w(2, kernel=2), why="rows that no window sees"),
    expr("F.conv2d(x, w, padding=4)", x=(1, 1, 2, 2), w=(1, 1, 3, 3), why="windows that see nothing but padding"),
    expr("F.conv2d(x, w)", x=(1, 2, 3, 3), w=(1, 2, 3, 3), why="one window"),
    expr("torch.conv2d(x, w), torch.conv1d(x[:, 0], w[:, :, 0])", x=(2, 4, 4, 7), w=(3, 4, 2, 4)),
    expr("F.conv2d(x, w)", x=ints((1, 2, 4, 4), -5, 5), w=ints((3, 2, 2, 2), -5, 5)),
    expr("F.conv2d(x, w, u, stride=(2, 1), padding=(0, 1))", x=(2, 32, 3, 3), w=(512, 32, 2, 2), u=(512,), why="more weights than windows"),
    expr("F.conv1d(x, w, padding=1, dilation=2, groups=2)", x=(3, 64, 4), w=(1024, 32, 2), why="more weights than windows, in groups"),
    expr("F.conv3d(x, w)", x=(16, 2, 3, 2), w=(512, 16, 2, 2, 2), why="more weights than windows, unbatched"),
    expr("F.conv1d(x, w)", x=complexes((2, 2, 5)), w=complexes((3, 2, 2))),
    *[expr(f"F.conv_transpose{r}d(x, w)", x=x(r), w=w(r)) for r in RANKS],
    *[expr(f"F.conv_transpose{r}d(x, w, u)", x=x(r, batch=None), w=w(r), u=(4,), why="unbatched") for r in RANKS],
    *[
        expr(
            f"F.conv_transpose{r}d(x, w, u, stride=2, padding=1, output_padding=1, groups=2, dilation=2)",
            x=x(r),
            w=w(r, out=4, channels=3, kernel=2),
            u=(6,),
        )
        for r in RANKS
    ],
    expr("F.conv_transpose2d(x, w, stride=(3, 1), padding=(0, 1), output_padding=(2, 0))", x=x(2), w=(4, 2, 2, 3)),
    expr("F.conv_transpose2d(x, w, output_padding=1, dilation=2)", x=x(2), w=(4, 2, 2, 3)),
    expr(
        "F.conv_tbc(x, w, u, 1)", x=(5, 2, 3), w=(2, 3, 4), u=(4,), strided=False, why="torch wants contiguous inputs"
    ),
    refuses("F.conv2d(x, w)", x=(2, 5, 8, 8), w=(4, 3, 3, 3), why="channels differ"),
    refuses("F.conv2d(x, w)", x=(2, 5, 8, 8), w=(4, 5, 9, 9), why="a window larger than the plane"),
    refuses("F.conv2d(x, w, groups=2)", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, groups=5)", x=(2, 5, 8, 8), w=(3, 1, 3, 3)),
    refuses("F.conv2d(x, w, groups=2)", x=(2, 4, 8, 8), w=(3, 2, 3, 3)),
    refuses("F.conv2d(x, w, groups=0)", x=(2, 4, 8, 8), w=(3, 4, 3, 3)),
    refuses("F.conv2d(x, w, u)", x=(2, 5, 8, 8), w=(4, 5, 3, 3), u=(3,)),
    refuses("F.conv2d(x, w, stride=0)", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, padding=-1)", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, dilation=0)", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, stride=(1, 2, 3))", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, stride=2, padding='same')", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w, padding='full')", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w)", x=(5, 8), w=(4, 5, 3, 3)),
    refuses("F.conv2d(x, w)", x=(2, 5, 8, 8), w=(4, 5, 3)),
    refuses("F.conv2d(x, w.double() if x.dtype == torch.float32 else w.float())", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv_transpose2d(x, w)", x=(2, 5, 8, 8), w=(4, 5, 3, 3)),
    refuses("F.conv_transpose2d(x, w, output_padding=2)", x=(2, 5, 8, 8), w=(5, 3, 3, 3)),
    refuses("F.conv_transpose2d(x, w, bias=u)", x=(2, 5, 8, 8), w=(5, 3, 3, 3), u=(4,)),
    *[module(f"nn.Conv{r}d(4, 6, 3)", x(r)) for r in RANKS],
    *[module(f"nn.Conv{r}d(4, 6, 3)", x(r, batch=None), why="unbatched") for r in RANKS],
    *[module(f"nn.Conv{r}d(4, 6, 2, stride=2, padding=1, dilation=2, groups=2, bias=False)", x(r)) for r in RANKS],
    *[
        module(f"nn.Conv{r}d(4, 6, 3, padding=2, padding_mode='{mode}')", x(r))
        for r in RANKS
        for mode in ("zeros", "reflect", "replicate", "circular")
    ],
    *[
        module(f"nn.Conv{r}d(4, 6, 2, padding='same', padding_mode='{mode}')", x(r))
        for r in RANKS
        for mode in ("zeros", "reflect", "circular")
    ],
    module("nn.Conv2d(4, 6, (2, 3), (2, 1), (1, 0), (1, 2), padding_mode='reflect')", x(2)),
    module("nn.Conv2d(4, 6, 3, padding='valid', padding_mode='circular')", x(2)),
    *[module(f"nn.ConvTranspose{r}d(4, 6, 3)", x(r)) for r in RANKS],
    *[
        module(
            f"nn.ConvTranspose{r}d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False, dilation=2)",
            x(r),
        )
        for r in RANKS
    ],
    *[module(f"nn.ConvTranspose{r}d(4, 6, 3, stride=2)", x(r, batch=None), why="unbatched") for r in RANKS],
    module("nn.ConvTranspose2d(4, 6, 3, stride=3)", x(2), call="m(x, output_size=[25, 22])"),
    module("nn.ConvTranspose2d(4, 6, 3, stride=3)", x(2), call="m(x, output_size=[2, 6, 25, 22])"),
    refuses("nn.ConvTranspose2d(4, 6, 3, stride=2)(x, output_size=[30, 30])", x=x(2)),
    refuses("nn.ConvTranspose2d(4, 6, 3, stride=2)(x, output_size=[30])", x=x(2)),
    refuses("nn.Conv2d(3, 4, 3, groups=2)"),
    refuses("nn.Conv2d(4, 3, 3, groups=2)"),
    refuses("nn.Conv2d(4, 4, 3, groups=0)"),
    refuses("nn.Conv2d(3, 4, 3, padding_mode='mirror')"),
    refuses("nn.Conv2d(3, 4, 3, padding='full')"),
    refuses("nn.Conv2d(3, 4, 3, stride=2, padding='same')"),
    refuses("nn.ConvTranspose2d(3, 4, 3, padding_mode='reflect')"),
    *[
        expr(
            f"torch.manual_seed(0); m = nn.Lazy{t}{r}d(6, 3, stride=2, groups=2); before = repr(m); y = m(x); before, repr(m), [(k, v.shape) for k, v in m.state_dict().items()], y",
            x=x(r),
            dtypes=("float32",),
        )
        for r in RANKS
        for t in ("Conv", "ConvTranspose")
    ],
    expr(
        "torch.manual_seed(0); m = nn.LazyConv2d(6, 3, bias=False); m(x).sum()", x=x(2, batch=None), dtypes=("float32",)
    ),
    refuses("nn.LazyConv2d(6, 3)(x)", x=(4, 5)),
    refuses("nn.LazyConv2d(6, 3, groups=3)(x)", x=x(2)),
]
