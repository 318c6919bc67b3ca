"""Special functions: against values computed with 30 digits, derivatives against differences, edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kernel_checks import directional

from numpynn.kernels import bessel, gamma, incomplete_gamma, normal, special

INF, NAN = math.inf, math.nan

KERNELS = {
    **{name: getattr(normal, name) for name in ("erfc", "erfcx", "ndtr", "log_ndtr", "erfinv", "ndtri")},
    **{name: getattr(gamma, name) for name in ("lgamma", "digamma", "zeta")},
    **{name: getattr(bessel, name) for name in ("i0", "i0e", "i1", "i1e", "k0", "k0e", "k1", "k1e")},
    **{name: getattr(bessel, name) for name in ("bessel_j0", "bessel_j1", "bessel_y0", "bessel_y1")},
    "spherical_bessel_j0": bessel.spherical_bessel_j0,
    **{name: getattr(incomplete_gamma, name) for name in ("gammainc", "gammaincc")},
    **{name: getattr(special, name) for name in ("xlogy", "xlog1py", "entr", "sinc")},
    "logit": lambda x: special.logit(x, None),
    "polygamma2": lambda x: gamma.polygamma(2, x),
    "polygamma3": lambda x: gamma.polygamma(3, x),
}

# name: (points, values); a point of two arguments is a pair.
VALUES = {
    "sinc": ([0.5, 1.25, -2.3], [0.6366197723675814, -0.18006326323142122, 0.11196439452184428]),
    "entr": ([0.3, 2.0], [0.3611918412977808, -1.3862943611198906]),
    "logit": ([0.2, 0.9], [-1.3862943611198906, 2.1972245773362196]),
    "xlogy": ([(2.5, 3.0), (0.0, 1.0)], [2.746530721670274, 0.0]),
    "xlog1py": ([(2.5, 1e-9), (0.0, 1.0)], [2.49999999875e-09, 0.0]),
    "erfc": (
        [-2.0, 0.3, 0.5, 3.0, 26.0],
        [1.9953222650189528, 0.6713732405408726, 0.4795001221869535, 2.209049699858544e-05, 5.663192408856143e-296],
    ),
    "erfcx": (
        [-3.0, 0.0, 0.4, 5.0, 1000.0],
        [16205.988853999586, 1.0, 0.6707877852947615, 0.11070463773306863, 0.0005641893014533876],
    ),
    "ndtr": (
        [-37.0, -8.0, -1.0, 0.5, 3.0],
        [5.725571222524577e-300, 6.220960574271784e-16, 0.15865525393145705, 0.6914624612740131,
         0.9986501019683699],
    ),
    "log_ndtr": (
        [-30.0, -5.0, -0.5, 2.0, 8.0],
        [-454.3212439563432, -15.064998393988725, -1.1759117615936185, -0.02301290932896349,
         -6.220960574271786e-16],
    ),
    "erfinv": (
        [1e-20, 0.1, -0.7, 0.76, 0.9999999],
        [8.86226925452758e-21, 0.08885599049425769, -0.7328690779592167, 0.8308411284745602, 3.7665625816384707],
    ),
    "ndtri": (
        [1e-20, 0.01, 0.2, 0.6, 0.999],
        [-9.262340089798407, -2.326347874040841, -0.8416212335729142, 0.2533471031357997, 3.090232306167813],
    ),
    "lgamma": (
        [1e-10, 0.3, 0.9999, 1.0001, 1.7, 2.0001, 6.5, 50.0, 1e10, -0.3, -2.6],
        [23.025850929882736, 1.0957979948180756, 5.7729791561193866e-05, -5.771334222047127e-05,
         -0.09580769740706588, 4.2281658112919945e-05, 5.662562059857142, 144.5657439463449, 220258509288.81058,
         1.4648400508576025, -0.11801163280539748],
    ),
    "digamma": (
        [1e-05, 0.5, 1.0, 3.7, 20.0, 1e8, -0.4, -3.3],
        [-100000.57719921567, -1.9635100260214235, -0.5772156649015329, 1.1671535393615113, 2.970523992242149,
         18.420680738952367, 0.9593807861068093, 3.620353460592126],
    ),
    "polygamma2": (
        [0.2, 1.0, 7.0, 30.0, -1.4],
        [-251.4780361144359, -2.4041138063191885, -0.023530472985855238, -0.0011487652037286, 22.0160314366175],
    ),
    "polygamma3": (
        [0.2, 1.0, 7.0, 30.0, -1.4],
        [3753.244994864725, 6.493939402266829, 0.007198198563125445, 7.78600366473613e-05, 283.34389027483365],
    ),
    "zeta": (
        [(1.5, 0.3), (2.0, 1.0), (7.0, 4.0), (30.0, 12.0)],
        [8.237761671459724, 1.6449340668482264, 7.95300110952091e-05, 4.6418371139547267e-33],
    ),
    "i0": (
        [0.0, -1.0, 7.9, 8.1, 30.0],
        [1.0, 1.2660658777520084, 389.406283282158, 469.5006067101215, 781672297823.9775],
    ),
    "i1": (
        [0.0, -1.0, 7.9, 8.1, 30.0],
        [0.0, -0.565159103992485, 363.8539440845084, 439.48430891035844, 768532038938.957],
    ),
    "k0": (
        [1e-06, 1.0, 2.1, 30.0],
        [13.93144207362642, 0.42102443824070834, 0.10078374088996693, 2.1324774964630563e-14],
    ),
    "k1": (
        [1e-06, 1.0, 2.1, 30.0],
        [999999.9999927843, 0.6019072301972346, 0.12274641153350789, 2.1677320018915495e-14],
    ),
    "bessel_j0": (
        [0.0, -1.0, 7.9, 8.1, 100.0],
        [1.0, 0.7651976865579666, 0.19436184484127825, 0.14751745404437766, 0.019985850304223122],
    ),
    "bessel_j1": (
        [0.0, -1.0, 7.9, 8.1, 100.0],
        [0.0, -0.4400505857449335, 0.2191793999217512, 0.24760776698159287, -0.07714535201411216],
    ),
    "bessel_y0": (
        [1e-06, 1.0, 7.9, 8.1, 100.0],
        [-8.869031481659444, 0.08825696421567696, 0.20652094814437577, 0.23809132870223482, -0.07724431336508315],
    ),
    "bessel_y1": (
        [1e-06, 1.0, 7.9, 8.1, 100.0],
        [-636619.772372175, -0.7812128213002887, -0.18172107728057313, -0.13314879595249593, -0.020372312002759792],
    ),
    "spherical_bessel_j0": ([1e-08, 1.0, -20.0], [1.0, 0.8414709848078965, 0.045647262536381385]),
    "gammainc": (
        [(0.01, 0.001), (0.5, 0.2), (3.0, 2.5), (3.0, 9.0), (0.2, 0.9), (150.0, 160.0), (1000.0, 990.0), (1000000.0,
         1001000.0)],
        [0.9385706525261288, 0.47291074313446196, 0.45618688411667035, 0.9937678048936227, 0.9388268378948839,
         0.7956261882343225, 0.3795213785379639, 0.8413447863683402],
    ),
    "gammaincc": (
        [(0.01, 0.001), (0.5, 0.2), (3.0, 2.5), (3.0, 9.0), (0.2, 0.9), (150.0, 160.0), (1000.0, 990.0), (1000000.0,
         1001000.0)],
        [0.06142934747387101, 0.5270892568655381, 0.5438131158833297, 0.006232195106377317, 0.06117316210511628,
         0.2043738117656775, 0.620478621462036, 0.15865521363165971],
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def quiet():
    """Kernels run in a quiet context in the package too."""
    with np.errstate(all="ignore"):
        yield


def _columns(points):
    return [np.array(column) for column in zip(*[p if isinstance(p, tuple) else (p,) for p in points], strict=True)]


@pytest.mark.parametrize("name", VALUES)
def test_values(name):
    points, expected = VALUES[name]
    arrays = _columns(points)
    np.testing.assert_allclose(KERNELS[name](*arrays), expected, rtol=2e-13 if "ndtr" in name else 2e-14)
    single = KERNELS[name](*[a.astype(np.float32) for a in arrays])
    assert single.dtype == np.float32
    exact = KERNELS[name](*[a.astype(np.float32).astype(np.float64) for a in arrays])
    np.testing.assert_allclose(single, exact.astype(np.float32), rtol=3e-7)


@pytest.mark.parametrize("name", VALUES)
def test_shapes(name):
    arrays = _columns(VALUES[name][0][:2])
    flat = KERNELS[name](*arrays)
    np.testing.assert_array_equal(KERNELS[name](*[a.reshape(2, 1).T for a in arrays]), flat[None])
    assert KERNELS[name](*[a[0] for a in arrays]) == flat[0]
    assert KERNELS[name](*[np.zeros((0, 3)) for _ in arrays]).shape == (0, 3)


def test_trigamma_is_the_series_of_torch():
    x = np.array([0.7, 3.2, 50.0])
    numeric = directional(gamma.digamma, [x], [np.ones(3)])
    np.testing.assert_allclose(gamma.polygamma(1, x), numeric, rtol=2e-9)
    np.testing.assert_allclose(gamma.polygamma(1, np.array([0.5])), [4.934802202073678], rtol=1e-14)


X = np.array([0.07, 0.4, 0.83, 1.3, 2.7, 9.1])
INNER = np.array([-0.93, -0.4, 0.02, 0.6, 0.97])
ROOT_PI = math.sqrt(math.pi)

# name: (points, derivative in terms of x and out), as the docstrings have it.
SLOPES = {
    "erfc": (X, lambda x, out: -2 / ROOT_PI * np.exp(-x * x)),
    "erfcx": (X, lambda x, out: 2 * x * out - 2 / ROOT_PI),
    "ndtr": (X, lambda x, out: np.exp(-x * x / 2) / math.sqrt(2 * math.pi)),
    "log_ndtr": (-X, lambda x, out: normal.log_ndtr_slope(x)),
    "erfinv": (INNER, lambda x, out: ROOT_PI / 2 * np.exp(out * out)),
    "ndtri": ((INNER + 1) / 2, lambda x, out: math.sqrt(2 * math.pi) * np.exp(out * out / 2)),
    "lgamma": (X, lambda x, out: gamma.digamma(x)),
    "polygamma2": (X, lambda x, out: gamma.polygamma(3, x)),
    "i0": (X, lambda x, out: bessel.i1(x)),
    "i0e": (-X, lambda x, out: bessel.i1e(x) - np.sign(x) * out),
    "i1": (-X, lambda x, out: bessel.i0(x) - out / x),
    "i1e": (-X, lambda x, out: bessel.i0e(x) - out * (np.sign(x) + 1 / x)),
    "k0": (X, lambda x, out: -bessel.k1(x)),
    "k0e": (X, lambda x, out: out - bessel.k1e(x)),
    "k1": (X, lambda x, out: -bessel.k0(x) - out / x),
    "k1e": (X, lambda x, out: out * (1 - 1 / x) - bessel.k0e(x)),
    "bessel_j0": (X, lambda x, out: -bessel.bessel_j1(x)),
    "bessel_j1": (X, lambda x, out: bessel.bessel_j0(x) - out / x),
    "bessel_y0": (X, lambda x, out: -bessel.bessel_y1(x)),
    "bessel_y1": (X, lambda x, out: bessel.bessel_y0(x) - out / x),
    "spherical_bessel_j0": (X, lambda x, out: (np.cos(x) - out) / x),
    "entr": (X, lambda x, out: -np.log(x) - 1),
    "sinc": (X, lambda x, out: (np.cos(math.pi * x) - out) / x),
    "logit": ((INNER + 1) / 2, lambda x, out: 1 / (x * (1 - x))),
}


@pytest.mark.parametrize("name", SLOPES)
def test_slope(name):
    points, slope = SLOPES[name]
    numeric = directional(KERNELS[name], [points], [np.ones_like(points)])
    np.testing.assert_allclose(slope(points, KERNELS[name](points)), numeric, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("sign, name", [(1, "gammainc"), (-1, "gammaincc")])
def test_slope_of_the_incomplete_gamma_functions(sign, name):
    a, x = np.array([0.3, 2.0, 7.5, 250.0]), np.array([0.5, 1.1, 9.0, 255.0])
    numeric = directional(lambda x: KERNELS[name](a, x), [x], [np.ones(4)])
    np.testing.assert_allclose(sign * np.exp((a - 1) * np.log(x) - x - gamma.lgamma(a)), numeric, rtol=1e-7)


def test_slope_of_zeta():
    x, q = np.array([1.5, 3.0, 8.0]), np.array([0.4, 2.0, 5.0])
    numeric = directional(lambda q: gamma.zeta(x, q), [q], [np.ones(3)])
    np.testing.assert_allclose(-x * gamma.zeta(x + 1, q), numeric, rtol=1e-8)


# name: {argument: value}
EDGES = {
    "erfc": {-INF: 2, INF: 0, NAN: NAN},
    "erfcx": {-INF: INF, INF: 0, NAN: NAN, 1e308: 5.641895835477563e-309},
    "erfinv": {-1: -INF, 1: INF, 0: 0, 1.1: NAN, -INF: NAN, NAN: NAN},
    "ndtri": {0: -INF, 1: INF, 0.5: 0, -0.1: NAN, 1.1: NAN, NAN: NAN},
    "log_ndtr": {-INF: -INF, INF: 0, NAN: NAN},
    "lgamma": {-INF: INF, -2: INF, 0: INF, 1: 0, 2: 0, INF: INF, NAN: NAN},
    "digamma": {-INF: NAN, -2: NAN, 0: -INF, INF: INF, NAN: NAN},
    "polygamma2": {-1: -INF, 0: -INF, NAN: NAN},
    "i0e": {-INF: 0, INF: 0, NAN: NAN, 0: 1},
    "i1e": {0: 0, INF: 0, NAN: NAN},
    "k0": {0: INF, INF: 0, -1: NAN, NAN: NAN},
    "k1e": {0: INF, INF: 0, -1: NAN, NAN: NAN},
    "bessel_y0": {0: -INF, -1: NAN, NAN: NAN},
    "spherical_bessel_j0": {0: 1, INF: 0, -INF: 0, NAN: NAN},
    "entr": {0: 0, 1: 0, -1: -INF, INF: -INF, NAN: NAN},
    "sinc": {0: 1, INF: NAN, NAN: NAN},
    "logit": {0: -INF, 1: INF, 1.1: NAN, NAN: NAN},
    "xlogy": {(0, 0): 0, (0, INF): 0, (0, NAN): NAN, (0, -1): 0, (1, 0): -INF, (NAN, 0): NAN},
    "xlog1py": {(0, -1): 0, (0, NAN): NAN, (1, -1): -INF, (2, 3): 2 * math.log(4)},
    "zeta": {(1, 1): INF, (0.5, 2): NAN, (2, -1): INF, (2, -1.5): 9.37924664498912, (2.5, -1.5): NAN, (INF, 0.5): INF},
    "gammainc": {
        (0, 0): NAN,
        (0, 1): 1,
        (1, 0): 0,
        (1, INF): 1,
        (-1, 1): NAN,
        (INF, 1): 0,
        (INF, INF): NAN,
        (1, -1): NAN,
    },
    "gammaincc": {(0, 0): NAN, (0, 1): 0, (1, 0): 1, (1, INF): 0, (-1, 1): NAN, (INF, 1): 1, (2, NAN): NAN},
}


@pytest.mark.parametrize("name", EDGES)
def test_edges(name):
    out = KERNELS[name](*[a.astype(float) for a in _columns(EDGES[name])])
    np.testing.assert_allclose(out, list(EDGES[name].values()), rtol=1e-13)


def test_logit_brings_its_argument_inside():
    np.testing.assert_allclose(special.logit(np.array([-1.0, 0.05, 0.5, 2.0]), 0.1), np.log([1 / 9, 1 / 9, 1, 9]))
