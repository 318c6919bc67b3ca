"""The divergences of every pair of families that torch has one for."""

from parity_tests.case import expr, fixed, positive, refuses, scaled, spd, unit, values

# Each family twice over, as p and as q: text and parameters, a and b for p, c and d for q. An angle-bracketed name is filled in.
FAMILIES = {
    "Bernoulli": ("D.Bernoulli({0})", unit((3,)), None),
    "Beta": ("D.Beta({0}, {1})", positive((3,)), positive((3,))),
    "Binomial": ("D.Binomial(4, {0})", unit((3,)), None),
    "Categorical": ("D.Categorical({0})", positive((2, 3)), None),
    "Cauchy": ("D.Cauchy({0}, {1})", (3,), positive((3,))),
    "ContinuousBernoulli": ("D.ContinuousBernoulli({0})", unit((3,)), None),
    "Dirichlet": ("D.Dirichlet({0})", positive((2, 3)), None),
    "Exponential": ("D.Exponential({0})", positive((3,)), None),
    "Gamma": ("D.Gamma({0}, {1})", positive((3,)), positive((3,))),
    "Geometric": ("D.Geometric({0})", unit((3,)), None),
    "Gumbel": ("D.Gumbel({0}, {1})", (3,), positive((3,))),
    "HalfNormal": ("D.HalfNormal({0})", positive((3,)), None),
    "Laplace": ("D.Laplace({0}, {1})", (3,), positive((3,))),
    "Normal": ("D.Normal({0}, {1})", (3,), positive((3,))),
    "OneHotCategorical": ("D.OneHotCategorical({0})", positive((2, 3)), None),
    "Pareto": ("D.Pareto({0}, 3 + {1})", unit((3,)), positive((3,))),
    "Poisson": ("D.Poisson({0})", positive((3,)), None),
    "Uniform": ("D.Uniform({0}, 1 + {1})", unit((3,)), positive((3,))),
}
WITHIN = ["Bernoulli", "Beta", "Binomial", "Categorical", "Cauchy", "ContinuousBernoulli", "Dirichlet", "Exponential", "Gamma", "Geometric",
          "Gumbel", "HalfNormal", "Laplace", "Normal", "OneHotCategorical", "Pareto", "Poisson", "Uniform"]  # fmt: skip
