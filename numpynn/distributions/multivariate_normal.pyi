# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from typing import Any
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.tensor import Tensor

class MultivariateNormal(Distribution):
    loc: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self,
        loc: Tensor | float,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def scale_tril(self) -> Tensor: ...
    @property
    def covariance_matrix(self) -> Tensor: ...
    @property
    def precision_matrix(self) -> Tensor: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def rsample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    def entropy(self) -> Tensor: ...

def one_matrix(error: Any, covariance_matrix: Tensor, precision_matrix: Tensor, scale_tril: Tensor) -> Any: ...
