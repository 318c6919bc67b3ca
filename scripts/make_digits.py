"""Makes numpynn/datasets/digits.npz again, from scikit-learn's copy of the digits."""

from pathlib import Path
from typing import Any

import numpy as np
from sklearn.datasets import load_digits  # pyright: ignore[reportMissingImports]

OUT = Path(__file__).parents[1] / "numpynn/datasets/digits.npz"


def main():
    digits: Any = load_digits()
    images, labels = digits.images.astype(np.uint8), digits.target.astype(np.uint8)
    np.savez_compressed(OUT, images=images, labels=labels)
    print(f"{OUT}: {len(images)} images, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
