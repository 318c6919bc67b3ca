# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.exp_family import ExponentialFamily
from numpynn.tensor import Tensor

class Poisson(ExponentialFamily):
    rate: Tensor
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    def __init__(self, rate: Tensor | float, validate_args: bool | None = None) -> None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def sample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
