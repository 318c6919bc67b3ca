"""Tensors: construction, operators, indexing, reductions, views, in-place work, NumPy."""

from typing import Any, assert_type

import numpy as np
import numpy.typing as npt

import numpynn as torch
from numpynn import Tensor

x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
y = torch.tensor([[1.0, 2.0], [3.0, 4.0]])
n = torch.arange(12).reshape(3, 4)

assert_type(x + 1, Tensor)
assert_type(1 / (x * x + 1), Tensor)
assert_type(2**y, Tensor)
assert_type(-x @ x.T, Tensor)
assert_type(x > 0, Tensor)
assert_type((x > 0) & (x < 1) | ~(x == 2), Tensor)
assert_type(x[..., None], Tensor)
assert_type(x[0, 1:], Tensor)
assert_type(x[:, [0, 2]], Tensor)
assert_type(x[x > 0], Tensor)
assert_type(n[torch.tensor([0, 2])], Tensor)
for row in x:
    assert_type(row, Tensor)

assert_type(x.sum(), Tensor)
assert_type(x.sum(0, keepdim=True), Tensor)
assert_type(x.mean((0, 1)), Tensor)
assert_type(x.std(dim=1, correction=0), Tensor)
assert_type(x.max(), Tensor)
assert_type(x.max(0).values, Tensor)
values, indices = x.max(dim=1, keepdim=True)
assert_type(indices, Tensor)
assert_type(torch.max(x, x.flip(0)), Tensor)
assert_type(torch.topk(x, 2).indices, Tensor)
assert_type(x.sort(descending=True).values, Tensor)
assert_type(x.argmax(-1), Tensor)
assert_type(torch.unique(n), Tensor)
assert_type(torch.unique(n, return_counts=True), tuple[Tensor, Tensor])
assert_type(torch.nonzero(n, as_tuple=True), tuple[Tensor, ...])

assert_type(x.shape, torch.Size)
assert_type(x.shape[0], int)
assert_type(x.shape[1:], torch.Size)
assert_type(x.size(), torch.Size)
assert_type(x.size(0), int)
assert_type(x.dim(), int)
assert_type(x.dtype, torch.dtype)
assert_type(x.device, torch.device)
assert_type(x.requires_grad, bool)
assert_type(len(x), int)
assert_type(x.stride(), tuple[int, ...])
rows, columns = x.shape
assert_type(rows * columns == x.numel(), bool)

assert_type(x.view(-1), Tensor)
assert_type(x.view(2, 6).reshape((4, 3)).transpose(0, 1).contiguous(), Tensor)
assert_type(x.permute(1, 0).unsqueeze(0).expand(2, -1, -1).squeeze(), Tensor)
assert_type(x.T, Tensor)
assert_type(x.split(2, dim=1), tuple[Tensor, ...])
assert_type(x.chunk(2), tuple[Tensor, ...])
assert_type(x.unbind(0), tuple[Tensor, ...])
assert_type(torch.cat([x, x], dim=0), Tensor)
assert_type(torch.stack((x, x)), Tensor)
assert_type(torch.where(x > 0, x, 0.0), Tensor)
assert_type(torch.einsum("ij,kj->ik", x, x), Tensor)
assert_type(torch.meshgrid(torch.arange(2), torch.arange(3), indexing="ij"), tuple[Tensor, ...])

assert_type(x.to(torch.float32), Tensor)
assert_type(x.to("cpu", non_blocking=True), Tensor)
assert_type(x.float().double().long(), Tensor)
assert_type(x.type(torch.float32), Tensor)
assert_type(x.type(), str)
assert_type(x.detach().clone(), Tensor)
assert_type(x.detach().numpy(), npt.NDArray[Any])
assert_type(torch.from_numpy(np.ones(3)), Tensor)
assert_type(torch.as_tensor([1, 2]), Tensor)
assert_type(n.sum().item(), int | float | bool)
assert_type(float(x.sum()), float)

z = torch.zeros(3, 4)
z += 1
z[0] = 5.0
z[:, 1] = torch.ones(3)
assert_type(z.add_(1).mul_(2).clamp_(min=0), Tensor)
assert_type(z.normal_().fill_(0.5).copy_(torch.ones(3, 4)), Tensor)
assert_type(z.scatter_(1, n % 4, 1.0), Tensor)
assert_type(z.masked_fill(z > 0, float("-inf")), Tensor)

loss = (x**2).sum()
loss.backward()
assert_type(x.grad, Tensor | None)
assert x.grad is not None
assert_type(x.grad.norm(), Tensor)
x.grad = None
x.data -= 0.1
(gradient,) = torch.autograd.grad((x * x).sum(), [x])
assert_type(gradient, Tensor)
assert_type(torch.is_tensor(x), bool)
assert_type(x.is_floating_point(), bool)
assert_type(torch.allclose(x, x), bool)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
assert_type(torch.ones(2, device=device), Tensor)
assert_type(torch.finfo(torch.float32).eps, float)
