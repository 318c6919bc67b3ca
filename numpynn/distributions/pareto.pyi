# Written by `python -m stubs`: do not edit.

from numpynn.distributions.constraints import Constraint
from numpynn.distributions.transformed_distribution import TransformedDistribution
from numpynn.tensor import Tensor

class Pareto(TransformedDistribution):
    scale: Tensor
    alpha: Tensor
    arg_constraints: dict[str, Constraint]
    def __init__(self, scale: Tensor | float, alpha: Tensor | float, validate_args: bool | None = None) -> None: ...
    @property
    def support(self) -> Constraint | None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def entropy(self) -> Tensor: ...
