"""Samples of factorisations: see tests/samples.py."""

import numpy as np

from tests.sampling import between, complexes, normal, on, start

start(2)

_apart = np.diag([3.0, -2.0, 0.5]) + 0.3 * normal(3, 3)
_spd = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])

SAMPLES = {
    "lu_factor": [on(normal(2, 3, 3)), on(normal(4, 2)), on(normal(2, 4)), on(complexes(3, 3))],
    "eig": [on(_apart)],
    "inv_ex": [on(_spd)],
    "solve_ex": [on(_spd, normal(3, 2))],
    "cholesky_ex": [on(_spd)],
    "distances": [on(normal(2, 3, 4), normal(5, 4), p) for p in (1.0, 2.0, 3.0, 0.5)]
    + [on(normal(3, 4), normal(2, 4), float("inf"))],
    "euclidean": [on(normal(2, 3, 4), between(2, 3, 5, 4))],
}
