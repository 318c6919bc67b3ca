# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.device import device
from numpynn.dtypes import dtype, layout
from numpynn.tensor import Tensor

def bartlett(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def blackman(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def cosine(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def exponential(
    M: int,
    *,
    center: Any = None,
    tau: float = 1.0,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def gaussian(
    M: int,
    *,
    std: float = 1.0,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def general_cosine(
    M: int,
    *,
    a: Any,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def general_hamming(
    M: int,
    *,
    alpha: complex = 0.54,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def hamming(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def hann(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def kaiser(
    M: int,
    *,
    beta: float = 12.0,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
def nuttall(
    M: int,
    *,
    sym: bool = True,
    dtype: dtype | None = None,
    layout: layout = ...,
    device: device | str | int | None = None,
    requires_grad: bool = False,
) -> Tensor: ...
