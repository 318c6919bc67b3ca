"""Handwritten digits: the UCI optical recognition set."""

from __future__ import annotations

from pathlib import Path

import numpy as np


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """1797 digits, 8x8 pixels each: images (1797, 1, 8, 8), float32 from 0 to 1; labels (1797,), int64.

    The second dimension is the channel, as convolutions want it. The pixels of the source are whole numbers
    from 0 to 16: `images * 16` gives them back exactly. Source and licence: LICENSE.digits beside this file.

    >>> from numpynn.datasets import load_digits
    >>> images, labels = load_digits()
    >>> images.shape, labels[:10]
    ((1797, 1, 8, 8), array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]))
    """
    with np.load(Path(__file__).with_name("digits.npz")) as file:
        return file["images"][:, None].astype(np.float32) / 16, file["labels"].astype(np.int64)
