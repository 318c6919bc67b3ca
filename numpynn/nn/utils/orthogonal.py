"""The orthogonal parametrization: a matrix with orthonormal rows or columns, from one without constraint."""

from __future__ import annotations

import numpy as np

from ...derivatives.matrix_functions import matrix_exp, solve
from ...functional import random
from ...functional.creation import eye, zeros
from ...functional.joining import cat
from ...functional.linalg import matmul
from ...tensor import Tensor, wrap
from ..modules.module import Module

MAPS = ("matrix_exp", "cayley", "householder")


class _Orthogonal(Module):
    """Q from X (*, n, k), with orthonormal columns for n ≥ k, else rows.

    matrix_exp: Q = e^A, cayley: Q = (I - A/2)⁻¹ (I + A/2), both of A = L - Lᴴ, with L the lower triangle of
    X, and of Q its first k columns; householder: Q = H₁ ... H_k, reflections in the columns below the
    diagonal. With trivialization Q is multiplied by a fixed orthogonal matrix, so that the training can start
    from any.
    """

    def __init__(self, weight: Tensor, orthogonal_map: str, *, use_trivialization: bool = True):
        super().__init__()
        if weight.is_complex() and orthogonal_map == "householder":
            raise ValueError("The householder parametrization does not support complex tensors.")
        self.shape = weight.shape
        self.orthogonal_map = orthogonal_map
        if use_trivialization:
            self.register_buffer("base", None)

    def forward(self, X):
        wide = X.size(-2) < X.size(-1)
        X = X.mT if wide else X
        Q = _reflections(X) if self.orthogonal_map == "householder" else self._from_skew(X)
        if hasattr(self, "base"):
            Q = matmul(self.base, Q)
        return Q.mT if wide else Q

    def _from_skew(self, X):
        *batch, n, k = X.shape
        lower = X.tril()
        if n != k:
            lower = cat([lower, zeros(*batch, n, n - k, dtype=X.dtype)], dim=-1)
        A = lower - _adjoint(lower)
        if self.orthogonal_map == "matrix_exp":
            return matrix_exp(A)[..., :k]
        one = eye(n, dtype=X.dtype).expand(A.shape)
        return solve(one - A / 2, one + A / 2)[..., :k]

    def right_inverse(self, Q):
        if Q.shape != self.shape:
            raise ValueError(
                f"Expected a matrix or batch of matrices of shape {self.shape}. Got a tensor of shape {Q.shape}."
            )
        wide = Q.size(-2) < Q.size(-1)
        tall = Q.array.swapaxes(-1, -2) if wide else Q.array
        if not hasattr(self, "base"):
            X = self._preimage(tall)
            return wrap(X.swapaxes(-1, -2) if wide else X)
        self.base = wrap(_base(tall))
        return wrap(np.broadcast_to(-np.eye(*Q.shape[-2:], dtype=Q.array.dtype), Q.shape).copy())

    def _preimage(self, tall):
        """The X that gives Q, which only reflections tell."""
        if self.orthogonal_map != "householder":
            raise NotImplementedError(
                "It is not possible to assign to the matrix exponential or the Cayley parametrizations when "
                "use_trivialization=False."
            )
        reflectors, tau = np.linalg.qr(tall, mode="raw")
        X = reflectors.swapaxes(-1, -2).copy()
        diagonal = np.einsum("...ii->...i", X[..., : tau.shape[-1], :])
        diagonal[...] = np.sign(diagonal) * np.where(tau == 0, -1, 1)
        return X


def _adjoint(x):
    return x.mT.conj() if x.is_complex() else x.mT


def _reflections(X):
    """H₁ ... H_k applied to the first k columns of I, with signs from the diagonal: X (*, n, k) -> Q (*, n, k)."""
    *_, n, k = X.shape
    below = X.tril(-1)
    tau = 2.0 / (1.0 + (below * below).sum(-2))
    one = eye(n, k, dtype=X.dtype)
    Q = one.expand(X.shape)
    for i in reversed(range(k)):
        v = below[..., i : i + 1] + one[:, i : i + 1]
        Q = Q - tau[..., i, None, None] * matmul(v, matmul(v.mT, Q))
    signs = np.trunc(np.diagonal(X.array, axis1=-2, axis2=-1)).astype(X.array.dtype)
    return Q * wrap(signs[..., None, :])


def _base(tall):
    """A square orthogonal matrix whose first columns are those of Q (*, n, k), or as near as QR brings them."""
    *batch, n, k = tall.shape
    if n == k and _is_orthogonal(tall):
        return tall.copy()
    if n != k:
        extra = random.randn(*batch, n, n - k, dtype=wrap(tall).dtype).array
        tall = np.concatenate([tall, extra], axis=-1)
    q, r = np.linalg.qr(tall)
    diagonal = np.diagonal(r, axis1=-2, axis2=-1)
    return q * np.sign(diagonal)[..., None, :]


def _is_orthogonal(Q):
    n, k = Q.shape[-2:]
    gram = Q.conj().swapaxes(-1, -2) @ Q
    return np.allclose(gram, np.eye(k), atol=10.0 * n * np.finfo(Q.dtype).eps)
