"""Special functions that torch has in torch.special alone, and the incomplete and multivariate gamma functions.

All are of each element, with broadcasting; integers become the default float. As in torch the Bessel and Airy functions that
are not i0, i0e, i1, i1e, and the orthogonal polynomials, carry no gradient: their results do not require one.
"""

from __future__ import annotations

import operator

import numpy as np

from ..derivatives import special as primitive
from ..kernels import airy, bessel, orthogonal_polynomials
from ..primitive import differentiable
from ..tensor import Tensor
from ._make import check_tensor, deliver, method
from .inplace import in_place

__all__ = ["igamma", "igammac", "mvlgamma"]

_NUMBERS = (bool, int, float)


def _real(name, x, half):
    """Raise for dtypes that the function is not for."""
    if x.array.dtype.kind == "c" or (x.array.dtype == np.float16 and not half):
        raise NotImplementedError(f'"{name}" not implemented for {x.dtype.name}')


def _unary(function, name, formula, half=False):
    """A function of one tensor. half: also of float16."""

    def special(input, *, out=None):
        check_tensor(f"special_{name}", "input", input)
        _real(name, input, half)
        return deliver(function(input), out)

    return _named(special, name, formula)


def _unary_of_x(function, name, formula):
    """The same where torch calls the tensor x."""

    def special(x, *, out=None):
        check_tensor(f"special_{name}", "x", x)
        _real(name, x, False)
        return deliver(function(x), out)

    return _named(special, name, formula)


def _binary(function, name, formula, half=False):
    """A function of two tensors, or of a tensor and a number."""

    def special(input, other, *, out=None):
        return _of_two(function, name, input, other, half, out)

    return _named(special, name, formula)


def _of_two(function, name, x, y, half, out):
    tensors = [t for t in (x, y) if isinstance(t, Tensor)]
    if not tensors or not all(isinstance(t, (Tensor, *_NUMBERS)) for t in (x, y)):
        raise TypeError(
            f"special_{name}() received an invalid combination of arguments - got "
            f"({type(x).__name__}, {type(y).__name__}), but expected at least one Tensor"
        )
    for t in tensors:
        _real(name, t, half)
    return deliver(function(x, y), out)


def _named(function, name, formula):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"{formula}, elementwise."
    return function


def _flat(kernel, *arguments):
    """A primitive without a derivative."""
    return differentiable(kernel, unify="float", constants=arguments)


def _flat_unary(kernel, name, formula, unary=_unary):
    return unary(_flat(kernel, "x"), name, formula)


def _polynomial(kernel, name, formula):
    function = _flat(kernel, "x", "n")

    def special(x, n, *, out=None):
        return _of_two(function, name, x, n, False, out)

    return _named(special, name, formula)


entr = _unary(primitive.entr, "entr", "-x log(x), 0 at 0 and -inf below", half=True)
erfcx = _unary(primitive.erfcx, "erfcx", "exp(x^2) erfc(x)")
i0e = _unary(
    primitive.i0e, "i0e", "exp(-|x|) times the modified Bessel function of the first kind, of order 0", half=True
)
i1 = _unary(primitive.i1, "i1", "The modified Bessel function of the first kind, of order 1", half=True)
i1e = _unary(
    primitive.i1e, "i1e", "exp(-|x|) times the modified Bessel function of the first kind, of order 1", half=True
)
ndtr = _unary(primitive.ndtr, "ndtr", "The distribution function of the standard normal", half=True)
log_ndtr = _unary(primitive.log_ndtr, "log_ndtr", "The logarithm of the distribution function of the standard normal")
ndtri = _unary(primitive.ndtri, "ndtri", "The inverse of ndtr")
xlog1py = _binary(primitive.xlog1py, "xlog1py", "input log(1 + other), and 0 where input is 0", half=True)
zeta = _binary(primitive.zeta, "zeta", "Hurwitz' zeta function: the sum of (other + k)^-input over k >= 0")

airy_ai = _flat_unary(airy.airy_ai, "airy_ai", "The Airy function Ai", _unary_of_x)
bessel_j0 = _flat_unary(bessel.bessel_j0, "bessel_j0", "The Bessel function of the first kind, of order 0")
bessel_j1 = _flat_unary(bessel.bessel_j1, "bessel_j1", "The Bessel function of the first kind, of order 1")
bessel_y0 = _flat_unary(bessel.bessel_y0, "bessel_y0", "The Bessel function of the second kind, of order 0")
bessel_y1 = _flat_unary(bessel.bessel_y1, "bessel_y1", "The Bessel function of the second kind, of order 1")
modified_bessel_i0 = _flat_unary(bessel.i0, "modified_bessel_i0", "i0 without a gradient")
modified_bessel_i1 = _flat_unary(bessel.i1, "modified_bessel_i1", "i1 without a gradient")
modified_bessel_k0 = _flat_unary(
    bessel.k0, "modified_bessel_k0", "The modified Bessel function of the second kind, of order 0"
)
modified_bessel_k1 = _flat_unary(
    bessel.k1, "modified_bessel_k1", "The modified Bessel function of the second kind, of order 1"
)
scaled_modified_bessel_k0 = _flat_unary(
    bessel.k0e, "scaled_modified_bessel_k0", "exp(x) modified_bessel_k0(x)", _unary_of_x
)
scaled_modified_bessel_k1 = _flat_unary(
    bessel.k1e, "scaled_modified_bessel_k1", "exp(x) modified_bessel_k1(x)", _unary_of_x
)
spherical_bessel_j0 = _flat_unary(
    bessel.spherical_bessel_j0, "spherical_bessel_j0", "sin(x) / x, and 1 at 0", _unary_of_x
)

