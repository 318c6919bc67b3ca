"""Linear maps."""

from __future__ import annotations

import math

from ...functional.creation import empty
from ...modes import no_grad
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..parameter import Parameter, UninitializedParameter
from .lazy import LazyModuleMixin
from .module import Module


class Identity(Module):
    """Hands on its input; takes any arguments and ignores them, as a stand-in for other modules."""

    def __init__(self, *args, **kwargs):
        super().__init__()

    def forward(self, input: Tensor) -> Tensor:
        return input


class Linear(Module):
    """y = x Wᵀ + b, with x (*, in_features), W (out_features, in_features), y (*, out_features).

    Gradients, g being that of y: g W in x, gᵀ x in W, and in b the sum of g.

    Both are drawn from U(-k, k), k = 1 / √in_features.

    >>> import numpynn
    >>> numpynn.nn.Linear(20, 30)(numpynn.zeros(128, 20)).shape
    torch.Size([128, 30])
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True, device=None, dtype=None):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(empty((out_features, in_features), device=device, dtype=dtype))
        self.register_parameter("bias", Parameter(empty(out_features, device=device, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        weight, bias = self.weight, self.bias
        init.kaiming_uniform_(weight, math.sqrt(5))
        if bias is not None:
            low, high = _bounds(weight.shape[1])
            init.uniform_(bias, low, high)

    def forward(self, input: Tensor) -> Tensor:
        # As attributes each is looked for in the object and its classes first, which takes half a microsecond.
        own = self._parameters
        if "weight" in own and "bias" in own:
            return F.linear(input, own["weight"], own["bias"])
        return F.linear(input, self.weight, self.bias)

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


class NonDynamicallyQuantizableLinear(Linear):
    """Linear under the name that MultiheadAttention gives its output map."""


class Bilinear(Module):
    """y_o = x1ᵀ W_o x2 + b_o, with x1 (*, in1_features), x2 (*, in2_features), y (*, out_features).

    Gradients, g being that of y: sum_o g_o W_o x2 in x1, sum_o g_o W_oᵀ x1 in x2, g_o x1 x2ᵀ in W_o, and in b the
    sum of g.

    W is (out_features, in1_features, in2_features). Both are drawn from U(-k, k), k = 1 / √in1_features.
    Raises ValueError unless `in1_features` is positive.
    """

    def __init__(
        self, in1_features: int, in2_features: int, out_features: int, bias: bool = True, device=None, dtype=None
    ):
        super().__init__()
        self.in1_features = in1_features
        self.in2_features = in2_features
        self.out_features = out_features
        self.weight = Parameter(empty((out_features, in1_features, in2_features), device=device, dtype=dtype))
        self.register_parameter("bias", Parameter(empty(out_features, device=device, dtype=dtype)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        if self.in1_features <= 0:
            raise ValueError(f"in1_features must be > 0, but got (in1_features={self.in1_features})")
        for parameter in self.parameters():
            init.uniform_(parameter, *_bounds(self.in1_features))

    def forward(self, input1: Tensor, input2: Tensor) -> Tensor:
        return F.bilinear(input1, input2, self.weight, self.bias)

    def extra_repr(self) -> str:
        return (
            f"in1_features={self.in1_features}, in2_features={self.in2_features}, "
            f"out_features={self.out_features}, bias={self.bias is not None}"
        )


def _bounds(fan_in):
    bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
    return -bound, bound


class LazyLinear(LazyModuleMixin, Linear):
    """Linear whose `in_features` is that of its first input."""

    cls_to_become = Linear
    weight: UninitializedParameter
    bias: UninitializedParameter

    def __init__(self, out_features: int, bias: bool = True, device=None, dtype=None):
        # Without a bias, and with an empty weight, nothing is drawn before the shape is known.
        super().__init__(0, 0, False)
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.out_features = out_features
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        """Draws the parameters anew, once they have a shape."""
        if not self.has_uninitialized_params() and self.in_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor) -> None:
        """Shapes the parameters for this input."""
        in_features = input.shape[-1]
        if self.has_uninitialized_params():
            with no_grad():
                self.in_features = in_features
                self.weight.materialize((self.out_features, in_features))
                if self.bias is not None:
                    self.bias.materialize((self.out_features,))
                self.reset_parameters()
        if self.in_features == 0:
            if in_features != self.weight.shape[-1]:
                raise AssertionError(
                    f"The in_features inferred from input: {in_features} is not equal to in_features from "
                    f"self.weight: {self.weight.shape[-1]}"
                )
            self.in_features = in_features
