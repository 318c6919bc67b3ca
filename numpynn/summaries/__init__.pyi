# Written by `python -m stubs`: do not edit.

from typing import Any, NamedTuple
from numpynn.nn.modules.module import Module

class Layer(NamedTuple):
    module: object
    name: str
    depth: int
    input_size: list[Any] | None = ...
    output_size: list[Any] | None = ...
    output_bytes: int = ...
    mult_adds: int = ...

class Summary:
    layers: list[Layer]
    total_params: int
    trainable_params: int
    total_mult_adds: int
    input_bytes: int
    output_bytes: int
    param_bytes: int
    def __init__(
        self, model: Module, layers: list[Layer], columns: Any, settings: Any, depth: int, input_bytes: int
    ) -> None: ...
    def __str__(self) -> str: ...
    def __repr__(self) -> str: ...

def summary(
    model: Module,
    input_size: Any = None,
    input_data: Any = None,
    batch_dim: Any = None,
    *,
    col_names: Any = None,
    depth: int = 3,
    dtypes: Any = None,
    mode: str = "eval",
    row_settings: Any = ...,
    **kwargs: Any,
) -> Summary: ...
