# Written by `python -m stubs`: do not edit.

from numpynn.distributions.constraints import Constraint
from numpynn.distributions.gamma import Gamma
from numpynn.tensor import Tensor

class Chi2(Gamma):
    arg_constraints: dict[str, Constraint]
    def __init__(self, df: Tensor | float, validate_args: bool | None = None) -> None: ...
    @property
    def df(self) -> Tensor: ...
