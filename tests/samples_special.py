"""Samples of special functions: see tests/samples.py."""

from tests.sampling import between, normal, on, start

start(3)

SAMPLES = {
    "erfcx": [on(normal(3))],
    "ndtr": [on(normal(3))],
    "log_ndtr": [on(normal(3))],
    "log_ndtr_slope": [on(normal(3))],
    "ndtri": [on(between(0.2, 0.8, 3))],
    "xlog1py": [on(normal(2, 3), between(-0.5, 2, 3))],
    "multigammaln": [on(between(1.5, 3, 3), 3)],
    "gammainc": [on(2.5, between(0.5, 4, 3))],
    "gammaincc": [on(2.5, between(0.5, 4, 3))],
    "zeta": [on(2.5, between(0.5, 4, 3))],
}
