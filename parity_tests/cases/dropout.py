"""Dropout, and what else draws in passing: the same seed, the same elements."""

from parity_tests.case import expr, module, refuses

CASES = [
    *[expr(f"F.{f}(x, {p}, True)", x=shape) for f, shape in (("dropout", (4, 5)), ("dropout1d", (3, 4, 5)), ("dropout2d", (3, 4, 2, 2)), ("dropout3d", (3, 4, 2, 2, 2)), ("alpha_dropout", (4, 5)), ("feature_alpha_dropout", (3, 4, 5))) for p in (0.3, 0.0, 1.0)],
    *[expr(f"F.{f}(x, 0.3, False)", x=shape) for f, shape in (("dropout", (4, 5)), ("dropout1d", (3, 4, 5)), ("dropout2d", (3, 4, 2, 2)), ("dropout3d", (3, 4, 2, 2, 2)), ("alpha_dropout", (4, 5)), ("feature_alpha_dropout", (3, 4, 5)))],
    *[expr(f"y = x * 1; F.{f}(y, 0.3, True, True); y", x=shape) for f, shape in (("dropout", (4, 5)), ("dropout1d", (3, 4, 5)), ("dropout2d", (3, 4, 2, 2)), ("dropout3d", (3, 4, 2, 2, 2)), ("alpha_dropout", (4, 5)), ("feature_alpha_dropout", (3, 4, 5)))],
    expr("F.dropout1d(x)", x=(4, 5), why="unbatched"),
    expr("F.dropout2d(x)", x=(3, 4, 5), why="taken as (N, C, L)"),
    expr("F.dropout3d(x)", x=(4, 2, 2, 2), why="unbatched"),
    expr("F.dropout(x.t())", x=(4, 5), why="drawn in the order of memory"),
    *[refuses(f"F.{f}(x, 1.5)", x=(3, 4, 2, 2)) for f in ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout")],
    refuses("F.dropout1d(x)", x=(3, 4, 2, 2)),
    *[refuses(f"F.{f}((x * 3).to({dtype}), 0.3, True)", x=(3, 4, 2, 2)) for f in ("dropout", "alpha_dropout", "feature_alpha_dropout", "dropout2d") for dtype in ("torch.int64", "torch.bool", "torch.complex64")],
    *[expr(f"F.{f}((x * 3).to(torch.{dtype}), 1.0, True)", x=(3, 4, 2, 2), grad=False) for f in ("dropout", "alpha_dropout") for dtype in ("int64", "bool")],
    expr("F.dropout(x.half(), 0.3)", x=(4, 5), grad=False, why="float16 is divided in float32"),
    *[module(f"nn.{m}()", shape) for m, shape in (("Dropout", (4, 5)), ("Dropout1d", (3, 4, 5)), ("Dropout2d", (3, 4, 2, 2)), ("Dropout3d", (3, 4, 2, 2, 2)), ("AlphaDropout", (4, 5)), ("FeatureAlphaDropout", (3, 4, 5)))],
    *[module(f"nn.{m}(0.2, inplace=True)", shape, call="m(x * 1)") for m, shape in (("Dropout", (4, 5)), ("Dropout1d", (3, 4, 5)), ("Dropout2d", (3, 4, 2, 2)), ("Dropout3d", (3, 4, 2, 2, 2)), ("AlphaDropout", (4, 5)), ("FeatureAlphaDropout", (3, 4, 5)))],
    refuses("nn.Dropout(1.5)"),
    expr("F.rrelu(x)", x=(2, 3)),
    expr("F.rrelu(x, 0.1, 0.5, training=True)", x=(4, 5)),
    expr("y = x * 1; F.rrelu(y, training=True, inplace=True); y", x=(4, 5)),
    refuses("F.rrelu(x, 0.5, 0.1, training=True)", x=(3,)),
    module("nn.RReLU()", (4, 5)),
    module("nn.RReLU(0.2, 0.4, inplace=True)", (4, 5), call="m(x * 1)"),
    expr("F.gumbel_softmax(x)", x=(3, 4)),
    expr("F.gumbel_softmax(x, tau=0.5, hard=True, dim=0)", x=(3, 4)),
]
