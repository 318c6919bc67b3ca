"""out=: results written into tensors that are there."""

from parity_tests.case import expr, ints, refuses

CASES = [
    *[expr(f"x = x.detach(); o = torch.empty(0, dtype=x.dtype); y = torch.{f}, out=o); y is o, y", x=(2, 3), grad=False) for f in ("exp(x", "add(x, x", "div(x, 2", "sum(x, 1", "mean(x, 0", "amax(x, 1", "tril(x", "cumsum(x, 0", "clamp(x, 0", "cat([x, x]", "stack([x, x]", "mm(x, x.t()", "gather(x, 0, torch.zeros(1, 3, dtype=torch.long)", "index_select(x, 1, torch.tensor([0, 0])", "masked_select(x, x > 0", "softmax(x, 1")],
    expr("o = torch.empty(0, dtype=torch.int64); torch.nonzero(x, out=o), torch.arange(3, out=torch.empty(3, dtype=torch.int64))", x=ints((3,), 0, 2)),
    expr("torch.zeros(2, 3, out=torch.empty(2, 3)), torch.ones(2, out=torch.empty(0)), torch.full((2,), 3.0, out=torch.empty(2)), torch.eye(2, out=torch.empty(0)), torch.linspace(0, 1, 3, out=torch.empty(3))"),
    expr("x = x.detach(); v, i = torch.empty(0, dtype=x.dtype), torch.empty(0, dtype=torch.int64); torch.max(x, 1, out=(v, i)); torch.min(x, 0, out=(v, i)); v, i", x=(2, 3), grad=False),
    refuses("torch.exp(x, out=torch.empty(3))", x=(3,), why="the input requires grad"),
    refuses("torch.exp(x.detach(), out=torch.empty(3, dtype=torch.int64))", x=(3,)),
]
