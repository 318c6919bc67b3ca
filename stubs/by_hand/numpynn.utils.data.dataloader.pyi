T_co = TypeVar("T_co", covariant=True, default=Any)

class _Samples(Protocol[T_co]):
    def __getitem__(self, index: int, /) -> T_co: ...

class DataLoader(Generic[T_co]):
    dataset: Any
    batch_size: int | None
    sampler: Any
    batch_sampler: Any
    num_workers: int
    drop_last: bool
    def __iter__(self) -> Iterator[Any]: ...
