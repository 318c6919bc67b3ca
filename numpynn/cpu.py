"""torch.cpu: the one device that is here."""

from __future__ import annotations

__all__ = [
    "Stream", "current_device", "current_stream", "device_count", "is_available", "is_initialized", "set_device", "stream",
    "synchronize",
]  # fmt: skip


class Stream:
    """A stream of work on the CPU, where everything is done at once: there is nothing to wait for."""

    def __init__(self, priority=-1):
        pass

    def wait_stream(self, stream) -> None:
        """Nothing."""


class stream:
    """A context on a stream: nothing."""

    def __init__(self, stream):
        self.stream = stream

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False


_current = Stream()


def is_available() -> bool:
    """True."""
    return True


def is_initialized() -> bool:
    """True."""
    return True


def device_count() -> int:
    """1."""
    return 1


def current_device() -> str:
    """ "cpu"."""
    return "cpu"


def set_device(device) -> None:
    """Nothing."""


def synchronize(device=None) -> None:
    """Nothing: everything is done at once."""


def current_stream(device=None) -> Stream:
    """The one stream."""
    return _current
