"""Running products and extremes, differences, pairs of reductions."""

from parity_tests.case import bools, distinct, expr, fixed, ints, refuses, values

nan = float("nan")
X = (2, 3, 4)
CASES = [
    expr("torch.cumprod(x, 0), x.cumprod(1), x.cumprod(dim=-1)", x=X),
    expr("torch.cumprod(x, 0), x.cumprod(1)", x=values([[1.5, 0.0, 2.0], [0.5, 3.0, 0.0]]), why="zeros among the factors"),
    expr("torch.cumprod(x, 0), torch.cumprod(x, 0, dtype=torch.float64)", x=ints((4,), 1, 5)),
    expr("torch.cumprod(x, 0), torch.logcumsumexp(x, 0), torch.cummax(x, 0), torch.cummin(x, 0)", x=()),
    expr("y = x * 1; y.cumprod_(1); y", x=(2, 3)),
    refuses("torch.cumprod(x, 2)", x=(2, 3)),
    expr("torch.logcumsumexp(x, 0), x.logcumsumexp(2)", x=X),
    expr("torch.logcumsumexp(x, 0)", x=values([1000.0, 1000.0, -1000.0]), grad=False),
    refuses("torch.logcumsumexp(x, 0)", x=ints((3,), 0, 4)),
    expr("torch.cummax(x, 0), x.cummax(1), torch.cummin(x, 2), x.cummin(-1)", x=distinct(X)),
    expr("torch.cummax(x, 0), torch.cummin(x, 0)", x=ints((8,), 0, 3), why="ties"),
    expr("torch.cummax(x, 0), torch.cummin(x, 0)", x=values([1.0, nan, 3.0, nan, 0.0]), grad=False),
    expr("torch.diff(x), x.diff(2, 1), torch.diff(x, dim=0), torch.diff(x, n=0), torch.diff(x, prepend=y, append=y)", x=X, y=(2, 3, 1)),
    expr("torch.diff(x)", x=bools((5,))),
    refuses("torch.diff(x)", x=()),
    expr("torch.var_mean(x), torch.var_mean(x, 1), torch.var_mean(x, (0, 2), keepdim=True, correction=0), torch.var_mean(x, False), torch.var_mean(x, dim=0, unbiased=False)", x=(3, 3, 4), empty=False, why="no freedom left"),
    expr("torch.std_mean(x), torch.std_mean(x, 1), torch.std_mean(x, (0, 2), keepdim=True, correction=0)", x=(3, 3, 4), empty=False, why="no freedom left"),
    expr("torch.aminmax(x), x.aminmax(dim=1), torch.aminmax(x, dim=0, keepdim=True)", x=distinct(X)),
    refuses("torch.aminmax(x)", x=(0, 2)),
    expr("torch.nansum(x), x.nansum(0), x.nansum(1, True), torch.nanmean(x), x.nanmean(1), torch.nanmean(x, 0, keepdim=True)", x=X),
    expr("torch.nansum(x), x.nansum(0), torch.nanmean(x), x.nanmean(1)", x=values([[1.0, nan], [2.0, 3.0]]), grad=False),
    expr("torch.nansum(x)", x=ints((2, 3), 0, 4)),
    refuses("torch.nanmean(x)", x=ints((2, 3), 0, 4)),
    expr("torch.count_nonzero(x), x.count_nonzero(0), torch.count_nonzero(x, dim=(0, 1))", x=ints((3, 4), 0, 2)),
    expr("torch.dist(x, y), x.dist(y, 1), torch.dist(x, y, 3.0), torch.dist(x, y, float('inf'))", x=distinct((2, 3)), y=(2, 3)),
    expr("torch.trapezoid(x), torch.trapezoid(x, dx=0.5, dim=0), torch.trapezoid(x, y), torch.trapz(x, y)", x=X, y=(4,), empty=False, why="torch forgets that an integral of nothing depends on x"),
    expr("torch.trapezoid(x, y)", x=fixed((2, 3)), y=fixed((2, 3)), grad=False),
]
