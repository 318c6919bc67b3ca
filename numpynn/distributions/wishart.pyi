# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from typing import Any
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.exp_family import ExponentialFamily
from numpynn.tensor import Tensor

class Wishart(ExponentialFamily):
    df: Tensor
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self,
        df: Tensor | float,
        covariance_matrix: Tensor | None = None,
        precision_matrix: Tensor | None = None,
        scale_tril: Tensor | None = None,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def arg_constraints(self) -> dict[str, Constraint]: ...
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
    def rsample(self, sample_shape: Sequence[int] = ..., max_try_correction: Any = None) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    def entropy(self) -> Tensor: ...
