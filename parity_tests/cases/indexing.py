"""Indexing: reading, writing, gathering."""

from parity_tests.case import bools, expr, ints, refuses, values

X = (3, 4, 5)
READS = [
    "x[0]", "x[-1]", "x[1:]", "x[::2]", "x[:, 1]", "x[..., 0]", "x[None]", "x[:, None, 1:3]", "x[0, 1, 2]", "x[1, ..., 2]",
    "x[[0, 2, 0]]", "x[:, [1, 1]]", "x[[0, 1], [2, 3]]", "x[torch.tensor([[0, 2], [1, 1]])]", "x[torch.tensor(1)]",
    "x[x > 0]", "x[x[:, 0, 0] > 0]", "x[:, torch.tensor([True, False, True, True])]", "x[[True, False, True]]",
    "x[0, torch.tensor([1, 2]), 1:]", "x[torch.tensor([0, 1]), :, torch.tensor([2, 3])]", "x[True]", "x[()]", "x[...]", "x[-2:, :-1]",
    "x[torch.tensor([-1, 0])]", "x[torch.tensor([], dtype=torch.long)]", "x[1:1]", "x[:, 1:3][0]", "x[None, :, None]",
]  # fmt: skip
WRITES = [
    "y[0] = 1.5", "y[:, 1] = w[0]", "y[..., 0] = 2", "y[[0, 2]] = 0.5", "y[y > 0] = -1.0", "y[0, 1, 2] = w[0, 0]", "y[1:] = w[1]",
    "y[torch.tensor([0, 0])] = 3.0", "y[:, None, 0] = 4.0", "y[0] = w", "y[-1][0] = 5.0", "y.view(-1)[3] = 7.0", "y[1].zero_()",
    "y[:, 0].mul_(2)", "y[0].add_(w)", "y.fill_(2.0)", "y.zero_()",
    "y.copy_(w)", "y[0].copy_(w[0])", "y.masked_fill_(y > 0, 0.0)", "y[0].fill_(w[0, 0])",
]  # fmt: skip

CASES = [
    *[expr(text, x=X) for text in READS],
    *[expr(f"y = x * 1; {text}; y", x=X, w=(4, 5)) for text in WRITES],
    *[expr(f"y = x.clone(); {text}; y", x=ints(X, 0, 9), w=ints((4, 5), 0, 9)) for text in ("y[0] = 1", "y[:, 1] = w[0]", "y[y > 4] = 0", "y[0] = 2.7")],
    refuses("x[3]", x=X),
    refuses("x[0, 0, 0, 0]", x=X),
    refuses("x[::-1]", x=X),
    refuses("x[1.5]", x=X),
    refuses("x['a']", x=X),
    refuses("x[torch.tensor([3])]", x=X),
    refuses("x[torch.tensor([0.5])]", x=X),
    refuses("x[0]", x=()),
    refuses("x[0] = 1.0", x=X, why="a leaf"),
    refuses("y = x * 1; y[0] = w", x=X, w=(3, 3)),
    expr("torch.gather(x, 1, i), x.gather(1, i)", x=(3, 4), i=ints((3, 2), 0, 4)),
    expr("x.gather(0, i), x.gather(-1, i % 3)", x=(3, 4, 3), i=ints((2, 4, 3), 0, 3)),
    expr("torch.gather(x, 0, torch.tensor(0))", x=()),
    refuses("torch.gather(x, 1, i)", x=(3, 4), i=ints((4, 2), 0, 4)),
    refuses("torch.gather(x, 1, torch.tensor([[4]]))", x=(3, 4)),
    refuses("torch.gather(x, 1, i)", x=(3, 4), i=ints((3,), 0, 4)),
    refuses("torch.gather(x, 1, y)", x=(3, 4), y=(3, 4)),
    expr("torch.index_select(x, 1, i), x.index_select(0, i)", x=(3, 4), i=ints((5,), 0, 3)),
    refuses("x.index_select(0, torch.tensor([3]))", x=(3, 4)),
    refuses("x.index_select(0, torch.tensor([[0]]))", x=(3, 4)),
    expr("torch.masked_fill(x, m, 0.5), x.masked_fill(m, w)", x=(3, 4), m=bools((3, 4)), w=()),
    expr("x.masked_fill(m, 2)", x=(3, 4), m=bools((4,))),
    refuses("x.masked_fill(i, 0.5)", x=(3,), i=ints((3,), 0, 2)),
    refuses("x.masked_fill(x > 0, w)", x=(3,), w=(2,)),
    expr("torch.masked_select(x, m), x.masked_select(m[0])", x=(3, 4), m=bools((3, 4))),
    expr("torch.narrow(x, 1, 1, 2), x.narrow(0, -2, 2)", x=(3, 4)),
    refuses("x.narrow(1, 3, 2)", x=(3, 4)),
    expr("torch.select(x, 1, 2), x.select(0, -1)", x=(3, 4)),
    refuses("x.select(0, 3)", x=(3, 4)),
    expr("[float(v) for v in x]", x=(3,), grad=False),
    expr("x.item(), x.tolist(), float(x), int(x), bool(x)", x=values(2.5), grad=False),
    expr("x.tolist()", x=(2, 3), grad=False),
    refuses("x.item()", x=(3,)),
    refuses("float(x)", x=(3,)),
    refuses("len(x)", x=()),
    refuses("iter(x)", x=()),
]
