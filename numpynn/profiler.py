"""torch.profiler: see `numpynn.autograd.profiler`."""

from __future__ import annotations

from ._absent import absent
from .autograd.profiler import ProfilerActivity, record_function
from .autograd.profiler import profile as _profile

__all__ = [
    "ProfilerAction", "ProfilerActivity", "profile", "record_function", "schedule", "supported_activities",
    "tensorboard_trace_handler",
]  # fmt: skip


class ProfilerAction:
    """What a profiler does in a step."""

    NONE, WARMUP, RECORD, RECORD_AND_SAVE = range(4)


class profile(_profile):
    """A context that collects the blocks marked by `record_function` inside it; the schedule says nothing: all are collected."""

    def __init__(self, *, activities=None, schedule=None, on_trace_ready=None, **options):
        super().__init__(activities=activities, schedule=schedule, on_trace_ready=on_trace_ready, **options)


def schedule(*, wait: int, warmup: int, active: int, repeat: int = 0, skip_first: int = 0, skip_first_wait: int = 0):
    """A function that says what to do in each step: `wait`, then warm up, then record, and over again."""

    def action(step: int) -> int:
        if step < skip_first:
            return ProfilerAction.NONE
        step -= skip_first
        if skip_first_wait and repeat == 0:
            step += wait
        cycle = wait + warmup + active
        if repeat > 0 and step // cycle >= repeat:
            return ProfilerAction.NONE
        place = step % cycle
        if place < wait:
            return ProfilerAction.NONE
        if place < wait + warmup:
            return ProfilerAction.WARMUP
        return ProfilerAction.RECORD if place < cycle - 1 else ProfilerAction.RECORD_AND_SAVE

    return action


def supported_activities() -> set:
    """The CPU alone."""
    return {ProfilerActivity.CPU}


(tensorboard_trace_handler,) = absent(__name__, "tensorboard_trace_handler", "write a trace with export_chrome_trace")
