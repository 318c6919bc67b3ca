# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from os import PathLike
from typing import Any, IO
from numpynn.tensor import Tensor

def make_grid(
    tensor: Tensor | Sequence[Tensor],
    nrow: int = 8,
    padding: int = 2,
    normalize: bool = False,
    value_range: tuple[float, float] | None = None,
    scale_each: bool = False,
    pad_value: float = 0.0,
) -> Tensor: ...
def save_image(
    tensor: Tensor | Sequence[Tensor], fp: str | PathLike[str] | IO[bytes], format: str | None = None, **kwargs: Any
) -> None: ...
