"""NumPy's names of arguments, which torch takes beside its own."""

from ..case import expr, ints, refuses

CASES = [
    *(
        expr(f"x.{name}(axis=1, keepdims=True)", x=(2, 3, 4))
        for name in "sum mean amax amin prod std var logsumexp argmax argmin".split()
    ),
    *(expr(f"torch.{name}(x, axis=-1, keepdims=True)", x=(2, 3)) for name in "max min median mode".split()),
    *(expr(f"torch.{name}(x, axis=0)", x=(3, 4)) for name in "softmax log_softmax cumsum cumprod sort argsort unbind".split()),
    expr("torch.cat([x, y], axis=1)", x=(2, 3), y=(2, 1)),
    expr("torch.stack([x, x], axis=1)", x=(2, 3)),
    expr("torch.chunk(x, 2, axis=1)", x=(2, 4)),
    expr("torch.split(x, 2, dim=1)", x=(2, 4)),
    expr("x.split(split_size=[1, 3], dim=1)", x=(2, 4)),
    expr("x.split(split_size=2)", x=(4, 2)),
    expr("torch.gather(x, axis=1, index=i)", x=(2, 3), i=ints((2, 2), 0, 3)),
    expr("torch.unsqueeze(x, axis=1).squeeze(axis=1)", x=(2, 3)),
    expr("torch.all(x > 0, axis=0, keepdims=True)", x=(2, 3), grad=False),
    expr("torch.topk(x, 2, axis=0)", x=(4, 3)),
    refuses("torch.norm(x, axis=0)", x=(2, 3), why="norm is written in Python"),
    refuses("torch.split(x, 2, axis=0)", x=(2, 3), why="split is written in Python"),
    refuses("x.split(split_size_or_sections=2)", x=(2, 3), why="the method has another name for it"),
    refuses("x.sum(axes=0)", x=(2, 3)),
]
