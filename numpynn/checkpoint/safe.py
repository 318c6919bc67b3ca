"""What the whole process has declared safe to be found in a checkpoint: torch.serialization's list."""

from __future__ import annotations

_admitted: list = []


def add_safe_globals(safe_globals) -> None:
    """Let `load` make objects of these classes, or of pairs of one and its full name, from now on."""
    _admitted.extend(item for item in safe_globals if item not in _admitted)


def get_safe_globals() -> list:
    """What was declared safe."""
    return list(_admitted)


def clear_safe_globals() -> None:
    """Take it all back."""
    _admitted.clear()


class safe_globals:
    """A context in which these are declared safe as well."""

    def __init__(self, safe_globals):
        self._more = list(safe_globals)

    def __enter__(self):
        self._before = get_safe_globals()
        add_safe_globals(self._more)

    def __exit__(self, *exception):
        _admitted[:] = self._before
