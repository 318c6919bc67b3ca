"""Denoising diffusion on points of a spiral: a noise schedule, sinusoidal time embeddings, an averaged copy, sampling."""

import copy
import math

import torch
from torch import nn

torch.manual_seed(0)
STEPS = 20
betas = torch.linspace(1e-4, 0.2, STEPS)
alphas = 1.0 - betas
alphas_bar = torch.cumprod(alphas, dim=0)


class TimeEmbedding(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, t):
        half = self.dim // 2
        freqs = torch.exp(-math.log(10000) * torch.arange(half, dtype=torch.float32) / half).to(t.device)
        args = t[:, None].float() * freqs[None]
        return torch.cat([torch.cos(args), torch.sin(args)], dim=-1)


class Denoiser(nn.Module):
    def __init__(self, hidden=32):
        super().__init__()
        self.time = nn.Sequential(TimeEmbedding(16), nn.Linear(16, hidden), nn.SiLU(), nn.Linear(hidden, hidden))
        self.first = nn.Linear(2, hidden)
        self.blocks = nn.ModuleList(nn.Sequential(nn.LayerNorm(hidden), nn.Linear(hidden, hidden), nn.SiLU()) for _ in range(2))
        self.last = nn.Linear(hidden, 2)
        nn.init.zeros_(self.last.weight)

    def forward(self, x, t):
        h = self.first(x) + self.time(t)
        for block in self.blocks:
            h = h + block(h)
        return self.last(h)


def spiral(count):
    angle = torch.sqrt(torch.rand(count)) * 3 * math.pi
    return torch.stack([angle * torch.cos(angle), angle * torch.sin(angle)], 1) / 5 + 0.02 * torch.randn(count, 2)


@torch.no_grad()
def sample(model, count):
    x = torch.randn(count, 2)
    for i in reversed(range(STEPS)):
        t = torch.full((count,), i, dtype=torch.long)
        mean = (x - betas[i] / (1 - alphas_bar[i]).sqrt() * model(x, t)) / alphas[i].sqrt()
        x = mean + (betas[i].sqrt() * torch.randn_like(x) if i > 0 else 0)
    return x


model = Denoiser()
ema = copy.deepcopy(model).requires_grad_(False)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=5e-3, total_steps=30)
for step in range(30):
    x = spiral(64)
    t = torch.randint(0, STEPS, (64,))
    noise = torch.randn_like(x)
    a = alphas_bar[t].unsqueeze(-1)
    loss = nn.functional.mse_loss(model(a.sqrt() * x + (1 - a).sqrt() * noise, t), noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    schedule.step()
    with torch.no_grad():
        for averaged, current in zip(ema.parameters(), model.parameters()):
            averaged.mul_(0.9).add_(current, alpha=0.1)
    if step % 5 == 4:
        print(step, loss.item(), schedule.get_last_lr())
print(sample(ema, 64).std(0).tolist())
