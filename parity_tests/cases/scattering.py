"""Writing at indices."""

from parity_tests.case import bools, distinct, expr, ints, permutation, refuses, values

INDEX = ints((2, 4), 0, 3)
PLACES = values([[0, 1, 2, 0], [2, 0, 1, 1]])

CASES = [
    expr("torch.scatter(x, 0, i, y), x.scatter(0, i, y), x.scatter(0, i, 1.5), x.scatter(0, i, value=2.0), torch.scatter(x, dim=0, index=i, src=y)", x=(3, 4), i=PLACES, y=(2, 4)),
    expr("x.scatter(1, i, y), x.scatter(-1, i[:1], y)", x=(2, 4), i=values([[0, 3], [2, 1]]), y=(3, 3), grad=False, why="torch has no gradient where src is larger than index"),
    expr("torch.scatter(x, 0, i, y, reduce='add'), x.scatter(0, i, y, reduce='multiply'), x.scatter(0, i, 2.0, reduce='add')", x=(3, 4), i=PLACES, y=(2, 4), grad=False),
    expr("x.scatter(0, i, y)", x=ints((3, 4), 0, 9), i=PLACES, y=ints((2, 4), 0, 9)),
    expr("y = x * 1; y.scatter_(0, i, z); y", x=(3, 4), i=PLACES, z=(2, 4)),
    expr("y = x * 1; y.scatter_(0, i, 1.0); y", x=(3, 4), i=PLACES),
    expr("torch.zeros(3, 5).scatter_(1, i.unsqueeze(1), 1)", i=ints((3,), 0, 5), why="one-hot"),
    refuses("x.scatter(0, i, y)", x=(3, 4), i=values([[3, 0, 0, 0]]), y=(2, 4)),
    refuses("x.scatter(0, i, y)", x=(3, 4), i=PLACES, y=(1, 4)),
    refuses("x.scatter(0, i, y)", x=(3, 4), i=PLACES, y=ints((2, 4), 0, 3)),
    refuses("x.scatter(0, i, 1.0, reduce='max')", x=(3, 4), i=PLACES),
    expr("torch.scatter_add(x, 0, i, y), x.scatter_add(0, i, y)", x=(3, 4), i=INDEX, y=(2, 4)),
    expr("y = x * 1; y.scatter_add_(1, i, z); y", x=(2, 3), i=INDEX, z=(2, 5), grad=False, why="torch has no gradient where src is larger than index"),
    refuses("x.scatter_add(0, i, y)", x=(3, 3), i=INDEX, y=(2, 4)),
    *[expr(f"torch.scatter_reduce(x, 0, i, y, {r!r}), x.scatter_reduce(0, i, y, {r!r}, include_self=False)", x=distinct((3, 4)), i=INDEX, y=(2, 4), second=r not in ("amax", "amin", "prod"), why="torch has no second derivative of all") for r in ("sum", "mean", "prod", "amax", "amin")],
    expr("y = x * 1; y.scatter_reduce_(0, i, z, 'mean'); y", x=(3, 4), i=INDEX, z=(2, 4)),
    refuses("x.scatter_reduce(0, i, y, 'median')", x=(3, 4), i=INDEX, y=(2, 4)),
    expr("torch.index_add(x, 0, i, y), x.index_add(0, i, y, alpha=2.0)", x=(3, 4), i=ints((5,), 0, 3), y=(5, 4), empty=False, why="torch takes indices beyond an empty tensor in float32 alone"),
    expr("z = x * 1; z.index_add_(1, i, y); z", x=(3, 4), i=ints((5,), 0, 4), y=(3, 5)),
    refuses("x.index_add(0, i, y)", x=(3, 4), i=ints((5,), 0, 3), y=(4, 4)),
    refuses("x.index_add(0, i, y)", x=(3, 4), i=values([3]), y=(1, 4)),
    expr("torch.index_copy(x, 1, i, y), x.index_copy(1, i, y)", x=(3, 4), i=values([2, 0]), y=(3, 2)),
    expr("z = x * 1; z.index_copy_(0, i, y); z", x=(3, 4), i=permutation(3), y=(3, 4)),
    refuses("x.index_copy(0, i, y)", x=(3, 4), i=values([3]), y=(1, 4)),
    expr("torch.index_fill(x, 1, i, 0.5), x.index_fill(0, i, w)", x=(3, 4), i=values([0, 2]), w=()),
    expr("z = x * 1; z.index_fill_(1, i, 2); z", x=(3, 4), i=values([0, 2])),
    refuses("x.index_fill(0, i, 1.0)", x=(3, 4), i=values([3])),
    expr("torch.index_put(x, (i,), y), x.index_put((i, j), w), x.index_put((i, j), w, accumulate=True)", x=(3, 4), i=values([0, 2]), j=values([1, 3]), y=(2, 4), w=()),
    expr("z = x * 1; z.index_put_((i,), y, True); z.index_put_((x > 0,), w); z", x=(3, 4), i=values([0, 0]), y=(2, 4), w=()),
    expr("torch.masked_scatter(x, m, y), x.masked_scatter(m[0], y)", x=(3, 4), m=bools((3, 4)), y=(4, 5)),
    expr("z = x * 1; z.masked_scatter_(m, y); z", x=(3, 4), m=bools((3, 4)), y=(12,)),
    refuses("x.masked_scatter(x > -9, y)", x=(3, 4), y=(2,)),
    expr("torch.take(x, i), x.take(i)", x=(3, 4), i=ints((2, 5), -12, 12)),
    refuses("x.take(i)", x=(3, 4), i=values([12])),
    expr("torch.take_along_dim(x, i, 1), x.take_along_dim(i, 1), torch.take_along_dim(x, i)", x=(3, 4), i=ints((3, 2), 0, 4), strided=False, why="torch refuses them without a dim"),
    expr("torch.take_along_dim(x, i, dim=0)", x=(3, 1), i=ints((2, 5), 0, 3)),
    refuses("x.take_along_dim(i, 1)", x=(3, 4), i=ints((3,), 0, 4)),
    expr("x.put(i, y), torch.put(x, i, y, accumulate=True)", x=(3, 4), i=values([1, 5, -1]), y=(3,)),
    expr("z = x * 1; z.put_(i, y); z", x=(3, 4), i=values([[1, 5]]), y=(2, 1)),
    refuses("(x * 1).put_(i, y)", x=(3, 4), i=values([1, 5]), y=(3,)),
]
