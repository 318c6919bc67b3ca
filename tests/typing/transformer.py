"""A GPT-like model and torch's own Transformer layers: masks, embeddings, attention, generation."""

import math
from dataclasses import dataclass
from typing import assert_type

import numpynn as torch
from numpynn import Tensor, nn
from numpynn.nn import functional as F


@dataclass
class Config:
    vocabulary: int = 11
    block: int = 8
    layers: int = 2
    heads: int = 2
    width: int = 8
    dropout: float = 0.0


class SelfAttention(nn.Module):
    mask: Tensor

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.heads = config.heads
        self.qkv = nn.Linear(config.width, 3 * config.width)
        self.out = nn.Linear(config.width, config.width)
        self.register_buffer("mask", torch.tril(torch.ones(config.block, config.block)).bool(), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        batch, time, width = x.shape
        q, k, v = self.qkv(x).split(width, dim=2)
        q, k, v = (t.view(batch, time, self.heads, width // self.heads).transpose(1, 2) for t in (q, k, v))
        scores = (q @ k.transpose(-2, -1)) / math.sqrt(k.size(-1))
        scores = scores.masked_fill(~self.mask[:time, :time], float("-inf"))
        mixed = F.softmax(scores, dim=-1) @ v
        same = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        assert torch.allclose(mixed, same, atol=1e-5)
        return self.out(mixed.transpose(1, 2).reshape(batch, time, width))


class Block(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(config.width), nn.LayerNorm(config.width)
        self.attention = SelfAttention(config)
        self.mlp = nn.Sequential(nn.Linear(config.width, 16), nn.GELU(), nn.Linear(16, config.width))

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.norm1(x))
        further: Tensor = self.mlp(self.norm2(x))  # a Sequential may give anything
        return x + further


class GPT(nn.Module):
    def __init__(self, config: Config) -> None:
        super().__init__()
        self.config = config
        self.tokens = nn.Embedding(config.vocabulary, config.width)
        self.positions = nn.Embedding(config.block, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.head = nn.Linear(config.width, config.vocabulary, bias=False)
        self.head.weight = self.tokens.weight

    def forward(self, idx: Tensor, targets: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        x = self.tokens(idx) + self.positions(torch.arange(idx.size(1), device=idx.device))
        for block in self.blocks:
            x = block(x)
        logits = self.head(x)
        if targets is None:
            return logits, None
        return logits, F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1), ignore_index=-1)

    @torch.no_grad()
    def generate(self, idx: Tensor, count: int, temperature: float = 1.0, top_k: int | None = None) -> Tensor:
        for _ in range(count):
            logits, _ = self(idx[:, -self.config.block :])
            logits = logits[:, -1, :] / temperature
            if top_k is not None:
                best, _ = torch.topk(logits, min(top_k, logits.size(-1)))
                logits[logits < best[:, [-1]]] = -float("inf")
            following = torch.multinomial(F.softmax(logits, dim=-1), num_samples=1)
            idx = torch.cat((idx, following), dim=1)
        return idx


torch.manual_seed(0)
gpt = GPT(Config())
_, loss = gpt(torch.randint(0, 11, (2, 8)), torch.randint(11, (2, 8)))
loss.backward()
generated = gpt.generate(torch.zeros(1, 1, dtype=torch.long), 4, top_k=3)
assert_type(generated, Tensor)

layer = nn.TransformerEncoderLayer(d_model=8, nhead=2, dim_feedforward=16, batch_first=True, norm_first=True)
encoder = nn.TransformerEncoder(layer, num_layers=2, enable_nested_tensor=False)
causal = nn.Transformer.generate_square_subsequent_mask(5)
assert_type(encoder(torch.randn(2, 5, 8), mask=causal, is_causal=True), Tensor)
attended, weights = nn.MultiheadAttention(8, 2, batch_first=True)(
    torch.randn(2, 5, 8), torch.randn(2, 5, 8), torch.randn(2, 5, 8)
)
assert_type(attended, Tensor)
assert_type(weights, Tensor | None)
