"""The von Mises distribution."""

from __future__ import annotations

import math

from ..functional.creation import zeros
from ..functional.pointwise import where
from ..functional.random import rand
from ..modes import no_grad
from ..tensor import Tensor
from . import constraints
from .distribution import Distribution
from .utils import broadcast_all

__all__ = ["VonMises"]

# Abramowitz and Stegun, 9.8.1 to 9.8.4: I0(x) and I1(x) / x in (x / 3.75)², √x exp(-x) I(x) in 3.75 / x, to 7 digits.
_SMALL = (
    (1.0, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813),
    (0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411),
)
_LARGE = (
    (
        *(0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281),
        *(-0.02057706, 0.02635537, -0.01647633, 0.00392377),
    ),
    (
        *(0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555),
        *(0.02282967, -0.02895312, 0.01787654, -0.00420059),
    ),
)


def _polynomial(coefficients, x):
    """Horner's rule, the constant first."""
    result = coefficients[-1]
    for c in coefficients[-2::-1]:
        result = c + x * result
    return result


def _log_bessel(x: Tensor, order: int) -> Tensor:
    """log I0(x) or log I1(x), by the same approximation as torch, so to 7 digits."""
    small = _polynomial(_SMALL[order], (x / 3.75).square())
    small = small * x.abs() if order else small
    large = x - 0.5 * x.log() + _polynomial(_LARGE[order], 3.75 / x).log()
    return where(x < 3.75, small.log(), large)


class VonMises(Distribution):
    """p(x) = exp(concentration cos(x - loc)) / (2π I0(concentration)) for an angle x, in radians.

    D. J. Best, N. I. Fisher, "Efficient simulation of the von Mises distribution", 1979.
    """

    arg_constraints = {"loc": constraints.real, "concentration": constraints.positive}
    support = constraints.real
    has_rsample = False

    def __init__(self, loc, concentration, validate_args=None):
        self.loc, self.concentration = broadcast_all(loc, concentration)
        super().__init__(self.loc.shape, validate_args=validate_args)

    def log_prob(self, value):
        self._check_value(value)
        normaliser = math.log(2 * math.pi) + _log_bessel(self.concentration, 0)
        return self.concentration * (value - self.loc).cos() - normaliser

    def sample(self, sample_shape=()):
        with no_grad():
            angle = self._rejection_sample(self._extended_shape(sample_shape))
            turned = (angle + math.pi + self.loc.double()) % (2 * math.pi) - math.pi
            return turned.to(self.loc.dtype)

    def _rejection_sample(self, shape):
        """Angles about 0, proposed by a wrapped Cauchy distribution: all are drawn again until every one was accepted once."""
        kappa, proposal = self.concentration.double(), self._proposal()
        angle = zeros(shape, dtype=kappa.dtype)
        done = angle > 0
        while not done.all():
            u1, u2, u3 = rand((3, *shape), dtype=kappa.dtype).unbind()
            z = (math.pi * u1).cos()
            f = (1 + proposal * z) / (proposal + z)
            c = kappa * (proposal - f)
            accept = (c * (2 - c) - u2 > 0) | ((c / u2).log() + 1 - c >= 0)
            angle = where(accept, (u3 - 0.5).sign() * f.acos(), angle)
            done = done | accept
        return angle

    def _proposal(self):
        """The parameter of the wrapped Cauchy distribution."""
        kappa = self.concentration.double()
        tau = 1 + (1 + 4 * kappa.square()).sqrt()
        rho = (tau - (2 * tau).sqrt()) / (2 * kappa)
        return where(kappa < 1e-5, 1 / kappa + kappa, (1 + rho.square()) / (2 * rho))

    @property
    def mean(self):
        """The mean angle."""
        return self.loc

    @property
    def mode(self):
        return self.loc

    @property
    def variance(self):
        """The circular variance, 1 - I1 / I0."""
        return 1 - (_log_bessel(self.concentration, 1) - _log_bessel(self.concentration, 0)).exp()
