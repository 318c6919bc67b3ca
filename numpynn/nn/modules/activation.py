"""Activation functions as modules."""

from __future__ import annotations

import warnings

from ...functional.creation import empty
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..parameter import Parameter
from .module import Module


class _Inplace(Module):
    """An activation with no option but `inplace`."""

    def __init__(self, inplace: bool = False):
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return self.function(input, inplace=self.inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class ReLU(_Inplace):
    """max(x, 0), elementwise.

    f' = 1 where x > 0, else 0.
    """

    function = staticmethod(F.relu)


class SiLU(_Inplace):
    """x sigmoid(x), elementwise; also known as swish.

    f' = s (1 + x (1 - s)), s = sigmoid(x).
    """

    function = staticmethod(F.silu)


class Mish(_Inplace):
    """x tanh(softplus(x)), elementwise.

    f' = t + x (1 - t^2) sigmoid(x), t = tanh(softplus(x)).
    """

    function = staticmethod(F.mish)


class Hardswish(_Inplace):
    """x min(max(x + 3, 0), 6) / 6, elementwise.

    f' = 0 where x <= -3, x / 3 + 1 / 2 where x < 3, else 1.
    """

    function = staticmethod(F.hardswish)

    def extra_repr(self) -> str:
        return ""


class SELU(_Inplace):
    """scale * elu(x, alpha), with the constants that keep activations normalised.

    f' = scale where x > 0, else scale alpha e^x.
    """

    function = staticmethod(F.selu)


class Hardsigmoid(_Inplace):
    """min(max(x + 3, 0), 6) / 6, elementwise.

    f' = 1 / 6 where -3 < x < 3, else 0.
    """

    function = staticmethod(F.hardsigmoid)

    def extra_repr(self) -> str:
        return ""


class _Plain(Module):
    """An activation without options."""

    def forward(self, input: Tensor) -> Tensor:
        return self.function(input)


class Sigmoid(_Plain):
    """1 / (1 + e^-x), elementwise.

    f' = f (1 - f).
    """

    function = staticmethod(F.sigmoid)


class Tanh(_Plain):
    """(e^x - e^-x) / (e^x + e^-x), elementwise.

    f' = 1 - f^2.
    """

    function = staticmethod(F.tanh)


class LogSigmoid(_Plain):
    """log(1 / (1 + e^-x)), elementwise.

    f' = sigmoid(-x).
    """

    function = staticmethod(F.logsigmoid)


class Softsign(_Plain):
    """x / (1 + |x|), elementwise.

    f' = 1 / (1 + |x|)^2.
    """

    function = staticmethod(F.softsign)


class Tanhshrink(_Plain):
    """x - tanh(x), elementwise.

    f' = tanh(x)^2.
    """

    function = staticmethod(F.tanhshrink)


class Threshold(Module):
    """x where x > threshold, else value.

    f' = 1 where x > threshold, else 0.
    """

    def __init__(self, threshold: float, value: float, inplace: bool = False):
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        return f"threshold={self.threshold}, value={self.value}" + (", inplace=True" if self.inplace else "")


class RReLU(Module):
    """x where x > 0, else a x: a drawn from U(lower, upper) for each element in training, their mean in evaluation.

    f' = 1 where x > 0, else a.
    """

    def __init__(self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False):
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self) -> str:
        return f"lower={self.lower}, upper={self.upper}" + (", inplace=True" if self.inplace else "")


class Hardtanh(Module):
    """x clipped to [min_val, max_val], elementwise.

    f' = 1 where min_val < x < max_val, else 0.
    """

    def __init__(self, min_val=-1.0, max_val=1.0, inplace: bool = False, min_value=None, max_value=None):
        super().__init__()
        for old, new, value in (("min_value", "min_val", min_value), ("max_value", "max_val", max_value)):
            if value is not None:
                warnings.warn(
                    f"keyword argument `{old}` is deprecated and rename to `{new}`", FutureWarning, stacklevel=2
                )
        self.min_val = min_val if min_value is None else min_value
        self.max_val = max_val if max_value is None else max_value
        self.inplace = inplace
        if not self.max_val > self.min_val:
            raise AssertionError(f"max_val must be larger than min_val, got {self.max_val} and {self.min_val}")

    def forward(self, input: Tensor) -> Tensor:
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        return f"min_val={self.min_val}, max_val={self.max_val}" + (", inplace=True" if self.inplace else "")


class ReLU6(Hardtanh):
    """min(max(x, 0), 6), elementwise.

    f' = 1 where 0 < x < 6, else 0.
    """

    def __init__(self, inplace: bool = False):
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        return "inplace=True" if self.inplace else ""


