# Written by `python -m stubs`: do not edit.

from _pickle import UnpicklingError as _UnpicklingError
from os import PathLike
from typing import Any, IO

class CheckpointError(RuntimeError):
    def __init__(self, message: str) -> None: ...

class FormatError(CheckpointError): ...

class TruncatedError(FormatError, EOFError): ...

class UnpicklingError(CheckpointError, _UnpicklingError): ...

class UnsupportedError(CheckpointError, NotImplementedError): ...

def load(
    f: str | PathLike[str] | IO[bytes],
    map_location: Any = None,
    pickle_module: Any = None,
    *,
    weights_only: bool | None = None,
    mmap: bool | None = None,
    allowed_globals: Any = ...,
    **pickle_load_args: Any,
) -> Any: ...
def save(
    obj: Any,
    f: str | PathLike[str] | IO[bytes],
    pickle_module: Any = ...,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
    _disable_byteorder_record: bool = False,
) -> None: ...
