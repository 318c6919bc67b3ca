"""Reductions."""

from parity_tests.case import bools, distinct, expr, ints, positive, refuses, values

nan = float("nan")
DIMS = ["", "0", "-1", "(0, 2)", "1, True", "(0, 1), keepdim=True"]

CASES = [
    *[expr(f"torch.{f}(x{', ' if d else ''}{d}), x.{f}({d})", x=distinct((2, 3, 4))) for f in ("sum", "mean", "var", "std") for d in DIMS],
    *[expr(f"torch.{f}(x{', ' if d else ''}{d}), x.{f}({d})", x=distinct((2, 3, 4))) for f in ("amax", "amin") for d in DIMS],
    *[expr(f"torch.{f}(x)", x=()) for f in ("sum", "mean", "prod", "amax", "amin", "max", "min")],
    *[expr(f"x.{f}(0)", x=()) for f in ("sum", "mean", "prod", "amax", "amin")],
    expr("x.sum(()), x.mean(())", x=(2, 3)),
    expr("torch.sum(x), x.sum(0), torch.prod(x), torch.cumsum(x, 0)", x=ints((2, 3), -5, 5)),
    expr("torch.sum(x), x.sum(0), torch.prod(x), torch.cumsum(x, 0), x.any(), x.all(), x.any(1), x.all(0, keepdim=True)", x=bools((2, 3))),
    expr("torch.sum(x, dtype=torch.float64), x.mean(dtype=torch.float64), x.prod(dtype=torch.float64), x.cumsum(0, dtype=torch.float64)", x=(2, 3)),
    expr("torch.sum(x, dtype=torch.float32)", x=ints((2, 3), 0, 5)),
    expr("torch.prod(x), torch.prod(x, 1), x.prod(0, keepdim=True)", x=(2, 3)),
    expr("torch.prod(x), x.prod(0), x.prod(1)", x=values([[1.5, 0.0, 2.0], [0.0, 0.0, 3.0]]), why="zeros among the factors"),
    expr("torch.var(x, unbiased=False), torch.var(x, 1, False), torch.var(x, dim=1, correction=0), torch.std(x, correction=2), x.var(False)", x=(2, 4)),
    expr("torch.var(x), torch.std(x)", x=values([1.0]), grad=False, why="no freedom left"),
    expr("torch.max(x), torch.min(x), x.max(), x.min()", x=distinct((2, 3))),
    expr("torch.max(x, 1), torch.min(x, 0), x.max(-1, keepdim=True), x.min(1, True)", x=distinct((2, 3, 4))),
    expr("torch.max(x, y), x.max(y), torch.min(x, y), x.min(y)", x=distinct((2, 3)), y=(3,)),
    expr("torch.max(x), x.max(0), x.amax(0), x.argmax(), torch.min(x)", x=values([[1.0, nan], [2.0, 3.0]]), grad=False, why="nan wins"),
    expr("torch.max(x), torch.amax(x, 0)", x=values([[2.0, 2.0], [2.0, 1.0]]), second=False, why="ties share the gradient"),
    expr("torch.max(x), x.max(0), torch.amax(x, 1)", x=ints((2, 3), 0, 9)),
    refuses("torch.max(x)", x=values([])),
    refuses("x.max(0)", x=(0, 3)),
    refuses("x.sum(2)", x=(2, 3)),
    refuses("x.sum((0, 0))", x=(2, 3)),
    refuses("x.mean()", x=ints((3,), 0, 5), why="integers"),
    expr("torch.argmax(x), torch.argmin(x), x.argmax(1), x.argmin(0, keepdim=True), torch.argmax(x, dim=-1)", x=distinct((3, 4)), grad=False),
    expr("torch.argmax(x)", x=values([1.0, 3.0, 3.0]), grad=False, why="the first of several"),
    refuses("torch.argmax(x)", x=values([])),
    expr("torch.all(x), torch.any(x), x.all(), x.any(0), torch.all(x, 1), torch.any(x, dim=1, keepdim=True)", x=ints((3, 4), 0, 2)),
    expr("torch.all(x), torch.any(x)", x=values([]), grad=False),
    expr("torch.cumsum(x, 0), x.cumsum(1), x.cumsum(-1)", x=(2, 3)),
    expr("torch.cumsum(x, 0)", x=()),
    expr("y = x * 1; y.cumsum_(1); y", x=(2, 3)),
    *[expr(f"torch.norm(x, {p}), torch.norm(x, {p}, dim=1), x.norm({p}, 0, True)", x=distinct((2, 3))) for p in (2, 1, 3.0, 0.5, "float('inf')", "-float('inf')", "'fro'")],
    expr("x.norm(), x.norm(0)", x=values([3.0, 0.0, 4.0]), second=False, why="a zero"),
    expr("torch.norm(x)", x=values([0.0, 0.0]), second=False, why="the origin"),
    *[expr(f"torch.norm(x, {p}), torch.norm(x, {p}, 1)", x=values([[0.0, 0.0], [3.0, 0.0]]), second=False, why="zeros") for p in (3, 2.5, 1.5, 0.5, -1)],
    expr("torch.norm(x, dim=(0, 1), dtype=torch.float64)", x=(2, 3)),
    expr("torch.numel(x), x.numel(), x.nelement()", x=(2, 3), grad=False),
    expr("torch.sum(x, 1), torch.mean(x, 0), x.prod(1)", x=positive((3, 0)), grad=False, why="nothing to sum"),
]
