"""Windows laid out as columns, and added back."""

from parity_tests.case import bools, complexes, expr, ints, module, refuses

OPTIONS = "(2, 3), dilation=(2, 1), padding=(1, 2), stride=(1, 2)"
CASES = [
    *[
        expr(f"F.unfold(x, {options})", x=shape)
        for options in ("2", "[2, 3]", "3, 2, 1, 1", "1, 1, 0, 2", OPTIONS)
        for shape in ((2, 3, 5, 6), (3, 5, 6))
    ],
    expr("F.unfold(x, 2)", x=bools((2, 3, 4, 5))),
    expr("F.unfold(x, 2)", x=complexes((2, 3, 4, 5))),
    *[expr("F.fold(x, (3, 4), 2)", x=shape) for shape in ((2, 12, 6), (12, 6))],
    expr("F.fold(x, 4, 2)", x=(2, 4, 9)),
    *[expr(f"F.fold(x, (5, 6), {OPTIONS})", x=shape) for shape in ((2, 12, 20), (12, 20))],
    expr("F.fold(x, (5, 6), 1, 1, 0, 2)", x=(2, 3, 9)),
    expr("F.fold(x, (3, 4), 2)", x=bools((2, 12, 6))),
    expr("F.fold(x, (3, 4), 2)", x=complexes((2, 12, 6))),
    refuses("F.unfold(x, 2)", x=(4, 5)),
    refuses("F.unfold(x, 2)", x=(1, 2, 3, 4, 5)),
    refuses("F.unfold(x, 2)", x=(2, 0, 4, 5)),
    refuses("F.unfold(x, 2, padding=1)", x=(2, 3, 0, 5)),
    refuses("F.unfold(x, 6)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 0)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 2, dilation=0)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 2, padding=-1)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 2, stride=0)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, (2, 2, 2))", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, (2,))", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 2.0)", x=(2, 3, 4, 5)),
    refuses("F.unfold(x, 2)", x=ints((2, 3, 4, 5), 0, 9)),
    refuses("F.fold(x, (3, 4), 2)", x=(6,)),
    refuses("F.fold(x, (3, 4), 2)", x=(1, 2, 12, 6)),
    refuses("F.fold(x, (3, 4), 2)", x=(2, 0, 6)),
    refuses("F.fold(x, (3, 4), 2)", x=(2, 12, 0)),
    refuses("F.fold(x, (3, 4), 2)", x=(2, 11, 6)),
    refuses("F.fold(x, (3, 4), 2)", x=(2, 12, 5)),
    refuses("F.fold(x, (0, 4), 2)", x=(2, 12, 6)),
    refuses("F.fold(x, (1, 1), 2)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4), 0)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4), 2, 0)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4), 2, 1, -1)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4), 2, 1, 0, 0)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4, 1), 2)", x=(2, 12, 6)),
    refuses("F.fold(x, (3, 4), 2)", x=ints((2, 12, 6), 0, 9)),
    module("nn.Fold((3, 4), 2)", (2, 12, 6)),
    module(f"nn.Fold((5, 6), {OPTIONS})", (2, 12, 20)),
    module("nn.Unfold(2)", (3, 4, 5)),
    module(f"nn.Unfold({OPTIONS})", (2, 3, 5, 6)),
]
