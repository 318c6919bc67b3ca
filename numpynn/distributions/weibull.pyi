# Written by `python -m stubs`: do not edit.

from numpynn.distributions.constraints import Constraint
from numpynn.distributions.transformed_distribution import TransformedDistribution
from numpynn.tensor import Tensor

class Weibull(TransformedDistribution):
    scale: Tensor
    concentration: Tensor
    concentration_reciprocal: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    def __init__(
        self, scale: Tensor | float, concentration: Tensor | float, validate_args: bool | None = None
    ) -> None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def entropy(self) -> Tensor: ...
