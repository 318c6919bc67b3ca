"""torch.types: names for annotations."""

from __future__ import annotations

import os

from .device import device
from .functional.storages import TypedStorage, UntypedStorage

__all__ = ["Device", "FileLike", "Number", "Storage"]

Number = int | float | bool
Device = device | str | int | None
FileLike = str | os.PathLike | object
Storage = TypedStorage | UntypedStorage
