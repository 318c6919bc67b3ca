# Written by `python -m stubs`: do not edit.

from numpy.typing import NDArray
from typing import Any

def load_digits() -> tuple[NDArray[Any], NDArray[Any]]: ...
def train_test_split(*arrays: Any, test_size: float | int = 0.2, seed: int = 0) -> list[NDArray[Any]]: ...
