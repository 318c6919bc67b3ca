"""Transformers as people write them in torch: beside `ported_models`."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn


class EncoderClassifier(nn.Module):
    """torch's own TransformerEncoder, sinusoids for positions, padding masked."""

    def __init__(self, width=16, length=32):
        super().__init__()
        self.embedding = nn.Embedding(20, width, padding_idx=0)
        position = torch.arange(length).unsqueeze(1) * torch.exp(torch.arange(0, width, 2) * (-math.log(1e4) / width))
        waves = torch.stack([torch.sin(position), torch.cos(position)], dim=2).flatten(1)
        self.register_buffer("waves", waves, persistent=False)
        layer = nn.TransformerEncoderLayer(
            width, 4, 32, dropout=0.1, activation="gelu", batch_first=True, norm_first=True
        )
        self.encoder = nn.TransformerEncoder(layer, 2, norm=nn.LayerNorm(width), enable_nested_tensor=False)
        self.out = nn.Linear(width, 4)

    def forward(self, words):
        x = self.embedding(words) * math.sqrt(16) + self.waves[: words.shape[1]]
        x = self.encoder(x, src_key_padding_mask=words == 0)
        return self.out(x[:, 0])


class CausalSelfAttention(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.heads = heads
        self.c_attn = nn.Linear(width, 3 * width)
        self.c_proj = nn.Linear(width, width)
        self.attn_dropout = nn.Dropout(0.1)
        self.register_buffer("bias", torch.tril(torch.ones(length, length)).view(1, 1, length, length))

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(C, dim=2)
        k = k.view(B, T, self.heads, C // self.heads).transpose(1, 2)
        q = q.view(B, T, self.heads, C // self.heads).transpose(1, 2)
        v = v.view(B, T, self.heads, C // self.heads).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        att = att.masked_fill(self.bias[:, :, :T, :T] == 0, float("-inf"))
        att = self.attn_dropout(F.softmax(att, dim=-1))
        return self.c_proj((att @ v).transpose(1, 2).contiguous().view(B, T, C))


class GPTBlock(nn.Module):
    def __init__(self, width, heads, length):
        super().__init__()
        self.ln_1 = nn.LayerNorm(width)
        self.attn = CausalSelfAttention(width, heads, length)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(width, 4 * width), "c_proj": nn.Linear(4 * width, width)})

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x)), approximate="tanh"))


class GPT(nn.Module):
    """A decoder with a causal mask in a buffer and the embedding for its last layer."""

    def __init__(self, width=16, heads=2, layers=3, length=12, words=20):
        super().__init__()
        blocks = nn.ModuleList([GPTBlock(width, heads, length) for _ in range(layers)])
        parts = {"wte": nn.Embedding(words, width), "wpe": nn.Embedding(length, width), "drop": nn.Dropout(0.1)}
        self.transformer = nn.ModuleDict({**parts, "h": blocks, "ln_f": nn.LayerNorm(width)})
        self.lm_head = nn.Linear(width, words, bias=False)
        self.transformer.wte.weight = self.lm_head.weight

    def forward(self, idx):
        pos = torch.arange(0, idx.size(1), dtype=torch.long)
        x = self.transformer.drop(self.transformer.wte(idx) + self.transformer.wpe(pos))
        for block in self.transformer.h:
            x = block(x)
        return self.lm_head(self.transformer.ln_f(x))


class BertSelfAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).permute(0, 2, 1, 3)

    def forward(self, x, mask):
        query, key, value = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        context = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        context = context.permute(0, 2, 1, 3).flatten(2)
        return self.norm(x + F.dropout(self.dense(context), 0.1, self.training))


class BertLayer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.attention = BertSelfAttention(width, heads)
        self.intermediate = nn.Linear(width, 4 * width)
        self.output = nn.Linear(4 * width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x, mask):
        x = self.attention(x, mask)
        return self.norm(x + self.output(F.gelu(self.intermediate(x))))


