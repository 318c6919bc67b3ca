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
    # views rearranged in place: what is written to them afterwards reaches the base, and what is written there reaches them
    *[
        expr(f"y = x * 2; v = y{view}; v.{change}; w = v * 3; v.mul_(2) if {write} else None; y.mul_(1.5) if {later} else None; y, v, w", x=(2, 3, 1), strided=False, why="as_strided speaks of memory")
        for view in ("[0]", ".transpose(0, 1)", ".view(3, 2)", "")
        for change in ("unsqueeze_(0)", "squeeze_()", "transpose_(0, 1)", "swapaxes_(0, 1)", "t_()", "as_strided_((2,), (1,))")
        if not (change == "t_()" and view not in ("[0]", ".view(3, 2)"))
        for write, later in ((False, True), (True, False))
    ],
    expr("y = x * 1; a = y[0]; b = y[:, 0]; y.t_(); y.mul_(2); a, b, y", x=X),
    expr("y = x * 1; a = y[0]; b = y.view(-1); a.unsqueeze_(1); b.mul_(2); a, b, y", x=X, strided=False, why="view of strided memory"),
    refuses("x[0].unsqueeze_(0)", x=X),
    expr("x[1].as_strided((2,), (1,), 0), x[1].as_strided((2, 2), (1, 1), 2), x.t().as_strided((2,), (3,))", x=fixed(X), strided=False, why="it speaks of memory"),
    refuses("x.as_strided((7,), (1,))", x=X),
    refuses("x.as_strided((2,), (1,), 5)", x=X),
    refuses("x.as_strided((2,), (1, 1))", x=X),
    refuses("x.as_strided((2,), (-1,), 3)", x=X),
    refuses("x.t_()", x=X),
    expr("torch.fill(x, 3.0), torch.fill(i, 2.5), torch.fill(x, y)", x=X, y=(), i=ints(X, 0, 3)),
    # what was written to after it was saved: which version it is at, and which was wanted
    refuses("y = x * 1; z = y * y; y.add_(1); z.sum().backward()", x=X, says="version 1; expected version 0 instead"),
    refuses("y = x * 1; y.add_(1); z = y.exp(); z.add_(1); z.mul_(2); z.sum().backward()", x=X, says="version 2; expected version 0 instead"),
    refuses("y = x * 1; y.add_(1); y.mul_(2); z = y * y; y.add_(1); z.sum().backward()", x=X, says="version 3; expected version 2 instead"),
]
