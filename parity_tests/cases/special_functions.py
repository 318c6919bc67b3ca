"""torch.special: names of its own and other names of functions at the top; incomplete and multivariate gamma functions."""

from parity_tests.case import between, complexes, expr, fixed, ints, positive, refuses, typed, unit, values

nan, inf = float("nan"), float("inf")
X = (2, 3)
EXTREMES = [0.0, -0.0, inf, -inf, nan, 1.0, -1.0, 0.5, 2.0, 30.0, -30.0, 300.0]
SERIES = {"tol": (2e-9, 1e-9), "why": "torch's polygamma is good to 5e-10"}
SMOOTH = "entr erf erfc erfcx erfinv exp2 expit expm1 gammaln i0 i0e i1 i1e log1p log_ndtr logit ndtr ndtri psi sinc".split()
FLAT = "airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 modified_bessel_i0 modified_bessel_i1 modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 scaled_modified_bessel_k1 spherical_bessel_j0".split()
CHEBYSHEV = [f"{shift}chebyshev_polynomial_{kind}" for shift in ("", "shifted_") for kind in "tuvw"]
POLYNOMIALS = [*CHEBYSHEV, "hermite_polynomial_h", "hermite_polynomial_he", "laguerre_polynomial_l", "legendre_polynomial_p"]
NOT_HALF = "erfcx log_ndtr ndtri airy_ai bessel_j0 bessel_y1 modified_bessel_k0 spherical_bessel_j0".split()
ROUGH = {"tol": (0, 2e-7), "why": "torch's are good to 1e-7 at 5, to 1e-10 at 9, to the last digit at 30"}
COARSE = {"dtypes": ("float64",)}  # torch's own sums in float32 are of a few digits

