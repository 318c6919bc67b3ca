"""np.fft and np.linalg on Tensors: what numpynn.fft and numpynn.linalg have under the same names and with the same order."""

from __future__ import annotations

from ..derivatives.matrix_functions import solve as solve_matrices
from . import fourier, linear_algebra, matrix_equations, matrix_products, norms

_ARGUMENTS = {"axis": "dim", "axes": "dim", "keepdims": "keepdim"}


def _solve(a, b):
    """NumPy takes b for vectors only if it is one."""
    return solve_matrices(a, b.unsqueeze(-1)).squeeze(-1) if b.ndim == 1 else solve_matrices(a, b)


_LINALG = {
    "cholesky": linear_algebra.cholesky, "cond": norms.cond, "det": linear_algebra.det, "eigh": linear_algebra.eigh,
    "eigvalsh": linear_algebra.eigvalsh, "inv": linear_algebra.inv, "matrix_power": matrix_products.matrix_power,
    "norm": norms.norm, "pinv": linear_algebra.pinv, "qr": linear_algebra.qr, "slogdet": linear_algebra.slogdet,
    "solve": _solve, "tensorinv": matrix_equations.tensorinv,
}  # fmt: skip
_FFT = {
    name: function for name, function in vars(fourier).items() if name.endswith(("fft", "fft2", "fftn", "fftshift"))
}


def find(function):
    """Ours for a function of np.fft or np.linalg, with NumPy's names for its arguments; None for what there is none for."""
    room = {"numpy.fft": _FFT, "numpy.linalg": _LINALG}[function.__module__]
    ours = room.get(function.__name__)
    if ours is None:
        return None
    return lambda *args, **kwargs: ours(*args, **{_ARGUMENTS.get(name, name): value for name, value in kwargs.items()})
