"""Products of vectors and matrices."""

from parity_tests.case import expr, ints, refuses

RANKS = [((4,), (4,)), ((4,), (4, 3)), ((2, 4), (4,)), ((2, 4), (4, 3)), ((5, 2, 4), (4,)), ((4,), (5, 4, 3)), ((5, 2, 4), (4, 3)), ((2, 4), (5, 4, 3)), ((5, 2, 4), (5, 4, 3)), ((2, 1, 2, 4), (3, 4, 3)), ((0, 4), (4, 3)), ((2, 0), (0, 3))]

CASES = [
    *[expr("torch.matmul(x, y), x.matmul(y), x @ y", x=x, y=y) for x, y in RANKS],
    expr("torch.matmul(x, y), torch.mm(x, y)", x=ints((2, 3), -5, 5), y=ints((3, 2), -5, 5)),
    refuses("torch.matmul(x, y)", x=(2, 3), y=(4, 5)),
    refuses("torch.matmul(x, y)", x=(), y=(4,)),
    refuses("torch.matmul(x, y)", x=(2, 2, 3), y=(3, 3, 4)),
    refuses("torch.matmul(x, y)", x=(2, 3), y=ints((3, 2), 0, 5), why="dtypes"),
    expr("torch.mm(x, y), x.mm(y)", x=(2, 3), y=(3, 4)),
    refuses("torch.mm(x, y)", x=(2, 3), y=(3,)),
    refuses("torch.mm(x, y)", x=(2, 3), y=(2, 3)),
    expr("torch.bmm(x, y), x.bmm(y)", x=(2, 3, 4), y=(2, 4, 5)),
    refuses("torch.bmm(x, y)", x=(2, 3, 4), y=(3, 4, 5)),
    refuses("torch.bmm(x, y)", x=(3, 4), y=(3, 4, 5)),
    expr("torch.mv(x, y), x.mv(y)", x=(2, 3), y=(3,)),
    refuses("torch.mv(x, y)", x=(2, 3), y=(2,)),
    expr("torch.dot(x, y), x.dot(y)", x=(3,), y=(3,)),
    refuses("torch.dot(x, y)", x=(3,), y=(4,)),
    refuses("torch.dot(x, y)", x=(3, 1), y=(3,)),
    expr("torch.outer(x, y), x.outer(y)", x=(3,), y=(4,)),
    refuses("torch.outer(x, y)", x=(3, 1), y=(4,)),
    expr("torch.addmm(x, y, z), x.addmm(y, z, beta=0.5, alpha=2.0)", x=(2, 4), y=(2, 3), z=(3, 4)),
    expr("torch.addmm(x, y, z)", x=(4,), y=(2, 3), z=(3, 4)),
    refuses("torch.addmm(x, y, z)", x=(5,), y=(2, 3), z=(3, 4)),
]
