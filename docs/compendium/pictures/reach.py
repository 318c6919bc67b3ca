"""Which inputs an output depends on, as backward says."""

from __future__ import annotations

import numpy as np

import numpynn as torch


def reached(module, shape, place, tries=3):
    """How much of each input element comes into the output element at `place`: |gradient| of a one-hot, meant over draws."""
    total = np.zeros(shape)
    for seed in range(tries):
        torch.manual_seed(seed)
        x = torch.randn(shape, dtype=torch.float64, requires_grad=True)
        module(x)[place].backward()
        total += np.abs(x.grad.numpy())
    return total / tries


def matrix(module, size):
    """The map of sequences of one channel as a matrix: a row for each output, a column for each input."""
    x = torch.randn(1, 1, size, dtype=torch.float64, requires_grad=True)
    out = module(x).reshape(-1)
    rows = [torch.autograd.grad(out[i], x, retain_graph=True)[0].numpy().reshape(-1) for i in range(len(out))]
    return np.array(rows)


def ones(module):
    """The module in float64 with all its weights 1 and no shift."""
    module = module.double()
    for name, parameter in module.named_parameters():
        torch.nn.init.constant_(parameter, 0.0 if name.endswith("bias") else 1.0)
    return module
