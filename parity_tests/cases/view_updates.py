"""Parts of a tensor replaced, and slices combined."""

from parity_tests.case import distinct, expr, fixed, ints, refuses

X = (2, 3)

CASES = [
    expr("torch.select_scatter(x, y, 0, 1), x.select_scatter(z, 1, -1)", x=X, y=(3,), z=(2,)),
    expr("torch.slice_scatter(x, y, 1, 0, 3, 2), x.slice_scatter(x, 0), x.slice_scatter(z, 1, 1)", x=X, y=(2, 2), z=(2, 2)),
    expr("torch.diagonal_scatter(x, y), x.diagonal_scatter(y, 1), torch.diagonal_scatter(w, x, 0, 2, 0)", x=X, y=(2,), w=(3, 2, 4)),
    expr("torch.as_strided_scatter(x, y, (2, 2), (3, 1), 1), x.as_strided_scatter(y, (2, 2), (1, 2))", x=X, y=(2, 2), grad=False, strided=False, why="it speaks of memory; torch gives the gradient to the elements written over"),
    refuses("torch.select_scatter(x, y, 0, 0)", x=X, y=(2,)),
    refuses("torch.slice_scatter(x, y, 1, 0, 3, 2)", x=X, y=(2, 1)),
    refuses("torch.diagonal_scatter(x, y)", x=X, y=(3,)),
    refuses("torch.as_strided_scatter(x, y, (2, 2), (3, 1), 1)", x=X, y=(3,)),
    *[expr(f"torch.index_reduce(x, 0, i, y, '{r}'), x.index_reduce(0, i, y, '{r}', include_self=False)", x=distinct((3, 2)), y=distinct((4, 2)), i=ints((4,), 0, 2), second=False, why="torch has no second derivative of extremes and products") for r in ("mean", "prod", "amax", "amin")],
    expr("y = x * 1; y.index_reduce_(1, i, z, 'mean'); y", x=X, z=(2, 2), i=ints((2,), 0, 3)),
    expr("torch.index_reduce(i, 0, torch.tensor([0, 0]), i * 2, 'mean'), torch.index_reduce(i, 0, torch.tensor([1]), i[:1], 'prod')", i=ints(X, 0, 9)),
    refuses("torch.index_reduce(x, 0, torch.tensor([0, 0]), x, 'sum')", x=X),
    refuses("torch.index_reduce(x, 0, torch.tensor([0]), x, 'mean')", x=X),
    refuses("torch.index_reduce(x, 0, torch.tensor([5, 0]), x, 'mean')", x=X),
    refuses("torch.index_reduce(x, 0, torch.tensor([0.0, 1.0]), x, 'mean')", x=X),
    refuses("torch.index_reduce(x, 0, torch.tensor([0, 1]), i, 'mean')", x=X, i=ints(X, 0, 3)),
    expr("y = x * 1; y.fill_diagonal_(5.0); y", x=(3, 4)),
    expr("y = x * 1; y.fill_diagonal_(5.0, wrap=True); y", x=(7, 3)),
    expr("x.fill_diagonal_(2), i.fill_diagonal_(True)", x=fixed((3, 3, 3)), i=ints((4, 2), 0, 3)),
    refuses("x.fill_diagonal_(5)", x=fixed((3,))),
    refuses("x.fill_diagonal_(5)", x=fixed((3, 3, 2))),
    expr("torch.fill(x, 3.0), torch.fill(i, 2.5), torch.fill(x, y)", x=X, y=(), i=ints(X, 0, 3)),
]
