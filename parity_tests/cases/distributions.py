"""Distributions of one number: densities, moments, samples from the runner's seed and their gradients."""

from parity_tests.case import expr, fixed, ints, positive, refuses, scaled, unit, values

# What each distribution is asked beyond log_prob: "m" mean and variance, "o" mode, "e" entropy, "c" cdf, "i" icdf, "r" rsample.
ASKED = {
    "m": "p.mean, p.variance, p.stddev",
    "o": "p.mode",
    "e": "p.entropy(), p.perplexity()",
    "c": "p.cdf(x)",
    "i": "p.icdf(u)",
}
REAL, POSITIVE, UNIT = (2, 3), positive((2, 3)), unit((2, 3))
LOC, SCALE, PROBS = (3,), positive((3,)), unit((3,))
# text, what it is asked, its parameters, values in its support.
CONTINUOUS = [
    ("D.Normal(a, b)", "moecir", {"a": LOC, "b": SCALE}, REAL),
    ("D.Normal(a, 2.0)", "moecir", {"a": LOC}, REAL),
    ("D.LogNormal(a, b)", "moecir", {"a": LOC, "b": SCALE}, POSITIVE),
    ("D.HalfNormal(b)", "moecir", {"b": SCALE}, POSITIVE),
    ("D.Cauchy(a, b)", "moecir", {"a": LOC, "b": SCALE}, REAL),
    ("D.HalfCauchy(b)", "moecir", {"b": SCALE}, POSITIVE),
    ("D.Laplace(a, b)", "moecir", {"a": LOC, "b": SCALE}, REAL),
    ("D.Uniform(a, a + b)", "moeir", {"a": scaled(unit((3,)), -1), "b": scaled(SCALE, 9)}, UNIT),
    ("D.Exponential(b)", "moecir", {"b": SCALE}, POSITIVE),
    ("D.Gamma(a, b)", "moecr", {"a": fixed(SCALE), "b": SCALE}, POSITIVE),
    ("D.Gamma(a, b)", "moer", {"a": SCALE, "b": SCALE}, POSITIVE),
    ("D.Gamma(a, b)", "moer", {"a": scaled(SCALE, 20), "b": SCALE}, POSITIVE),
    ("D.Gamma(a, b)", "moer", {"a": scaled(SCALE, 0.1), "b": SCALE}, POSITIVE),
    ("D.Chi2(a)", "moer", {"a": scaled(SCALE, 3)}, POSITIVE),
    ("D.InverseGamma(a, b)", "moer", {"a": scaled(SCALE, 3), "b": SCALE}, POSITIVE),
    ("D.Beta(a, b)", "moer", {"a": SCALE, "b": SCALE}, UNIT),
    ("D.Beta(a, b)", "moer", {"a": scaled(SCALE, 20), "b": scaled(SCALE, 15)}, UNIT),
    ("D.Beta(a, b)", "moer", {"a": scaled(SCALE, 0.2), "b": scaled(SCALE, 3)}, UNIT),
    ("D.StudentT(a, b, c)", "moer", {"a": scaled(SCALE, 3), "b": LOC, "c": SCALE}, REAL),
    ("D.FisherSnedecor(a, b)", "mor", {"a": scaled(SCALE, 6), "b": scaled(SCALE, 6)}, POSITIVE),
    ("D.Gumbel(a, b)", "moecir", {"a": LOC, "b": SCALE}, REAL),
    ("D.Weibull(a, b)", "moecir", {"a": SCALE, "b": scaled(SCALE, 3)}, POSITIVE),
    ("D.Pareto(a, b)", "moecir", {"a": scaled(unit((3,)), 0.02), "b": scaled(SCALE, 4)}, POSITIVE),
    ("D.Kumaraswamy(a, b)", "mecir", {"a": SCALE, "b": SCALE}, UNIT),
    ("D.GeneralizedPareto(a, b, c)", "moecir", {"a": scaled(SCALE, -1), "b": SCALE, "c": scaled(SCALE, 0.2)}, UNIT),
    ("D.GeneralizedPareto(a, b, torch.zeros(3, dtype=dtype))", "moecir", {"a": scaled(SCALE, -1), "b": SCALE}, UNIT),
    ("D.ContinuousBernoulli(a)", "mecir", {"a": PROBS}, UNIT),
    ("D.ContinuousBernoulli(logits=a)", "mecir", {"a": values([-1.5, 0.8, 2.0])}, UNIT),
    ("D.ContinuousBernoulli(torch.tensor([0.4995, 0.5, 0.5005], dtype=dtype))", "mecir", {}, UNIT),
    ("D.VonMises(a, b)", "mo", {"a": LOC, "b": scaled(SCALE, 3)}, REAL),
    ("D.RelaxedBernoulli(torch.tensor(0.7, dtype=dtype), a)", "r", {"a": PROBS}, UNIT),
    ("D.RelaxedBernoulli(torch.tensor(2.0, dtype=dtype), logits=a)", "r", {"a": LOC}, UNIT),
    ("D.relaxed_bernoulli.LogitRelaxedBernoulli(torch.tensor(0.7, dtype=dtype), logits=a)", "r", {"a": LOC}, REAL),
]
COUNTS = fixed(values([[0.0, 1, 2], [3, 1, 0]]))
BITS = fixed(values([[0.0, 1, 1], [1, 0, 0]]))
DISCRETE = [
    ("D.Bernoulli(a)", "moe", {"a": PROBS}, BITS),
    ("D.Bernoulli(logits=a)", "moe", {"a": LOC}, BITS),
    ("D.Binomial(4, a)", "moe", {"a": PROBS}, COUNTS),
    ("D.Binomial(4, logits=a)", "moe", {"a": LOC}, COUNTS),
    ("D.Binomial(torch.tensor([3, 3, 7]), a)", "mo", {"a": PROBS}, COUNTS),
    ("D.NegativeBinomial(4, a)", "mo", {"a": PROBS}, COUNTS),
    ("D.NegativeBinomial(b, logits=a)", "mo", {"a": LOC, "b": SCALE}, COUNTS),
    ("D.Geometric(a)", "moe", {"a": PROBS}, COUNTS),
    ("D.Geometric(logits=a)", "moe", {"a": LOC}, COUNTS),
    ("D.Poisson(b)", "mo", {"b": SCALE}, COUNTS),
    ("D.Categorical(a)", "moe", {"a": positive((3, 4))}, COUNTS),
    ("D.Categorical(logits=a)", "moe", {"a": (3, 4)}, COUNTS),
]
ALL = CONTINUOUS + DISCRETE
DESCRIBED = "repr(p), repr(p.support), p.batch_shape, p.event_shape, p.has_rsample, p.has_enumerate_support, repr(p.arg_constraints)"
SHAPES = "p.sample().shape, p.sample((4, 2)).shape"


