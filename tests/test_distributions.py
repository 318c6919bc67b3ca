"""Distributions against their definitions: densities that integrate to 1, samples that follow them, divergences by quadrature."""

import numpy as np
import pytest

import numpynn as torch
from numpynn import distributions as D
from numpynn.distributions import constraints
from numpynn.kernels.reparameterized import dirichlet_grad, standard_gamma_grad

F64 = torch.float64
SQUASHED = D.TransformedDistribution(D.Normal(torch.tensor(0.3, dtype=F64), 0.5), [D.SigmoidTransform()])


def number(value):
    return torch.tensor(value, dtype=F64)


# A distribution and the interval that holds all but 1e-9 of it.
CONTINUOUS = [
    (D.Normal(number(0.5), 1.5), -12, 13),
    (D.Laplace(number(0.5), 0.5), -13, 14),
    (D.Uniform(number(-1.0), 2.0), -1, 2 - 1e-12),
    (D.Exponential(number(2.0)), 1e-12, 12),
    (D.Gamma(number(2.5), 2.0), 1e-12, 20),
    (D.Beta(number(2.5), 3.5), 1e-12, 1 - 1e-12),
    (D.LogNormal(number(0.0), 0.5), 1e-9, 30),
    (D.HalfNormal(number(2.0)), 0, 14),
    (D.Gumbel(number(0.5), 0.5), -3, 14),
    (D.Weibull(number(1.5), 2.5), 1e-9, 8),
    (D.Kumaraswamy(number(2.0), 3.0), 1e-6, 1 - 1e-4),
    (D.ContinuousBernoulli(number(0.3)), 0, 1),
    (D.VonMises(number(0.5), 2.0), -np.pi, np.pi),
    (D.GeneralizedPareto(number(0.0), 1.0, -0.25), 0, 4 - 1e-9),
    (SQUASHED, 1e-6, 1 - 1e-6),
]
NAMES = [type(p).__name__ for p, *_ in CONTINUOUS]


def integral(function, low, high, n=20001):
    """Simpson's rule."""
    x = np.linspace(low, high, n)
    weights = np.where(np.arange(n) % 2, 4.0, 2.0)
    weights[[0, -1]] = 1
    return float((function(torch.from_numpy(x)).numpy() * weights).sum() * (x[1] - x[0]) / 3)


@pytest.mark.parametrize(("p", "low", "high"), CONTINUOUS, ids=NAMES)
def test_density(p, low, high):
    accuracy = 1e-6 if isinstance(p, D.VonMises) else 1e-7
    assert integral(lambda x: p.log_prob(x).exp(), low, high) == pytest.approx(1, abs=accuracy)
    if p is not SQUASHED and not isinstance(p, D.VonMises):
        mean = integral(lambda x: x * p.log_prob(x).exp(), low, high)
        assert float(p.mean) == pytest.approx(mean, abs=1e-6)
        variance = integral(lambda x: (x - mean) ** 2 * p.log_prob(x).exp(), low, high)
        assert float(p.variance) == pytest.approx(variance, rel=1e-5)
        entropy = integral(lambda x: -p.log_prob(x) * p.log_prob(x).exp(), low, high)
        assert float(p.entropy()) == pytest.approx(entropy, abs=1e-5)


@pytest.mark.parametrize(("p", "low", "high"), CONTINUOUS, ids=NAMES)
def test_cdf_is_the_integral_and_icdf_its_inverse(p, low, high):
    middle = 0.6 * low + 0.4 * high
    if isinstance(p, (D.Beta, D.VonMises)):
        with pytest.raises(NotImplementedError):
            p.cdf(number(middle))
        return
    assert float(p.cdf(number(middle))) == pytest.approx(integral(lambda x: p.log_prob(x).exp(), low, middle), abs=1e-6)
    if not isinstance(p, (D.Gamma, D.Beta)):
        assert float(p.cdf(p.icdf(number(0.3)))) == pytest.approx(0.3)


@pytest.mark.parametrize(("p", "low", "high"), CONTINUOUS, ids=NAMES)
def test_samples_have_the_density(p, low, high):
    """Kolmogorov and Smirnov's distance of 2000 samples, whose chance of passing 0.044 is 1 in 1000."""
    torch.manual_seed(3)
    samples = np.sort(p.sample((2000,)).numpy())
    x = np.linspace(low, high, 4001)
    mass = p.log_prob(torch.from_numpy(x)).exp().numpy()
    cumulated = np.concatenate([[0], np.cumsum((mass[1:] + mass[:-1]) / 2)]) * (x[1] - x[0])
    distance = np.abs(np.interp(samples, x, cumulated) - (np.arange(2000) + 0.5) / 2000)
    assert distance.max() < 0.044


PAIRS = [(0, 1), (1, 0), (0, 8), (4, 3), (4, 8), (5, 4), (5, 0), (8, 0), (2, 0), (11, 0), (3, 0), (5, 11)]


@pytest.mark.parametrize(("i", "j"), [(i, i) for i in (0, 1, 3, 4, 5, 8, 11)] + PAIRS)
def test_divergence_by_quadrature(i, j):
    (p, low, high), q = CONTINUOUS[i], CONTINUOUS[j][0]
    divergence = float(D.kl_divergence(p, q))
    if i == j:
        assert divergence == pytest.approx(0, abs=1e-12)
    elif np.isfinite(divergence):
        gap = integral(lambda x: (p.log_prob(x) - q.log_prob(x)) * p.log_prob(x).exp(), low, high)
        assert divergence == pytest.approx(gap, abs=1e-5)
    else:
        assert not bool(q.support.check(p.sample((100,))).all())


