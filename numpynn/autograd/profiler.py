"""Where the time goes: `profile` measures the blocks marked by `record_function`, not single operations."""

from __future__ import annotations

import functools
import json
from time import perf_counter_ns

_running: list[profile] = []


class ProfilerActivity:
    """What is measured: the work of the CPU, whichever is asked for."""

    CPU = "CPU"
    CUDA = "CUDA"
    XPU = "XPU"


class FunctionEvent:
    """One marked block: its name, when it began and how long it took, in microseconds."""

    def __init__(self, name, start, duration):
        self.name = self.key = name
        self.start = start
        self.cpu_time = self.cpu_time_total = self.self_cpu_time_total = duration
        self.count = 1

    def __repr__(self):
        return f"<FunctionEvent name={self.name} count={self.count} cpu_time_total={self.cpu_time_total:.3f}us>"


class EventList(list):
    """Events, with a table and sums."""

    @property
    def self_cpu_time_total(self) -> float:
        """The time of all, in microseconds."""
        return sum(event.self_cpu_time_total for event in self)

    def total_average(self) -> FunctionEvent:
        """All as one."""
        total = FunctionEvent("Total", 0, self.self_cpu_time_total)
        total.count = sum(event.count for event in self)
        return total

    def key_averages(self, *args, **options) -> EventList:
        """Events of one name as one: how many, how long together and each."""
        found = {}
        for event in self:
            known = found.setdefault(event.name, FunctionEvent(event.name, event.start, 0.0))
            known.cpu_time_total += event.cpu_time_total
            known.count = known.count + 1 if known.cpu_time else 1
            known.cpu_time = known.self_cpu_time_total = known.cpu_time_total
        for event in found.values():
            event.cpu_time = event.cpu_time_total / event.count
        return EventList(found.values())

    def table(self, sort_by=None, row_limit=100, **options) -> str:
        """Name, time in all and each, and number of calls, in rows; sorted by an attribute, the largest first."""
        rows = sorted(self, key=lambda event: -getattr(event, sort_by)) if sort_by and _known(self, sort_by) else self
        lines = [f"{'Name':<40}{'CPU total':>14}{'CPU time avg':>16}{'# of Calls':>12}"]
        for event in list(rows)[: row_limit if row_limit >= 0 else None]:
            lines.append(f"{event.name:<40}{event.cpu_time_total:>12.3f}us{event.cpu_time:>14.3f}us{event.count:>12}")
        return "\n".join([*lines, f"Self CPU time total: {self.self_cpu_time_total:.3f}us", ""])

    def export_chrome_trace(self, path: str) -> None:
        """Write the events as a trace that chrome://tracing shows."""
        events = [{"name": e.name, "ph": "X", "ts": e.start, "dur": e.cpu_time_total, "pid": 0, "tid": 0} for e in self]
        with open(path, "w", encoding="utf-8") as file:
            json.dump({"traceEvents": events}, file)


def _known(events, name):
    return all(hasattr(event, name) for event in events)


class profile:
    """A context that collects the blocks marked by `record_function` inside it.

    The options are those of torch's profilers, and say what else those would measure; here it is the blocks' time on the CPU.
    """

    def __init__(self, enabled=True, *, activities=None, schedule=None, on_trace_ready=None, **options):
        self.enabled = enabled
        self.events_list = EventList()
        self.step_num = 0
        self._on_trace_ready = on_trace_ready

    def start(self) -> None:
        """Begin to collect."""
        if self.enabled:
            _running.append(self)

    def stop(self) -> None:
        """Stop collecting, and hand over to `on_trace_ready`."""
        if self in _running:
            _running.remove(self)
        if self._on_trace_ready is not None:
            self._on_trace_ready(self)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exception):
        self.stop()
        return False

    def step(self) -> None:
        """Say that a step of the program is over."""
        self.step_num += 1

    def add_metadata(self, key: str, value: str) -> None:
        """Nothing: a trace holds events only."""

    def events(self) -> EventList:
        """The blocks, in the order in which they ended."""
        return self.events_list

    function_events = property(events)

    def key_averages(self, *args, **options) -> EventList:
        """The blocks by their names."""
        return self.events_list.key_averages()

    def total_average(self) -> FunctionEvent:
        """All blocks as one."""
        return self.events_list.total_average()

    def table(self, sort_by=None, row_limit=100, **options) -> str:
        """The blocks in a table."""
        return self.events_list.table(sort_by, row_limit)

    def export_chrome_trace(self, path: str) -> None:
        """Write the blocks as a trace that chrome://tracing shows."""
        self.events_list.export_chrome_trace(path)

    @property
    def self_cpu_time_total(self) -> float:
        """The time of all blocks, in microseconds."""
        return self.events_list.self_cpu_time_total


class record_function:
    """A context, or decorator, that marks a block for `profile`."""

    def __init__(self, name: str, args: str | None = None):
        self.name = name
        self.args = args

    def __enter__(self):
        self._began = perf_counter_ns()
        return self

    def __exit__(self, *exception):
        ended = perf_counter_ns()
        for running in _running:
            running.events_list.append(FunctionEvent(self.name, self._began / 1e3, (ended - self._began) / 1e3))
        return False

    def __call__(self, function):
        @functools.wraps(function)
        def marked(*args, **kwargs):
            with record_function(self.name, self.args):
                return function(*args, **kwargs)

        return marked


class emit_nvtx:
    """A context in which nothing is marked: there is no GPU. Raises RuntimeError when it is entered, if enabled."""

    def __init__(self, enabled=True, record_shapes=False):
        self.enabled = enabled

    def __enter__(self):
        if self.enabled:
            raise RuntimeError("CUDA used in profiler but not enabled.")
        return self

    def __exit__(self, *exception):
        return False
