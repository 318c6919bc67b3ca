"""The networks that are timed, in words that mean the same in both libraries: each is made for `lib`, torch or numpynn."""

from __future__ import annotations


def mlp(lib):
    """64-64-64-10."""
    nn = lib.nn
    return nn.Sequential(nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def lenet5(lib):
    """LeNet-5 for 28x28 pixels."""
    nn = lib.nn
    return nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
    )


def cnn(lib):
    """Two 3x3 convolutions with batch norm and max pooling, for 3x32x32."""
    nn = lib.nn
    return nn.Sequential(
        *(nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(32 * 8 * 8, 10)),
    )


def recurrent(kind):
    """LSTM or GRU 32 -> 128, its last output classified; (T, B, 32)."""

    def build(lib):
        class Classifier(lib.nn.Module):
            def __init__(self):
                super().__init__()
                self.recurrent = getattr(lib.nn, kind)(32, 128)
                self.classifier = lib.nn.Linear(128, 10)

            def forward(self, x):
                return self.classifier(self.recurrent(x)[0][-1])

        return Classifier()

    return build


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


def batch_norm(lib):
    """Batch norm of 32 channels."""
    return lib.nn.Sequential(lib.nn.BatchNorm2d(32), lib.nn.Flatten(), lib.nn.Linear(32 * 16 * 16, 10))


def layer_norm(lib):
    """Layer norm of 512 features."""
    return lib.nn.Sequential(lib.nn.LayerNorm(512), lib.nn.Linear(512, 10))


def max_pool(lib):
    """Max pooling of 16x32x32."""
    return lib.nn.Sequential(lib.nn.MaxPool2d(2), lib.nn.Flatten(), lib.nn.Linear(16 * 16 * 16, 10))


def residual(lib):
    """A ResNet block of 16 channels at 16x16."""

    class Block(lib.nn.Module):
        def __init__(self):
            super().__init__()
            nn = lib.nn
            self.body = nn.Sequential(
                *(nn.Conv2d(16, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()),
                *(nn.Conv2d(16, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16)),
            )
            self.classifier = nn.Linear(16, 10)

        def forward(self, x):
            return self.classifier((x + self.body(x)).relu().mean((2, 3)))

    return Block()
