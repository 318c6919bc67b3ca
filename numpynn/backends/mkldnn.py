"""torch.backends.mkldnn: not used."""


def is_available() -> bool:
    """False."""
    return False


enabled = False
deterministic = False
allow_tf32 = False
