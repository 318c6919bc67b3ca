# Written by `python -m stubs`: do not edit.

from numpynn.distributions.constraints import Constraint
from numpynn.distributions.transformed_distribution import TransformedDistribution
from numpynn.tensor import Tensor

class InverseGamma(TransformedDistribution):
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self, concentration: Tensor | float, rate: Tensor | float, validate_args: bool | None = None
    ) -> None: ...
    @property
    def concentration(self) -> Tensor: ...
    @property
    def rate(self) -> Tensor: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def entropy(self) -> Tensor: ...
