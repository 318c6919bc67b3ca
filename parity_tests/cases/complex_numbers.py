"""Complex numbers: made and seen as their parts, conjugated, and the gradients of what is computed with them."""

from parity_tests.case import complexes, distinct, expr, fixed, ints, positive, refuses, typed, values

X = (2, 3)
Z = complexes(X)
W = complexes((3,))
nan, inf = float("nan"), float("inf")
TORCH_VIEWS = {"strided": False, "why": "strides that torch refuses"}

CASES = [
    # parts
    expr("torch.view_as_real(z), torch.view_as_real(z * 2), torch.view_as_real(z.T), torch.view_as_real(z[0, 0])", z=Z),
    expr("torch.view_as_complex(x * 1), torch.view_as_complex(x.permute(1, 0, 2) * 1), torch.view_as_complex(x[0, 1])", x=(2, 3, 2), **TORCH_VIEWS),
    expr("torch.view_as_real(torch.view_as_complex(x) * (1 + 2j)).sum(0)", x=(2, 3, 2), **TORCH_VIEWS),
    expr("torch.complex(x, y), torch.complex(y, x), torch.complex(x[:, :1], y)", x=X, y=(3,)),
    expr("torch.polar(x, y), torch.polar(y, x)", x=positive(X), y=(3,)),
    expr("torch.angle(z), z.angle(), torch.angle(x), x.angle()", z=Z, x=distinct((3,))),
    expr("torch.angle(x), torch.angle(z), i.angle()", x=values([0.0, -0.0, nan, -inf]), z=values([0j, -1 + 0j, complex(-1.0, -0.0), 1j]), i=ints((3,), -2, 2), grad=False),
    expr("torch.real(z), z.real, torch.imag(z), z.imag, torch.real(x) is x, x.real is x", z=Z, x=X),
    expr("torch.real(z).stride(), z.imag.storage_offset(), torch.view_as_real(z).stride(), torch.view_as_complex(x).stride()", z=Z, x=(2, 3, 2), strided=False, empty=False, why="strides of what is empty are no one's"),
    expr("o = torch.empty(0, dtype=z.dtype); torch.complex(x, y, out=o); p = torch.empty(0, dtype=z.dtype); torch.polar(x, y, out=p); a = torch.empty(0, dtype=x.dtype); torch.angle(z, out=a); c = torch.empty(0, dtype=z.dtype); torch.conj_physical(z, out=c); o, p, a, c", x=fixed(X), y=fixed((3,)), z=fixed(Z)),
    # in place through views
    expr("y = z * 1; torch.view_as_real(y)[..., 0] *= 3; y", z=Z),
    expr("y = z * 1; y.real.mul_(x); y.imag[0] = 2.0; y * y", z=Z, x=(3,)),
    expr("y = z * 1; y.real = x; y.imag = y.real * 2; y * y", z=Z, x=(3,)),
    expr("y = z * 1; y.imag = 2.0; v = x * 1; v.real = y.real[0]; y * y, v * v", z=Z, x=(3,)),
    refuses("z.real = x; z", z=fixed(Z), x=fixed((2,))),
    refuses("x.imag = x; x", x=fixed(X)),
    expr("y = x * 1; torch.view_as_complex(y).mul_(1 + 2j); y", x=(2, 3, 2), **TORCH_VIEWS),
    expr("y = x * 1; c = torch.view_as_complex(y); y[0].mul_(3); c * c", x=(2, 3, 2), **TORCH_VIEWS),
    expr("y = z * 1; v = y.imag; y.mul_(2j); v", z=Z),
    expr("y = z.detach().clone(); r = torch.view_as_real(y); r.zero_(); y, y.real.fill_(2), y", z=Z),
    # conjugates
    expr("torch.conj(z), z.conj(), torch.conj_physical(z), z.conj_physical(), x.conj(), torch.conj_physical(x)", z=Z, x=X),
    expr("y = z * 1; y.conj_physical_(); v = w * 1; y * torch.conj_physical_(v)", z=Z, w=W),
    expr("z.resolve_conj() is z, torch.resolve_neg(x) is x, z.is_conj(), torch.is_neg(z), x.is_conj(), torch.is_conj(z), torch.resolve_conj(z) is z, z.is_neg(), x.resolve_neg() is x", z=Z, x=X),
    expr("z.H, z.mH, z.mT, z.adjoint(), torch.adjoint(z), x.H, x.mH, x.mT, x.adjoint()", z=Z, x=X),
    expr("y.mH, y.mT, torch.adjoint(y), (y @ y.mH).real", y=complexes((2, 3, 4))),
    expr("s.H, s.mH, s.mT, s.adjoint()", s=()),
    # arithmetic, elementary functions, reductions: the conventions of gradients
    expr("z + w, z - w, z * w, z / w, z * x, x / w, 2j * z, z + 1, 1 / z, -z, z**2", z=Z, w=W, x=X),
    expr("z.abs(), abs(w) ** 2, z.real**2 + z.imag**2, (z * z.conj()).real", z=Z, w=W),
    expr("torch.sgn(z), z.sgn(), torch.sgn(x)", z=Z, x=distinct((3,))),
    expr("torch.sgn(z), z.abs()", z=values([0j, 2 + 0j, -3j]), second=False, why="torch's second derivatives at 0 are nan"),
    *[expr(f"torch.{f}(z)", z=Z) for f in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "square", "reciprocal", "rsqrt", "asin", "acos", "atan", "asinh", "acosh", "atanh", "log2", "log10", "expm1", "log1p", "exp2", "sigmoid", "sinc")],
    expr("z**w, z**1.5, 2.0**z, torch.pow(x, z)", z=Z, w=W, x=positive((3,))),
    expr("z.sum(), z.mean(0), z.sum(1, keepdim=True), z.prod(), z.prod(1), z.cumsum(1), z.cumprod(1), z.var(), z.std(0)", z=Z),
    expr("z.norm(), torch.linalg.vector_norm(z, 3), torch.linalg.vector_norm(z, 1, dim=0), torch.linalg.matrix_norm(z)", z=Z),
    expr("z @ w, w @ z.mT, z @ z.mH, torch.dot(w, w), torch.vdot(w, z[0]), torch.outer(w, w), torch.inner(z, w)", z=Z, w=W),
    expr("torch.einsum('ij,j->i', z, w), torch.tensordot(z, w, 1), torch.kron(z, w), torch.bmm(z[None], z.mT[None])", z=Z, w=W, strided=False, why="torch's kron needs a view"),
    expr("torch.cat([z, w[None]]), torch.stack([w, w * 1j]), torch.where(x > 0, z, w), z.flip(0), z[:, [0, 0]], z.tril(), z.roll(1)", z=Z, w=W, x=fixed(X)),
    expr("y = z * 1; y[0] = w; y[:, 1] *= 2j; y", z=Z, w=W),
    expr("z.to(torch.complex128) * 2, x.to(torch.complex128) * (1 + 1j), x * 1j, x + z", z=Z, x=X),
    expr("(x + 1j * y).abs().square().sum(), torch.view_as_real(x * z).square().sum()", x=X, y=(3,), z=W),
    expr("z == w, z != w, torch.isfinite(z), torch.isnan(z), torch.isreal(z), z.is_complex(), torch.isclose(z, w), z.bool()", z=fixed(Z), w=fixed(W)),
    # refused
    refuses("torch.view_as_real(x)", x=X),
    refuses("torch.view_as_complex(z)", z=Z),
    refuses("torch.view_as_complex(x)", x=X),
    refuses("torch.view_as_complex(x)", x=()),
    refuses("torch.view_as_complex(i)", i=ints((3, 2), 0, 5)),
    refuses("torch.view_as_complex(x.T)", x=(2, 3)),
    refuses("torch.view_as_complex(x[:, :2])", x=(3, 7)),
    refuses("torch.view_as_complex(x[:, 1:3])", x=(3, 4)),
    refuses("torch.complex(x, x.double())", x=X),
    refuses("torch.complex(i, i)", i=ints(X, 0, 3)),
    refuses("torch.complex(x, 2.0)", x=X),
    refuses("torch.complex(x, x, out=torch.empty(0))", x=fixed(X)),
    refuses("torch.polar(x, x.double())", x=X),
    refuses("torch.polar(x, x)", x=typed("float16", X)),
    refuses("torch.imag(x)", x=X),
    refuses("x.H", x=(2, 3, 4)),
    refuses("x.mH", x=(3,)),
    refuses("x.mT", x=(3,)),
    refuses("x.adjoint()", x=(3,)),
]