class BERT(nn.Module):
    """Three embeddings, a mask that is added, a pooler; the output is a dict."""

    def __init__(self, width=16):
        super().__init__()
        self.word_embeddings = nn.Embedding(20, width, padding_idx=0)
        self.position_embeddings = nn.Embedding(16, width)
        self.token_type_embeddings = nn.Embedding(2, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.register_buffer("position_ids", torch.arange(16).expand((1, -1)), persistent=False)
        self.encoder = nn.ModuleList([BertLayer(width, 4) for _ in range(2)])
        self.pooler = nn.Sequential(nn.Linear(width, width), nn.Tanh())

    def forward(self, input_ids, attention_mask, token_type_ids):
        positions = self.position_ids[:, : input_ids.size(1)]
        x = self.word_embeddings(input_ids) + self.position_embeddings(positions)
        x = self.norm(x + self.token_type_embeddings(token_type_ids))
        mask = (1.0 - attention_mask[:, None, None, :].float()) * torch.finfo(torch.float32).min
        for layer in self.encoder:
            x = layer(x, mask)
        return {"last_hidden_state": x, "pooler_output": self.pooler(x[:, 0])}


class ViTBlock(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attn = nn.MultiheadAttention(width, heads, dropout=0.1, batch_first=True)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Dropout(0.1), nn.Linear(2 * width, width))
        self.scale = nn.Parameter(torch.full((width,), 0.1))

    def forward(self, x):
        y = self.norm1(x)
        x = x + self.scale * self.attn(y, y, y, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class ViT(nn.Module):
    """Patches as words, a class token that is trained: Dosovitskiy et al. (2020)."""

    def __init__(self, width=16, patch=4, image=16):
        super().__init__()
        self.patch_embed = nn.Conv2d(3, width, patch, stride=patch)
        self.cls_token = nn.Parameter(torch.randn(1, 1, width) * 0.02)
        self.pos_embed = nn.Parameter(torch.randn(1, (image // patch) ** 2 + 1, width) * 0.02)
        self.blocks = nn.Sequential(*[ViTBlock(width, 2) for _ in range(3)])
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 5)

    def forward(self, x):
        x = self.patch_embed(x).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls_token.expand(x.shape[0], -1, -1), x), dim=1) + self.pos_embed
        return self.head(self.norm(self.blocks(x))[:, 0])


class FeedForward(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.net = nn.Sequential(
            nn.LayerNorm(width),
            nn.Linear(width, 4 * width),
            nn.SiLU(),
            nn.Dropout(0.1),
            nn.Linear(4 * width, width),
            nn.Dropout(0.1),
        )

    def forward(self, x):
        return self.net(x)


class RelativeAttention(nn.Module):
    """Attention with a bias for each distance, as in T5."""

    def __init__(self, width, heads, reach=8):
        super().__init__()
        self.heads, self.reach = heads, reach
        self.norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width)
        self.distance = nn.Embedding(2 * reach + 1, heads)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.norm(x)).chunk(3, dim=-1)
        q, k, v = (t.reshape(batch, length, self.heads, -1).transpose(1, 2) for t in (q, k, v))
        steps = torch.arange(length)
        far = (steps[None, :] - steps[:, None]).clamp(-self.reach, self.reach) + self.reach
        bias = self.distance(far).permute(2, 0, 1)
        scores = torch.einsum("bhid,bhjd->bhij", q, k) * (width // self.heads) ** -0.5 + bias
        mixed = torch.einsum("bhij,bhjd->bhid", scores.softmax(dim=-1), v)
        return self.out(mixed.transpose(1, 2).reshape(batch, length, width))


class ConvModule(nn.Module):
    def __init__(self, width, kernel=5):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.pointwise1 = nn.Conv1d(width, 2 * width, 1)
        self.depthwise = nn.Conv1d(width, width, kernel, padding=kernel // 2, groups=width)
        self.batch_norm = nn.BatchNorm1d(width)
        self.pointwise2 = nn.Conv1d(width, width, 1)

    def forward(self, x):
        x = F.glu(self.pointwise1(self.norm(x).transpose(1, 2)), dim=1)
        x = self.pointwise2(F.silu(self.batch_norm(self.depthwise(x))))
        return x.transpose(1, 2)


class Conformer(nn.Module):
    """A block of Gulati et al. (2020) between two linear layers."""

    def __init__(self, width=16):
        super().__init__()
        self.inp = nn.Linear(10, width)
        self.ff1, self.ff2 = FeedForward(width), FeedForward(width)
        self.attention = RelativeAttention(width, 2)
        self.conv = ConvModule(width)
        self.norm = nn.LayerNorm(width)
        self.out = nn.Linear(width, 6)

    def forward(self, x):
        x = self.inp(x)
        x = x + 0.5 * self.ff1(x)
        x = x + self.attention(x)
        x = x + self.conv(x)
        x = x + 0.5 * self.ff2(x)
        return self.out(self.norm(x)).log_softmax(-1)
