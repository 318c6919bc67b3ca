"""Random numbers drawn with parameters that need a gradient: none passes, and torch answers with zeros."""

from __future__ import annotations

from ..primitive import differentiable
from ..random.bernoulli import bernoulli_each
from ..random.binomial import binomial as binomial_numbers
from ..random.discrete import poisson as poisson_numbers
from ..random.normal import normal_around


def _none(g):
    return g * 0


def _refuse(g):
    raise NotImplementedError("derivative for binomial is not implemented")


def _bernoulli(input, engine):
    return bernoulli_each(engine, input).astype(input.dtype)


def _poisson(input, engine):
    return poisson_numbers(engine, input)


def _binomial(count, prob, engine):
    return binomial_numbers(engine, count, prob)


def _normal(mean, std, engine, dtype):
    return normal_around(engine, mean, std, dtype)


bernoulli = differentiable(_bernoulli, input=_none)
poisson = differentiable(_poisson, input=_none)
binomial = differentiable(_binomial, count=_refuse, prob=_refuse)
normal = differentiable(_normal, mean=_none, std=_none)
