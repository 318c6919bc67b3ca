# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from numpynn.tensor import Tensor

def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor: ...
def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None: ...
