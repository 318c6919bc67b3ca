"""The derivatives of determinants, inverses and decompositions. Source: Giles 2008, and where another is named."""

from __future__ import annotations

import numpy as np

from ..kernels import decompositions as kernel
from ..primitive import differentiable
from ..tensor import Tensor
from .arithmetic import conj, real
from .linalg import matmul, swap
from .selection import where
from .shape import cat, tril, triu


def _spread(g):
    return g[..., None, None]


def _on_diagonal(row):
    """Diagonal matrices of vectors: (*, n) -> (*, n, n)."""
    return where(np.eye(row.shape[-1], dtype=bool), row[..., None, :], 0)


def _differences(x):
    """x_j - x_i, and 1 on the diagonal: (*, n) -> (*, n, n)."""
    return where(np.eye(x.shape[-1], dtype=bool), 1, x[..., None, :] - x[..., :, None])


def _adjoint(x):
    return swap(conj(x))


def _mirrored(x):
    """The Hermitian matrix of the lower triangle of x."""
    lower = tril(x, -1)
    return lower + _adjoint(lower) + where(np.eye(x.shape[-1], dtype=bool), real(x), 0)


def _skew(x):
    return x - _adjoint(x)


def _diagonal(x):
    return where(np.eye(x.shape[-1], dtype=bool), x, 0).sum(-2)


def _is_complex(x):
    return getattr(x, "array", x).dtype.kind == "c"


def check_phase(function, what, along):
    """Raise where a gradient depends on the phases of vectors, of which `along` are the slopes: they are open."""
    along = getattr(along, "array", along)
    if along.size and np.abs(along.imag).max() > 1e-2 * max(1.0, np.abs(along).max()):
        raise RuntimeError(
            f"{function}: The {what} in the complex case are specified up to multiplication by e^{{i phi}}. The specified loss "
            "function depends on this quantity, so it is ill-defined."
        )


def _det(g, x, out):
    """The plain row also stands where the matrix is singular."""
    if isinstance(g, Tensor):
        return _spread(g * out) * swap(inv(x))
    return _spread(g) * kernel.cofactors(x)


det = differentiable(kernel.det, name="LinalgDetBackward0", x=_det)


def _slogdet(g, x, out):
    (g_sign, slope), (sign, _) = g, out
    if _is_complex(x):
        # The sign turns by the imaginary part of what the size grows by.
        slope = slope + 1j * (g_sign * sign).imag
    return _spread(slope) * swap(inv(x))


slogdet = differentiable(kernel.slogdet, name="LinalgSlogdetBackward0", several=True, x=_slogdet)


def inverse(g, out):
    return -matmul(swap(out), matmul(g, swap(out)))


inv = differentiable(kernel.inv, name="LinalgInvExBackward0", x=inverse)
inv_or_inf = differentiable(kernel.inv_or_inf, name="LinalgInvExBackward0", x=inverse)


def _triangle(x, upper, unitriangular):
    return triu(x, int(unitriangular)) if upper else tril(x, -int(unitriangular))


def _coefficients(g, a, out, upper, unitriangular):
    back = solve_triangular(swap(a), g, not upper, unitriangular)
    return -_triangle(matmul(back, swap(out)), upper, unitriangular)


solve_triangular = differentiable(
    kernel.solve_triangular, name="LinalgSolveTriangularBackward0", unify="same", a=_coefficients,
    b=lambda g, a, upper, unitriangular: solve_triangular(swap(a), g, not upper, unitriangular),
)  # fmt: skip


def of_cholesky(g, out):
    """½ L⁻ᵀ S L*⁻¹, S the mirrored lower triangle of Lᵀ g: the gradient of a matrix taken for Hermitian."""
    upper = swap(out)
    half = solve_triangular(upper, _mirrored(matmul(upper, g)), True, False)
    return swap(solve_triangular(conj(upper), swap(half), True, False)) / 2


cholesky = differentiable(kernel.cholesky, name="LinalgCholeskyExBackward0", x=of_cholesky)


