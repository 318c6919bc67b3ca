"""Small real data that ships with the package, as NumPy arrays."""

from .digits import load_digits
from .split import train_test_split

__all__ = ["load_digits", "train_test_split"]
