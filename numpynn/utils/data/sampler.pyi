# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Generic
from typing_extensions import TypeVar
from numpynn.random import Generator
from numpynn.tensor import Tensor

class BatchSampler(Sampler[list[int]]):
    sampler: Sampler[Any] | Iterable[Any]
    batch_size: int
    drop_last: bool
    def __init__(self, sampler: Sampler[Any] | Iterable[Any], batch_size: int, drop_last: bool) -> None: ...
    def __iter__(self) -> Iterator[list[int]]: ...
    def __len__(self) -> int: ...

class RandomSampler(Sampler[int]):
    data_source: Any
    replacement: bool
    generator: Generator
    def __init__(
        self,
        data_source: Any,
        replacement: bool = False,
        num_samples: int | None = None,
        generator: Generator | None = None,
    ) -> None: ...
    @property
    def num_samples(self) -> int: ...
    def __iter__(self) -> Iterator[int]: ...
    def __len__(self) -> int: ...

class Sampler(Generic[T_co]):
    def __iter__(self) -> Iterator[T_co]: ...

class SequentialSampler(Sampler[int]):
    data_source: Any
    def __init__(self, data_source: Any) -> None: ...
    def __iter__(self) -> Iterator[int]: ...
    def __len__(self) -> int: ...

class SubsetRandomSampler(Sampler[int]):
    indices: Sequence[Any]
    generator: Generator
    def __init__(self, indices: Sequence[Any], generator: Generator | None = None) -> None: ...
    def __iter__(self) -> Iterator[int]: ...
    def __len__(self) -> int: ...

T_co = TypeVar("T_co", covariant=True, default=Any)

class WeightedRandomSampler(Sampler[int]):
    weights: Tensor | Sequence[float]
    num_samples: int
    replacement: bool
    generator: Generator
    def __init__(
        self,
        weights: Tensor | Sequence[float],
        num_samples: int,
        replacement: bool = True,
        generator: Generator | None = None,
    ) -> None: ...
    def __iter__(self) -> Iterator[int]: ...
    def __len__(self) -> int: ...

def draw_seed(generator: Generator | None = None) -> int: ...
