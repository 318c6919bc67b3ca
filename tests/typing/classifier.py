"""A small convolutional network, trained: nn.Module, F.*, DataLoader, optimizer, scheduler, accuracy."""

from typing import assert_type

import numpynn as torch
import numpynn.nn.functional as F
from numpynn import Tensor, nn, optim
from numpynn.utils.data import DataLoader, TensorDataset, random_split


class Net(nn.Module):
    def __init__(self, classes: int = 10, width: int = 4) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, width, 3, padding=1)
        self.norm = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, kernel_size=(3, 3), padding="same", bias=False) if width > 2 else None
        self.drop = nn.Dropout(0.25)
        self.head = nn.Linear(width * 16, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.norm(self.conv1(x)), inplace=True)
        if self.conv2 is not None:
            x = self.conv2(x)
        x = F.max_pool2d(x, 2)
        x = self.drop(torch.flatten(x, 1))
        return F.log_softmax(self.head(x), dim=1)


def train(model: nn.Module, loader: DataLoader[tuple[Tensor, ...]], optimizer: optim.Optimizer) -> float:
    model.train()
    total = 0.0
    for images, labels in loader:
        optimizer.zero_grad()
        loss = F.nll_loss(model(images), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += loss.item() * len(images)
    return total / len(loader.dataset)


@torch.no_grad()
def accuracy(model: nn.Module, loader: DataLoader[tuple[Tensor, ...]]) -> float:
    model.eval()
    correct = 0
    for images, labels in loader:
        correct += int((model(images).argmax(dim=1) == labels).sum().item())
    return correct / len(loader.dataset)


def main() -> None:
    torch.manual_seed(0)
    data = TensorDataset(torch.randn(32, 1, 8, 8), torch.randint(0, 10, (32,)))
    training, held_out = random_split(data, [24, 8])
    loader = DataLoader(training, batch_size=8, shuffle=True, num_workers=0, drop_last=True)
    net = Net().to(torch.device("cpu"))
    assert_type(net, Net)
    assert_type(net.conv1(data[0][0][None]), Tensor)
    assert_type(net.conv1.weight, nn.Parameter)
    optimizer = optim.SGD(net.parameters(), lr=0.1, momentum=0.9, nesterov=True, weight_decay=1e-4)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    for epoch in range(2):
        loss = train(net, loader, optimizer)
        scheduler.step()
        print(f"{epoch}: {loss:.4f} at {scheduler.get_last_lr()[0]:.3g}, {accuracy(net, DataLoader(held_out)):.0%}")
    for name, parameter in net.named_parameters():
        assert_type(name, str)
        assert_type(parameter, nn.Parameter)
    print(
        sum(p.numel() for p in net.parameters() if p.requires_grad), [group["lr"] for group in optimizer.param_groups]
    )


if __name__ == "__main__":
    main()
