"""Padding."""

from parity_tests.case import bools, expr, ints, module, refuses

SHAPES = {1: (2, 3, 5), 2: (2, 3, 5, 4), 3: (2, 3, 5, 4, 6)}
CASES = [
    expr("F.pad(x, (1, 2))", x=(2, 3)),
    expr("F.pad(x, (1, 2, 3, 0), value=0.5)", x=(2, 3)),
    expr("F.pad(x, (-1, 2, 1, -1), 'constant', 0.5)", x=(2, 3)),
    expr("F.pad(x, (1, 0, 0, 1, 2, 0, 0, 3))", x=(2, 1, 2, 3)),
    expr("F.pad(x, ())", x=(2, 3)),
    expr("F.pad(x, (1, 1), value=7)", x=ints((3,), 0, 5)),
    expr("F.pad(x, (1, 1), value=0.5)", x=ints((3,), 0, 5)),
    expr("F.pad(x, (1, 1))", x=bools((3,))),
    *[
        expr(f"F.pad(x, {widths}, mode='{mode}')", x=(2, 3, 5))
        for mode in ("reflect", "replicate", "circular")
        for widths in ((1, 2), (0, 3), (-1, 2))
    ],
    *[
        expr(f"F.pad(x, (1, 2), mode='{mode}')", x=(3, 5), why="unbatched")
        for mode in ("reflect", "replicate", "circular")
    ],
    *[
        expr(f"F.pad(x, (1, 2, 0, 1), mode='{mode}')", x=shape)
        for mode in ("reflect", "replicate", "circular")
        for shape in ((2, 3, 5, 4), (3, 5, 4))
    ],
    *[
        expr(f"F.pad(x, (1, 2, 0, 1, 3, 1), mode='{mode}')", x=shape)
        for mode in ("reflect", "replicate", "circular")
        for shape in ((2, 2, 5, 4, 4), (2, 5, 4, 4))
    ],
    expr("F.pad(x, (5, 7), mode='replicate')", x=(2, 3)),
    expr("F.pad(x, (3, 3), mode='circular')", x=(2, 3)),
    refuses("F.pad(x, (1,))", x=(2, 3)),
    refuses("F.pad(x, (1, 1, 1, 1, 1, 1))", x=(2, 3)),
    refuses("F.pad(x, (-4, 0))", x=(2, 3)),
    refuses("F.pad(x, (3, 0), mode='reflect')", x=(2, 3)),
    refuses("F.pad(x, (4, 0), mode='circular')", x=(2, 3)),
    refuses("F.pad(x, (1, 1), mode='reflect')", x=(3,)),
    refuses("F.pad(x, (1, 1, 1, 1, 1, 1), mode='reflect')", x=(2, 3, 4)),
    refuses("F.pad(x, (1, 1), 'mirror')", x=(2, 3)),
    refuses("F.pad(x, (1, 1), mode='reflect', value=1.0)", x=(2, 3)),
    refuses("F.pad(x, (1, 1), mode='reflect')", x=(2, 0, 4)),
    *[
        module(f"nn.{name}Pad{r}d(1)", SHAPES[r])
        for name in ("Zero", "Reflection", "Replication", "Circular")
        for r in SHAPES
    ],
    *[
        module(
            f"nn.{name}Pad{r}d({tuple(range(1, 2 * r + 1)) if name in ('Zero', 'Replication') else (2, 1, 1, 2, 3, 1)[: 2 * r]})",
            SHAPES[r],
        )
        for name in ("Zero", "Reflection", "Replication", "Circular")
        for r in SHAPES
    ],
    *[module(f"nn.ConstantPad{r}d(1, 0.5)", SHAPES[r]) for r in SHAPES],
    *[module(f"nn.ConstantPad{r}d({tuple(range(1, 2 * r + 1))}, -2)", SHAPES[r][1:]) for r in SHAPES],
    refuses("nn.CircularPad2d(1)(x)", x=(4,)),
    refuses("nn.ReflectionPad2d(1)(x)", x=(3, 4)),
]
