"""Activation functions that write into their input."""

from parity_tests.case import bools, expr, fixed, ints, refuses

OPTIONS = {
    "relu_": ("",),
    "hardtanh_": ("", ", -0.5, 0.7", ", max_val=0.3", ", 0.4, -0.4"),
    "threshold_": (", 0.2, 20.0", ", threshold=-0.3, value=2"),
    "leaky_relu_": ("", ", 0.3", ", negative_slope=0.5"),
    "rrelu_": ("", ", 0.2, 0.6", ", 0.2, 0.6, True", ", training=True"),
    "elu_": ("", ", 0.7", ", alpha=1.3", ", 0.5, 1.5, 2.0"),
    "selu_": ("",),
    "celu_": ("", ", 0.5", ", alpha=2"),
}
AT_THE_TOP = ("relu_", "threshold_", "rrelu_", "selu_", "celu_")
CASES = [
    *[
        expr(f"y = x * 1; out = F.{name}(y{options}); out, y", x=(2, 3))
        for name, alternatives in OPTIONS.items()
        for options in alternatives
    ],
    *[expr(f"y = x * 1; torch.{name}(y{OPTIONS[name][-1]}); y", x=(3,)) for name in AT_THE_TOP],
    *[expr(f"F.{name}(x{options[0]})", x=fixed(())) for name, options in OPTIONS.items()],
    *[refuses(f"F.{name}(x{options[0]})", x=(3,), why="a leaf") for name, options in OPTIONS.items()],
    *[refuses(f"F.{name}(3{options[0]})") for name, options in OPTIONS.items()],
    *[
        refuses(f"F.{name}(x)", x=ints((3,), -2, 3))
        for name in ("leaky_relu_", "rrelu_", "elu_", "selu_", "celu_")
    ],
    expr("F.celu_(x, -1.5)", x=fixed((3,))),
    expr("F.relu_(x)", x=ints((3,), -2, 3)),
    expr("F.hardtanh_(x)", x=ints((3,), -3, 3)),
    expr("F.threshold_(x, 0, 1)", x=ints((3,), -2, 3)),
    expr("F.threshold_(x, 0.5, 1.5)", x=ints((3,), -2, 3)),
    refuses("F.relu_(x)", x=bools((3,))),
    refuses("F.celu_(x, 0)", x=fixed((3,))),
    refuses("F.rrelu_(x, 0.5, 0.2)", x=fixed((3,))),
]
