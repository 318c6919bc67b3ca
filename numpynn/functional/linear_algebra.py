"""Determinants, inverses, decompositions and solutions: what torch.linalg has, with the names that stand at the top."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, reduction, shape
from ..derivatives import decompositions as primitive
from ..derivatives import linalg as products
from ..derivatives import matrix_functions as functions
from ..kernels import decompositions as kernel
from ..tensor import Tensor, wrap
from ._make import check_tensor, constant, deliver, method
from .reduction import _named

LinAlgError = kernel.LinAlgError

_slogdet = _named("linalg_slogdet", ("sign", "logabsdet"))
_qr = _named("linalg_qr", ("Q", "R"))
_eigh = _named("linalg_eigh", ("eigenvalues", "eigenvectors"))
_svd = _named("linalg_svd", ("U", "S", "Vh"))
_lstsq = _named("linalg_lstsq", ("solution", "residuals", "rank", "singular_values"))
_triangular_solve = _named("triangular_solve", ("solution", "cloned_coefficient"))

# torch tells these from what is not implemented.
_LOW_PRECISION_IS_A_RUNTIME_ERROR = ("linalg.inv", "linalg.slogdet", "torch.linalg.matrix_rank")
_DRIVERS = ("gels", "gelsy", "gelsd", "gelss")


def matrices(function: str, x, argument: str = "A", *, half: bool = False) -> Tensor:
    """The argument; raises TypeError for no Tensor, RuntimeError for vectors, integers, and for float16 unless `half`."""
    check_tensor(function, argument, x)
    if x.array.ndim < 2:
        raise RuntimeError(
            f"{function}: The input tensor {argument} must have at least 2 dimensions, but got {x.array.ndim}."
        )
    if x.array.dtype.kind not in "fc":
        raise RuntimeError(f"{function}: Expected a floating point or complex tensor as input. Got {x.dtype.name}")
    if x.array.dtype == np.float16 and not half:
        if function in _LOW_PRECISION_IS_A_RUNTIME_ERROR:
            raise RuntimeError(f"{function}: Low precision dtypes not supported. Got {x.dtype.name}")
        raise NotImplementedError(f'"{function}" not implemented for {x.dtype.name}')
    return x


def square(function: str, x, argument: str = "A", *, half: bool = False) -> Tensor:
    """The argument; raises RuntimeError unless it is a batch of square matrices."""
    matrices(function, x, argument, half=half)
    m, n = x.array.shape[-2:]
    if m != n:
        raise RuntimeError(
            f"{function}: {argument} must be batches of square matrices, but they are {m} by {n} matrices"
        )
    return x


def adjoint(x):
    """The matrices transposed and conjugated."""
    return products.swap(arithmetic.conj(x) if x.array.dtype.kind == "c" else x)


def deliver_all(result, out):
    """A named tuple, or `out` with its parts written into it."""
    if out is None:
        return result
    return type(result)(*[deliver(part, target) for part, target in zip(result, out, strict=True)])


@method
def det(A, *, out=None) -> Tensor:
    """The determinant of each matrix: (*, n, n) -> (*). A singular matrix has a first derivative and no second."""
    return deliver(primitive.det(square("linalg.det", A)), out)


@method
def slogdet(A, *, out=None):
    """(sign, logabsdet) of the determinant of each matrix: 0 and -inf where it is singular."""
    return deliver_all(_slogdet(*primitive.slogdet(square("linalg.slogdet", A))), out)


@method
def logdet(input) -> Tensor:
    """The logarithm of the determinant: nan where it is negative, -inf where it is zero."""
    sign, size = primitive.slogdet(square("logdet", input))
    return arithmetic.add(size, arithmetic.log(sign if input.array.dtype.kind == "c" else sign.detach()))


def inv(A, *, out=None) -> Tensor:
    """The inverse of each matrix. Raises LinAlgError where one is singular."""
    return deliver(primitive.inv(square("linalg.inv", A)), out)


@method
def inverse(input, *, out=None) -> Tensor:
    """The inverse of each matrix, as `linalg.inv`."""
    return inv(input, out=out)


def check_equation(function, A, B, left):
    if A.array.dtype != B.array.dtype:
        raise RuntimeError(
            f"{function}: Expected A and B to have the same dtype, but found A of type {A.dtype.name} and B of type "
            f"{B.dtype.name} instead"
        )
    n, (rows, columns) = A.array.shape[-1], B.array.shape[-2:]
    if n != (rows if left else columns):
        equation = "AX = B" if left else "XA = B"
        raise RuntimeError(
            f"{function}: Incompatible shapes of A and B for the equation {equation} ({n}x{n} and {rows}x{columns})"
        )


def is_vectors(A, B):
    return B.array.ndim == 1 or (B.array.ndim == A.array.ndim - 1 and B.array.shape == A.array.shape[:-1])


def solve(A, B, *, left=True, out=None) -> Tensor:
    """X of A X = B, or with left=False of X A = B: (*, n, n), and (*, n, k) or vectors (*, n).

    Raises LinAlgError where A is singular.
    """
    square("linalg.solve", A)
    check_tensor("linalg.solve", "B", B)
    vectors = left and is_vectors(A, B)
    if vectors:
        B = B.unsqueeze(-1)
    check_equation("linalg.solve", A, B, left)
    if left:
        X = functions.solve(A, B)
    else:
        X = products.swap(functions.solve(products.swap(A), products.swap(B)))
    return deliver(X.squeeze(-1) if vectors else X, out)


def solve_triangular(input, B, *, upper, left=True, unitriangular=False, out=None) -> Tensor:
    """X of A X = B, or with left=False of X A = B, of which one triangle of A is read, with ones on the diagonal if
    unitriangular: (*, n, n) (*, n, k). Singular matrices give inf and nan."""
    square("linalg.solve_triangular", input)
    matrices("linalg.solve_triangular", B, "B")
    check_equation("linalg.solve_triangular", input, B, left)
    if left:
        return deliver(primitive.solve_triangular(input, B, upper, unitriangular), out)
    turned = primitive.solve_triangular(products.swap(input), products.swap(B), not upper, unitriangular)
    return deliver(products.swap(turned), out)


def cholesky(input, *, upper=False, out=None) -> Tensor:
    """The lower triangular L of A = L Lᴴ, or the upper U of A = Uᴴ U. Raises LinAlgError unless positive-definite."""
    square("linalg.cholesky", input)
    if not upper:
        return deliver(primitive.cholesky(input), out)
    return deliver(adjoint(primitive.cholesky(adjoint(input))), out)


@method
def cholesky_solve(input, input2, upper=False, *, out=None) -> Tensor:
    """X of L Lᴴ X = B, or with upper=True of Lᴴ L X = B: (*, n, k) (*, n, n)."""
    for name, x in (("b", input), ("u", input2)):
        if x.array.ndim < 2:
            raise RuntimeError(f"{name} should have at least 2 dimensions, but has {x.array.ndim} dimensions instead")
    square("cholesky_solve", input2)
    if input.array.shape[-2] != input2.array.shape[-1]:
        n, (rows, columns) = input2.array.shape[-1], input.array.shape[-2:]
        raise RuntimeError(
            f"Incompatible matrix sizes for cholesky_solve: each A matrix is {n} by {n} but each b matrix is {rows} by {columns}"
        )
    lower = adjoint(input2) if upper else input2
    half = primitive.solve_triangular(lower, input, False, False)
    return deliver(primitive.solve_triangular(adjoint(lower), half, True, False), out)


@method
def cholesky_inverse(input, upper=False, *, out=None) -> Tensor:
    """(L Lᴴ)⁻¹, or with upper=True (Lᴴ L)⁻¹: (*, n, n)."""
    square("cholesky_inverse", input)
    return deliver(cholesky_solve(wrap(np.eye(input.array.shape[-1], dtype=input.array.dtype)), input, upper), out)


@method
def triangular_solve(input, A, upper=True, transpose=False, unitriangular=False, *, out=None):
    """(solution, cloned_coefficient): X of A X = b or Aᵀ X = b for a triangular A, and a copy of A."""
    square("triangular_solve", A)
    matrices("triangular_solve", input, "input")
    a = products.swap(A) if transpose else A
    solution = solve_triangular(a, input, upper=upper != transpose, unitriangular=unitriangular)
    return deliver_all(_triangular_solve(solution, shape.copy(A)), out)


def qr(A, mode="reduced", *, out=None):
    """(Q, R) of A = Q R: "reduced", "complete", or "r" with an empty Q. (*, m, n) -> (*, m, k), (*, k, n).

    Not differentiable with "r", nor with "complete" where m > n. Signs are those of LAPACK.
    """
    matrices("linalg.qr", A)
    if mode not in ("reduced", "r", "complete"):
        raise RuntimeError(
            f"qr received unrecognized mode '{mode}' but expected one of 'reduced' (default), 'r', or 'complete'"
        )
    return deliver_all(_qr(*primitive.qr(A, mode)), out)


def eigh(input, UPLO="L", *, out=None):
    """(eigenvalues, eigenvectors) of symmetric matrices, rising; of which the lower or the upper triangle is read.

    The gradient is that of a symmetric matrix; with equal eigenvalues that of the eigenvectors is not finite.
    """
    check_tensor("linalg.eigh", "input", input)
    if input.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"linalg_eigh_cpu" not implemented for {input.dtype.name}')
    square("linalg.eigh", input)
    if UPLO not in ("L", "l", "U", "u"):
        raise RuntimeError(f"Expected UPLO argument to be 'L' or 'U', but got {UPLO}")
    return deliver_all(_eigh(*primitive.eigh(input, UPLO in "Ll")), out)


def eigvalsh(input, UPLO="L", *, out=None) -> Tensor:
    """The eigenvalues of symmetric matrices, rising."""
    return deliver(eigh(input, UPLO)[0], out)


def _check_driver(function, driver):
    if driver is not None:
        raise RuntimeError(
            f"{function}: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend."
        )


def svd(A, full_matrices=True, *, driver=None, out=None):
    """(U, S, Vh) of A = U diag(S) Vh, S falling: (*, m, n) -> (*, m, m), (*, k), (*, n, n); without full_matrices
    (*, m, k), (*, k), (*, k, n).

    With equal singular values, or zeros among them, the gradient of U and Vh is not finite.
    """
    matrices("linalg.svd", A)
    _check_driver("torch.linalg.svd", driver)
    return deliver_all(_svd(*primitive.svd(A, full_matrices)), out)


def svdvals(A, *, driver=None, out=None) -> Tensor:
    """The singular values, falling: (*, m, n) -> (*, k)."""
    return deliver(svd(A, False, driver=driver)[1], out)


def tolerances(x, atol, rtol):
    """What torch takes for cutoffs not given: rtol = max(m, n) eps, unless there is a positive atol."""
    if rtol is None:
        eps = float(np.finfo(x.array.dtype).eps) * max(x.array.shape[-2:])
        if isinstance(atol, Tensor):
            rtol = np.where(atol.array > 0, 0.0, eps)
        else:
            rtol = 0.0 if atol is not None and atol > 0 else eps
    return tuple([t.array if isinstance(t, Tensor) else t for t in (0.0 if atol is None else atol, rtol)])


def pinv(input, rcond=None, hermitian=False, *, atol=None, rtol=None, out=None) -> Tensor:
    """The pseudoinverse: singular values up to max(atol, rtol max(S)) count as zero. (*, m, n) -> (*, n, m).

    Cutoffs are numbers or a Tensor (*). The derivative is that at constant rank.
    """
    check_tensor("linalg.pinv", "input", input)
    if input.array.ndim < 2 or input.array.dtype.kind not in "fc" or input.array.dtype == np.float16:
        raise RuntimeError(
            f"linalg.pinv({input.dtype.name}{{{list(input.array.shape)}}}): expected a tensor with 2 or more dimensions of float, "
            "double, cfloat or cdouble types"
        )
    if hermitian and input.array.size:
        square("linalg.eigh", input)
    rtol = rcond if rtol is None else rtol
    return deliver(primitive.pinv(input, *tolerances(input, atol, rtol), hermitian), out)


@method
def pinverse(input, rcond=1e-15) -> Tensor:
    """The pseudoinverse, as `linalg.pinv`."""
    return pinv(input, rcond)


def matrix_rank(input, tol=None, hermitian=False, *, atol=None, rtol=None, out=None) -> Tensor:
    """How many singular values lie above max(atol, rtol max(S)); `tol` is another name for atol. (*, m, n) -> (*)."""
    matrices("torch.linalg.matrix_rank", input, "input")
    if hermitian:
        square("linalg.eigh", input)
    if tol is not None:
        atol, rtol = tol, 0.0
    return deliver(constant(kernel.matrix_rank(input.array, *tolerances(input, atol, rtol), hermitian)), out)


def lstsq(input, b, rcond=None, *, driver=None):
    """(solution, residuals, rank, singular_values) of the least squares |A X - B|: (*, m, n), and (*, m, k) or (*, m).

    driver: "gelsy" (the default), "gels" for full rank and without rank, "gelsd" or "gelss" with singular values.
    Residuals are given where m > n and the rank is full, and not by "gelsy". All drivers solve by singular values.
    """
    matrices("torch.linalg.lstsq", input, "input")
    check_tensor("torch.linalg.lstsq", "b", b)
    if input.array.dtype != b.array.dtype:
        raise RuntimeError(
            f"torch.linalg.lstsq: Expected input and other to have the same dtype, but got input's dtype {input.dtype.name} "
            f"and other's dtype {b.dtype.name}"
        )
    driver = "gelsy" if driver is None else driver
    if driver not in _DRIVERS:
        raise RuntimeError(
            f"torch.linalg.lstsq: parameter `driver` should be one of ({', '.join(_DRIVERS)}), got {driver}"
        )
    vectors = is_vectors(input, b)
    m, rows = input.array.shape[-2], b.array.shape[-1 if vectors else -2]
    if m != rows:
        raise RuntimeError(
            f"torch.linalg.lstsq: input.size(-2) should match other.size({-1 if vectors else -2}), but got {m} and {rows}"
        )
    atol, rtol = (0.0, 0.0) if driver == "gels" else tolerances(input, None, rcond)
    columns = b.unsqueeze(-1) if vectors else b
    X = products.matmul(primitive.pinv(input, atol, rtol, False), columns)
    rank, values = _spectrum(input.array, rtol, driver)
    residuals = _residuals(input, X, columns, rank, driver)
    return _lstsq(X.squeeze(-1) if vectors else X, residuals, rank, values)


def _spectrum(a, rtol, driver):
    """The rank and the singular values, empty where the driver has none."""
    nothing = wrap(np.empty(0, a.real.dtype))
    if driver == "gels":
        return wrap(np.empty(0, np.int64)), nothing
    s = kernel.singular_values(a, False)
    rank = constant(np.count_nonzero(s > kernel.cutoff(s, 0.0, rtol), axis=-1))
    return rank, nothing if driver == "gelsy" else wrap(s)


def _residuals(A, X, B, rank, driver):
    m, n = A.array.shape[-2:]
    if m <= n or driver == "gelsy" or (rank.array < n).any():
        return wrap(np.empty(0, A.array.real.dtype))
    error = arithmetic.sub(B, products.matmul(A, X))
    return reduction.sum(arithmetic.square(arithmetic.abs(error)), (error.array.ndim - 2,), False)
