# Written by `python -m stubs`: do not edit.

from numpynn.tensor import Tensor

class Variable:
    def __new__(cls, data: Tensor, requires_grad: bool = False, volatile: bool = False) -> Tensor: ...
