# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.dtypes import dtype
from numpynn.tensor import Tensor

class LinearCrossEntropyOptions:
    def __init__(
        self,
        allow_retain_graph: bool = False,
        batch_chunk_size: int | None = None,
        chunking_method: str | None = "auto",
        acc_policy: str = "auto",
        acc_dtype: dtype | None = None,
    ) -> None: ...
    def rows(self, count: int, width: int, classes: int, dtype: dtype) -> int: ...
    def __repr__(self) -> str: ...
    def __eq__(self, other: object) -> bool: ...
    def __setattr__(self, name: str, value: Tensor | complex) -> None: ...
    def __delattr__(self, name: str) -> None: ...
    acc_dtype: Any
    acc_policy: Any
    allow_retain_graph: Any
    batch_chunk_size: Any
    chunking_method: Any
    def __hash__(self) -> int: ...