def _qr(g, out, mode):
    """Source: Liao et al. 2019; for a square or wide matrix as it follows from dx = dq r + q dr."""
    (gq, gr), (q, r) = g, out
    if mode == "r":
        raise RuntimeError(
            "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, "
            "mode='reduced') if you are going to require gradients"
        )
    m, n = q.shape[-2], r.shape[-1]
    if mode == "complete" and m > n:
        raise RuntimeError(
            "The QR decomposition is not differentiable when mode='complete' and nrows > ncols: "
            f"got {m} rows and {n} columns"
        )
    return _wide_qr(gq, triu(gr, 0), q, r) if m <= n else _tall_qr(gq, gr, q, r)


def _wide_qr(gq, gr, q, r):
    """With x = [X Y] and r = [U V]: q* (g_r + [S U⁻ᵀ 0]), S the lower half of the skew part of qᵀ g_q - g_r rᵀ."""
    m = q.shape[-2]
    inner = matmul(swap(q), gq) - matmul(gr, swap(r))
    skew = inner - _adjoint(inner)
    lower = (tril(skew, 0) + tril(skew, -1)) / 2
    square = swap(solve_triangular(r[..., :m], swap(lower), True, False))
    return matmul(conj(q), cat(square + gr[..., :m], gr[..., m:], dim=-1))


def _tall_qr(gq, gr, q, r):
    inner = matmul(conj(r), _adjoint(triu(gr, 0))) - matmul(_adjoint(gq), conj(q))
    right = gq + matmul(conj(q), _mirrored(inner))
    return swap(solve_triangular(r, swap(right), True, False))


qr = differentiable(kernel.qr, name="LinalgQrBackward0", several=True, x=_qr)


def _eigh(gs, out):
    """V* (diag(g_w) + ½ skew(Vᵀ g_V) / (w_j - w_i)) Vᵀ: the gradient of a matrix taken for Hermitian."""
    (gw, gv), (w, v) = gs, out
    inner = 0 if gw is None else _on_diagonal(gw)
    if gv is not None:
        inside = matmul(swap(v), gv)
        if _is_complex(v):
            check_phase("linalg_eigh_backward", "eigenvectors", _diagonal(inside))
        inner = inner + _skew(inside) / (2 * _differences(w))
    return matmul(matmul(conj(v), inner), swap(v))


eigh = differentiable(kernel.eigh, name="LinalgEighBackward0", several=True, x=_eigh)


def _svd(gs, out):
    """U* (skew(Uᵀ g_U)/E S + diag(g_S) + S skew(V* g_Vᴴ)/E) V*, E = s_j² - s_i², and what leaves the spaces of U and V."""
    (gu, gs, gvh), (u, s, vh) = gs, out
    k = s.shape[-1]
    u, vh = conj(u[..., :k]), conj(vh[..., :k, :])
    row, column = s[..., None, :], s[..., :, None]
    inner, beyond, along = (0 if gs is None else _on_diagonal(gs)), 0, 0
    if gu is not None:
        gu = gu[..., :k]
        inside = matmul(_adjoint(u), gu)
        inner = inner + _skew(inside) / _differences(s * s) * row
        if _is_complex(u):
            along = _diagonal(inside)
            inner = inner + _on_diagonal(_diagonal(_skew(inside)) / (2 * s))
        if u.shape[-2] > k:
            beyond = matmul((gu - matmul(u, inside)) / row, vh)
    if gvh is not None:
        gvh = gvh[..., :k, :]
        inside = matmul(vh, _adjoint(gvh))
        inner = inner + column * (_skew(inside) / _differences(s * s))
        along = along + _diagonal(inside)
        if vh.shape[-1] > k:
            beyond = beyond + matmul(u / row, gvh - matmul(_adjoint(inside), vh))
    if _is_complex(u) and not (gu is None and gvh is None):
        check_phase("svd_backward", "singular vectors", along)
    return matmul(matmul(u, inner), vh) + beyond


svd = differentiable(kernel.svd, name="LinalgSvdBackward0", several=True, x=_svd)


def _pinv(g, x, out):
    """Source: Golub & Pereyra 1973, where the rank does not change."""
    p, pt, gt, x = conj(out), swap(out), _adjoint(g), conj(x)
    left, right = matmul(gt, matmul(p, pt)), matmul(matmul(pt, p), gt)
    return -matmul(pt, matmul(g, pt)) + (left - matmul(x, matmul(p, left))) + (right - matmul(matmul(right, p), x))


pinv = differentiable(kernel.pinv, name="LinalgPinvBackward0", x=_pinv)
