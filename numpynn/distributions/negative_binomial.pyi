# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.dtypes import Size
from numpynn.tensor import Tensor

class NegativeBinomial(Distribution):
    total_count: Tensor | float
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    def __init__(
        self,
        total_count: Tensor | float,
        probs: Tensor | float | None = None,
        logits: Tensor | float | None = None,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def mean(self) -> Tensor: ...
    @property
    def mode(self) -> Tensor: ...
    @property
    def variance(self) -> Tensor: ...
    def sample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    @property
    def logits(self) -> Tensor: ...
    @property
    def probs(self) -> Tensor: ...
    @property
    def param_shape(self) -> Size: ...
