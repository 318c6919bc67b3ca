# Written by `python -m stubs`: do not edit.

from collections.abc import Callable
from os import PathLike
from typing import Any
from numpynn.tensor import Tensor
from numpynn.utils.data.dataset import Dataset

class FashionMNIST(MNIST):
    classes: list[str]

class KMNIST(MNIST):
    classes: list[str]

class MNIST(Dataset[Any]):
    root: str | PathLike[str]
    train: bool
    transform: Callable[..., Any]
    target_transform: Callable[..., Any]
    data: Any
    targets: Tensor
    classes: list[str]
    def __init__(
        self,
        root: str | PathLike[str],
        train: bool = True,
        transform: Callable[..., Any] | None = None,
        target_transform: Callable[..., Any] | None = None,
        download: bool = False,
    ) -> None: ...
    def __getitem__(self, index: int) -> Any: ...
    def __len__(self) -> int: ...
    @property
    def raw_folder(self) -> str: ...
    @property
    def class_to_idx(self) -> dict[str, int]: ...
    def __repr__(self) -> str: ...