def told(asked):
    return ", ".join(text for letter, text in ASKED.items() if letter in asked)


def inputs(text, asked, parameters, value):
    given = parameters | {"x": value} | ({"u": unit((2, 3))} if "i" in asked else {})
    return given | in_torch(text)


def in_torch(text):
    """torch compares the concentration of a GeneralizedPareto with a 0 of float32, and so refuses float64.

    In float32 second derivatives are rounding more than anything else.
    """
    return {"dtypes": ("float32",), "second": False} if "Generalized" in text else {}


def sampled(text):
    """torch's gradient of Dirichlet vectors ends there without a word."""
    return in_torch(text) | ({"second": False} if "Beta" in text else {})


# Programs as people write them: a variational autoencoder, policy gradients, a squashed policy, a mixture density network.
PROGRAMS = [
    """
torch.manual_seed(1)
enc, dec = nn.Linear(6, 4), nn.Linear(2, 6)
optimizer = torch.optim.Adam([*enc.parameters(), *dec.parameters()], lr=0.05)
data, losses = torch.rand(8, 6), []
for _ in range(5):
    mean, log_scale = enc(data).chunk(2, -1)
    q = D.Independent(D.Normal(mean, log_scale.exp()), 1)
    z = q.rsample()
    prior = D.Independent(D.Normal(torch.zeros_like(mean), 1.0), 1)
    likelihood = D.Independent(D.Bernoulli(logits=dec(z)), 1)
    loss = (D.kl_divergence(q, prior) - likelihood.log_prob(data.round())).mean()
    optimizer.zero_grad(); loss.backward(); optimizer.step()
    losses.append(loss.item())
out = losses, enc.weight, dec.bias
""",
    """
torch.manual_seed(2)
policy, value = nn.Linear(4, 3), nn.Linear(4, 1)
states = torch.randn(16, 4)
p = D.Categorical(logits=policy(states))
actions = p.sample()
old = p.log_prob(actions).detach()
advantage = (actions == 1).float() - value(states).squeeze(-1)
ratio = (D.Categorical(logits=policy(states) * 1.1).log_prob(actions) - old).exp()
clipped = torch.min(ratio * advantage.detach(), ratio.clamp(0.8, 1.2) * advantage.detach())
loss = -clipped.mean() + 0.5 * advantage.pow(2).mean() - 0.01 * p.entropy().mean()
loss.backward()
out = actions, loss, policy.weight.grad, value.weight.grad
""",
    """
torch.manual_seed(3)
actor = nn.Linear(4, 4)
mean, log_scale = actor(torch.randn(6, 4)).chunk(2, -1)
base = D.Normal(mean, log_scale.clamp(-5, 2).exp())
p = D.TransformedDistribution(base, [D.TanhTransform(cache_size=1), D.AffineTransform(0.0, 2.0, cache_size=1)])
action = p.rsample()
log_prob = p.log_prob(action).sum(-1)
loss = (0.2 * log_prob + action.pow(2).sum(-1)).mean()
loss.backward()
out = action, log_prob, actor.weight.grad
""",
    """
torch.manual_seed(4)
net = nn.Linear(1, 9)
x = torch.linspace(-1, 1, 12).unsqueeze(-1)
weights, means, scales = net(x).chunk(3, -1)
p = D.MixtureSameFamily(D.Categorical(logits=weights), D.Normal(means, scales.exp()))
loss = -p.log_prob(x.squeeze(-1).sin()).mean()
loss.backward()
out = loss, net.weight.grad, p.sample().shape, p.mean, p.variance
""",
    """
torch.manual_seed(5)
a = torch.tensor([1.0, 2.0, 0.5], requires_grad=True)
q = D.Dirichlet(a.exp())
z = q.rsample((50,))
g = D.Gamma(a.exp(), 2.0).rsample((50,))
b = D.RelaxedOneHotCategorical(torch.tensor(0.5), logits=a).rsample((50,))
loss = (D.kl_divergence(q, D.Dirichlet(torch.ones(3))) - z.log().mean()) + g.mean() + b.square().mean()
loss.backward()
out = loss, a.grad
""",
]

