"""Whole networks, in words that mean the same in both libraries: each is a class made for `lib`, torch or numpynn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Network:
    """A network, inputs for it, and what it is trained for."""

    build: Callable  # of the library, gives the Module
    inputs: tuple[np.ndarray, ...]
    loss: Callable  # of the library and the output, gives a scalar


def _normal(*shape):
    return np.random.default_rng(sum(shape)).standard_normal(shape)


def _unit(*shape):
    return np.random.default_rng(sum(shape)).uniform(0.05, 0.95, shape)


def _classified(count, classes):
    labels = np.random.default_rng(count).integers(0, classes, count)
    return lambda lib, scores: lib.nn.functional.cross_entropy(scores, lib.from_numpy(labels))


def mlp(lib):
    """Dense layers, one with each of several activations."""
    nn = lib.nn
    hidden = [nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 12), nn.Tanh(), nn.Dropout(0.0)]
    return nn.Sequential(*hidden, nn.Linear(12, 12), nn.SiLU(), nn.LayerNorm(12), nn.Linear(12, 4))


def lenet5(lib):
    """LeNet-5 on images of 28x28."""
    nn = lib.nn
    features = [nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2)]
    features += [nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
    dense = [nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return nn.Sequential(*features, *dense)


def inception(lib):
    """A small GoogLeNet: a stem, an Inception block of four branches, batch norm, global pooling."""
    nn = lib.nn

    class Inception(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.one = nn.Conv2d(channels, 4, 1)
            self.three = nn.Sequential(nn.Conv2d(channels, 3, 1), nn.ReLU(), nn.Conv2d(3, 5, 3, padding=1))
            self.five = nn.Sequential(nn.Conv2d(channels, 2, 1), nn.ReLU(), nn.Conv2d(2, 3, 5, padding=2))
            self.pool = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), nn.Conv2d(channels, 4, 1))

        def forward(self, x):
            return lib.cat([self.one(x), self.three(x), self.five(x), self.pool(x)], dim=1)

    stem = [nn.Conv2d(3, 6, 3, stride=2, padding=1), nn.BatchNorm2d(6), nn.LeakyReLU(0.1)]
    head = [nn.BatchNorm2d(16), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 5)]
    return nn.Sequential(*stem, Inception(6), *head)


def vae(lib):
    """A variational autoencoder; its noise is an input, so that both libraries draw the same."""
    nn = lib.nn

    class VAE(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(nn.Linear(20, 16), nn.Tanh())
            self.mean, self.log_variance = nn.Linear(16, 3), nn.Linear(16, 3)
            self.decoder = nn.Sequential(nn.Linear(3, 16), nn.Softplus(), nn.Linear(16, 20), nn.Sigmoid())

        def forward(self, x, noise):
            code = self.encoder(x)
            mean, log_variance = self.mean(code), self.log_variance(code)
            latent = mean + (0.5 * log_variance).exp() * noise
            return {"image": self.decoder(latent), "mean": mean, "log_variance": log_variance}

    return VAE()


def _evidence(lib, output):
    mean, log_variance = output["mean"], output["log_variance"]
    image = lib.from_numpy(_unit(8, 20)).to(mean.dtype)
    reconstruction = lib.nn.functional.binary_cross_entropy(output["image"], image, reduction="sum")
    return reconstruction - 0.5 * (1 + log_variance - mean.pow(2) - log_variance.exp()).sum()


def recurrent_classifier(kind):
    """Embedded words through two layers, both directions of an LSTM or a GRU; the last state is classified."""

    def build(lib):
        nn = lib.nn

        class Classifier(nn.Module):
            def __init__(self):
                super().__init__()
                self.embedding = nn.Embedding(11, 6)
                self.memory = getattr(nn, kind)(6, 5, num_layers=2, bidirectional=True, batch_first=True)
                self.scores = nn.Linear(10, 3)

            def forward(self, words):
                outputs, _ = self.memory(self.embedding(words))
                return self.scores(outputs[:, -1])

        return Classifier()

    return build


def autoencoder(lib):
    """Convolutions down, transposed convolutions up."""
    nn = lib.nn
    down = [nn.Conv2d(1, 4, 3, stride=2, padding=1), nn.GELU(), nn.Conv2d(4, 6, 3, stride=2, padding=1), nn.ELU()]
    up = [nn.ConvTranspose2d(6, 4, 2, stride=2), nn.ReLU6(), nn.ConvTranspose2d(4, 1, 3, 2, 1, 1), nn.Sigmoid()]
    return nn.Sequential(*down, *up)


def _squared(lib, output):
    return lib.nn.functional.mse_loss(output, lib.from_numpy(_unit(5, 1, 12, 12)).to(output.dtype))


WORDS = np.random.default_rng(0).integers(0, 11, (7, 6))

NETWORKS = {
    "MLP": Network(mlp, (_normal(16, 6),), _classified(16, 4)),
    "LeNet-5": Network(lenet5, (_normal(6, 1, 28, 28),), _classified(6, 10)),
    "Inception": Network(inception, (_normal(6, 3, 12, 12),), _classified(6, 5)),
    "VAE": Network(vae, (_unit(8, 20), _normal(8, 3)), _evidence),
    "LSTM": Network(recurrent_classifier("LSTM"), (WORDS,), _classified(7, 3)),
    "GRU": Network(recurrent_classifier("GRU"), (WORDS,), _classified(7, 3)),
    "autoencoder": Network(autoencoder, (_unit(5, 1, 12, 12),), _squared),
}
