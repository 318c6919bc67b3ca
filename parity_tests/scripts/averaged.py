"""Stochastic weight averaging and an exponential moving average, with batch statistics brought up to date."""

import copy

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, SWALR, get_ema_multi_avg_fn, update_bn

torch.manual_seed(5)
model = nn.Sequential(nn.Conv1d(1, 8, 3, padding=1), nn.BatchNorm1d(8), nn.ReLU(), nn.AdaptiveAvgPool1d(4), nn.Flatten(), nn.Linear(32, 2))


class EMA:
    def __init__(self, model, decay):
        self.module = copy.deepcopy(model).eval()
        self.decay = decay

    @torch.no_grad()
    def update(self, model):
        for ema_v, model_v in zip(self.module.state_dict().values(), model.state_dict().values()):
            if ema_v.dtype.is_floating_point:
                ema_v.copy_(self.decay * ema_v + (1.0 - self.decay) * model_v)
            else:
                ema_v.copy_(model_v)


swa_model = AveragedModel(model)
ema_model = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9), use_buffers=True)
own = EMA(model, 0.9)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4)
scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[2, 4], gamma=0.5)
swa_scheduler = SWALR(optimizer, anneal_strategy="linear", anneal_epochs=2, swa_lr=0.02)

t = torch.linspace(0, 6.28, 24)
freq = torch.randint(1, 3, (96,))
x = (torch.sin(freq[:, None] * t + torch.rand(96, 1) * 6.28) + 0.3 * torch.randn(96, 24)).unsqueeze(1)
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, freq - 1), batch_size=24, shuffle=True)
loss_fn = nn.CrossEntropyLoss()
for epoch in range(8):
    for data, target in loader:
        optimizer.zero_grad()
        loss_fn(model(data), target).backward()
        optimizer.step()
        ema_model.update_parameters(model)
        own.update(model)
    if epoch >= 4:
        swa_model.update_parameters(model)
        swa_scheduler.step()
    else:
        scheduler.step()
    print(epoch, optimizer.param_groups[0]["lr"], loss_fn(model(x), freq - 1).item())

update_bn(loader, swa_model)
with torch.no_grad():
    for name, net in {"model": model, "swa": swa_model, "ema": ema_model, "own": own.module}.items():
        net.eval()
        out = net(x)
        print(f"{name}: loss {loss_fn(out, freq - 1).item()} accuracy {(out.argmax(1) == freq - 1).float().mean().item():.4f}")
print(int(swa_model.n_averaged), all(torch.allclose(a, b, atol=1e-6) for a, b in zip(ema_model.module.parameters(), own.module.parameters())))
