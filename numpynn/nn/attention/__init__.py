"""torch.nn.attention: which way attention is computed, of which there is one here; `flex_attention` with scores of one's own."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from enum import IntEnum

__all__ = ["SDPBackend", "flex_attention", "sdpa_kernel"]


class SDPBackend(IntEnum):
    """torch's ways of computing attention. Here there is one, by matrix products in blocks; any may be asked for."""

    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4


@contextmanager
def sdpa_kernel(backends, set_priority: bool = False):
    """A context in which attention is computed in one of these ways: it changes nothing.

    Raises AssertionError for what is no SDPBackend, or a list of some.
    """
    wanted = [backends] if isinstance(backends, SDPBackend) else backends
    if not isinstance(wanted, (list, tuple)) or not all(isinstance(backend, SDPBackend) for backend in wanted):
        raise AssertionError("Backend must be an instance of SDPBackend or a list of SDPBackend instances")
    yield {}


def __getattr__(name):
    if name == "flex_attention":
        return importlib.import_module(".flex_attention", __name__)
    raise AttributeError(f"module 'numpynn.nn.attention' has no attribute '{name}'")
