class PackedSequence(tuple[Tensor, Tensor, Tensor | None, Tensor | None]):
    data: Tensor
    batch_sizes: Tensor
    sorted_indices: Tensor | None
    unsorted_indices: Tensor | None
    def to(self, *args: Any, **kwargs: Any) -> Self: ...
