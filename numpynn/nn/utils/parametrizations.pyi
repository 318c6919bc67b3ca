# Written by `python -m stubs`: do not edit.

from numpynn.nn.modules.module import Module

def orthogonal(
    module: Module, name: str = "weight", orthogonal_map: str | None = None, *, use_trivialization: bool = True
) -> Module: ...
def spectral_norm(
    module: Module, name: str = "weight", n_power_iterations: int = 1, eps: float = 1e-12, dim: int | None = None
) -> Module: ...
def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module: ...
