"""Attention: the function, and the modules made of it."""

from parity_tests.case import bools, expr, fixed, ints, module, refuses, values

inf = float("inf")
Q, K, V = (2, 3, 4, 5), (2, 3, 6, 5), (2, 3, 6, 5)
SDPA = "F.scaled_dot_product_attention"

CASES = [
    *[expr(f"{SDPA}(x, y, z)", x=x, y=y, z=z) for x, y, z in ((Q, K, V), ((4, 5), (6, 5), (6, 7)), ((2, 4, 5), (2, 6, 5), (2, 6, 3)), ((2, 1, 2, 2, 3), (2, 1, 2, 4, 3), (2, 1, 2, 4, 3)))],
    *[expr(f"{SDPA}(x, y, z)", x=x, y=y, z=z, why="batches are broadcast") for x, y, z in (((2, 1, 4, 5), (3, 6, 5), (6, 7)), ((1, 4, 5), (2, 6, 5), (2, 6, 5)))],
    *[expr(f"{SDPA}(x, y, z, is_causal=True)", x=x, y=y, z=z) for x, y, z in ((Q, K, V), ((6, 5), (4, 5), (4, 7)))],
    *[expr(f"{SDPA}(x, y, z, m > 0)", x=Q, y=K, z=V, m=fixed(m)) for m in ((4, 6), (1, 3, 4, 6), (2, 1, 1, 6), (2, 3, 4, 6), (4, 1))],
    *[expr(f"{SDPA}(x, y, z, m)", x=Q, y=K, z=V, m=m, empty=False, why="of nothing torch gives the mask no gradient") for m in ((4, 6), (1, 3, 4, 6), (2, 1, 1, 6), (2, 3, 4, 6))],
    *[expr(f"{SDPA}(x, y, z, m)", x=(4, 5), y=(6, 5), z=(6, 7), m=m, empty=False, why="of nothing torch gives the mask no gradient") for m in ((4, 6), (6,), (), (4, 1))],
    expr(f"{SDPA}(x, y, z, m)", x=(4, 5), y=(3, 5), z=(3, 7), m=fixed(values([[0.0, -inf, 1.0], [-inf, -inf, -inf], [0.0, 0.0, -inf], [2.0, 0.0, 0.0]])), why="a row that sees nothing"),
    expr(f"{SDPA}(x, y, z, m)", x=(2, 2, 4, 5), y=(2, 2, 3, 5), z=(2, 2, 3, 5), m=fixed(values([[0.0, -inf, 1.0], [-inf, -inf, -inf], [0.0, 0.0, -inf], [2.0, 0.0, 0.0]])), why="a row that sees nothing"),
    expr(f"{SDPA}(x, y, z, m)", x=(1, 1, 2, 3), y=(1, 1, 2, 3), z=(1, 1, 2, 3), m=fixed(values([[float("nan"), 0.0], [0.0, 0.0]])), grad=False),
    expr(f"{SDPA}(x, y, z, m)", x=(4, 5), y=(6, 5), z=(6, 7), m=fixed(bools((4, 6)))),
    expr(f"{SDPA}(x, y, z, m.float())", x=(4, 5), y=(6, 5), z=(6, 7), m=fixed((4, 6)), why="a float32 mask for any query"),
    expr(f"{SDPA}(x, y, z, m > 0, is_causal=True)", x=Q, y=K, z=V, m=fixed((4, 6)), strided=False, why="torch takes both in its fused form, which wants rows in one piece"),
    *[expr(f"{SDPA}(x, y, z, scale={s})", x=x, y=y, z=z) for s in (0.3, -1.0, 0.0, 2) for x, y, z in ((Q, K, V), ((4, 5), (6, 5), (6, 7)))],
    *[expr(f"{SDPA}(x, y, z, dropout_p={p})", x=x, y=y, z=z) for p in (0.4, 1.0, 0.0) for x, y, z in ((Q, K, V), ((4, 5), (6, 5), (6, 7)))],
    expr(f"{SDPA}(x, y, z, m, 0.3, scale=0.5)", x=Q, y=K, z=V, m=(3, 4, 6), empty=False, why="of nothing torch gives the mask no gradient"),
    expr(f"{SDPA}(x, y, z, None, 0.3, True)", x=Q, y=K, z=V),
    *[expr(f"{SDPA}(x, y, z, enable_gqa=True)", x=x, y=y, z=z) for x, y, z in (((2, 4, 3, 5), (2, 2, 6, 5), (2, 2, 6, 5)), ((4, 3, 5), (2, 6, 5), (1, 6, 5)), (Q, K, V))],
    expr(f"{SDPA}(x, x, x, is_causal=True)", x=(2, 2, 70, 3), second=False, why="longer than a block of rows"),
    *[expr(f"{SDPA}(x, y, z)", x=x, y=y, z=z, grad=False, empty=False, why="nothing in it") for x, y, z in (((2, 3), (0, 3), (0, 4)), ((0, 3), (2, 3), (2, 4)), ((2, 0), (3, 0), (3, 4)), ((1, 1, 2, 3), (1, 1, 0, 3), (1, 1, 0, 3)))],
    refuses(f"{SDPA}(x, y, z)", x=(3,), y=(3,), z=(3,)),
    refuses(f"{SDPA}(x, y, z)", x=(2, 3), y=(4, 5), z=(4, 5), why="widths differ"),
    refuses(f"{SDPA}(x, y, z)", x=(2, 3), y=(4, 3), z=(5, 3), why="lengths differ"),
    refuses(f"{SDPA}(x, y, z)", x=(2, 2, 3), y=(3, 4, 3), z=(3, 4, 3), why="batches differ"),
    refuses(f"{SDPA}(x, y.double(), z)", x=(2, 3), y=(4, 3), z=(4, 3), why="two dtypes"),
    refuses(f"{SDPA}(x, x, x)", x=ints((2, 3), 0, 5)),
    refuses(f"{SDPA}(x.to(torch.complex64), x.to(torch.complex64), x.to(torch.complex64))", x=(2, 3)),
    refuses(f"{SDPA}([1.0], x, x)", x=(2, 3)),
    refuses(f"{SDPA}(x, x, x, m)", x=(2, 3), m=ints((2, 2), 0, 2)),
    refuses(f"{SDPA}(x, x, x, m.double())", x=(2, 3), m=(2, 2)),
    refuses(f"{SDPA}(x, x, x, m, is_causal=True)", x=(2, 3), m=(2, 2)),
    refuses(f"{SDPA}(x, x, x, m)", x=(2, 3), m=(3, 2)),
    refuses(f"{SDPA}(x, x, x, m)", x=(2, 3), m=(5, 2, 2)),
    refuses(f"{SDPA}(x, x, x, dropout_p=1.5)", x=(2, 3)),
    refuses(f"{SDPA}(x, y, y, enable_gqa=True)", x=(1, 4, 2, 3), y=(1, 3, 2, 3)),
    refuses(f"{SDPA}(x, x, x, enable_gqa=True)", x=(2, 3)),
]
