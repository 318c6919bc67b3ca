"""Divergences between families: KL(p ‖ q) = -E_p[log q(x)] - H(p).

-log q(x) takes a few expectations under p: of x, of its square, of log x, of exp(-x). A function for each q says what it
takes, given a p; a table says which pairs there are. Where p reaches beyond the support of q the divergence is infinite.
"""

from __future__ import annotations

import math

from ..functional.creation import full_like
from ..functional.pointwise import where
from .bernoulli import Bernoulli
from .beta import Beta
from .binomial import Binomial
from .continuous_bernoulli import ContinuousBernoulli
from .exponential import Exponential
from .gamma import Gamma
from .gumbel import Gumbel
from .kl import register_kl
from .laplace import Laplace
from .normal import Normal
from .pareto import Pareto
from .poisson import Poisson
from .uniform import Uniform
from .utils import euler_constant

# Expectations under p: of log x, of log(1 - x), of exp(-(x - loc) / scale). ------------------------------------------------

_LOG = {
    Beta: lambda p: p.concentration1.digamma() - (p.concentration1 + p.concentration0).digamma(),
    Exponential: lambda p: -euler_constant - p.rate.log(),
    Gamma: lambda p: p.concentration.digamma() - p.rate.log(),
    Pareto: lambda p: p.scale.log() + p.alpha.reciprocal(),
    Uniform: lambda p: (p.high.xlogy(p.high) - p.low.xlogy(p.low)) / (p.high - p.low) - 1,
}

_LOG_OF_REST = {
    Uniform: lambda p: ((1 - p.low).xlogy(1 - p.low) - (1 - p.high).xlogy(1 - p.high)) / (p.high - p.low) - 1,
}

_SHIFTED_EXP = {
    Exponential: lambda p, loc, scale: (loc / scale).exp() * (p.rate * scale) / (p.rate * scale + 1),
    Gamma: lambda p, loc, scale: (loc / scale).exp() * (1 + (p.rate * scale).reciprocal()).pow(-p.concentration),
    Normal: lambda p, loc, scale: ((loc - p.loc) / scale + 0.5 * (p.scale / scale).square()).exp(),
    Uniform: lambda p, loc, scale: (
        scale / (p.high - p.low) * (((loc - p.low) / scale).exp() - ((loc - p.high) / scale).exp())
    ),
}


def _expected(table, p, *arguments):
    kind = next(kind for kind in type(p).__mro__ if kind in table)
    return table[kind](p, *arguments)


# -E_p[log q(x)] -----------------------------------------------------------------------------------------------------------


def _to_beta(p, q):
    a, b = q.concentration1, q.concentration0
    logs = (1 - a) * _expected(_LOG, p) + (1 - b) * _expected(_LOG_OF_REST, p)
    return a.lgamma() + b.lgamma() - (a + b).lgamma() + logs


def _to_continuous_bernoulli(p, q):
    return -p.mean * q.logits - (-q.probs).log1p() - q._cont_bern_log_norm()


def _to_exponential(p, q):
    return q.rate * p.mean - q.rate.log()


def _to_gamma(p, q):
    shape = q.concentration
    return shape.lgamma() - shape * q.rate.log() + (1 - shape) * _expected(_LOG, p) + q.rate * p.mean


def _to_gumbel(p, q):
    return q.scale.log() + (p.mean - q.loc) / q.scale + _expected(_SHIFTED_EXP, p, q.loc, q.scale)


def _to_laplace(p, q):
    """E|x - loc| under a normal distribution."""
    distance = p.loc - q.loc
    ratio = distance / p.scale
    near = math.sqrt(2 / math.pi) * p.scale * (-0.5 * ratio.square()).exp()
    return (2 * q.scale).log() + (near + distance * (math.sqrt(0.5) * ratio).erf()) / q.scale


def _to_normal(p, q):
    variance = q.scale.square()
    return 0.5 * ((2 * math.pi * variance).log() + (p.variance + (p.mean - q.loc).square()) / variance)


def _to_pareto(p, q):
    return (q.alpha + 1) * _expected(_LOG, p) - q.alpha.log() - q.alpha * q.scale.log()


def _to_poisson(p, q):
    """Under zeros and ones, of which log x! is 0."""
    return q.rate - p.probs * q.rate.log()


def _to_uniform(p, q):
    return (q.high - q.low).log()


_CROSS = {
    Beta: _to_beta,
    ContinuousBernoulli: _to_continuous_bernoulli,
    Exponential: _to_exponential,
    Gamma: _to_gamma,
    Gumbel: _to_gumbel,
    Laplace: _to_laplace,
    Normal: _to_normal,
    Pareto: _to_pareto,
    Poisson: _to_poisson,
    Uniform: _to_uniform,
}

# Pairs --------------------------------------------------------------------------------------------------------------------

_FINITE = {
    Bernoulli: (Poisson,),
    Beta: (ContinuousBernoulli, Exponential, Gamma, Normal),
    ContinuousBernoulli: (Exponential, Normal),
    Exponential: (Gamma, Gumbel, Normal),
    Gamma: (Exponential, Gumbel, Normal),
    Gumbel: (Normal,),
    Laplace: (Normal,),
    Normal: (Gumbel, Laplace),
    Uniform: (Gumbel, Normal),
}

# With where the divergence is infinite.
_SOMETIMES = {
    (Beta, Uniform): lambda p, q: (q.low > 0) | (q.high < 1),
    # torch has it infinite already where q begins or ends with the unit interval.
    (ContinuousBernoulli, Uniform): lambda p, q: (q.low >= 0) | (q.high <= 1),
    (Pareto, Exponential): lambda p, q: p.alpha <= 1,
    (Pareto, Gamma): lambda p, q: p.alpha <= 1,
    (Pareto, Normal): lambda p, q: p.alpha <= 2,
    (Uniform, Beta): lambda p, q: (p.high > 1) | (p.low < 0),
    # torch has it infinite already where p reaches the ends of the unit interval.
    (Uniform, ContinuousBernoulli): lambda p, q: (p.high >= 1) | (p.low <= 0),
    (Uniform, Exponential): lambda p, q: p.low < 0,
    (Uniform, Gamma): lambda p, q: p.low < 0,
    (Uniform, Pareto): lambda p, q: p.low < q.scale,
}

_BOUNDED = (Beta, ContinuousBernoulli, Pareto, Uniform)
_ALWAYS = {
    Beta: (Pareto,),
    ContinuousBernoulli: (Pareto,),
    Exponential: _BOUNDED,
    Gamma: _BOUNDED,
    Gumbel: (*_BOUNDED, Exponential, Gamma),
    Laplace: (*_BOUNDED, Exponential, Gamma),
    Normal: (*_BOUNDED, Exponential, Gamma),
    Pareto: (Beta, ContinuousBernoulli, Uniform),
    Poisson: (Bernoulli, Binomial),
}


def _finite(cross):
    return lambda p, q: cross(p, q) - p.entropy()


def _sometimes(cross, is_infinite):
    return lambda p, q: where(is_infinite(p, q), math.inf, cross(p, q) - p.entropy())


def _always(p, q):
    return full_like(p.mean, math.inf)


for _p, _qs in _FINITE.items():
    for _q in _qs:
        register_kl(_p, _q)(_finite(_CROSS[_q]))
for (_p, _q), _is_infinite in _SOMETIMES.items():
    register_kl(_p, _q)(_sometimes(_CROSS[_q], _is_infinite))
for _p, _qs in _ALWAYS.items():
    for _q in _qs:
        register_kl(_p, _q)(_always)
