"""Softmax and its kin."""

from parity_tests.case import expr, ints, module, refuses, scaled, values

inf = float("inf")

CASES = [
    *[expr(f"torch.{name}(x, {dim})", x=shape) for name in ("softmax", "log_softmax", "logsumexp") for dim, shape in ((0, (3,)), (-1, (2, 3)), (0, (2, 3)), (1, (2, 3, 4)))],
    *[expr(f"x.{name}({dim})", x=shape) for name in ("softmax", "log_softmax", "logsumexp") for dim, shape in ((0, ()), (1, (2, 40)), (0, (40, 2)))],
    *[expr(f"F.{name}(x, dim=1)", x=(2, 3, 4)) for name in ("softmax", "log_softmax", "softmin")],
    *[expr(f"F.{name}(x)", x=shape, why="the dimension is guessed") for name in ("softmax", "log_softmax", "softmin") for shape in ((3,), (2, 3), (2, 3, 4), (2, 3, 2, 2))],
    *[expr(f"torch.{name}(x, 0)", x=values([v, w, 0.5]), grad=False, why="extremes") for name in ("softmax", "log_softmax", "logsumexp") for v, w in ((inf, 1.0), (-inf, 1.0), (-inf, -inf), (1e30, -1e30), (float("nan"), 0.0))],
    expr("torch.softmax(x, 0), torch.logsumexp(x, 0)", x=values([-inf, -inf]), grad=False, why="nothing but -inf"),
    expr("torch.softmax(x, 1, dtype=torch.float64)", x=(2, 3)),
    expr("F.log_softmax(x, 1, dtype=torch.float64)", x=(2, 3)),
    expr("torch.softmax(x, 0, dtype=dtype)", x=ints((4,), 0, 9)),
    expr("torch.logsumexp(x, (0, 2), keepdim=True)", x=(2, 3, 4)),
    expr("torch.logsumexp(x, 0)", x=ints((4,), 0, 9)),
    expr("torch.softmax(x, 1)", x=scaled((4, 100), 50.0)),
    expr("torch.log_softmax(x, 1)", x=scaled((4, 100), 50.0)),
    refuses("torch.softmax(x, 0)", x=ints((4,), 0, 9), why="integers"),
    refuses("torch.log_softmax(x, 0)", x=ints((4,), 0, 9), why="integers"),
    refuses("torch.softmax(x, 2)", x=(2, 3), why="no such dimension"),
    module("nn.Softmax()", (2, 3)),
    module("nn.Softmax(dim=0)", (2, 3)),
    module("nn.LogSoftmax()", (2, 3)),
    module("nn.LogSoftmax(dim=0)", (2, 3)),
    module("nn.Softmin()", (2, 3)),
    module("nn.Softmin(dim=0)", (2, 3)),
    module("nn.Softmax2d()", (2, 3, 4, 5)),
    module("nn.Softmax2d()", (3, 4, 5)),
    refuses("nn.Softmax2d()(x)", x=(2, 3)),
]