CASES = [
    *[expr(f"p = {text}; out = p.log_prob(x), {told(asked)}", **inputs(text, asked, given, value), empty=False, why="parameters and values broadcast") for text, asked, given, value in ALL],
    *[expr(f"p = {text}; out = p.rsample(), p.rsample((4,)), p.sample((2, 1))", **given, **sampled(text), empty=False, why="a batch of nothing draws other numbers") for text, asked, given, _ in CONTINUOUS if "r" in asked and given],
    *[expr(f"p = {text}; out = p.sample(), p.sample((40,)), p.sample((2, 3))", **given, empty=False, grad=False, why="counts and angles") for text, asked, given, _ in ALL if "r" not in asked],
    *[expr(f"p = {text}; {DESCRIBED}, {SHAPES}", **given, grad=False, strided=False, empty=False, why="words") for text, _, given, _ in ALL],
    *[expr(f"p = {text}.expand((2, 3)); {DESCRIBED}, {SHAPES}, p.log_prob(x), p.expand((4, 2, 3)).sample().shape", **given, **in_torch(text), x=value, empty=False, why="parameters and values broadcast") for text, _, given, value in ALL],
    *[expr(f"p = {text}; p.enumerate_support(), p.enumerate_support(expand=False)", **given, empty=False, grad=False, why="the values are the same") for text, _, given, _ in DISCRETE if text.startswith(("D.Binomial(4", "D.Bern", "D.Cat"))],
    # Numbers as parameters, and what they are by default.
    *[expr(f"p = D.{text}; {DESCRIBED}, {SHAPES}, p.sample()") for text in ("Normal(0, 1)", "Normal(0.5, 2)", "Uniform(-1, 1)", "Gamma(2, 3)", "Beta(0.5, 2.0)", "Cauchy(0, 1)", "Laplace(0, 1)", "Exponential(3)", "Gumbel(0, 1)", "Bernoulli(0.3)", "Bernoulli(logits=0.3)", "Poisson(3)", "Geometric(0.2)", "Binomial(3, 0.2)", "StudentT(3)", "Chi2(3)", "FisherSnedecor(2, 5)", "HalfNormal(1)", "HalfCauchy(2)", "LogNormal(0, 1)", "Weibull(1, 2)", "Pareto(1, 2)", "Kumaraswamy(2, 3)", "InverseGamma(2, 3)", "ContinuousBernoulli(0.3)", "GeneralizedPareto(0, 1, 0.5)", "VonMises(0, 4)", "NegativeBinomial(3, 0.4)")],
    # At the ends of the support, and beyond.
    expr("D.Uniform(0.0, 1.0, validate_args=False).log_prob(x), D.Uniform(0.0, 1.0).cdf(x.clamp(0, 1)), D.Uniform(0.0, 1.0).log_prob(torch.tensor([0.0, 1.0]))", x=values([-0.5, 0.0, 1.0, 2.0]), grad=False, why="infinite"),
    expr("D.HalfNormal(1.0, validate_args=False).log_prob(x), D.HalfCauchy(1.0, validate_args=False).log_prob(x)", x=values([-0.5, 0.0, 1.0])),
    expr("D.Bernoulli(p).log_prob(x), D.Bernoulli(p).entropy(), D.Bernoulli(p).mode", p=values([0.0, 0.5, 1.0]), x=fixed(values([[0.0, 0, 0], [1.0, 1, 1]])), grad=False, empty=False, why="infinite slopes"),
    expr("D.Geometric(p).log_prob(x), D.Geometric(p).mean", p=values([1.0, 0.5, 1.0]), x=fixed(values([0.0, 1, 2])), grad=False, why="a certain success"),
    expr("D.Poisson(r).log_prob(x), D.Poisson(r).sample((3,)), D.Poisson(r).mode", r=values([0.0, 2.5]), x=fixed(values([0.0, 3.0])), grad=False, why="a rate of 0"),
    expr("D.NegativeBinomial(n, 0.3).log_prob(x), D.NegativeBinomial(n, 0.3).mean", n=values([0.0, 2.0]), x=fixed(values([0.0, 3.0])), grad=False, why="no failures at all"),
    expr("D.StudentT(d).mean, D.StudentT(d).variance, D.FisherSnedecor(d, d).mean, D.FisherSnedecor(d, d).variance, D.FisherSnedecor(d, d).mode, D.InverseGamma(d, 1.0).mean, D.InverseGamma(d, 1.0).variance", d=values([0.5, 1.0, 1.5, 2.0, 3.0, 5.0]), grad=False, why="moments that do not exist"),
    expr("D.Pareto(1.0, d).mean, D.Pareto(1.0, d).variance, D.Kumaraswamy(d, 2.0).mode, D.GeneralizedPareto(0.0, 1.0, d).mean, D.GeneralizedPareto(0.0, 1.0, d).variance", d=values([0.3, 1.0, 1.5, 2.0, 3.0]), grad=False, why="moments that do not exist"),
    expr("p = D.GeneralizedPareto(0.0, 1.0, c); p.support.upper_bound, p.log_cdf(x), p.log_survival_function(x), p.log_prob(x)", c=values([-0.5, 0.0, 0.5]), x=fixed(values([0.5, 0.5, 0.5])), dtypes=("float32",)),
    expr("D.Categorical(p).log_prob(x), D.Categorical(p).entropy(), D.Categorical(p).mean, D.Categorical(p).variance, D.Categorical(p).mode", p=values([0.0, 2.0, 2.0]), x=ints((5,), 0, 3), grad=False, empty=False, why="a category that never comes"),
    expr("D.Categorical(torch.ones(3)).sample((2, 5)), D.Categorical(torch.ones(2, 1, 3)).sample((4,)), D.Categorical(logits=torch.zeros(3)).sample()"),
    expr("D.Gamma(a, 1.0).rsample((9,)), D.Dirichlet(a).rsample((9,))", a=values([0.05, 0.4, 1.0, 3.0, 7.0, 9.0, 300.0]), empty=False, why="every region of the approximation"),
    expr("D.Beta(a, b).rsample((9,))", a=values([0.1, 0.7, 2.0, 7.0, 30.0, 500.0]), b=values([0.2, 5.0, 2.0, 9.0, 1.0, 400.0]), second=False, empty=False, why="every region of the approximation"),
    expr("q = D.Normal(a, 1.0).sample(torch.Size([0])); q, q.requires_grad, D.Gamma(a.exp(), 1.0).rsample((0,))", a=(3,)),
    expr("m = D.Normal(a, b); D.ExponentialFamily.entropy(m)", a=LOC, b=SCALE),
    *[expr(f"D.ExponentialFamily.entropy(D.{text})", a=SCALE) for text in ("Exponential(a)", "Gamma(a, a)")],
    expr("D.ExponentialFamily.entropy(D.Bernoulli(a)), D.ExponentialFamily.entropy(D.ContinuousBernoulli(a))", a=PROBS),
    expr("d = D.Normal(0.0, 1.0); isinstance(d, D.ExponentialFamily), issubclass(D.ExponentialFamily, D.Distribution), issubclass(D.OneHotCategoricalStraightThrough, D.OneHotCategorical), issubclass(D.Chi2, D.Gamma), issubclass(D.LogNormal, D.TransformedDistribution)"),
    expr("class P(D.Distribution):\n  arg_constraints = {'a': D.constraints.positive}\n  support = D.constraints.real\n  def __init__(self, a):\n    self.a = a\n    super().__init__(a.shape)\np = P(x); repr(p), p.batch_shape, repr(p.support), repr(D.Independent(p, 1))", x=positive((3,)), empty=False, grad=False, why="a user's own"),
    *[expr(text, dtypes=("float32",), name=f"program {i}", why="training") for i, text in enumerate(PROGRAMS)],
    expr("import copy, pickle\np = pickle.loads(pickle.dumps(D.Normal(a.detach(), 2.0))); q = copy.deepcopy(D.LogNormal(a.detach(), 1.0)); p.log_prob(a), q.log_prob(a.exp()), repr(q.base_dist)", a=(3,), dtypes=("float32",)),
    # Checks.
    expr("D.Normal(0.0, 1.0).perplexity(), D.Normal(0.0, 1.0).sample_n(3)"),
    expr("D.Distribution.set_default_validate_args(False); p = D.Normal(0.0, -1.0); D.Distribution.set_default_validate_args(True); p, p.stddev"),
    refuses("D.Normal(0.0, -1.0)"),
    refuses("D.Normal(x, 0.0)", x=(3,)),
    refuses("D.Normal(torch.tensor(nan), 1.0)"),
    refuses("D.Normal('a', 1.0)"),
    refuses("D.Normal(x, y)", x=(2,), y=positive((3,))),
    refuses("D.Uniform(2.0, 1.0)"),
    refuses("D.Bernoulli(1.5)"),
    refuses("D.Bernoulli()"),
    refuses("D.Bernoulli(0.5, 0.5)"),
    refuses("D.Bernoulli(0.5).log_prob(torch.tensor(0.5))"),
    refuses("D.Geometric(0.0)"),
    refuses("D.Geometric(0.5, 0.5)"),
    refuses("D.Categorical(torch.tensor(1.0))"),
    refuses("D.Categorical(logits=torch.tensor(1.0))"),
    refuses("D.Categorical()"),
    refuses("D.Categorical(torch.tensor([-1.0, 2.0]))"),
    refuses("D.Categorical(torch.ones(3)).log_prob(torch.tensor(3))"),
    refuses("D.Categorical(torch.ones(3)).cdf(torch.tensor(1.0))"),
    refuses("D.Binomial(2, 0.5).log_prob(torch.tensor(3.0))"),
    refuses("D.Binomial(-1, 0.5)"),
    refuses("D.Binomial(torch.tensor([2.0, 3.0]), 0.5).entropy()"),
    refuses("D.Binomial(torch.tensor([2.0, 3.0]), 0.5).enumerate_support()"),
    refuses("D.NegativeBinomial(2, 1.0)"),
    refuses("D.Poisson(-1.0)"),
    refuses("D.Poisson(1.0).entropy()"),
    refuses("D.Poisson(1.0).rsample()"),
    refuses("D.Exponential(1.0).log_prob(torch.tensor(-1.0))"),
    refuses("D.Exponential(1.0).log_prob(1.0)"),
    refuses("D.Normal(torch.zeros(2), 1.0).log_prob(torch.zeros(3))"),
    refuses("D.Gamma(0.0, 1.0)"),
    refuses("D.Gamma(1.0, 1.0).icdf(torch.tensor(0.5))"),
    refuses("D.Beta(1.0, -1.0)"),
    refuses("D.StudentT(0.0)"),
    refuses("D.ContinuousBernoulli(1.5, validate_args=True)"),
    refuses("D.Normal(0.0, 1.0).enumerate_support()"),
    refuses("D.Distribution.set_default_validate_args(3)"),
    refuses("class P(D.Normal):\n  def __init__(self, a):\n    super().__init__(a, 1.0)\nP(torch.zeros(2)).expand((3, 2))"),
    refuses("D.Distribution().mean"),
    refuses("D.Distribution(validate_args=False).mode"),
]