chebyshev_polynomial_t = _polynomial(
    orthogonal_polynomials.chebyshev_t,
    "chebyshev_polynomial_t",
    "Chebyshev's polynomial of the first kind, of degree n",
)
chebyshev_polynomial_u = _polynomial(
    orthogonal_polynomials.chebyshev_u,
    "chebyshev_polynomial_u",
    "Chebyshev's polynomial of the second kind, of degree n",
)
chebyshev_polynomial_v = _polynomial(
    orthogonal_polynomials.chebyshev_v,
    "chebyshev_polynomial_v",
    "Chebyshev's polynomial of the third kind, of degree n",
)
chebyshev_polynomial_w = _polynomial(
    orthogonal_polynomials.chebyshev_w,
    "chebyshev_polynomial_w",
    "Chebyshev's polynomial of the fourth kind, of degree n",
)
shifted_chebyshev_polynomial_t = _polynomial(
    orthogonal_polynomials.shifted_chebyshev_t, "shifted_chebyshev_polynomial_t", "chebyshev_polynomial_t of 2x - 1"
)
shifted_chebyshev_polynomial_u = _polynomial(
    orthogonal_polynomials.shifted_chebyshev_u, "shifted_chebyshev_polynomial_u", "chebyshev_polynomial_u of 2x - 1"
)
shifted_chebyshev_polynomial_v = _polynomial(
    orthogonal_polynomials.shifted_chebyshev_v, "shifted_chebyshev_polynomial_v", "chebyshev_polynomial_v of 2x - 1"
)
shifted_chebyshev_polynomial_w = _polynomial(
    orthogonal_polynomials.shifted_chebyshev_w, "shifted_chebyshev_polynomial_w", "chebyshev_polynomial_w of 2x - 1"
)
hermite_polynomial_h = _polynomial(
    orthogonal_polynomials.hermite_h, "hermite_polynomial_h", "The physicists' Hermite polynomial of degree n"
)
hermite_polynomial_he = _polynomial(
    orthogonal_polynomials.hermite_he, "hermite_polynomial_he", "The probabilists' Hermite polynomial of degree n"
)
laguerre_polynomial_l = _polynomial(
    orthogonal_polynomials.laguerre_l, "laguerre_polynomial_l", "Laguerre's polynomial of degree n"
)
legendre_polynomial_p = _polynomial(
    orthogonal_polynomials.legendre_p, "legendre_polynomial_p", "Legendre's polynomial of degree n"
)


def _incomplete(function, name, input, other, out):
    for argument, t in (("input", input), ("other", other)):
        check_tensor(name, argument, t)
        _real(name, t, True)
    if input.array.dtype.kind in "biu" and other.array.dtype.kind in "biu":
        raise NotImplementedError(f'"{name}" not implemented for {input.dtype.name}')
    return deliver(function(input, other), out)


@method
def igamma(input, other, *, out=None) -> Tensor:
    """The regularised lower incomplete gamma function P(a, x) of a = input, x = other; it has no gradient in a, as in torch."""
    return _incomplete(primitive.gammainc, "igamma", input, other, out)


@method
def igammac(input, other, *, out=None) -> Tensor:
    """The regularised upper incomplete gamma function 1 - P(a, x); it has no gradient in a, as in torch."""
    return _incomplete(primitive.gammaincc, "igammac", input, other, out)


@method
def mvlgamma(input, p, *, out=None) -> Tensor:
    """log of the multivariate gamma function of p dimensions: p (p - 1) / 4 log(pi) + the sum of lgamma(x - j / 2), j < p."""
    check_tensor("mvlgamma", "input", input)
    try:
        p = operator.index(p)
    except TypeError:
        raise TypeError(f"mvlgamma(): argument 'p' (position 2) must be int, not {type(p).__name__}") from None
    if p < 1:
        raise RuntimeError(f"mvlgamma: p has to be greater than or equal to 1, got {p}")
    _real("mvlgamma", input, True)
    return deliver(primitive.multigammaln(input, p), out)


for _function in (igamma, igammac, mvlgamma):
    in_place(_function)
