"""Comparisons and tests."""

from parity_tests.case import bools, expr, ints, refuses, values

inf, nan = float("inf"), float("nan")
PAIRS = ["eq", "ne", "lt", "le", "gt", "ge"]

CASES = [
    *[expr(f"torch.{f}(x, y), x.{f}(y), x.{f}(1)", x=ints((2, 3), 0, 3), y=ints((3,), 0, 3)) for f in PAIRS],
    *[expr(f"torch.{f}(x, y), x.{f}(0.5)", x=values([0.5, nan, inf]), y=values([0.5, nan, -inf]), grad=False) for f in PAIRS],
    *[expr(f"x {op} y, x {op} 1, 1 {op} x", x=ints((2, 3), 0, 3), y=ints((3,), 0, 3)) for op in ("==", "!=", "<", "<=", ">", ">=")],
    *[expr(f"z = x * 1; z.{f}_(y); z", x=ints((2, 3), 0, 3), y=ints((3,), 0, 3)) for f in PAIRS],
    expr("torch.less(x, y), torch.less_equal(x, y), torch.greater(x, y), torch.greater_equal(x, y), torch.not_equal(x, y)", x=ints((4,), 0, 3), y=ints((4,), 0, 3)),
    expr("x == None, x != 'a'", x=(3,), grad=False),
    *[refuses(f"torch.{f}(x, y)", x=(2, 3), y=(4,)) for f in PAIRS],
    *[expr(f"torch.logical_{f}(x, y), x.logical_{f}(y)", x=bools((4,)), y=bools((4,))) for f in ("and", "or", "xor")],
    *[expr(f"torch.logical_{f}(x, y)", x=values([0.0, 1.0, nan, 2.0]), y=values([0.0, 0.0, 1.0, 1.0]), grad=False) for f in ("and", "or", "xor")],
    *[expr(f"z = x.clone(); z.logical_{f}_(y); z", x=bools((4,)), y=bools((4,))) for f in ("and", "or", "xor")],
    expr("torch.logical_not(x), x.logical_not(), x.clone().logical_not_()", x=bools((4,))),
    *[expr(f"torch.bitwise_{f}(x, y), x.bitwise_{f}(y), x.clone().bitwise_{f}_(y)", x=ints((4,), 0, 16), y=ints((4,), 0, 16)) for f in ("and", "or", "xor")],
    expr("torch.bitwise_not(x), ~x, x.clone().bitwise_not_()", x=ints((4,), 0, 16)),
    expr("x & y, x | y, x ^ y, ~x", x=bools((4,)), y=bools((4,))),
    expr("z = x.clone(); z &= y; z |= x; z ^= y; z", x=bools((4,)), y=bools((4,))),
    expr("torch.bitwise_left_shift(x, y), torch.bitwise_right_shift(x, y), x << 2, x >> 1, x.bitwise_left_shift(1), x.bitwise_right_shift(1)", x=ints((4,), 0, 16), y=ints((4,), 0, 3)),
    expr("torch.isnan(x), torch.isinf(x), torch.isfinite(x), x.isnan(), x.isinf(), x.isfinite(), torch.signbit(x), x.signbit()", x=values([0.0, -0.0, inf, -inf, nan, -1.0]), grad=False),
    expr("torch.isnan(x), torch.isinf(x), torch.isfinite(x)", x=ints((3,), 0, 5)),
    expr("torch.equal(x, y), torch.equal(x, x), x.equal(y)", x=ints((3,), 0, 2), y=ints((3,), 0, 2)),
    expr("torch.isclose(x, y), x.isclose(y, rtol=0.5), torch.isclose(x, y, atol=1.0, equal_nan=True)", x=values([1.0, 2.0, nan]), y=values([1.0 + 1e-9, 2.5, nan]), grad=False),
    expr("torch.allclose(x, y), x.allclose(x), torch.allclose(x, y, atol=10.0)", x=(3,), y=(3,), grad=False),
    refuses("torch.isclose(x, y)", x=(3,), y=ints((3,), 0, 5), why="dtypes differ"),
    expr("torch.is_tensor(x), torch.is_tensor(3)", x=(3,), grad=False),
    expr("torch.nonzero(x), x.nonzero(), torch.nonzero(x, as_tuple=True)", x=ints((3, 4), 0, 2)),
    expr("torch.nonzero(x)", x=values(3)),
    expr("bool(x)", x=values([1.0]), grad=False),
    refuses("bool(x)", x=(3,)),
    refuses("bool(x)", x=values([])),
]
