"""A VAE, distributions, divergences, linear algebra, Fourier transforms, random numbers."""

from typing import assert_type

import numpynn as torch
import numpynn.distributions as D
from numpynn import Generator, Tensor, nn
from numpynn.distributions import Bernoulli, Categorical, Distribution, Normal, kl_divergence


class VAE(nn.Module):
    def __init__(self, inputs: int = 6, latent: int = 2) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(inputs, 8), nn.ReLU())
        self.mean, self.log_variance = nn.Linear(8, latent), nn.Linear(8, latent)
        self.decoder = nn.Linear(latent, inputs)

    def posterior(self, x: Tensor) -> Normal:
        h = self.encoder(x)
        return Normal(self.mean(h), torch.exp(0.5 * self.log_variance(h)))

    def forward(self, x: Tensor) -> Tensor:
        q = self.posterior(x)
        z = q.rsample()
        assert_type(z, Tensor)
        likelihood = Bernoulli(logits=self.decoder(z)).log_prob(x).sum(-1)
        return (kl_divergence(q, Normal(0.0, 1.0)).sum(-1) - likelihood).mean()


vae = VAE()
vae(torch.rand(4, 6).round()).backward()

policy = Categorical(logits=torch.zeros(3))
action = policy.sample((5,))
assert_type(policy.log_prob(action), Tensor)
assert_type(policy.entropy(), Tensor)
everything: list[Distribution] = [policy, D.Beta(2.0, 3.0), D.MultivariateNormal(torch.zeros(2), torch.eye(2))]
assert_type([d.mean for d in everything[1:]], list[Tensor])
flow = D.TransformedDistribution(Normal(0.0, 1.0), [D.transforms.AffineTransform(1.0, 2.0), D.ExpTransform()])
assert_type(flow.rsample((3,)), Tensor)

a = torch.randn(3, 3, generator=Generator().manual_seed(1))
symmetric = a @ a.mT + torch.eye(3)
u, s, vh = torch.linalg.svd(a, full_matrices=False)
assert_type(u @ torch.diag(s) @ vh, Tensor)
assert_type(torch.linalg.eigh(symmetric).eigenvalues, Tensor)
assert_type(torch.linalg.solve(symmetric, a), Tensor)
assert_type(torch.linalg.norm(a), Tensor)
sign, logabsdet = torch.linalg.slogdet(symmetric)
assert_type(torch.linalg.cholesky(symmetric).logdet() + logabsdet * sign, Tensor)
spectrum = torch.fft.rfft(torch.randn(16))
assert_type(torch.fft.irfft(spectrum, n=16).abs(), Tensor)
assert_type(spectrum.real, Tensor)
assert_type(torch.special.gammaln(torch.ones(2)), Tensor)
torch.manual_seed(1)
assert_type(torch.get_rng_state(), Tensor)
