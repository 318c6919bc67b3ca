# Written by `python -m stubs`: do not edit.

from collections.abc import Callable
from typing import Any
from numpynn.autograd.profiler import profile as _profile
from numpynn.autograd.profiler import ProfilerActivity as ProfilerActivity
from numpynn.autograd.profiler import record_function as record_function

class ProfilerAction:
    NONE: int
    WARMUP: int
    RECORD: int
    RECORD_AND_SAVE: int

class profile(_profile):
    def __init__(
        self,
        *,
        activities: Any = None,
        schedule: Callable[..., Any] | None = None,
        on_trace_ready: Callable[..., Any] | None = None,
        **options: Any,
    ) -> None: ...

def schedule(
    *, wait: int, warmup: int, active: int, repeat: int = 0, skip_first: int = 0, skip_first_wait: int = 0
) -> Callable[..., Any]: ...
def supported_activities() -> set[Any]: ...
def tensorboard_trace_handler(*args: Any, **kwargs: Any) -> Callable[..., Any]: ...
