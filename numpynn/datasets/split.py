"""A part of the data put aside for testing."""

from __future__ import annotations

import numpy as np


def train_test_split(*arrays, test_size: float | int = 0.2, seed: int = 0) -> list[np.ndarray]:
    """Shuffle arrays alike along their first dimension, split each: [a_train, a_test, b_train, b_test, ...].

    `test_size` is a fraction of the rows (rounded up) or a number of them. The same seed gives the same split
    everywhere. Raises ValueError where the arrays differ in length or a part would be empty.

    >>> from numpynn.datasets import load_digits, train_test_split
    >>> x_train, x_test, y_train, y_test = train_test_split(*load_digits())
    >>> len(x_train), len(x_test)
    (1437, 360)
    """
    lengths = [len(array) for array in arrays]
    if not arrays or len(set(lengths)) > 1:
        raise ValueError(f"train_test_split: arrays of one length are needed, these have {lengths}")
    size = lengths[0]
    testing = int(np.ceil(size * test_size)) if isinstance(test_size, float) else test_size
    if not 0 < testing < size:
        raise ValueError(f"train_test_split: test_size={test_size} leaves {testing} of {size} rows for testing")
    # RandomState, because NumPy promises never to change its streams.
    order = np.random.RandomState(seed).permutation(size)
    return [array[rows] for array in arrays for rows in (order[testing:], order[:testing])]
