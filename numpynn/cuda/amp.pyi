# Written by `python -m stubs`: do not edit.

from collections.abc import Callable
from typing import Any
from numpynn.amp import GradScaler as _GradScaler, autocast as _autocast
from numpynn.dtypes import dtype

class GradScaler(_GradScaler):
    def __init__(
        self,
        init_scale: float = 65536.0,
        growth_factor: float = 2.0,
        backoff_factor: float = 0.5,
        growth_interval: int = 2000,
        enabled: bool = True,
    ) -> None: ...

class autocast(_autocast):
    def __init__(self, enabled: bool = True, dtype: dtype | None = None, cache_enabled: bool = True) -> None: ...

def custom_bwd(bwd: Any = None) -> Callable[..., Any]: ...
def custom_fwd(fwd: Any = None, *, cast_inputs: Any = None) -> Callable[..., Any]: ...
