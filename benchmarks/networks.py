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


def attention(lib):
    """Multi-head attention of 4 heads over 128 features, (B, T, 128)."""

    class Attention(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.attention = lib.nn.MultiheadAttention(128, 4, batch_first=True)
            self.classifier = lib.nn.Linear(128, 10)

        def forward(self, x):
            return self.classifier(self.attention(x, x, x, need_weights=False)[0].mean(1))

    return Attention()


def embedding(lib):
    """An embedding of 10 000 words in 64 features; the words are made of the input's fractions."""

    class Words(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = lib.nn.Embedding(10_000, 64)
            self.classifier = lib.nn.Linear(64, 10)

        def forward(self, x):
            words = ((x.abs() * 10_000).long()) % 10_000
            return self.classifier(self.embedding(words).mean(1))

    return Words()


def encoder_layer(lib):
    """A Transformer encoder layer 128, 4 heads, feed-forward 256, (B, T, 128)."""

    class Encoder(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = lib.nn.TransformerEncoderLayer(128, 4, 256, dropout=0.0, batch_first=True)
            self.classifier = lib.nn.Linear(128, 10)

        def forward(self, x):
            return self.classifier(self.layer(x).mean(1))

    return Encoder()


def gpt_block(lib):
    """A GPT block: 128 features, 4 heads, causal attention, gelu, (B, T, 128)."""
    nn, F = lib.nn, lib.nn.functional

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(128), nn.LayerNorm(128)
            self.project, self.join = nn.Linear(128, 3 * 128), nn.Linear(128, 128)
            self.widen, self.narrow = nn.Linear(128, 512), nn.Linear(512, 128)
            self.classifier = nn.Linear(128, 10)

        def forward(self, x):
            batch, steps, width = x.shape
            heads = self.project(self.norm1(x)).view(batch, steps, 3, 4, width // 4).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(heads[0], heads[1], heads[2], is_causal=True)
            x = x + self.join(seen.transpose(1, 2).reshape(batch, steps, width))
            x = x + self.narrow(F.gelu(self.widen(self.norm2(x))))
            return self.classifier(x.mean(1))

    return Block()
