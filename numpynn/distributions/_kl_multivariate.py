"""Divergences of multivariate normal distributions:

2 KL(p ‖ q) = tr(Σ_q⁻¹ Σ_p) + |μ_q - μ_p|² under Σ_q - n + log det Σ_q - log det Σ_p
"""

from __future__ import annotations

from ..functional.linear_algebra import solve_triangular
from ._matrices import log_diagonal, square_sum, squared_length
from .kl import register_kl
from .lowrank_multivariate_normal import LowRankMultivariateNormal
from .multivariate_normal import MultivariateNormal


def _log_det(p):
    return p._log_det() if isinstance(p, LowRankMultivariateNormal) else 2 * log_diagonal(p._unbroadcasted_scale_tril)


def _roots(p):
    """Matrices whose products with their own transposes add up to Σ: L, or W and √D."""
    if isinstance(p, LowRankMultivariateNormal):
        return [p._unbroadcasted_cov_factor, p._unbroadcasted_cov_diag.sqrt().diag_embed()]
    return [p._unbroadcasted_scale_tril]


def _trace(q, roots):
    """tr(Σ_q⁻¹ Σ_p)."""
    if isinstance(q, LowRankMultivariateNormal):
        weight, whitened = q._unbroadcasted_cov_diag.rsqrt().unsqueeze(-1), q._whitened_factor()
        return sum([square_sum(root * weight) - square_sum(whitened @ root) for root in roots])
    factor = q._unbroadcasted_scale_tril
    return sum([square_sum(solve_triangular(factor, root, upper=False)) for root in roots])


def _length(q, x):
    if isinstance(q, LowRankMultivariateNormal):
        return q._squared_length(x)
    return squared_length(q._unbroadcasted_scale_tril, x)


@register_kl(MultivariateNormal, MultivariateNormal)
@register_kl(MultivariateNormal, LowRankMultivariateNormal)
@register_kl(LowRankMultivariateNormal, MultivariateNormal)
@register_kl(LowRankMultivariateNormal, LowRankMultivariateNormal)
def _multivariate_normal(p, q):
    if p.event_shape != q.event_shape:
        raise ValueError(
            "KL-divergence between two (Low Rank) Multivariate Normals with different event shapes cannot be computed: "
            f"{p.event_shape} and {q.event_shape}"
        )
    moved = _trace(q, _roots(p)) + _length(q, q.loc - p.loc)
    return 0.5 * (_log_det(q) - _log_det(p) + moved - p.event_shape[0])
