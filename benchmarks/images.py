"""Networks for images, in words that mean the same in both libraries: each is made for `lib`, torch or numpynn."""

from __future__ import annotations


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


def batch_norm(lib):
    """Batch norm of 32 channels."""
    return lib.nn.Sequential(lib.nn.BatchNorm2d(32), lib.nn.Flatten(), lib.nn.Linear(32 * 16 * 16, 10))


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


def basic_block(lib, inputs, outputs, stride):
    """Two 3x3 convolutions with batch norm and a shortcut. He et al. 2016."""
    nn = lib.nn

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(
                *(nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()),
                *(nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)),
            )
            self.shortcut = nn.Identity()
            if stride > 1 or inputs != outputs:
                self.shortcut = nn.Sequential(
                    nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
                )

        def forward(self, x):
            return (self.shortcut(x) + self.body(x)).relu()

    return Block()


def resnet8(lib):
    """ResNet-8: three blocks of 16, 32 and 64 channels, for 3x32x32."""
    nn = lib.nn
    return nn.Sequential(
        *(nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU()),
        *(basic_block(lib, 16, 16, 1), basic_block(lib, 16, 32, 2), basic_block(lib, 32, 64, 2)),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)),
    )


def resnet18(lib):
    """ResNet-18, for 3x64x64."""
    nn = lib.nn
    blocks = []
    for inputs, outputs in ((64, 64), (64, 128), (128, 256), (256, 512)):
        blocks += [basic_block(lib, inputs, outputs, 1 + (inputs != outputs)), basic_block(lib, outputs, outputs, 1)]
    return nn.Sequential(
        *(nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)),
        *(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10)),
    )


def inception(lib):
    """Two Inception modules of parallel convolutions, for 1x28x28. Szegedy et al. 2015."""
    nn = lib.nn

    def conv(inputs, outputs, size):
        return nn.Sequential(nn.Conv2d(inputs, outputs, size, padding=size // 2), nn.ReLU())

    class Inception(nn.Module):
        def __init__(self, inputs):
            super().__init__()
            self.branches = nn.ModuleList(
                [
                    conv(inputs, 16, 1),
                    nn.Sequential(conv(inputs, 16, 1), conv(16, 24, 3)),
                    nn.Sequential(conv(inputs, 8, 1), conv(8, 8, 5)),
                    nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(inputs, 16, 1)),
                ]
            )

        def forward(self, x):
            return lib.cat([branch(x) for branch in self.branches], 1)

    return nn.Sequential(
        *(conv(1, 16, 3), nn.MaxPool2d(2), Inception(16), Inception(64), nn.MaxPool2d(2)),
        *(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)),
    )


def conv_vae(lib):
    """A convolutional variational autoencoder for 1x28x28, its decoder of transposed convolutions."""
    nn = lib.nn

    class VAE(nn.Module):
        def __init__(self):
            super().__init__()
            self.encoder = nn.Sequential(
                *(nn.Conv2d(1, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU()),
                *(nn.Flatten(), nn.Linear(32 * 7 * 7, 32)),
            )
            self.decoder = nn.Sequential(
                *(nn.Linear(16, 32 * 7 * 7), nn.Unflatten(1, (32, 7, 7)), nn.ConvTranspose2d(32, 16, 4, 2, 1)),
                *(nn.ReLU(), nn.ConvTranspose2d(16, 1, 4, 2, 1), nn.Flatten()),
            )

        def forward(self, x):
            mean, log_variance = self.encoder(x).chunk(2, 1)
            return self.decoder(mean + (log_variance / 2).exp() * lib.randn_like(mean))

    return VAE()
