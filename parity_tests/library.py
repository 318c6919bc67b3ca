"""One of the two libraries under comparison, by the few public names that the engine needs."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np

# Rooms that torch does not open by itself.
import torch.nn.attention.flex_attention
import torch.utils._pytree
import torch.utils.dlpack  # noqa: F401

from numpynn.parity.structure import is_tensor

PATHS = {
    "torch": "",
    "nn": "nn",
    "F": "nn.functional",
    "init": "nn.init",
    "optim": "optim",
    "data": "utils.data",
    "D": "distributions",
}
VALUES = {"np": np, "math": math, "inf": math.inf, "nan": math.nan, "pi": math.pi}


class Library:
    """A torch-like namespace: `torch` itself, `numpynn`, or one of them with something broken on purpose."""

    def __init__(self, torch, **replaced):
        self.torch = torch
        self.name = torch.__name__
        self.names = {name: _attribute(torch, path) for name, path in PATHS.items()} | VALUES | replaced

    def __repr__(self):
        return self.name

    def dtype(self, name):
        """The library's dtype of this name."""
        return getattr(self.torch, name)

    def tensor(self, array):
        """A tensor on this very memory, strides included."""
        return self.torch.from_numpy(array)

    def run(self, program, names):
        """The value of a compiled program, and the names as it left them."""
        statements, value = program
        scope = self.names | names
        exec(statements, scope)
        return eval(value, scope), scope

    def seed(self, seed):
        """Seed the library's generator; torch.manual_seed takes ten times as long, for devices there are none of."""
        self.torch.default_generator.manual_seed(seed)

    def settle(self):
        """Let distributions check their arguments again: torch's compiler, once it is started, switches that off."""
        self.torch.distributions.Distribution.set_default_validate_args(True)

    def backward(self, outputs, cotangents):
        """Accumulate the gradients of these outputs into the leaves; the graph stays."""
        if len(outputs) == 1:
            outputs[0].backward(cotangents[0], retain_graph=True)
        else:
            self.torch.autograd.backward(outputs, cotangents, retain_graph=True)

    def gradients(self, outputs, inputs, cotangents, create_graph=False):
        """The gradients of outputs by inputs, None where they do not depend on one another."""
        return self.torch.autograd.grad(
            outputs, inputs, cotangents, retain_graph=True, create_graph=create_graph, allow_unused=True
        )


def _attribute(torch, path):
    """What stands at this path; None in a library that has nothing there."""
    for name in filter(None, path.split(".")):
        torch = getattr(torch, name, None)
    return torch


def with_broken(library, **functions):
    """The library with some functions of F replaced: to see a case fail."""
    broken = SimpleNamespace(**{**vars(library.torch.nn.functional), **functions})
    return Library(library.torch, F=broken)


def requires_grad(value):
    """Whether this is a Tensor that requires grad."""
    return is_tensor(value) and value.requires_grad
