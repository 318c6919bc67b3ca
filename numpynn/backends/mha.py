"""torch.backends.mha: attention has one way here."""

_fastpath = True


def get_fastpath_enabled() -> bool:
    """What `set_fastpath_enabled` was told."""
    return _fastpath


def set_fastpath_enabled(value: bool) -> None:
    """Whether attention may take a faster way that gives the same: there is one way here."""
    global _fastpath
    _fastpath = bool(value)
