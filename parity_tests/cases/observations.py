"""Covariances, correlations, distances."""

from parity_tests.case import complexes, distinct, expr, fixed, ints, refuses, unit, values

X = (3, 5)
ORDERS = ("2.0", "1", "0", "3.0", "0.5", "1.5", "inf")

CASES = [
    expr("torch.cov(x), x.cov(correction=0), torch.cov(x, correction=2), torch.cov(x[0])", x=X),
    expr("torch.cov(x, fweights=f), torch.cov(x, aweights=a), torch.cov(x, fweights=f, aweights=a, correction=0), torch.cov(x[0], aweights=a)", x=X, f=ints((5,), 1, 4), a=unit((5,))),
    expr("torch.cov(i), torch.corrcoef(i)", i=ints(X, -9, 9)),
    expr("torch.cov(z), torch.cov(z[0]), torch.corrcoef(z)", z=complexes(X)),
    expr("torch.cov(x[:, :1]), torch.cov(x[:, :0]), torch.cov(x[:0]), torch.cov(x[0, 0]), torch.cov(x, correction=5), torch.cov(x, correction=7)", x=X, grad=False),
    expr("torch.corrcoef(x), x.corrcoef()", x=X),
    expr("torch.corrcoef(x[0])", x=X),
    refuses("torch.cov(x)", x=(2, 3, 4)),
    refuses("torch.corrcoef(x)", x=(2, 3, 4)),
    refuses("torch.cov(x > 0)", x=X),
    refuses("torch.cov(x, fweights=w)", x=X, w=(5,)),
    refuses("torch.cov(x, fweights=w)", x=X, w=ints((4,), 0, 3)),
    refuses("torch.cov(x, fweights=-1 - w)", x=X, w=ints((5,), 0, 3)),
    refuses("torch.cov(x, fweights=w)", x=X, w=ints((2, 5), 0, 3)),
    refuses("torch.cov(x, aweights=w)", x=X, w=ints((5,), 0, 3)),
    refuses("torch.cov(x, aweights=-w)", x=X, w=unit((5,))),
    *[expr(f"torch.cdist(x, y, p={p}), torch.cdist(x, y[0], {p})", x=distinct((2, 3, 4)), y=(2, 5, 4)) for p in ORDERS],
    *[expr(f"torch.cdist(x, y, compute_mode={mode!r})", x=x, y=y) for mode in ("use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist", "donot_use_mm_for_euclid_dist") for x, y in (((3, 4), (5, 4)), ((2, 1, 3, 4), (3, 2, 4)))],
    expr("torch.cdist(x, y)", x=(30, 3), y=(4, 3)),
    expr("torch.cdist(x, x, p=1.5, compute_mode='use_mm_for_euclid_dist')", x=(4, 3)),
    *[expr(f"torch.cdist(x, y, p={p})", x=values([[1.0, 2.0], [3.0, 4.0]]), y=values([[1.0, 2.0], [1.0, 5.0], [3.0, 3.0]]), second=False, why="distances of 0") for p in ("2.0", "1", "0", "3.0", "inf")],
    expr("torch.cdist(x[:, :0], x[:, :0]), torch.cdist(x[:0], x), torch.cdist(x, x[:0])", x=fixed((3, 4))),
    refuses("torch.cdist(x, y)", x=(3,), y=(5, 3)),
    refuses("torch.cdist(x, y)", x=(3, 4), y=(5, 3)),
    refuses("torch.cdist(x, x, p=-1)", x=X),
    refuses("torch.cdist(x, x.double())", x=X),
    refuses("torch.cdist(i, i)", i=ints(X, 0, 5)),
    refuses("torch.cdist(x.half(), x.half())", x=X),
    refuses("torch.cdist(x, x, compute_mode='other')", x=X),
    refuses("torch.cdist(x, y)", x=(2, 3, 4), y=(3, 3, 4)),
]
