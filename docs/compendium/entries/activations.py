"""The activations."""

from .entry import Entry, Family


def _curve(made):
    return Entry(made.partition("(")[0], (f"nn.{made}(randn(3, 4))",), "activations.curve")


def _vector(made, *others):
    name = made.partition("(")[0]
    return Entry(" ".join([name, *others]), (f"nn.{made}(randn(3, 4))",), f"activations.{name.lower()}")


ACTIVATIONS = Family(
    "Activations",
    "numpynn.nn",
    "Each as the library computes it: the formula, the derivative as it stands in the table of derivatives, a plot of both, "
    "and the kernel. All are compared with torch, to the second derivative.",
    {
        "Rectifiers": (
            _curve("ReLU()"),
            _curve("ReLU6()"),
            _curve("LeakyReLU(0.1)"),
            _curve("PReLU()"),
            _vector("RReLU()"),
            _curve("Threshold(1.0, -0.5)"),
        ),
        "Smooth rectifiers": (
            _curve("ELU()"),
            _curve("SELU()"),
            _curve("CELU(2.0)"),
            _curve("GELU()"),
            _curve("SiLU()"),
            _curve("Mish()"),
            _curve("Softplus()"),
            _curve("Hardswish()"),
        ),
        "Sigmoids": (
            _curve("Sigmoid()"),
            _curve("Tanh()"),
            _curve("LogSigmoid()"),
            _curve("Softsign()"),
            _curve("Hardsigmoid()"),
            _curve("Hardtanh()"),
        ),
        "Shrinkage": (
            _curve("Tanhshrink()"),
            _curve("Hardshrink()"),
            _curve("Softshrink()"),
        ),
        "Of several numbers": (
            _vector("Softmax(dim=1)", "Softmax2d"),
            _vector("Softmin(dim=1)"),
            _vector("LogSoftmax(dim=1)"),
            _vector("GLU(dim=1)"),
        ),
    },
)
