"""torch.backends.opt_einsum: NumPy orders the contractions."""

enabled = False
strategy = None


def is_available() -> bool:
    """False."""
    return False
