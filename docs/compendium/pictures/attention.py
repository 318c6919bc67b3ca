"""Attention: maps of trained heads, and which positions see which."""

from __future__ import annotations

from functools import cache

import numpy as np

import numpynn as torch
from numpynn import nn
from numpynn.nn import functional as F

from .style import cells, panels

LENGTH, WIDTH, WORDS, STEPS = 8, 32, 12, 250


class Reverser(nn.Module):
    """One layer of attention between embeddings and words."""

    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(WORDS, WIDTH)
        self.places = nn.Embedding(LENGTH, WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, 4, batch_first=True)
        self.read = nn.Linear(WIDTH, WORDS)

    def forward(self, x):
        given = self.words(x) + self.places(torch.arange(LENGTH))
        out, weights = self.attention(given, given, given, average_attn_weights=False)
        return self.read(out), weights


@cache
def _trained():
    torch.manual_seed(0)
    model = Reverser()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(STEPS):
        x = torch.randint(WORDS, (64, LENGTH))
        optimizer.zero_grad()
        F.cross_entropy(model(x)[0].reshape(-1, WORDS), x.flip(1).reshape(-1)).backward()
        optimizer.step()
    x = torch.randint(WORDS, (200, LENGTH))
    with torch.no_grad():
        out, weights = model(x)
    return weights.mean(0).numpy(), (out.argmax(-1) == x.flip(1)).double().mean().item()


def multihead_attention(entry, kind):
    """Four heads that learned to turn a sequence round."""
    weights, right = _trained()
    figure, (grid,) = panels(4, width=6.4, height=2.2)
    for number, (axes, head) in enumerate(zip(grid, weights)):
        cells(axes, head, f"head {number}", 0, 1)
    yield (
        (
            f"A layer with four heads has learned to say a sequence of eight words backwards ({right:.0%} of the words right): how "
            "much each output (row) attends to each input (column), mean over 200 sequences."
        ),
        figure,
    )


def _seen(run, lengths):
    """Whether each output position (row) depends on each position of an input (column)."""
    torch.manual_seed(0)
    inputs = [torch.randn(length, 1, 8, dtype=torch.float64, requires_grad=True) for length in lengths]
    out = run(*inputs)
    rows = [
        [g.numpy().__abs__().sum((1, 2)) > 1e-12 for g in torch.autograd.grad(part[0, 1], inputs, retain_graph=True)]
        for part in out.unbind(0)
    ]
    return [np.array([row[i] for row in rows]) for i in range(len(inputs))]


def _drawn(maps):
    figure, (grid,) = panels(len(maps), width=1.0 + 1.9 * len(maps), height=2.3)
    for axes, (title, values) in zip(grid, maps.items()):
        cells(axes, values * 0.8, title, 0, 1)
    return figure


_CAUSAL = nn.Transformer.generate_square_subsequent_mask(6, dtype=torch.float64)
_SEES = "Which input positions (columns) each output position (row) depends on, by backward."


def encoder(entry, kind):
    """Without a mask and with a causal one."""
    layer = nn.TransformerEncoderLayer(8, 2, 16).double().eval()
    yield _SEES, _drawn({
        "no mask": _seen(layer, (6,))[0],
        "causal mask": _seen(lambda x: layer(x, src_mask=_CAUSAL), (6,))[0],
        "the last two padded": _seen(lambda x: layer(x, src_key_padding_mask=torch.arange(6)[None] > 3), (6,))[0],
    })  # fmt: skip


def decoder(entry, kind):
    """Its own positions, causally, and all of the memory."""
    layer = nn.TransformerDecoderLayer(8, 2, 16).double().eval()
    own, memory = _seen(lambda x, m: layer(x, m, tgt_mask=_CAUSAL), (6, 9))
    yield _SEES, _drawn({"target, causal mask": own, "memory": memory})


def transformer(entry, kind):
    """What the output depends on of source and target."""
    model = nn.Transformer(8, 2, 1, 1, 16, batch_first=True).double().eval()
    source, target = _seen(
        lambda s, t: model(s.transpose(0, 1), t.transpose(0, 1), tgt_mask=_CAUSAL).transpose(0, 1), (9, 6)
    )
    yield _SEES, _drawn({"source": source, "target, causal mask": target})
