"""Functions of whole matrices, for each matrix of a batch."""

from __future__ import annotations

import math

import numpy as np

# Padé approximant of order 13 to e^x, which is exact to float64 where the norm is below _RADIUS: Higham 2005, table 2.3.
_PADE = (
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
    670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
)  # fmt: skip
_RADIUS = 5.371920351148152


def matrix_exp(x):
    """e^x = Σ xᵏ / k!: (*, n, n). Computed in float64, by scaling and squaring. Source: Higham 2005."""
    exact = x.astype(np.result_type(x.dtype, np.float64))
    norm = np.abs(exact).sum(-2).max(initial=0.0)
    if not np.isfinite(norm):
        return np.full_like(x, np.nan)
    squarings = max(0, math.ceil(math.log2(norm / _RADIUS))) if norm else 0
    result = _pade(exact / 2.0**squarings)
    for _ in range(squarings):
        result = result @ result
    return result.astype(x.dtype)


def _pade(x):
    c = _PADE
    one = np.eye(x.shape[-1], dtype=x.dtype)
    x2 = x @ x
    x4 = x2 @ x2
    x6 = x4 @ x2
    odd = x @ (x6 @ (c[13] * x6 + c[11] * x4 + c[9] * x2) + c[7] * x6 + c[5] * x4 + c[3] * x2 + c[1] * one)
    even = x6 @ (c[12] * x6 + c[10] * x4 + c[8] * x2) + c[6] * x6 + c[4] * x4 + c[2] * x2 + c[0] * one
    return np.linalg.solve(even - odd, even + odd)
