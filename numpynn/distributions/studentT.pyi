# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.tensor import Tensor

class StudentT(Distribution):
    df: Tensor
    loc: Tensor
    scale: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self,
        df: Tensor | float,
        loc: Tensor | float = 0.0,
        scale: Tensor | float = 1.0,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def rsample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    def entropy(self) -> Tensor: ...
