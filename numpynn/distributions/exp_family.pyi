# Written by `python -m stubs`: do not edit.

from numpynn.distributions.distribution import Distribution
from numpynn.tensor import Tensor

class ExponentialFamily(Distribution):
    def entropy(self) -> Tensor: ...
