# Written by `python -m stubs`: do not edit.

from os import PathLike
from typing import IO, TypeAlias
from numpynn import TypedStorage, UntypedStorage
from numpynn.device import device

Device: TypeAlias = device | str | int | None
FileLike: TypeAlias = str | PathLike[str] | IO[bytes]
Number: TypeAlias = int | float | bool
Storage: TypeAlias = TypedStorage | UntypedStorage
