"""Modules as people write them, for the porting tests: each has something that torch.export writes in its own way."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import weight_norm


class CausalAttention(nn.Module):
    """The attention of small GPTs: export drops .contiguous(), as torch's result needs none, but keeps .view()."""

    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(8, 24), nn.Linear(8, 8)

    def forward(self, x):
        batch, length, width = x.shape
        q, k, v = (part.view(batch, length, 2, 4).transpose(1, 2) for part in self.qkv(x).split(width, 2))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(y.transpose(1, 2).contiguous().view(batch, length, width))


class Rotary(nn.Module):
    """Positions as turns of complex numbers."""

    def __init__(self):
        super().__init__()
        angles = torch.outer(torch.arange(8.0), torch.tensor([1.0, 0.1]))
        self.register_buffer("turns", torch.polar(torch.ones_like(angles), angles), persistent=False)

    def forward(self, x):
        pairs = torch.view_as_complex(x.reshape(*x.shape[:-1], -1, 2))
        return torch.view_as_real(pairs * self.turns[: x.shape[1], None]).flatten(3)


class SpatialTransformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.look = nn.Sequential(nn.Conv2d(1, 4, 5), nn.MaxPool2d(2, 2), nn.PReLU())
        self.where, self.conv = nn.Linear(4 * 6 * 6, 6), nn.Conv2d(1, 4, 3)

    def forward(self, x):
        theta = self.where(self.look(x).flatten(1)).view(-1, 2, 3) / 8 + torch.eye(2, 3)
        grid = F.affine_grid(theta, x.shape, align_corners=False)
        return F.adaptive_max_pool2d(self.conv(F.grid_sample(x, grid, align_corners=False)), 1).flatten(1)


class Temporal(nn.Module):
    """Causal convolutions with normed weights."""

    def __init__(self):
        super().__init__()
        self.first = weight_norm(nn.Conv1d(2, 6, 3, padding=2))
        self.second = weight_norm(nn.Conv1d(6, 6, 3, padding=4, dilation=2), dim=1)
        self.short = nn.Conv1d(2, 6, 1)

    def forward(self, x):
        y = F.relu(self.first(x)[:, :, :-2])
        return F.relu(self.second(y)[..., :-4]) + self.short(x)


class MoreFunctions(nn.Module):
    """Operators that are rarer."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x):
        a = self.layer(x)
        b = a * 0.7 + 0.1
        ones, cube = torch.ones_like(a), a.reshape(-1, 1, 1, 2, 2)
        return self.statistics(a, b), self.losses(a, b, ones), self.shapes(a, b), self.resized(a, cube)

    def statistics(self, a, b):
        low, high = a.aminmax(dim=-1)
        variance, mean = torch.var_mean(a, -1)
        spread, _ = torch.std_mean(a, -1, keepdim=True)
        quantiles = torch.quantile(a, torch.tensor([0.25, 0.5]), dim=1)
        chosen = torch.fmax(a, b) - torch.fmin(a, b) * torch.sgn(a) + torch.heaviside(a.detach(), b.detach())
        places = torch.searchsorted(torch.arange(4.0), a.detach()), torch.isin(torch.arange(4), torch.tensor([1, 2]))
        return (
            low + high,
            variance + mean,
            spread,
            quantiles,
            chosen,
            places,
            torch.logcumsumexp(a, -1),
            torch.dist(a, b),
        )

    def losses(self, a, b, ones):
        distance = F.pairwise_distance(a, b) + F.cosine_embedding_loss(a, b, ones[:, 0])
        ranks = F.margin_ranking_loss(a, b, ones) + F.hinge_embedding_loss(a, ones) + F.soft_margin_loss(a, ones)
        return distance, ranks, F.triplet_margin_loss(a, b, b.roll(1, 0)), torch.pdist(a), torch.isclose(a, b)

    def shapes(self, a, b):
        turned = torch.rot90(a, 1, (0, 1)), a.swapdims(0, 1), torch.moveaxis(a, 0, 1), a.ravel(), b.reshape_as(a)
        joined = torch.block_diag(a[:2], b[:1]), torch.column_stack([a, b]), torch.dstack([a, b]), torch.atleast_3d(a)
        put = torch.select_scatter(a, b[:, 0], 1, 2), torch.slice_scatter(a, b[:, :2], 1, 0, 2)
        products = torch.tensordot(a, b, ([1], [1])), torch.kron(a[:2], b[:1]), torch.inner(a, b)
        windows = torch.blackman_window(8) * torch.bartlett_window(8)
        return turned, joined, put, torch.diagonal_scatter(a, b[0, :3]), products, windows, torch.argwhere(a > b)

    def resized(self, a, cube):
        larger = F.interpolate(cube, scale_factor=2, mode="trilinear", align_corners=False)
        pooled = F.adaptive_max_pool1d(a[:, None], 2).flatten(1).sum(1) + F.adaptive_max_pool3d(cube, 1).flatten()
        return larger + F.interpolate(cube, scale_factor=2), pooled, torch.float_power(a.abs(), 1.5)
