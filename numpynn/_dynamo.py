"""torch._dynamo: nothing is compiled, so whatever its `config` is told changes nothing."""

from types import SimpleNamespace

config = SimpleNamespace(suppress_errors=False, cache_size_limit=8, verbose=False)


def reset() -> None:
    """Nothing: there is nothing to forget."""


def disable(fn=None, recursive=True):
    """The function itself."""
    return (lambda fn: fn) if fn is None else fn
