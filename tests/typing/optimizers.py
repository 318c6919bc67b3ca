"""Optimizers: groups, closures, schedulers one after the other, clipping, averaging, gradient scaling, an own optimizer."""

from collections.abc import Callable
from typing import Any, assert_type, overload

import numpynn as torch
from numpynn import Tensor, nn, optim
from numpynn.optim import lr_scheduler
from numpynn.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
x, y = torch.randn(8, 3), torch.randn(8, 1)
criterion = nn.MSELoss(reduction="mean")

adam = optim.AdamW(
    [
        {"params": model[0].parameters(), "lr": 1e-2},
        {"params": [p for p in model[2].parameters() if p.dim() > 1], "weight_decay": 0.0},
    ],
    lr=1e-3,
    betas=(0.9, 0.95),
)
warm = lr_scheduler.LambdaLR(adam, lr_lambda=lambda step: min(1.0, (step + 1) / 5))
cosine = lr_scheduler.CosineAnnealingLR(adam, T_max=10, eta_min=1e-5)
scheduler = lr_scheduler.SequentialLR(adam, [warm, cosine], milestones=[2])
plateau = lr_scheduler.ReduceLROnPlateau(adam, "min", factor=0.5, patience=2)
averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))
scaler = torch.amp.GradScaler("cpu", enabled=False)
loss = torch.zeros(())
for _ in range(3):
    adam.zero_grad(set_to_none=True)
    with torch.autocast("cpu", enabled=False):
        loss = criterion(model(x), y)
    scaler.scale(loss).backward()
    scaler.unscale_(adam)
    norm = nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
    assert_type(norm, Tensor)
    scaler.step(adam)
    scaler.update()
    scheduler.step()
    averaged.update_parameters(model)
plateau.step(float(loss))
assert_type(adam.param_groups, list[dict[str, Any]])
assert_type(adam.state_dict(), dict[str, Any])
adam.load_state_dict(adam.state_dict())

lbfgs = optim.LBFGS(model.parameters(), lr=0.5, line_search_fn="strong_wolfe")


def closure() -> Tensor:
    lbfgs.zero_grad()
    loss = criterion(model(x), y)
    loss.backward()
    return loss


assert_type(lbfgs.step(closure), Tensor | float)
assert_type(adam.step(), None)


class Sign(optim.Optimizer):
    def __init__(self, params: Any, lr: float = 1e-2) -> None:
        super().__init__(params, {"lr": lr})

    @overload
    def step(self, closure: None = None) -> None: ...
    @overload
    def step(self, closure: Callable[[], Tensor | float]) -> Tensor | float: ...
    @torch.no_grad()
    def step(self, closure: Callable[[], Tensor | float] | None = None) -> Tensor | float | None:
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.add_(p.grad.sign(), alpha=-group["lr"])
        return loss


Sign(model.parameters()).step()
