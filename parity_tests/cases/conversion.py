"""From one dtype to another by the name of a type."""

from parity_tests.case import expr, ints, refuses

NAMES = "Half Float Double Bool Char Short Int Long Byte ComplexFloat ComplexDouble".split()

CASES = [
    expr("x.type()", x=(2, 3)),
    *[expr(f"x.type('torch.{name}Tensor'), x.type('torch.{name}Tensor').type()", x=ints((2, 3), 0, 9)) for name in NAMES],
    *[expr(f"x.type(torch.{name})", x=(2, 3)) for name in ("float32", "float64")],
    refuses("x.type('torch.StrangeTensor')", x=(2,), says="StrangeTensor"),
]
