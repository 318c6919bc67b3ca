"""Networks for sequences, in words that mean the same in both libraries: each is made for `lib`, torch or numpynn."""

from __future__ import annotations


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


def block(lib):
    """A GPT block: 128 features, 4 heads, causal attention, gelu, (B, T, 128)."""
    nn, F = lib.nn, lib.nn.functional

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(128), nn.LayerNorm(128)
            self.project, self.join = nn.Linear(128, 3 * 128), nn.Linear(128, 128)
            self.widen, self.narrow = nn.Linear(128, 512), nn.Linear(512, 128)

        def forward(self, x):
            batch, steps, width = x.shape
            heads = self.project(self.norm1(x)).view(batch, steps, 3, 4, width // 4).permute(2, 0, 3, 1, 4)
            seen = F.scaled_dot_product_attention(heads[0], heads[1], heads[2], is_causal=True)
            x = x + self.join(seen.transpose(1, 2).reshape(batch, steps, width))
            return x + self.narrow(F.gelu(self.widen(self.norm2(x))))

    return Block()


def gpt_block(lib):
    """One GPT block, its mean over the steps classified."""

    class Classifier(lib.nn.Module):
        def __init__(self):
            super().__init__()
            self.block = block(lib)
            self.classifier = lib.nn.Linear(128, 10)

        def forward(self, x):
            return self.classifier(self.block(x).mean(1))

    return Classifier()


def encoder(lib):
    """A Transformer encoder of two layers of 128 features, (B, T, 128)."""

    class Encoder(lib.nn.Module):
        def __init__(self):
            super().__init__()
            layer = lib.nn.TransformerEncoderLayer(128, 4, 256, dropout=0.0, batch_first=True)
            self.layers = lib.nn.TransformerEncoder(layer, 2)
            self.classifier = lib.nn.Linear(128, 10)

        def forward(self, x):
            return self.classifier(self.layers(x).mean(1))

    return Encoder()


def gpt(lib):
    """A GPT of four blocks of 128 features over a vocabulary of 96, (B, T) -> (B * T, 96)."""
    nn = lib.nn

    class GPT(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.places = nn.Embedding(96, 128), nn.Embedding(64, 128)
            self.blocks = nn.Sequential(*[block(lib) for _ in range(4)])
            self.norm, self.head = nn.LayerNorm(128), nn.Linear(128, 96)

        def forward(self, words):
            x = self.words(words) + self.places(lib.arange(words.shape[1]))
            return self.head(self.norm(self.blocks(x))).flatten(0, 1)

    return GPT()