ACROSS = {
    "Bernoulli": ["Poisson"],
    "Beta": ["ContinuousBernoulli", "Exponential", "Gamma", "Normal", "Uniform"],
    "ContinuousBernoulli": ["Exponential", "Normal", "Uniform"],
    "Exponential": ["Gamma", "Gumbel", "Normal"],
    "Gamma": ["Exponential", "Gumbel", "Normal"],
    "Gumbel": ["Normal"],
    "Laplace": ["Normal"],
    "Normal": ["Gumbel", "Laplace"],
    "Pareto": ["Exponential", "Gamma", "Normal"],
    "Uniform": ["Beta", "ContinuousBernoulli", "Exponential", "Gamma", "Gumbel", "Normal", "Pareto"],
}
INFINITE = {
    "Beta": ["Pareto"],
    "ContinuousBernoulli": ["Pareto"],
    "Exponential": ["Beta", "ContinuousBernoulli", "Pareto", "Uniform"],
    "Gamma": ["Beta", "ContinuousBernoulli", "Pareto", "Uniform"],
    "Gumbel": ["Beta", "ContinuousBernoulli", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Laplace": ["Beta", "ContinuousBernoulli", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Normal": ["Beta", "ContinuousBernoulli", "Exponential", "Gamma", "Pareto", "Uniform"],
    "Pareto": ["Beta", "ContinuousBernoulli", "Uniform"],
    "Poisson": ["Bernoulli", "Binomial"],
}


def between(p, q, **options):
    """The divergence of a p from a q of these families."""
    (text_p, *drawn_p), (text_q, *drawn_q) = FAMILIES[p], FAMILIES[q]
    drawn = zip("abcd", [*drawn_p, *drawn_q])
    text = f"D.kl_divergence({text_p.format('a', 'b')}, {text_q.format('c', 'd')})"
    return expr(text, **{name: recipe for name, recipe in drawn if recipe is not None}, **options)


LOW_RANK = "D.LowRankMultivariateNormal({0}, {1}, {2}.exp())"
FULL = "D.MultivariateNormal({0}, scale_tril={1}.tril(-1) + torch.diag_embed({1}.diagonal(dim1=-2, dim2=-1).exp()))"
MULTIVARIATE = {"low": (LOW_RANK, [(3,), (3, 2), (3,)]), "low, batched": (LOW_RANK, [(2, 3), (2, 3, 1), (3,)]),
                "full": (FULL, [(3,), (3, 3)]), "full, batched": (FULL, [(2, 3), (2, 3, 3)])}  # fmt: skip


def multivariate(p, q):
    (text_p, drawn_p), (text_q, drawn_q) = MULTIVARIATE[p], MULTIVARIATE[q]
    drawn = dict(zip("abc", drawn_p)) | dict(zip("xyz", drawn_q))
    return expr(f"D.kl_divergence({text_p.format(*'abc')}, {text_q.format(*'xyz')})", **drawn, empty=False, why="matrices of no rows")


CASES = [
    *[between(kind, kind) for kind in WITHIN],
    *[between(p, q) for p in ACROSS for q in ACROSS[p]],
    *[between(p, q, grad=False) for p in INFINITE for q in INFINITE[p]],
    *[multivariate(p, q) for p in MULTIVARIATE for q in MULTIVARIATE],
    # Within the unit interval, and beyond it.
    *[expr(f"D.kl_divergence(D.Uniform(a, a + b), {q})", a=scaled(unit((3,)), 0.3), b=scaled(unit((3,)), 0.6)) for q in ("D.Beta(1 + b, b)", "D.ContinuousBernoulli(b)", "D.Pareto(b / 999, b)", "D.Uniform(-b, 1 + b)")],
    *[expr(f"D.kl_divergence({p}, D.Uniform(a, 1 + b))", a=scaled(positive((3,)), -1), b=positive((3,))) for p in ("D.Beta(b, 2 * b)", "D.Uniform(b / 9, b / 2)")],
    expr("D.kl_divergence(D.ContinuousBernoulli(b / 9), D.Uniform(a, b))", a=values([-1.0, -0.5]), b=values([2.0, 3.0]), grad=False),
    expr("D.kl_divergence(D.Pareto(1.0, a), D.Exponential(2.0)), D.kl_divergence(D.Pareto(1.0, a), D.Gamma(2.0, 1.0)), D.kl_divergence(D.Pareto(1.0, a), D.Normal(2.0, 1.0))", a=values([0.5, 1.0, 1.5, 2.0, 2.5]), grad=False, why="moments that do not exist"),
    expr("D.kl_divergence(D.Pareto(a, 1.0), D.Pareto(1.0, 2.0))", a=values([0.5, 1.0, 1.5]), grad=False),
    expr("D.kl_divergence(D.Bernoulli(a), D.Bernoulli(b))", a=values([0.0, 0.0, 1.0, 1.0, 0.5, 0.5]), b=values([0.0, 1.0, 1.0, 0.0, 1.0, 0.0]), grad=False),
    expr("D.kl_divergence(D.Categorical(a), D.Categorical(b))", a=values([[0.0, 1.0], [1.0, 1.0]]), b=values([[0.5, 0.5], [0.0, 1.0]]), grad=False),
    expr("D.kl_divergence(D.Binomial(n, a), D.Binomial(2, a / 2))", n=fixed(values([2.0, 3.0])), a=unit((2,)), grad=False, empty=False, why="infinite"),
    # By way of parents, of transforms, of exponential families.
    expr("D.kl_divergence(D.LogNormal(a, b), D.LogNormal(c, d)), D.kl_divergence(D.Chi2(b), D.Chi2(d)), D.kl_divergence(D.Chi2(b), D.Gamma(d, 1.0))", a=(3,), b=positive((3,)), c=(3,), d=positive((3,))),
    expr("D.kl_divergence(D.HalfCauchy(b), D.HalfCauchy(d)), D.kl_divergence(D.LogisticNormal(a, b), D.LogisticNormal(c, d))", a=(2, 3), b=positive((2, 3)), c=(2, 3), d=positive((2, 3))),
    expr("t = D.AffineTransform(0.5, 2.0); D.kl_divergence(D.TransformedDistribution(D.Normal(a, 1.0), [t]), D.TransformedDistribution(D.Normal(b, 2.0), [t]))", a=(3,), b=(3,)),
    expr("D.kl_divergence(D.Independent(D.Normal(a, 1.0), 1), D.Independent(D.Normal(b, 2.0), 1))", a=(2, 3), b=(2, 3)),
    expr("D.kl_divergence(D.Wishart(a + 3, s @ s), D.Wishart(b + 3, s + 1))", a=positive(()), b=positive(()), s=spd(3), second=False, empty=False, why="the gradient of p is that of its own divergence, and torch keeps it"),
    *[expr(f"D.kl.kl_divergence({p}, {q})", **{name: value for name, value in (("a", unit((3,))), ("b", unit((3,)))) if name in p + q}) for p, q in (("D.Poisson(a)", "D.Poisson(b)"), ("D.OneHotCategoricalStraightThrough(a)", "D.OneHotCategorical(b)"))],
    expr("class P(D.Normal):\n  pass\n@D.register_kl(P, D.Normal)\ndef f(p, q):\n  return p.loc - q.loc\nD.kl_divergence(P(a, 1.0), D.Normal(b, 1.0)), D.kl_divergence(D.Normal(a, 1.0), P(b, 1.0))", a=(3,), b=(3,)),
    refuses("D.kl_divergence(D.Normal(0.0, 1.0), D.Cauchy(0.0, 1.0))"),
    refuses("D.kl_divergence(D.Normal(0.0, 1.0), D.Bernoulli(0.5))"),
    refuses("D.kl_divergence(D.Binomial(2, 0.5), D.Binomial(3, 0.5))"),
    refuses("D.kl_divergence(D.MultivariateNormal(torch.zeros(2), torch.eye(2)), D.MultivariateNormal(torch.zeros(3), torch.eye(3)))"),
    refuses("D.kl_divergence(D.Independent(D.Normal(torch.zeros(2), 1.0), 1), D.Independent(D.Normal(torch.zeros(2), 1.0), 0))"),
    refuses("D.kl_divergence(D.LogNormal(0.0, 1.0), D.HalfNormal(1.0))"),
    refuses("D.register_kl(3, D.Normal)"),
]
