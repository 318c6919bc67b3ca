"""Dense networks, in words that mean the same in both libraries: each is made for `lib`, torch or numpynn."""

from __future__ import annotations


def mlp(lib):
    """64-64-64-10."""
    nn = lib.nn
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def vae(lib):
    """A variational autoencoder 784-256-16; its noise is drawn by the library."""

    class VAE(lib.nn.Module):
        def __init__(self):
            super().__init__()
            nn = lib.nn
            self.encoder = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 32))
            self.decoder = nn.Sequential(nn.Linear(16, 256), nn.ReLU(), nn.Linear(256, 10))

        def forward(self, x):
            mean, log_variance = self.encoder(x).chunk(2, 1)
            return self.decoder(mean + (log_variance / 2).exp() * lib.randn_like(mean))

    return VAE()


def layer_norm(lib):
    """Layer norm of 512 features."""
    return lib.nn.Sequential(lib.nn.LayerNorm(512), lib.nn.Linear(512, 10))


def wide(lib):
    """2 million weights, for a checkpoint of 8 MB."""
    nn = lib.nn
    return nn.Sequential(nn.Linear(1000, 1000), nn.ReLU(), nn.Linear(1000, 1000))


def square(width, depth):
    """An MLP with `depth` hidden layers, as wide as its input."""

    def build(lib):
        nn = lib.nn
        hidden = [layer for _ in range(depth) for layer in (nn.Linear(width, width), nn.ReLU())]
        return nn.Sequential(*hidden, nn.Linear(width, 10))

    return build
