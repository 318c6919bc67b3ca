"""The derivatives of LU factors, of eigenvalues of any square matrix, and of what is solved without raising.

Source: Giles 2008; Boeddeker et al. 2017 for complex eigenvectors.
"""

from __future__ import annotations

import numpy as np

from ..kernels import checked, decompositions, ldl, lu
from ..primitive import differentiable
from . import decompositions as rows
from .arithmetic import conj, real
from .decompositions import check_phase, inverse, solve_triangular
from .linalg import matmul, swap
from .matrix_functions import solve
from .selection import where
from .shape import cat, tril, triu


def _lu(g, out):
    """P L⁻ᵀ (strictly lower part of Lᵀ g_L + upper part of g_U Uᵀ) U⁻ᵀ, and what lies beyond the square part."""
    g, (packed, pivots, _) = g[0], out
    m, n = packed.shape[-2:]
    k = min(m, n)
    square, g_square = packed[..., :k, :k], g[..., :k, :k]
    lower, upper = tril(square, -1), triu(square, 0)
    g_lower, g_upper = tril(g_square, -1), triu(g_square, 0)
    beyond = None
    if m > n:
        # L₂ = A₂ U⁻¹
        beyond = swap(solve_triangular(square, swap(g[..., k:, :]), True, False))
        g_upper = g_upper - triu(matmul(swap(packed[..., k:, :]), beyond), 0)
    elif n > m:
        # U₂ = L⁻¹ A₂
        beyond = solve_triangular(swap(square), g[..., k:], True, True)
        g_lower = g_lower - tril(matmul(beyond, swap(packed[..., k:])), -1)
    # Lᵀ g_L and g_U Uᵀ, the ones of L's diagonal adding nothing below.
    inner = tril(g_lower + matmul(swap(lower), g_lower), -1) + triu(matmul(g_upper, swap(upper)), 0)
    half = solve_triangular(swap(square), inner, True, True)
    g_square = swap(solve_triangular(square, swap(half), True, False))
    if beyond is not None:
        g_square = cat(g_square, beyond, dim=-2 if m > n else -1)
    places = getattr(pivots, "array", pivots)
    return matmul(lu.permutation(places, m, getattr(packed, "array", packed).dtype), g_square)


lu_factor = differentiable(lu.lu_factor, name="LinalgLuFactorExBackward0", several=True, x=_lu)


def _eig(gs, out):
    """V⁻ᵀ (diag(g_w) + (Vᵀ g_V - Vᵀ V* diag(Re Vᵀ g_V)) / (w_j - w_i)) Vᵀ: the columns of V have length one."""
    (gw, gv), (w, v) = gs, out
    eye = np.eye(w.shape[-1], dtype=bool)
    inner = 0 if gw is None else where(eye, gw[..., None, :], 0)
    if gv is not None:
        inside = matmul(swap(v), gv)
        along = where(eye, inside, 0).sum(-2)
        check_phase("linalg_eig_backward", "eigenvectors", along)
        inside = inside - matmul(swap(v), conj(v) * real(along)[..., None, :])
        apart = where(eye, 1, w[..., None, :] - w[..., :, None])
        inner = inner + where(eye, 0, inside / apart)
    return solve(swap(v), matmul(inner, swap(v)))


eig = differentiable(decompositions.eig, name="LinalgEigBackward0", several=True, x=_eig)

inv_ex = differentiable(
    checked.inv_ex, name="LinalgInvExBackward0", several=True, x=lambda g, out: inverse(g[0], out[0])
)
solve_ex = differentiable(
    checked.solve_ex, name="LinalgSolveExBackward0", several=True, unify="same",
    a=lambda g, a, out: -matmul(solve(swap(a), g[0]), swap(out[0])), b=lambda g, a: solve(swap(a), g[0]),
)  # fmt: skip
cholesky_ex = differentiable(
    checked.cholesky_ex, name="LinalgCholeskyExBackward0", several=True,
    x=lambda g, out: rows.of_cholesky(g[0], out[0]),
)  # fmt: skip


def _without(message):
    def row(g):
        raise NotImplementedError(message)

    return row


def _ldl_row(g):
    raise RuntimeError("derivative for aten::linalg_ldl_factor_ex is not implemented")


def _ldl_solve_row(g):
    raise RuntimeError("derivative for aten::linalg_ldl_solve is not implemented")


geqrf = differentiable(decompositions.geqrf, several=True, x=_without("the derivative for 'geqrf' is not implemented."))
ldl_factor = differentiable(ldl.ldl_factor, name="NotImplemented", several=True, x=_ldl_row)
ldl_solve = differentiable(ldl.ldl_solve, name="NotImplemented", ld=_ldl_solve_row, b=_ldl_solve_row)
