"""Quantiles, histograms, integrals, slopes, a few eigenpairs."""

from parity_tests.case import distinct, expr, fixed, ints, positive, refuses, values

X = (2, 5)
nan = float("nan")
MODES = ("linear", "lower", "higher", "midpoint", "nearest")

CASES = [
    *[expr(f"torch.quantile(x, 0.3, interpolation='{m}'), x.quantile(q, 1, interpolation='{m}'), torch.nanquantile(x, q, 0, True, interpolation='{m}'), x.nanquantile(0.5)", x=distinct(X), q=fixed(values([0.0, 0.35, 1.0])), empty=False, why="torch refuses the quantile of nothing") for m in MODES],
    expr("torch.quantile(x, 0.6, -1, True), torch.quantile(x, 0.25, keepdim=True), torch.quantile(x[0, 0], 0.5), torch.quantile(x, q[0], 1)", x=distinct(X), q=fixed(values([0.7])), empty=False, why="as above"),
    expr("torch.quantile(x, 0.3, dim=1), torch.nanquantile(x, 0.3, dim=1), torch.nanquantile(x, 0.3)", x=values([[1.0, nan, 3.0, 2.0], [nan, nan, nan, nan]]), grad=False),
    refuses("torch.quantile(x, 0.3, interpolation='foo')", x=X),
    refuses("torch.quantile(i, 0.3)", i=ints(X, 0, 3)),
    refuses("torch.quantile(x, 1.3)", x=X),
    refuses("torch.quantile(x, q)", x=X, q=fixed(values([[0.3]]))),
    refuses("torch.quantile(x, q)", x=X, q=fixed(values([1.3]))),
    refuses("torch.nanquantile(x, torch.tensor([0.3], dtype=torch.float16))", x=X),
    refuses("torch.quantile(x, 0.3)", x=(0,)),
    expr("torch.histogram(x, 4), x.histogram(3, range=(-0.5, 1.0)), torch.histogram(x, e), torch.histogram(x, 3, weight=w), x.histogram(3, range=(-2.0, 2.0), density=True), torch.histogram(x, e, weight=w, density=True)", x=fixed(X), w=fixed(positive(X)), e=fixed(values([-1.0, 0.0, 0.3, 2.0]))),
    expr("torch.histogram(x, 2), torch.histogram(x, 3)", x=fixed(values([2.0, 2.0]))),
    refuses("torch.histogram(x, 3, range=(3.0, 0.0))", x=X),
    refuses("torch.histogram(i, 3)", i=ints(X, 0, 3)),
    expr("torch.histogramdd(x, [2, 3]), torch.histogramdd(x, 2, range=[-1.0, 1.0, -0.5, 2.0]), torch.histogramdd(x, [e, e], weight=w, density=True)", x=fixed((6, 2)), w=fixed(positive((6,))), e=fixed(values([-2.0, 0.0, 2.0]))),
    refuses("torch.histogramdd(x, [2, 2, 2])", x=(6, 2)),
    expr("torch.cumulative_trapezoid(y), torch.cumulative_trapezoid(y, dx=2.0, dim=0), torch.cumulative_trapezoid(y, x), torch.cumulative_trapezoid(y, y * y, dim=0)", y=X, x=(5,)),
    expr("torch.gradient(x), torch.gradient(x, spacing=2.0, dim=1), torch.gradient(x, spacing=[2.0, 0.5]), torch.gradient(x, edge_order=2, dim=(0, 1)), torch.gradient(x, spacing=(t, t), dim=[0, 1])", x=(4, 4), t=fixed(values([0.0, 1.0, 1.5, 4.0])), empty=False, why="torch refuses fewer than two"),
    expr("torch.gradient(x, dim=0), torch.gradient(x, spacing=(t,), dim=1, edge_order=2)", x=(2, 4), t=fixed(values([0.0, 1.0, 1.5, 4.0])), empty=False, why="as above"),
    refuses("torch.gradient(x, edge_order=3)", x=X),
    refuses("torch.gradient(x, edge_order=2)", x=X),
    refuses("torch.gradient(x, spacing=[1.0])", x=X),
    expr("torch.vander(x), torch.vander(x, 4, True), torch.vander(i), torch.vander(x, 0).shape, torch.vander(i, N=2)", x=(3,), i=ints((3,), 0, 5), grad=False, why="torch writes over what its gradient needs"),
    refuses("torch.vander(x)", x=X),
    *[
        expr(f"a = x + x.mT + 9 * torch.eye(7, dtype=dtype); e, v = torch.lobpcg(a{options}, niter=200, tol=1e-12); e, v.abs() if v.shape[-1] == 1 else v @ v.mT", x=shape, dtypes=("float64",), tol=(1e-7, 1e-8), second=False, strided=False, empty=False, why="torch iterates until it is near, and has no second derivative")
        for options, shape in ((", 2", (7, 7)), ("", (7, 7)), (", 2, largest=False", (7, 7)), (", 2", (2, 7, 7)))
    ],
    expr("a = x + x.mT + 9 * torch.eye(7, dtype=dtype); b = y @ y.mT + 7 * torch.eye(7, dtype=dtype); e, v = torch.lobpcg(a, 2, b, niter=200, tol=1e-12); e, v @ v.mT", x=fixed((7, 7)), y=fixed((7, 7)), dtypes=("float64",), tol=(1e-7, 1e-8), strided=False, empty=False, why="torch iterates until it is near"),
    refuses("torch.lobpcg(x, 3)", x=(7, 7)),
    refuses("torch.lobpcg(x, 1)", x=fixed((7, 3))),
]
