"""torch.storage: the memory that tensors look at."""

from .functional.storages import TypedStorage, UntypedStorage

__all__ = ["TypedStorage", "UntypedStorage"]
