"""The Kullback-Leibler divergence, KL(p ‖ q) = E_p[log p(x) - log q(x)], by the classes of p and q."""

from __future__ import annotations

import functools
import warnings

from ..tensor import Tensor
from .distribution import Distribution

__all__ = ["kl_divergence", "register_kl"]

_registry = {}


def register_kl(type_p: type, type_q: type):
    """Decorator: `function(p, q)` is the divergence of these classes and their subclasses. Raises TypeError for others.

    A pair of subclasses of both counts before a pair of their parents.
    """
    for name, kind in (("type_p", type_p), ("type_q", type_q)):
        if not isinstance(kind, type) or not issubclass(kind, Distribution):
            raise TypeError(f"Expected {name} to be a Distribution subclass but got {kind}")

    def decorator(function):
        _registry[type_p, type_q] = function
        _function_for.cache_clear()
        return function

    return decorator


@functools.cache
def _function_for(type_p, type_q):
    """The function of the nearest registered pair; None if there is none.

    Nearest is nearest in p and then in q. Where nearest in q and then in p is another, a warning tells.
    """
    distance = {pair: _distances(type_p, type_q, pair) for pair in _registry}
    pairs = [pair for pair in distance if None not in distance[pair]]
    if not pairs:
        return None
    first = min(pairs, key=lambda pair: distance[pair])
    other = min(pairs, key=lambda pair: distance[pair][::-1])
    if _registry[first] is not _registry[other]:
        warnings.warn(
            f"Ambiguous kl_divergence({type_p.__name__}, {type_q.__name__}). "
            f"Please register_kl({first[0].__name__}, {other[1].__name__})",
            RuntimeWarning,
            stacklevel=3,
        )
    return _registry[first]


def _distances(type_p, type_q, pair):
    """How far up each class finds that of the pair, or None."""
    mros = type_p.__mro__, type_q.__mro__
    return tuple([mro.index(kind) if kind in mro else None for mro, kind in zip(mros, pair)])


def kl_divergence(p: Distribution, q: Distribution) -> Tensor:
    """KL(p ‖ q), one number for each distribution of the batch. Raises NotImplementedError where no pair is registered.

    >>> from numpynn.distributions import Normal
    >>> kl_divergence(Normal(0.0, 1.0), Normal(1.0, 1.0))
    tensor(0.5000)
    """
    function = _function_for(type(p), type(q))
    if function is None:
        raise NotImplementedError(
            f"No KL(p || q) is implemented for p type {type(p).__name__} and q type {type(q).__name__}"
        )
    return function(p, q)
