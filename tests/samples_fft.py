"""Samples of Fourier transforms, frames and complex numbers: see tests/samples.py."""

from tests.sampling import between, complexes, normal, on, start

start(1)

SAMPLES = {
    "complex_to_complex": [
        on(complexes(2, 5), (1,), "backward", False),
        on(complexes(2, 3, 4), (2, 0), "ortho", True),
        on(normal(2, 3), (0, 1), "forward", False),
    ],
    "real_to_whole": [on(normal(2, 5), (1,), "forward", True)],
    "real_to_complex": [
        on(normal(2, 5), (1,), "backward"),
        on(normal(2, 3, 4), (0, 2), "ortho"),
        on(normal(6), (0,), "forward"),
    ],
    "complex_to_real": [
        on(complexes(2, 3), (1,), "backward", 5),
        on(complexes(2, 3, 4), (0, 2), "ortho", 6),
        on(complexes(3), (0,), "forward", 4),
    ],
    "frames": [on(normal(2, 9), 4, 3), on(normal(7), 3, 1), on(normal(7), 2, 4)],
    "overlap_add": [on(normal(2, 3, 4), 11, 3), on(normal(3, 2), 12, 4)],
    "view_as_real": [on(complexes(2, 3))],
    "view_as_complex": [on(normal(2, 3, 2))],
    "joined": [on(normal(2, 3), normal(3))],
    "polar": [on(between(0.5, 2, 2, 3), normal(3))],
    "sgn": [on(complexes(2, 3)), on(normal(3))],
    "angle": [on(complexes(2, 3)), on(normal(3))],
}
