"""Sequential, ModuleList, ModuleDict, Parameter, buffers, hooks, initialisation, state dicts, saving and loading."""

import io
from collections import OrderedDict
from itertools import pairwise
from typing import Any, assert_type

import numpynn as torch
from numpynn import Tensor, nn


class Residual(nn.Module):
    running: Tensor

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(a, b) for a, b in pairwise(sizes)])
        self.norms = nn.ModuleDict({"in": nn.LayerNorm(sizes[0]), "out": nn.LayerNorm(sizes[-1])})
        self.scale = nn.Parameter(torch.ones(sizes[-1]))
        self.register_buffer("running", torch.zeros(sizes[-1]))
        self.apply(self.reset)

    @staticmethod
    def reset(module: nn.Module) -> None:
        if isinstance(module, nn.Linear):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, (nn.LayerNorm, nn.BatchNorm2d)):
            nn.init.constant_(module.weight, 1.0)
            nn.init.constant_(module.bias, 0)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norms["in"](x)
        for i, layer in enumerate(self.layers):
            x = torch.relu(layer(x)) if i < len(self.layers) - 1 else layer(x)
        self.running = 0.9 * self.running + 0.1 * x.detach().mean(0)
        return x * self.scale


model = nn.Sequential(Residual([4, 8, 8]), nn.ReLU(), nn.Linear(8, 2))
named = nn.Sequential(OrderedDict([("body", model), ("soft", nn.Softmax(dim=-1))]))
assert_type(model[0], nn.Module)
assert_type(model[1:], nn.Sequential)
assert_type(len(named), int)
assert_type(list(model.children()), list[nn.Module])
assert_type([name for name, _ in model.named_modules()], list[str])

shapes: list[torch.Size] = []


def note(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
    shapes.append(output.shape)


handle = model[0].register_forward_hook(note)
y: Tensor = named(torch.randn(3, 4))
handle.remove()
assert_type(nn.Linear(2, 3)(torch.ones(1, 2)), Tensor)
assert_type(nn.CrossEntropyLoss(label_smoothing=0.1)(y, torch.tensor([0, 1, 0])), Tensor)

state = model.state_dict()
assert_type(state, dict[str, Any])
buffer = io.BytesIO()
torch.save({"model": state, "epoch": 3}, buffer)
buffer.seek(0)
checkpoint = torch.load(buffer, map_location="cpu", weights_only=True)
result = model.load_state_dict(checkpoint["model"], strict=True)
assert_type(result.missing_keys, list[str])
assert_type(model.eval().double().requires_grad_(False), nn.Sequential)
for p in model.parameters():
    p.requires_grad = False
assert_type(next(model.parameters()).device, torch.device)
total = sum(p.numel() for p in model.parameters())
assert_type(total, int)