class ELU(Module):
    """x where x > 0, else alpha (e^x - 1).

    f' = 1 where x > 0, else alpha e^x.
    """

    def __init__(self, alpha: float = 1.0, inplace: bool = False):
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.elu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        return f"alpha={self.alpha}" + (", inplace=True" if self.inplace else "")


class CELU(ELU):
    """x where x > 0, else alpha (e^(x / alpha) - 1).

    f' = 1 where x > 0, else e^(x / alpha).
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.celu(input, self.alpha, self.inplace)


class LeakyReLU(Module):
    """x where x > 0, else negative_slope * x.

    f' = 1 where x > 0, else negative_slope.
    """

    def __init__(self, negative_slope: float = 1e-2, inplace: bool = False):
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        return f"negative_slope={self.negative_slope}" + (", inplace=True" if self.inplace else "")


class GLU(Module):
    """a sigmoid(b), a and b the halves of x along `dim`.

    ∂f/∂a = sigmoid(b), ∂f/∂b = a sigmoid(b) (1 - sigmoid(b)).
    """

    def __init__(self, dim: int = -1):
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class GELU(Module):
    """x Φ(x), Φ the normal distribution function; `approximate="tanh"` for its approximation.

    f' = Φ(x) + x φ(x), φ the normal density.
    """

    def __init__(self, approximate: str = "none"):
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Tensor) -> Tensor:
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"


class Hardshrink(Module):
    """0 where |x| <= lambd, else x.

    f' = 0 where |x| <= lambd, else 1.
    """

    def __init__(self, lambd: float = 0.5):
        super().__init__()
        self.lambd = lambd

    def forward(self, input: Tensor) -> Tensor:
        return F.hardshrink(input, self.lambd)

    def extra_repr(self) -> str:
        return f"{self.lambd}"


class Softshrink(Hardshrink):
    """x moved towards 0 by lambd, and 0 where that would pass it.

    f' = 0 where |x| <= lambd, else 1.
    """

    def forward(self, input: Tensor) -> Tensor:
        return F.softshrink(input, self.lambd)


class Softplus(Module):
    """log(1 + e^(beta x)) / beta, and x itself where beta x > threshold.

    f' = sigmoid(beta x), and 1 where beta x > threshold.
    """

    def __init__(self, beta: float = 1.0, threshold: float = 20.0):
        super().__init__()
        self.beta = beta
        self.threshold = threshold

    def forward(self, input: Tensor) -> Tensor:
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        return f"beta={self.beta}, threshold={self.threshold}"


class PReLU(Module):
    """x where x > 0, else a x, with a learned: one for all channels, or one for each.

    f' = 1 where x > 0, else a; ∂f/∂a = 0 where x > 0, else x.
    """

    def __init__(self, num_parameters: int = 1, init: float = 0.25, device=None, dtype=None):
        super().__init__()
        self.num_parameters = num_parameters
        self.init = init
        self.weight = Parameter(empty(num_parameters, device=device, dtype=dtype))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Sets every slope to `init`."""
        init.constant_(self.weight, self.init)

    def forward(self, input: Tensor) -> Tensor:
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        return f"num_parameters={self.num_parameters}"


class _AlongDimension(Module):
    """An activation along a dimension."""

    def __init__(self, dim: int | None = None):
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        return self.function(input, self.dim, _stacklevel=5)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class Softmin(_AlongDimension):
    """exp(-x) / sum(exp(-x)) along `dim`.

    ∂y_i/∂x_j = y_i (y_j - δ_ij), y the output, δ_ij = 1 where i is j, else 0.
    """

    function = staticmethod(F.softmin)


class Softmax(_AlongDimension):
    """exp(x) / sum(exp(x)) along `dim`.

    ∂y_i/∂x_j = y_i (δ_ij - y_j), y the output, δ_ij = 1 where i is j, else 0.
    """

    function = staticmethod(F.softmax)


class LogSoftmax(_AlongDimension):
    """x - log(sum(exp(x))) along `dim`.

    ∂y_i/∂x_j = δ_ij - e^y_j, y the output, δ_ij = 1 where i is j, else 0.
    """

    function = staticmethod(F.log_softmax)


class Softmax2d(Module):
    """Softmax over the channels of (N, C, H, W) or (C, H, W)."""

    def forward(self, input: Tensor) -> Tensor:
        if input.array.ndim not in (3, 4):
            raise ValueError(f"Softmax2d: expected input to be 3D or 4D, got {input.array.ndim}D instead")
        return F.softmax(input, -3, _stacklevel=5)
