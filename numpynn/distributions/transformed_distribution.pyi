# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.distributions.transforms import Transform
from numpynn.tensor import Tensor

class TransformedDistribution(Distribution):
    transforms: Transform | list[Transform]
    base_dist: Distribution
    arg_constraints: dict[str, Constraint]
    def __init__(
        self,
        base_distribution: Distribution,
        transforms: Transform | list[Transform],
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def support(self) -> Constraint | None: ...
    @property
    def has_rsample(self) -> bool: ...
    def sample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def rsample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    def cdf(self, value: Tensor) -> Tensor: ...
    def icdf(self, value: Tensor) -> Tensor: ...
