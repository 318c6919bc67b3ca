# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.tensor import Tensor

class VonMises(Distribution):
    loc: Tensor
    concentration: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self, loc: Tensor | float, concentration: Tensor | float, validate_args: bool | None = None
    ) -> None: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    def sample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