CASES = [
    *[expr(f"torch.special.{f}(x)", x=unit(X), **(SERIES if f in ("gammaln", "psi") else {})) for f in SMOOTH],
    *[expr(f"torch.special.{f}(x)", x=between(X, -6, 6)) for f in ("erfcx", "i0e", "i1", "i1e", "log_ndtr", "ndtr", "erfc")],
    *[expr(f"torch.special.{f}(x)", x=values(EXTREMES), grad=False) for f in ("entr", "erfcx", "i0e", "i1e", "log_ndtr", "ndtr", "ndtri", "expit", *FLAT)],
    *[expr(f"torch.special.{f}(x), torch.special.{f}(x).requires_grad, torch.special.{f}(x.detach() / 9)", x=between(X, 0, 5), grad=False, **(ROUGH if f in FLAT[1:5] else {})) for f in FLAT],
    *[expr(f"torch.special.{f}(x)", x=between(X, -30, 30), grad=False) for f in ("modified_bessel_i0", "modified_bessel_i1", "spherical_bessel_j0")],
    *[expr(f"torch.special.{f}(x), torch.special.{f}(x * 8)", x=between(X, 5, 30), grad=False, **ROUGH) for f in FLAT[1:5]],
    expr("torch.special.airy_ai(x), torch.special.airy_ai(y)", x=between((9,), -2, 12), y=between((9,), -9, -5.5), grad=False, why="between -5 and -2.1 torch's is good to 1e-6"),
    *[expr(f"torch.special.{f}(i)", i=ints(X, 1, 4)) for f in (*SMOOTH[:8], "i0e", "i1", "ndtr", "log_ndtr", *FLAT)],
    *[expr(f"torch.special.{f}(x, n), torch.special.{f}(x, 3), torch.special.{f}(1.3, n.to(dtype)), torch.special.{f}(x, 2.7), torch.special.{f}(x, n).requires_grad", x=between((5, 1), -2, 2), n=ints((9,), -1, 12), grad=False, **COARSE) for f in POLYNOMIALS],
    *[expr(f"torch.special.{f}(x, n)", x=values([0.0, 1.0, -1.0, 0.5, -0.75, 1.5]), n=values([[0], [1], [2], [5], [7]], "int64"), grad=False) for f in POLYNOMIALS],
    *[expr(f"torch.special.{f}(x, 40)", x=unit(X), grad=False, **COARSE) for f in POLYNOMIALS],
    *[expr(f"torch.special.{f}(x, 600)", x=unit(X), grad=False, **COARSE) for f in POLYNOMIALS[8:]],
    *[expr(f"torch.special.{f}(i, n), torch.special.{f}(i, 2), torch.special.{f}(x, i[0, 0])", i=ints(X, 1, 4), n=ints((3,), 0, 5), x=typed("float64", X), grad=False) for f in POLYNOMIALS],
    expr("torch.special.xlogy(x, y), torch.special.xlog1py(x, y), torch.special.xlog1py(2, y), torch.special.xlog1py(x, 0.5)", x=X, y=positive((3,))),
    expr("torch.special.xlog1py(x, y)", x=values([0.0, 0.0, 0.0, 1.0, nan]), y=values([-1.0, nan, 2.0, -1.0, 1.0]), grad=False),
    expr("torch.special.zeta(x, y), torch.special.zeta(2, y), torch.special.zeta(x, 1.5)", x=fixed(between(X, 1.2, 8)), y=positive((3,))),
    expr("torch.special.zeta(x, y)", x=values([1.0, 0.5, 2.0, 2.0, 3.0, nan, 2.5]), y=values([2.0, 2.0, 0.0, -1.0, -1.5, 1.0, -1.5]), grad=False),
    expr("torch.special.digamma(x)", x=positive(X), **SERIES),
    expr("torch.special.polygamma(1, x), torch.special.polygamma(2, x)", x=positive(X), second=False, tol=(2e-9, 1e-9), why="torch's own series"),
    expr("torch.special.gammainc(a, x), torch.special.gammaincc(a, x), torch.igamma(a, x), a.igammac(x), torch.igammac(a, x)", a=fixed(positive(X)), x=positive((3,)), tol=(1e-9, 1e-12), why="torch's second derivative is by its digamma"),
    expr("torch.special.gammainc(a, x), torch.special.gammaincc(a, x)", a=values([[0.0], [0.3], [2.0], [25.0], [400.0], [inf]]), x=values([0.0, 0.2, 3.0, 30.0, 410.0, inf]), grad=False, tol=(2e-9, 0), why="torch's expansion for large a is good to 1e-10"),
    expr("torch.special.gammainc(a, x), torch.special.gammaincc(x, a)", a=values([-1.0, 0.0, nan, inf]), x=values([1.0, -1.0, 1.0, inf]), grad=False),
    expr("y = a * 1; y.igamma_(x); z = a * 1; z.igammac_(x); y, z, torch.igamma(i, a)", a=fixed(positive((3,))), x=fixed(positive((3,))), i=ints((3,), 1, 4)),
    expr("torch.special.multigammaln(x, 2), torch.mvlgamma(x, 1), x.mvlgamma(3), torch.mvlgamma(i, 2)", x=between(X, 1.5, 4), i=ints((3,), 2, 5), **SERIES),
    expr("y = x * 1; y.mvlgamma_(2); y", x=between(X, 1.5, 4), **SERIES),
    expr("torch.special.softmax(x, 1), torch.special.log_softmax(x, dim=0), torch.special.logsumexp(x, 1, True), torch.special.softmax(x, 0, dtype=torch.float64)", x=X),
    expr("torch.special.round(x * 10), torch.special.round(x * 10, decimals=1), torch.special.logit(u, 0.1)", x=X, u=unit(X)),
    expr("[f(x, out=torch.empty(0, dtype=x.dtype)) for f in (torch.special.ndtr, torch.special.entr, torch.special.bessel_j0)], torch.special.zeta(x + 1, x, out=torch.empty(0, dtype=x.dtype)), torch.igamma(x, x, out=torch.empty(0, dtype=x.dtype)), torch.mvlgamma(x + 2, 2, out=torch.empty(0, dtype=x.dtype))", x=fixed(positive(X))),
    expr("torch.special.ndtr(x), torch.special.i0e(x), torch.special.entr(x), torch.special.xlog1py(x, x)", x=typed("float16", positive(X)), grad=False),
    *[refuses(f"torch.special.{f}(x)", x=typed("float16", X)) for f in NOT_HALF],
    *[refuses(f"torch.special.{f}(z)", z=complexes(X)) for f in ("entr", "ndtri", "i1", "bessel_j0")],
    refuses("torch.special.zeta(z, z)", z=complexes(X)),
    refuses("torch.special.chebyshev_polynomial_t(x, 2)", x=typed("float16", X)),
    refuses("torch.special.legendre_polynomial_p(2, 3)"),
    refuses("torch.special.ndtr([1.0])"),
    refuses("torch.special.xlog1py(x, 'a')", x=X),
    refuses("torch.special.gammainc(x, 2.0)", x=X),
    refuses("torch.igamma(i, i)", i=ints(X, 1, 4)),
    refuses("torch.igammac(z, z)", z=complexes(X)),
    refuses("torch.special.polygamma(-1, x)", x=X),
    refuses("torch.special.polygamma(1, z)", z=complexes(X)),
    expr("y = x * 1; y.polygamma_(0); y", x=positive(X), **SERIES),
    refuses("torch.special.multigammaln(x, 0)", x=X),
    refuses("torch.mvlgamma(x, 2.0)", x=X),
    refuses("torch.special.gammainc(x, 1 + x.detach()).sum().backward()", x=positive(X)),
    refuses("torch.special.zeta(1 + x, x).sum().backward()", x=positive(X)),
    refuses("torch.special.bessel_j0(x).sum().backward()", x=X),
]
