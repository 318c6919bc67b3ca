"""The derivatives of complex numbers by their parts. Gradients are carried conjugated: see ARCHITECTURE.md."""

from __future__ import annotations

import numpy as np

from ..kernels import complex_numbers as kernel
from ..kernels import elementwise
from ..primitive import differentiable
from .arithmetic import abs, conj, real
from .selection import where
from .shape import contiguous

view_as_real = differentiable(kernel.view_as_real, x=lambda g: conj(view_as_complex(contiguous(g))))
view_as_complex = differentiable(kernel.view_as_complex, x=lambda g: view_as_real(conj(g)))
joined = differentiable(kernel.joined, name="ComplexBackward0", x=lambda g: g, y=lambda g: g * 1j)
polar = differentiable(
    # As torch, which takes it that lengths are not negative.
    kernel.polar, length=lambda g, out: real(g * sgn(out)), angle=lambda g, out: real(g * (out * 1j)),
)  # fmt: skip
angle = differentiable(kernel.angle, unify="float", x=lambda g, x: _turn(g, x))


def _turn(g, x):
    if getattr(x, "array", x).dtype.kind != "c":
        return np.zeros_like(g)
    nowhere = np.equal(x, 0)
    return where(nowhere, 0, g * -1j / where(nowhere, 1, x))


sgn = differentiable(elementwise.sign, name="SgnBackward0", x=lambda g, x, out: _spin(g, x, out))


def _spin(g, x, out):
    """(g - Re(g s) s*) / |x|, s = x / |x|: what does not change the length; and 0 at 0."""
    if getattr(x, "array", x).dtype.kind != "c":
        return np.zeros_like(g)
    nowhere = np.equal(x, 0)
    return where(nowhere, 0, (g - real(g * out) * conj(out)) / abs(where(nowhere, 1, x)))
