"""Distributions of vectors and matrices, and distributions made of others."""

from parity_tests.case import expr, fixed, positive, probs, refuses, spd, unit, values

BROADCAST = {"empty": False, "why": "parameters and values broadcast"}
DESCRIBED = "repr(p), repr(p.support), p.batch_shape, p.event_shape, p.has_rsample, p.has_enumerate_support, repr(p.arg_constraints)"
SHAPES = "p.sample().shape, p.sample((4, 2)).shape"
LOWER = "l = l.tril(-1) + torch.diag_embed(l.diagonal(dim1=-2, dim2=-1).exp()); "
SYMMETRIC = "s = (s + s.mT) / 2; "
NORMAL = "p.log_prob(x), p.mean, p.mode, p.variance, p.stddev, p.entropy(), p.perplexity(), p.covariance_matrix, p.precision_matrix, p.scale_tril"
# setup and text, what it is asked, parameters, values.
VECTORS = [
    ("p = D.Dirichlet(a)", "p.log_prob(x), p.mean, p.mode, p.variance, p.stddev, p.entropy()", {"a": positive((2, 4))}, probs((3, 2, 4))),
    ("p = D.Dirichlet(a + 1)", "p.log_prob(x), p.mode", {"a": positive((4,))}, probs((3, 4))),
    (SYMMETRIC + "p = D.MultivariateNormal(m, s)", NORMAL, {"m": (2, 3), "s": spd(3)}, (4, 2, 3)),
    (SYMMETRIC + "p = D.MultivariateNormal(m, precision_matrix=s)", NORMAL, {"m": (3,), "s": spd(3, (2,))}, (4, 2, 3)),
    (LOWER + "p = D.MultivariateNormal(m, scale_tril=l)", NORMAL, {"m": (3,), "l": (3, 3)}, (4, 3)),
    (LOWER + "p = D.MultivariateNormal(m, scale_tril=l)", NORMAL, {"m": (2, 1, 3), "l": (2, 3, 3)}, (3,)),
    ("p = D.LowRankMultivariateNormal(m, w, d)", NORMAL, {"m": (2, 4), "w": (4, 2), "d": positive((4,))}, (3, 2, 4)),
    ("p = D.LowRankMultivariateNormal(m, w, d)", NORMAL, {"m": (4,), "w": (2, 4, 1), "d": positive((2, 4))}, (4,)),
    ("p = D.OneHotCategorical(a)", "p.log_prob(torch.eye(4, dtype=x.dtype)[x.argmax(-1)]), p.mean, p.mode, p.variance, p.entropy()", {"a": positive((2, 4))}, fixed((3, 2, 4))),
    ("p = D.OneHotCategorical(logits=a)", "p.log_prob(torch.eye(4, dtype=x.dtype)[x.argmax(-1)]), p.entropy()", {"a": (4,)}, fixed((3, 4))),
    ("p = D.Multinomial(5, a)", "p.log_prob(x), p.mean, p.variance, p.entropy()", {"a": positive((4,))}, fixed(values([[1.0, 2, 2, 0], [5, 0, 0, 0]]))),
    ("p = D.Multinomial(5, logits=a)", "p.log_prob(x), p.mean, p.variance, p.entropy()", {"a": (4,)}, fixed(values([[1.0, 2, 2, 0], [5, 0, 0, 0]]))),
    ("p = D.RelaxedOneHotCategorical(torch.tensor(0.7, dtype=dtype), a)", "p.log_prob(x), p.temperature, p.probs, p.logits", {"a": positive((2, 4))}, probs((3, 2, 4))),
    ("p = D.RelaxedOneHotCategorical(torch.tensor(2.0, dtype=dtype), logits=a)", "p.log_prob(x)", {"a": (4,)}, probs((3, 4))),
    ("p = D.relaxed_categorical.ExpRelaxedCategorical(torch.tensor(2.0, dtype=dtype), logits=a)", "p.log_prob(x)", {"a": (4,)}, (3, 4)),
    ("p = D.LogisticNormal(m, d)", "p.log_prob(x), p.loc, p.scale", {"m": (2, 3), "d": positive((3,))}, probs((2, 4))),
    ("p = D.Independent(D.Normal(m, d), 1)", "p.log_prob(x), p.mean, p.mode, p.variance, p.stddev, p.entropy()", {"m": (2, 3), "d": positive((3,))}, (4, 2, 3)),
    ("p = D.Independent(D.Bernoulli(logits=m), 2)", "p.log_prob(x), p.mean, p.variance, p.entropy()", {"m": (2, 3)}, fixed(values([[0.0, 1, 1], [1, 0, 1]]))),
    ("p = D.MixtureSameFamily(D.Categorical(a), D.Normal(m, d))", "p.log_prob(x), p.mean, p.variance, p.cdf(x)", {"a": positive((4,)), "m": (4,), "d": positive((4,))}, (5, 1)),
    ("p = D.MixtureSameFamily(D.Categorical(a), D.Independent(D.Normal(m, d), 1))", "p.log_prob(x), p.mean, p.variance", {"a": positive((2, 4)), "m": (2, 4, 3), "d": positive((2, 4, 3))}, (2, 3)),
    ("p = D.TransformedDistribution(D.Normal(m, d), [D.AffineTransform(0.5, 2.0), D.ExpTransform()])", "p.log_prob(x + 1), p.cdf(x + 1), p.icdf(x / 9)", {"m": (2, 3), "d": positive((3,))}, unit((2, 3))),
    ("p = D.TransformedDistribution(D.Uniform(torch.zeros(3, dtype=dtype), 1.0), [D.SigmoidTransform().inv, D.AffineTransform(m, -d)])", "p.log_prob(x), p.cdf(x), p.icdf(x.sigmoid())", {"m": (2, 3), "d": positive((3,))}, (2, 3)),
    ("p = D.TransformedDistribution(D.Normal(m, 1.0), D.StickBreakingTransform())", "p.log_prob(x)", {"m": (2, 3)}, probs((2, 4))),
    ("p = D.TransformedDistribution(D.Normal(m, 1.0), [])", "p.log_prob(x)", {"m": (2, 3)}, (2, 3)),
]
LKJ = "l = D.CorrCholeskyTransform()(x); p = D.LKJCholesky(3, a); out = p.log_prob(l)"
NO_RSAMPLE = ("OneHot", "Multinomial", "Mixture", "Bernoulli")


