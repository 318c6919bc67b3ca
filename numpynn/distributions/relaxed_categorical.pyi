# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.distributions.constraints import Constraint
from numpynn.distributions.distribution import Distribution
from numpynn.distributions.transformed_distribution import TransformedDistribution
from numpynn.dtypes import Size
from numpynn.tensor import Tensor

class ExpRelaxedCategorical(Distribution):
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self,
        temperature: Tensor | float,
        probs: Tensor | float | None = None,
        logits: Tensor | float | None = None,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def temperature(self) -> Tensor: ...
    def rsample(self, sample_shape: Sequence[int] = ...) -> Tensor: ...
    def log_prob(self, value: Tensor) -> Tensor: ...
    @property
    def probs(self) -> Tensor: ...
    @property
    def logits(self) -> Tensor: ...
    @property
    def param_shape(self) -> Size: ...

class RelaxedOneHotCategorical(TransformedDistribution):
    arg_constraints: dict[str, Constraint]
    support: Constraint | None
    has_rsample: bool
    def __init__(
        self,
        temperature: Tensor | float,
        probs: Tensor | float | None = None,
        logits: Tensor | float | None = None,
        validate_args: bool | None = None,
    ) -> None: ...
    @property
    def temperature(self) -> Tensor: ...
    @property
    def logits(self) -> Tensor: ...
    @property
    def probs(self) -> Tensor: ...
