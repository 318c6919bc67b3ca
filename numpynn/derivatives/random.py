"""Random numbers drawn with parameters that need a gradient.

Through most none passes, and torch answers with zeros. Gamma numbers and Dirichlet vectors move with their parameters.
"""

from __future__ import annotations

from ..kernels import reparameterized
from ..primitive import differentiable
from ..random.bernoulli import bernoulli_each
from ..random.binomial import binomial as binomial_numbers
from ..random.discrete import poisson as poisson_numbers
from ..random.gamma import dirichlet as dirichlet_vectors
from ..random.gamma import standard_gamma as gamma_numbers
from ..random.normal import normal_around
from .reduction import sum


def _none(g):
    return g * 0


def _no_derivative(name):
    def row(g):
        raise NotImplementedError(f"the derivative for '{name}' is not implemented.")

    return row


def _bernoulli(input, engine):
    return bernoulli_each(engine, input).astype(input.dtype)


def _poisson(input, engine):
    return poisson_numbers(engine, input)


def _binomial(count, prob, engine):
    return binomial_numbers(engine, count, prob)


def _normal(mean, std, engine, dtype):
    return normal_around(engine, mean, std, dtype)


def _standard_gamma(alpha, engine):
    return gamma_numbers(engine, alpha)


def _dirichlet(alpha, engine):
    return dirichlet_vectors(engine, alpha)


def _dirichlet_row(g, alpha, out):
    """Σ_j g_j dx_j/dα_i: where x_i grows with α_i, all others give way in proportion."""
    moved = dirichlet_grad(out, alpha, sum(alpha, -1, True))
    return moved * (g - sum(out * g, -1, True))


bernoulli = differentiable(_bernoulli, input=_none)
poisson = differentiable(_poisson, input=_none)
binomial = differentiable(_binomial, count=_no_derivative("binomial"), prob=_no_derivative("binomial"))
normal = differentiable(_normal, mean=_none, std=_none)
standard_gamma = differentiable(_standard_gamma, alpha=lambda g, alpha, out: g * standard_gamma_grad(alpha, out))
standard_gamma_grad = differentiable(
    reparameterized.standard_gamma_grad,
    alpha=_no_derivative("_standard_gamma_grad"),
    x=_no_derivative("_standard_gamma_grad"),
)
dirichlet = differentiable(_dirichlet, name="_DirichletBackward", alpha=_dirichlet_row)
dirichlet_grad = differentiable(
    reparameterized.dirichlet_grad,
    x=_no_derivative("_dirichlet_grad"),
    alpha=_no_derivative("_dirichlet_grad"),
    total=_no_derivative("_dirichlet_grad"),
)
