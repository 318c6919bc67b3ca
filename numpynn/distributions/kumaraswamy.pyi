# Written by `python -m stubs`: do not edit.

from numpynn.distributions.constraints import Constraint
from numpynn.distributions.transformed_distribution import TransformedDistribution
from numpynn.tensor import Tensor

class Kumaraswamy(TransformedDistribution):
    concentration1: Tensor
    concentration0: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self, concentration1: Tensor | float, concentration0: Tensor | float, validate_args: bool | None = None
    ) -> None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def entropy(self) -> Tensor: ...
