# Written by `python -m stubs`: do not edit.

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, Protocol
from typing_extensions import TypeVar
from numpynn.random import Generator
from numpynn.tensor import Tensor
from numpynn.utils.data.sampler import Sampler

T_co = TypeVar("T_co", covariant=True, default=Any)

class _Samples(Protocol[T_co]):
    def __getitem__(self, index: int, /) -> T_co: ...

class DataLoader(Generic[T_co]):
    prefetch_factor: int
    pin_memory: bool
    pin_memory_device: str
    timeout: int
    worker_init_fn: Callable[..., Any]
    in_order: bool
    generator: Generator
    collate_fn: Callable[..., Any]
    persistent_workers: bool
    dataset: Any
    batch_size: int | None
    sampler: Any
    batch_sampler: Any
    num_workers: int
    drop_last: bool
    def __init__(
        self,
        dataset: _Samples[T_co],
        batch_size: int | None = 1,
        shuffle: bool | None = None,
        sampler: Sampler[Any] | Iterable[Any] | None = None,
        batch_sampler: Sampler[list[Any]] | Iterable[list[Any]] | None = None,
        num_workers: int = 0,
        collate_fn: Callable[..., Any] | None = None,
        pin_memory: bool = False,
        drop_last: bool = False,
        timeout: float = 0,
        worker_init_fn: Callable[..., Any] | None = None,
        multiprocessing_context: Any = None,
        generator: Generator | None = None,
        *,
        prefetch_factor: int | None = None,
        persistent_workers: bool = False,
        pin_memory_device: str = "",
        in_order: bool = True,
    ) -> None: ...
    @property
    def multiprocessing_context(self) -> Any: ...
    @multiprocessing_context.setter
    def multiprocessing_context(self, value: Any) -> None: ...
    def __setattr__(self, name: str, value: Tensor | complex) -> None: ...
    def __iter__(self) -> Iterator[Any]: ...
    def state_dict(self) -> dict[str, Any]: ...
    def load_state_dict(self, state_dict: dict[str, Any]) -> None: ...
    def __len__(self) -> int: ...
    def check_worker_number_rationality(self) -> None: ...
