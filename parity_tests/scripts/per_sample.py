"""Differentially private training by per-sample gradients, an ensemble by vmap, MAML by functional_call."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, grad, grad_and_value, hessian, jacrev, stack_module_state, vmap

torch.manual_seed(11)


def mlp():
    return nn.Sequential(nn.Linear(3, 12), nn.Tanh(), nn.Linear(12, 1))


x = torch.randn(32, 3)
y = x.prod(dim=1, keepdim=True)

# clipped and noised, sample by sample
model = mlp()
params = {k: v.detach() for k, v in model.named_parameters()}


def compute_loss(params, sample, target):
    prediction = functional_call(model, params, (sample.unsqueeze(0),))
    return F.mse_loss(prediction, target.unsqueeze(0))


per_sample = vmap(grad_and_value(compute_loss), in_dims=(None, 0, 0))
for step in range(10):
    grads, losses = per_sample(params, x, y)
    norms = torch.stack([g.flatten(1).norm(dim=1) for g in grads.values()]).norm(dim=0)
    factor = (1.0 / (norms + 1e-6)).clamp(max=1.0)
    for name, g in grads.items():
        clipped = torch.einsum("n,n...->n...", factor, g).mean(0)
        params[name] = params[name] - 0.3 * (clipped + 0.01 * torch.randn_like(clipped))
    if step % 3 == 0:
        print("private", step, losses.mean().item(), norms.max().item())

# an ensemble in one call
models = [mlp() for _ in range(5)]
stacked, buffers = stack_module_state(models)
skeleton = copy.deepcopy(models[0])
outputs = vmap(lambda p, b, t: functional_call(skeleton, (p, b), (t,)), in_dims=(0, 0, None))(stacked, buffers, x)
print("ensemble", outputs.shape, outputs.std(0).mean().item(), torch.allclose(outputs[2], models[2](x), atol=1e-6))

# model-agnostic meta-learning
meta = mlp()
optimizer = torch.optim.Adam(meta.parameters(), lr=0.01)
for step in range(6):
    total = 0.0
    for task in range(3):
        phase = torch.rand(1) * 3
        xs, xq = torch.randn(10, 3), torch.randn(10, 3)
        ys, yq = (torch.sin(t.sum(1, keepdim=True) + phase) for t in (xs, xq))
        fast = dict(meta.named_parameters())
        for _ in range(2):
            inner = F.mse_loss(functional_call(meta, fast, (xs,)), ys)
            gradients = torch.autograd.grad(inner, fast.values(), create_graph=True)
            fast = {name: p - 0.1 * g for (name, p), g in zip(fast.items(), gradients)}
        total = total + F.mse_loss(functional_call(meta, fast, (xq,)), yq)
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    print("meta", step, total.item() / 3)


def energy(point):
    return (point**2).sum() * torch.sin(point).prod()


point = torch.tensor([0.3, -0.7, 1.1])
print("hessian", hessian(energy)(point).tolist())
print("jacobian", vmap(jacrev(grad(energy)))(x[:2]).sum().item(), grad(energy)(point).tolist())