DISCRETE = [
    D.Bernoulli(number(0.3)),
    D.Binomial(5, number(0.3)),
    D.Categorical(torch.tensor([1.0, 2.0, 3.0], dtype=F64)),
    D.OneHotCategorical(torch.tensor([1.0, 2.0, 3.0], dtype=F64)),
]


@pytest.mark.parametrize("p", DISCRETE, ids=[type(p).__name__ for p in DISCRETE])
def test_probabilities_add_up_to_one(p):
    log_prob = p.log_prob(p.enumerate_support())
    assert float(log_prob.exp().sum()) == pytest.approx(1)
    assert float(p.entropy()) == pytest.approx(float(-(log_prob.exp() * log_prob).sum()))


@pytest.mark.parametrize("alpha", [0.3, 1.0, 4.0, 20.0])
def test_gamma_gradient_moves_the_mean(alpha):
    """E[x] = α, so the gradient of samples by α is 1 on average; the approximation is good to some thousandths."""
    torch.manual_seed(0)
    x = D.Gamma(number(alpha), 1.0).sample((20000,)).numpy()
    assert standard_gamma_grad(np.full_like(x, alpha), x).mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize(("alpha", "beta"), [(0.3, 0.5), (2.0, 3.0), (9.0, 12.0)])
def test_beta_gradient_moves_the_mean(alpha, beta):
    """E[x] = α / (α + β)."""
    torch.manual_seed(0)
    x = D.Beta(number(alpha), beta).sample((20000,)).numpy()
    total = alpha + beta
    moved = dirichlet_grad(x, np.full_like(x, alpha), np.full_like(x, total)) * (1 - x)
    assert moved.mean() == pytest.approx(beta / total**2, rel=0.03)


def test_multivariate_normals_agree():
    factor, diagonal = torch.tensor([[1.0], [2.0]], dtype=F64), torch.tensor([0.5, 1.5], dtype=F64)
    loc, x = torch.tensor([1.0, -1.0], dtype=F64), torch.tensor([[0.5, 0.25], [2.0, 1.0]], dtype=F64)
    covariance = factor @ factor.mT + torch.diag_embed(diagonal)
    inverse = np.linalg.inv(covariance.numpy())
    distance = (x - loc).numpy()
    expected = -0.5 * (
        np.einsum("ni,ij,nj->n", distance, inverse, distance) + np.log(np.linalg.det(covariance.numpy()))
    )
    for p in (
        D.LowRankMultivariateNormal(loc, factor, diagonal),
        D.MultivariateNormal(loc, covariance),
        D.MultivariateNormal(loc, precision_matrix=torch.from_numpy(inverse)),
    ):
        assert np.allclose(p.log_prob(x).numpy(), expected - np.log(2 * np.pi), rtol=1e-12)
        assert np.allclose(p.precision_matrix.numpy(), inverse, rtol=1e-12)
        assert np.allclose((p.scale_tril @ p.scale_tril.mT).numpy(), covariance.numpy(), rtol=1e-12)


@pytest.mark.parametrize(
    "transform",
    [D.ExpTransform(), D.SigmoidTransform(), D.TanhTransform(), D.SoftplusTransform(), D.AffineTransform(1.0, -2.0)],
    ids=repr,
)
def test_jacobian_of_one_variable(transform):
    x = torch.tensor([-1.5, 0.2, 2.0], dtype=F64, requires_grad=True)
    y = transform(x)
    (slope,) = torch.autograd.grad(y.sum(), x)
    assert np.allclose(transform.log_abs_det_jacobian(x, y).detach().numpy(), np.log(np.abs(slope.numpy())), rtol=1e-12)
    assert np.allclose(transform.inv(y).detach().numpy(), x.detach().numpy(), rtol=1e-9)


def test_jacobian_of_stick_breaking():
    x = torch.tensor([0.5, -1.0, 0.3], dtype=F64)
    transform = D.StickBreakingTransform()
    jacobian = torch.autograd.functional.jacobian(lambda x: transform(x)[:-1], x)
    determinant = np.linalg.slogdet(jacobian.numpy())[1]
    assert float(transform.log_abs_det_jacobian(x, transform(x))) == pytest.approx(determinant)
    assert float(transform(x).sum()) == pytest.approx(1)


@pytest.mark.parametrize(
    "constraint",
    [constraints.positive, constraints.simplex, constraints.unit_interval, constraints.less_than(-1.0)],
    ids=repr,
)
def test_registries_lead_into_the_constraint(constraint):
    x = torch.tensor([[-1.5, 0.2, 2.0]], dtype=F64)
    for registry in (D.biject_to, D.transform_to):
        assert bool(constraint.check(registry(constraint)(x)).all())


def test_expand_of_subclasses():
    class Plain(D.Normal):
        def __init__(self, shape):
            super().__init__(torch.zeros(shape), 1.0)

    class Own(Plain):
        def expand(self, batch_shape, _instance=None):
            new = self._get_checked_instance(Own, _instance)
            new.tag = "own"
            return super().expand(batch_shape, _instance=new)

    with pytest.raises(NotImplementedError, match=r"custom \.expand"):
        Plain((2,)).expand((3, 2))
    new = Own((2,)).expand((3, 2))
    assert new.batch_shape == (3, 2) and new.sample((4,)).shape == (4, 3, 2) and new.tag == "own"
