"""Anomaly detection: which recorded call gave nan in backward, or failed there, and where it was made."""

from __future__ import annotations

import traceback
import warnings
from weakref import WeakKeyDictionary

import numpy as np

from .. import graph
from ..tensor import Tensor

__all__ = ["detect_anomaly", "set_detect_anomaly"]

_traces: WeakKeyDictionary = WeakKeyDictionary()
_plain_pull = graph._pull


def _remember(vertex):
    _traces[vertex] = "".join(traceback.format_stack()[:-2])


def _traced_pull(vertex, *rest):
    try:
        _plain_pull(vertex, *rest)
    except Exception:
        if vertex not in _told:
            _tell(vertex)
        raise
    finally:
        _told.clear()


_told: set = set()


def _tell(vertex):
    """Warn with the traceback of the call that the vertex stands for."""
    _told.add(vertex)
    trace = _traces.get(vertex)
    where = (
        f"Traceback of forward call that caused the error:\n{trace}"
        if trace
        else "No forward pass information available. Enable detect anomaly during forward pass for more information."
    )
    warnings.warn(f"Error detected in {vertex.name()}. {where}", stacklevel=6)


def _look_for_nan(vertex, gradients):
    for i, g in enumerate(gradients):
        array = g.array if isinstance(g, Tensor) else g
        if array is not None and array.dtype.kind in "fc" and np.isnan(array).any():
            _tell(vertex)
            raise RuntimeError(f"Function '{vertex.name()}' returned nan values in its {i}th output.")


def set_anomaly_enabled(enabled: bool, check_nan: bool = True) -> None:
    """Switch anomaly detection on or off."""
    graph.observe(_remember, enabled)
    graph._pull = _traced_pull if enabled else _plain_pull
    graph.watch = _look_for_nan if enabled and check_nan else None
    _State.enabled, _State.check_nan = enabled, check_nan


class _State:
    enabled = False
    check_nan = True


def is_anomaly_enabled() -> bool:
    """Whether anomaly detection is on."""
    return _State.enabled


def is_anomaly_check_nan_enabled() -> bool:
    """Whether anomaly detection, where it is on, looks for nan."""
    return _State.check_nan


class set_detect_anomaly:
    """Switch anomaly detection on or off: at once as a function, until the end of a block as a context manager.

    While it is on, every recorded call remembers where it was made. A call whose backward fails, or with check_nan gives nan,
    is told in a warning with that traceback; nan raises RuntimeError. Off, it costs nothing; on, it is slow.
    """

    def __init__(self, mode: bool, check_nan: bool = True):
        self.before = is_anomaly_enabled(), is_anomaly_check_nan_enabled()
        set_anomaly_enabled(mode, check_nan)

    def __enter__(self):
        pass

    def __exit__(self, *exception):
        set_anomaly_enabled(*self.before)


class detect_anomaly:
    """A context manager in which anomaly detection is on: see `set_detect_anomaly`.

    >>> import warnings
    >>> import numpynn
    >>> warnings.simplefilter("ignore")
    >>> with numpynn.autograd.detect_anomaly():
    ...     x = numpynn.tensor(-1.0, requires_grad=True)
    ...     x.sqrt().backward()
    Traceback (most recent call last):
        ...
    RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.
    """

    def __init__(self, check_nan: bool = True):
        self.check_nan = check_nan
        warnings.warn(
            "Anomaly Detection has been enabled. This mode will increase the runtime and should only be enabled for debugging.",
            stacklevel=2,
        )

    def __enter__(self):
        self.before = is_anomaly_enabled(), is_anomaly_check_nan_enabled()
        set_anomaly_enabled(True, self.check_nan)

    def __exit__(self, *exception):
        set_anomaly_enabled(*self.before)
