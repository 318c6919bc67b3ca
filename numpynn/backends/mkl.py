"""torch.backends.mkl: not used."""


def is_available() -> bool:
    """False."""
    return False


VERBOSE_OFF, VERBOSE_ON = 0, 1
