"""The latent layer and the reparameterised draw of variational autoencoders, and a small one made of them."""

from __future__ import annotations

from .. import nn
from ..functional.random import randn_like


class Latent(nn.Module):
    """Mean and logarithm of the variance of a diagonal normal distribution: (*, in_features) -> two of (*, latent_features)."""

    def __init__(self, in_features: int, latent_features: int):
        super().__init__()
        self.mean = nn.Linear(in_features, latent_features)
        self.log_variance = nn.Linear(in_features, latent_features)

    def forward(self, x):
        return self.mean(x), self.log_variance(x)


class Sample(nn.Module):
    """A draw from normal distributions through which gradients pass: mean + exp(log_variance / 2) noise.

    `noise` is standard normal, drawn unless it is given; in evaluation the mean itself is given.

    Source: Kingma and Welling (2014), Auto-encoding variational Bayes, ICLR.
    """

    def forward(self, mean, log_variance, noise=None):
        if noise is None:
            if not self.training:
                return mean
            noise = randn_like(mean)
        return mean + (log_variance / 2).exp() * noise


def kl_divergence(mean, log_variance):
    """KL(N(mean, e^l) || N(0, 1)) = (mean^2 + e^l - 1 - l) / 2, l the log-variance, summed over the last dimension."""
    return (mean.square() + log_variance.exp() - 1 - log_variance).sum(-1) / 2


class VAE(nn.Module):
    """A variational autoencoder of vectors in [0, 1]: encoder, Latent, Sample, decoder.

    forward(x) gives the logits of the reconstruction, the mean and the log-variance; `loss` is the negative evidence lower
    bound, binary cross entropy plus KL divergence, per sample.

    >>> import numpynn
    >>> from numpynn.models import VAE
    >>> logits, mean, log_variance = VAE(64, 32, 2)(numpynn.zeros(5, 64))
    >>> logits.shape, mean.shape
    (torch.Size([5, 64]), torch.Size([5, 2]))
    """

    def __init__(self, in_features: int, hidden_features: int = 128, latent_features: int = 2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(in_features, hidden_features), nn.ReLU())
        self.latent = Latent(hidden_features, latent_features)
        self.sample = Sample()
        self.decoder = nn.Sequential(
            nn.Linear(latent_features, hidden_features), nn.ReLU(), nn.Linear(hidden_features, in_features)
        )

    def forward(self, x, noise=None):
        mean, log_variance = self.latent(self.encoder(x))
        return self.decoder(self.sample(mean, log_variance, noise)), mean, log_variance

    def loss(self, x, noise=None):
        """The mean over the batch of reconstruction error plus KL divergence."""
        logits, mean, log_variance = self(x, noise)
        error = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)
        return (error + kl_divergence(mean, log_variance)).mean()
