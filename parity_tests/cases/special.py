"""Special functions, and further functions of each element."""

from parity_tests.case import between, bools, distinct, expr, ints, positive, refuses, unit, values

nan, inf = float("nan"), float("inf")
X = (2, 3)

CASES = [
    *[expr(f"torch.{f}(x), x.{f}()", x=between(X, -3, 3)) for f in ("erf", "erfc", "i0", "sinc", "sgn", "deg2rad", "rad2deg", "negative", "positive", "arctan", "arcsinh", "fix")],
    *[expr(f"torch.{f}(x), x.{f}()", x=positive(X), **({"tol": (2e-9, 1e-9), "why": "torch's polygamma is good to 5e-10"} if f in ("digamma", "lgamma") else {})) for f in ("lgamma", "digamma")],
    *[expr(f"torch.{f}(x), x.{f}()", x=between(X, -0.9, 0.9)) for f in ("erfinv", "arccos", "arcsin", "arctanh")],
    expr("torch.arccosh(x), x.arccosh()", x=between(X, 1.2, 3)),
    *[expr(f"torch.{f}(x)", x=ints(X, 1, 5)) for f in ("erf", "erfc", "lgamma", "digamma", "i0", "sinc", "deg2rad")],
    expr("torch.polygamma(1, x), x.polygamma(0), torch.polygamma(2, x)", x=positive(X), second=False, tol=(2e-9, 1e-9), why="torch's own series"),
    refuses("torch.polygamma(-1, x)", x=X),
    expr("torch.logit(x), x.logit(), torch.logit(x, 0.3), x.logit(eps=1e-6)", x=unit(X)),
    expr("torch.xlogy(x, y), x.xlogy(y), x.xlogy(2)", x=X, y=positive((3,))),
    expr("torch.xlogy(x, y)", x=values([0.0, 0.0, 0.0, 1.0]), y=values([0.0, nan, 2.0, 0.0]), grad=False),
    *[expr(f"torch.{f}(x, y), x.{f}(y)", x=distinct(X), y=(3,)) for f in ("logaddexp", "logaddexp2", "fmax", "fmin", "copysign", "arctan2", "subtract", "divide", "true_divide")],
    expr("torch.fmax(x, y), torch.fmin(x, y)", x=values([1.0, nan, nan]), y=values([nan, 2.0, nan]), grad=False),
    expr("torch.gcd(x, y), x.gcd(y), torch.lcm(x, y), x.lcm(y)", x=ints(X, -9, 20), y=ints((3,), 0, 20)),
    expr("torch.heaviside(x, y), x.heaviside(y), torch.nextafter(x, y), x.nextafter(y)", x=values([-1.0, 0.0, 2.0]), y=values([0.5, 0.5, 0.5]), grad=False),
    expr("torch.isposinf(x), x.isposinf(), torch.isneginf(x), x.isneginf(), torch.isreal(x), x.isreal()", x=values([inf, -inf, nan, 0.0]), grad=False),
    expr("torch.ldexp(x, i), x.ldexp(i)", x=X, i=ints((3,), 0, 5), why="torch's gradient is 0 for a negative power that is an integer"),
    expr("torch.float_power(x, 2), x.float_power(y), torch.float_power(i, 2)", x=positive(X), y=(3,), i=ints((3,), 1, 5)),
    expr("torch.lerp(x, y, 0.3), x.lerp(y, w), x.lerp(y, 0.8)", x=X, y=(3,), w=unit((3,))),
    refuses("torch.lerp(x, y, 0.5)", x=X, y=ints((3,), 0, 4)),
    expr("torch.addcmul(x, y, z), x.addcmul(y, z, value=0.5), torch.addcdiv(x, y, z), x.addcdiv(y, z, value=-2)", x=X, y=(3,), z=positive((2, 1))),
    refuses("torch.addcdiv(x, i, i)", x=(3,), i=ints((3,), 1, 5)),
    expr("torch.nan_to_num(x), x.nan_to_num(1.0, 2.0, 3.0)", x=values([nan, inf, -inf, 1.5]), second=False, why="infinities"),
    expr("torch.clamp_min(x, 0.1), x.clamp_min(0), torch.clamp_max(x, 0.2), x.clamp_max(y)", x=distinct(X), y=(3,)),
    *[expr(f"y = x * 1; y.{f}_(); y", x=unit(X)) for f in "erf erfc erfinv i0 sinc sgn logit deg2rad rad2deg nan_to_num negative arccos arcsin arctan fix".split()],
    *[expr(f"y = x * 1; y.{f}_(); y", x=unit(X), tol=(2e-9, 1e-9), why="torch's polygamma is good to 5e-10") for f in ("lgamma", "digamma")],
    *[expr(f"y = x.detach().clone(); y.{f}_(); y", x=unit(X), grad=False, why="torch has no derivative of these in place") for f in ("arcsinh", "arctanh")],
    expr("y = x.detach().clone(); y.arccosh_(); y", x=between(X, 1.2, 3), grad=False),
    expr("y = x * 1; y.lerp_(z, 0.3); y.addcmul_(z, z, value=2); y.addcdiv_(z, z + 1); y.clamp_min_(-1); y.clamp_max_(1.5); y.subtract_(z); y.divide_(z); y", x=X, z=positive(X)),
    expr("y = x.detach().clone(); y.xlogy_(z); y.copysign_(z); y.arctan2_(z); y.ldexp_(torch.tensor(2)); y.true_divide_(2.0); y", x=X, z=positive(X), grad=False),
    expr("y = (x * 1).double(); y.float_power_(2); y", x=positive(X)),
    expr("y = x.detach().clone(); y.heaviside_(y); y.nextafter_(y + 1); i.gcd_(i + 2); i.lcm_(i + 1); y, i", x=X, i=ints((3,), 1, 9)),
    expr("x.positive()", x=ints(X, 0, 3)),
    refuses("torch.positive(x)", x=bools((3,))),
]