def options(text):
    return BROADCAST | ({"second": False} if "Dirichlet" in text else {})


WISHART = "p.log_prob(x @ x.mT + torch.eye(3, dtype=dtype)), p.mean, p.mode, p.variance, p.entropy(), p.scale_tril, p.covariance_matrix, p.precision_matrix"
CASES = [
    *[expr(f"{text}; out = {asked}", **given, x=value, **BROADCAST) for text, asked, given, value in VECTORS],
    *[expr(f"{text}; out = p.rsample(), p.rsample((3,)), p.sample((2, 1))", **given, **options(text)) for text, _, given, _ in VECTORS if not any(name in text for name in NO_RSAMPLE) or "Relaxed" in text],
    *[expr(f"{text}; out = p.sample(), p.sample((20,)), p.sample((2, 3))", **given, grad=False, **BROADCAST) for text, _, given, _ in VECTORS if any(name in text for name in NO_RSAMPLE) and "Relaxed" not in text],
    *[expr(f"{text}; {DESCRIBED}, {SHAPES}", **given, grad=False, **BROADCAST) for text, _, given, _ in VECTORS],
    *[expr(f"{text}; n = p.batch_shape; p = p.expand((5,) + tuple(n)); {DESCRIBED}, {SHAPES}, p.log_prob(p.sample()).shape", **given, grad=False, **BROADCAST) for text, _, given, _ in VECTORS],
    expr("p = D.OneHotCategoricalStraightThrough(a); p.rsample(), p.rsample((3,)), p.sample(), p.has_rsample, repr(p)", a=positive((2, 4)), **BROADCAST),
    expr("p = D.OneHotCategorical(a); p.enumerate_support(), p.enumerate_support(expand=False), D.Independent(D.Bernoulli(a / 9), 0).enumerate_support()", a=fixed(positive((2, 4))), **BROADCAST),
    expr(LKJ, x=(2, 3), a=positive(()), **BROADCAST),
    expr(LKJ, x=(2, 3), a=positive((2,)), **BROADCAST),
    expr("p = D.LKJCholesky(4, a); p.sample(), p.sample((3,)), p.expand((5, 2)).sample().shape, repr(p), repr(p.support), p.event_shape", a=fixed(positive((2,))), **BROADCAST),
    expr("p = D.LKJCholesky(2, 0.5); p.sample((5,)), repr(p), p.batch_shape"),
    *[expr(SYMMETRIC + f"p = D.Wishart(n + 2.5, {name}=s); out = {WISHART}", n=positive(()), s=spd(3), x=(2, 3, 3), **BROADCAST) for name in ("covariance_matrix", "precision_matrix")],
    expr(LOWER + f"p = D.Wishart(n + 2.5, scale_tril=l); out = {WISHART}", n=positive((2,)), l=(3, 3), x=(2, 3, 3), **BROADCAST),
    expr(SYMMETRIC + f"p = D.Wishart(5, s); {DESCRIBED}, repr(p.expand((4,)))", s=spd(3), grad=False, **BROADCAST),
    expr(SYMMETRIC + "p = D.Wishart(n + 6, s); out = p.rsample()", n=positive(()), s=spd(3), **BROADCAST),
    expr(SYMMETRIC + "p = D.Wishart(n + 6, s); out = p.sample(), p.sample((3,)), p.sample((2, 2)), p.expand((2,)).sample()", n=fixed(positive((2,))), s=fixed(spd(3)), **BROADCAST),
    expr("D.Dirichlet(a).mode, D.Beta(a, a).mode", a=values([[0.5, 0.2, 0.9], [1.5, 0.5, 3.0]]), grad=False, **BROADCAST),
    expr("D.Multinomial(3, a, validate_args=False).log_prob(x)", a=values([0.0, 2.0, 2.0]), x=fixed(values([[0.0, 1, 2], [1, 1, 1]])), grad=False, **BROADCAST),
    expr("D.Independent(D.Independent(D.Normal(m, 1.0), 1), 1).log_prob(m), repr(D.Independent(D.Normal(m, 1.0), 1))", m=(2, 3)),
    expr("q = D.MixtureSameFamily(D.Categorical(torch.ones(2, dtype=dtype)), D.MultivariateNormal(m, torch.eye(3, dtype=dtype))); q.log_prob(x), q.mean, q.variance, q.sample((4,)).shape, repr(q.support)", m=(2, 3), x=(5, 3)),
    refuses("D.Dirichlet(torch.tensor(1.0))"),
    refuses("D.Dirichlet(torch.tensor([1.0, -1.0]))"),
    refuses("D.Dirichlet(torch.ones(3)).log_prob(torch.ones(3))"),
    refuses("D.MultivariateNormal(torch.tensor(0.0), torch.eye(1))"),
    refuses("D.MultivariateNormal(torch.zeros(2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), torch.eye(2), torch.eye(2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), torch.ones(2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), torch.ones(2, 2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), -torch.eye(2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), scale_tril=torch.ones(2, 2))"),
    refuses("D.MultivariateNormal(torch.zeros(2), torch.eye(2)).log_prob(torch.zeros(3))"),
    refuses("D.LowRankMultivariateNormal(torch.zeros(3), torch.ones(2, 1), torch.ones(3))"),
    refuses("D.LowRankMultivariateNormal(torch.zeros(3), torch.ones(3, 1), torch.ones(2))"),
    refuses("D.LowRankMultivariateNormal(torch.zeros(3), torch.ones(3), torch.ones(3))"),
    refuses("D.LowRankMultivariateNormal(torch.tensor(0.0), torch.ones(3, 1), torch.ones(3))"),
    refuses("D.LowRankMultivariateNormal(torch.zeros(2, 3), torch.ones(4, 3, 1), torch.ones(3))"),
    refuses("D.Multinomial(torch.tensor(3), torch.ones(2))"),
    refuses("D.Multinomial(3, torch.ones(2)).log_prob(torch.tensor([2.0, 2.0]))"),
    refuses("D.OneHotCategorical(torch.ones(3)).log_prob(torch.tensor([1.0, 1.0, 0.0]))"),
    refuses("D.Independent(D.Normal(torch.zeros(2), 1.0), 2)"),
    refuses("D.Independent(D.Bernoulli(torch.ones(2)), 1).enumerate_support()"),
    refuses("D.MixtureSameFamily(D.Normal(0.0, 1.0), D.Normal(torch.zeros(2), 1.0))"),
    refuses("D.MixtureSameFamily(D.Categorical(torch.ones(2)), 3)"),
    refuses("D.MixtureSameFamily(D.Categorical(torch.ones(2)), D.Normal(torch.zeros(3), 1.0))"),
    refuses("D.MixtureSameFamily(D.Categorical(torch.ones(4, 2)), D.Normal(torch.zeros(3, 2), 1.0))"),
    refuses("D.MixtureSameFamily(D.Categorical(torch.ones(2)), D.Normal(torch.zeros(2), 1.0)).rsample()"),
    refuses("D.TransformedDistribution(D.Normal(0.0, 1.0), 3)"),
    refuses("D.TransformedDistribution(D.Normal(0.0, 1.0), [3])"),
    refuses("D.TransformedDistribution(D.Normal(0.0, 1.0), D.StickBreakingTransform())"),
    refuses("D.LKJCholesky(1)"),
    refuses("D.LKJCholesky(3, -1.0)"),
    refuses("D.LKJCholesky(2).log_prob(torch.ones(2, 2))"),
    refuses("D.Wishart(1.0, torch.eye(3))"),
    refuses("D.Wishart(4.0)"),
    refuses("D.Wishart(4.0, torch.ones(3))"),
    refuses("D.Wishart(torch.tensor([4.0, 1.5]), torch.eye(3))"),
    refuses("D.RelaxedOneHotCategorical(torch.tensor(1.0))"),
]
