"""Samples of sparse tensors' operations: see tests/samples.py."""

import numpy as np

from tests.sampling import normal, on, start

start(4)

_INDICES = np.array([[0, 1, 1, 0, 2], [2, 0, 2, 2, 1]])

SAMPLES = {
    "gather_sum": [on(normal(5), np.array([2, 0, 2, 2, 1]), 4), on(normal(3, 2), np.array([0, 0, 3]), 5)],
    "densify": [on(normal(5), _INDICES, (3, 4)), on(normal(5, 2), _INDICES, (3, 4, 2))],
    "sparse_matmul": [on(normal(5), normal(4, 2), *_INDICES, 3)],
}
