"""Cross entropy of a linear map of the input, in chunks."""

from parity_tests.case import expr, fixed, ints, module, refuses, typed, unit

T = ints((7,), 0, 4)
ONCE = "torch gives the gradient in chunks no derivative"
SHAPES = {"x": (7, 3), "w": (4, 3), "t": T}
OPTIONS = ("", "batch_chunk_size=2", "True, 3, None", "chunking_method='aspect_ratio'", "chunking_method='aspect_ratio:2'")
CASES = [
    *[
        expr(
            f"F.linear_cross_entropy(x, w, t, reduction='{reduction}', options=nn.LinearCrossEntropyOptions({options}))",
            **SHAPES,
            second=False,
            why=ONCE,
        )
        for options in OPTIONS
        for reduction in ("mean", "sum", "none")
    ],
    *[
        expr(
            f"F.linear_cross_entropy(x, w, t, linear_bias=b, weight=u, ignore_index=1, reduction='{reduction}', "
            "options=nn.LinearCrossEntropyOptions(batch_chunk_size=3))",
            **SHAPES,
            b=(4,),
            u=fixed(unit((4,))),
            second=False,
            why=ONCE,
        )
        for reduction in ("mean", "sum", "none")
    ],
    expr(
        "F.linear_cross_entropy(x, w, t, options=nn.LinearCrossEntropyOptions())",
        x=(3,), w=(4, 3), t=ints((), 0, 4), second=False, why=ONCE,
    ),
    expr("F.linear_cross_entropy(x, w, t, label_smoothing=0.1, options=nn.LinearCrossEntropyOptions())", **SHAPES),
    expr("F.linear_cross_entropy(x, w, t, options=nn.LinearCrossEntropyOptions())", x=(5, 3), w=(2, 4, 3), t=ints((5, 4), 0, 2)),
    expr("nn.LinearCrossEntropyOptions(True, 3, None, 'compact') == nn.LinearCrossEntropyOptions(True, 3, None, 'compact')"),
    expr("nn.LinearCrossEntropyOptions() == nn.LinearCrossEntropyOptions(True)"),
    expr("repr(nn.LinearCrossEntropyOptions(batch_chunk_size=3, acc_dtype=torch.float32))"),
    module(
        "nn.LinearCrossEntropyLoss(5, 4, bias=True, options=nn.LinearCrossEntropyOptions(batch_chunk_size=2))",
        (7, 5), T, second=False, why=ONCE,
    ),
    refuses("F.linear_cross_entropy(x, w, t, options=nn.LinearCrossEntropyOptions(batch_chunk_size=2, chunking_method='aspect_ratio'))", **SHAPES),
    refuses("F.linear_cross_entropy(x, w, t, options=nn.LinearCrossEntropyOptions(acc_dtype=torch.float64))", **SHAPES),
    refuses("F.linear_cross_entropy(x, w, t, options=nn.LinearCrossEntropyOptions())", x=(7, 3), w=typed("float64", (4, 3)), t=T),
    refuses("F.linear_cross_entropy(x, w, t + 1, options=nn.LinearCrossEntropyOptions())", x=(2, 3), w=(4, 3), t=ints((2,), 3, 4)),
    *[
        refuses(f"nn.LinearCrossEntropyOptions({options})")
        for options in (
            "acc_policy='x'", "chunking_method='x'", "chunking_method='aspect_ratio:0'", "chunking_method='aspect_ratio:'",
            "batch_chunk_size=0", "batch_chunk_size=1.5", "acc_dtype=torch.int32",
        )
    ],
    refuses("setattr(nn.LinearCrossEntropyOptions(), 'acc_policy', 'compact')"),
    refuses("F.linear_cross_entropy(x, w, t)", x=(2, 5, 3), w=(4, 3), t=T),
    refuses("F.linear_cross_entropy(x, w, t)", x=(7, 3), w=(3,), t=T),
    refuses("F.linear_cross_entropy(x, w, t)", x=(7, 3), w=(4, 5), t=T),
    refuses("F.linear_cross_entropy(x, w, t, linear_bias=b)", **SHAPES, b=(3,)),
    refuses("F.linear_cross_entropy(x, w, t)", x=(3,), w=(4, 2, 3), t=T),
    refuses("F.linear_cross_entropy(x, w, t, ignore_index=2)", x=(7, 3), w=(4, 3), t=unit((7, 4))),
]
