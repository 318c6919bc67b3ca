"""The one tolerance table: how near a result must come to torch's, by dtype.

An element may differ by

    relative · max(|theirs|, 1e-3 · largest |theirs| of the tensor) + absolute

Summing n terms of size t errs by about n·ε·t, whatever is left after they cancel. So an element that came
out near zero beside large neighbours is measured against a thousandth of the largest; and a tensor in which
everything cancels (the gradient of a bias in front of a batch norm) is left with pure rounding, for which
there is `absolute`: 45 ε in float64, where terms are of order one. The float32 and float16 rows are those
of `torch.testing.assert_close`. Complex numbers are measured by their modulus, with the row of their real
dtype; everything else (ints, bools, strings) must be equal.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np


class Tolerance(NamedTuple):
    """What an element may differ by: `relative` times its size, plus `absolute`."""

    relative: float
    absolute: float


TABLE = {
    "float64": Tolerance(1e-11, 1e-14),
    "float32": Tolerance(1.3e-6, 1e-5),
    "float16": Tolerance(1e-3, 1e-5),
}
EXACT = Tolerance(0.0, 0.0)
NEAR_ZERO = 1e-3


def real_name(dtype: np.dtype) -> str:
    """The name of the real dtype of the same precision: complex64 counts as float32."""
    return {"complex64": "float32", "complex128": "float64"}.get(dtype.name, dtype.name)


@cache
def tolerance(*dtypes: np.dtype) -> Tolerance:
    """The row of the coarsest of these dtypes."""
    return max((TABLE.get(real_name(d), EXACT) for d in dtypes), default=EXACT)


def allowed(theirs: np.ndarray, row: Tolerance, among: float = 0.0) -> np.ndarray:
    """The difference allowed at each element of `theirs`, as float64.

    `among` is the largest element of the tensors that this one is seen among, such as all gradients of a
    network.
    """
    size = np.abs(theirs.astype(np.complex128 if theirs.dtype.kind == "c" else np.float64))
    finite = size[np.isfinite(size)]
    largest = max(among, finite.max(initial=0.0))
    return row.relative * np.maximum(size, NEAR_ZERO * largest) + row.absolute
