# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.distributions.distribution import Distribution
from numpynn.tensor import Tensor

def kl_divergence(p: Distribution, q: Distribution) -> Tensor: ...
def register_kl(type_p: type[Any], type_q: type[Any]) -> Any: ...
