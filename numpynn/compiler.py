"""torch.compiler and torch.compile: programs run as they are written, so compiling gives back what it is given."""

from __future__ import annotations

__all__ = [
    "allow_in_graph", "assume_constant_result", "compile", "cudagraph_mark_step_begin", "disable", "is_compiling",
    "is_dynamo_compiling", "is_exporting", "list_backends", "reset", "set_stance",
]  # fmt: skip


def compile(
    model=None, *, fullgraph=False, dynamic=None, backend="inductor", mode=None, options=None, disable=False, **more
):
    """The function or module itself; without one, a decorator that gives it back. Every option is a matter of speed alone."""
    return (lambda model: model) if model is None else model


def disable(fn=None, recursive=True, *, reason=None):
    """The function itself: nothing is compiled."""
    return (lambda fn: fn) if fn is None else fn


def allow_in_graph(fn):
    """The function itself."""
    return fn


def assume_constant_result(fn):
    """The function itself."""
    return fn


def is_compiling() -> bool:
    """False."""
    return False


def is_dynamo_compiling() -> bool:
    """False."""
    return False


def is_exporting() -> bool:
    """False."""
    return False


def list_backends(exclude_tags=()) -> list[str]:
    """None: an empty list."""
    return []


def reset() -> None:
    """Nothing: there is nothing to forget."""


def cudagraph_mark_step_begin() -> None:
    """Nothing."""


class set_stance:
    """A context or decorator in which nothing changes."""

    def __init__(self, stance="default", *, skip_guard_eval_unsafe=False, force_backend=None):
        self.stance = stance

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False

    def __call__(self, fn):
        return fn
