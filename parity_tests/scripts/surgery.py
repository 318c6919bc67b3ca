"""Fine-tuning: weights of one network put into another, with a new head; parts frozen; models copied and pickled."""

import copy
import io
import pickle
from collections import OrderedDict

import torch
import torch.nn as nn


class Backbone(nn.Module):
    def __init__(self, width=16):
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.relu = nn.ReLU(inplace=True)
        self.layer1 = nn.Sequential(OrderedDict(conv=nn.Conv2d(width, width, 3, padding=1), act=nn.GELU(), pool=nn.MaxPool2d(2)))
        self.register_buffer("mean", torch.tensor(0.5), persistent=False)

    def forward(self, x):
        return self.layer1(self.relu(self.bn1(self.conv1(x - self.mean)))).mean(dim=[2, 3])


class Classifier(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.backbone = Backbone()
        self.fc = nn.Linear(16, classes)

    def forward(self, x):
        return self.fc(self.backbone(x))


def train(model, parameters, x, y, steps):
    optimizer = torch.optim.Adam(parameters, lr=1e-2)
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


torch.manual_seed(1)
x, y = torch.rand(32, 1, 8, 8), torch.arange(32) % 4
x[torch.arange(32), 0, y * 2] += 1.0
old = nn.DataParallel(Classifier(4)) if torch.cuda.device_count() > 1 else Classifier(4)
print("pretraining", train(old, old.parameters(), x, y, 12))

buffer = io.BytesIO()
torch.save({"state_dict": OrderedDict(("module." + k, v) for k, v in old.state_dict().items()), "arch": "tiny"}, buffer)
buffer.seek(0)
checkpoint = torch.load(buffer, map_location=lambda storage, loc: storage)
state_dict = {k.replace("module.", ""): v for k, v in checkpoint["state_dict"].items()}

new = Classifier(2)
own = new.state_dict()
state_dict = {k: v for k, v in state_dict.items() if k in own and v.size() == own[k].size()}
missing, unexpected = new.load_state_dict(state_dict, strict=False)
print(checkpoint["arch"], missing, unexpected, len(state_dict))
try:
    new.load_state_dict(old.state_dict())
except RuntimeError as e:
    print("refused:", "size mismatch for fc.weight" in str(e))

for name, child in new.named_children():
    if name != "fc":
        for param in child.parameters():
            param.requires_grad = False
print("head", train(new, filter(lambda p: p.requires_grad, new.parameters()), x, y // 2, 10))
for param in new.backbone.layer1.parameters():
    param.requires_grad_(True)
groups = [{"params": new.backbone.layer1.parameters(), "lr": 1e-3}, {"params": new.fc.parameters()}]
print("layer1", train(new, groups, x, y // 2, 10), [p.grad is None for p in new.parameters()])

twin = copy.deepcopy(new)
with torch.no_grad():
    twin.fc.weight[0].zero_()
    twin.fc.bias.add_(1)
    twin.backbone.conv1.weight.data = twin.backbone.conv1.weight.data.flip(0)
new.eval(), twin.eval()
print("twin", (new(x[:4]) - twin(x[:4])).norm().item(), (new.fc.bias - twin.fc.bias).mean().item())
again = pickle.loads(pickle.dumps(new))
print("pickled", torch.equal(again(x), new(x)), again.training, type(again.backbone.layer1).__name__)
new.fc = nn.Sequential(new.fc, nn.ReLU(), nn.Linear(2, 5))
new.backbone.relu = nn.Identity()
del new.backbone.layer1.act
print(new)
print(new(x[:3]).shape, [n for n, _ in new.named_modules()])
