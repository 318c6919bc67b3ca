"""Training that is interrupted: a checkpoint of everything is saved, loaded into new objects, and training goes on."""

import argparse
import os
import random
import tempfile

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, random_split, TensorDataset


def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


class MLP(nn.Module):
    def __init__(self, p=0.1):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(8, 32, bias=False), nn.BatchNorm1d(32), nn.ReLU(inplace=True), nn.Dropout(p), nn.Linear(32, 3))
        self.apply(self._init)

    @staticmethod
    def _init(m):
        if isinstance(m, nn.Linear):
            nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
            if m.bias is not None:
                nn.init.constant_(m.bias, 0)

    def forward(self, x):
        return self.net(x)


def build(args):
    model = MLP()
    decay, no_decay = [], []
    for name, p in model.named_parameters():
        (no_decay if p.ndim == 1 or name.endswith(".bias") else decay).append(p)
    groups = [{"params": decay, "weight_decay": 1e-2}, {"params": no_decay, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.lr)
    scheduler = torch.optim.lr_scheduler.SequentialLR(
        optimizer,
        [
            torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=2),
            torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=6),
        ],
        milestones=[2],
    )
    return model, optimizer, scheduler


def run_epoch(model, loader, criterion, optimizer=None):
    model.train(optimizer is not None)
    total, correct, n = 0.0, 0, 0
    with torch.set_grad_enabled(optimizer is not None):
        for x, y in loader:
            out = model(x)
            loss = criterion(out, y)
            if optimizer is not None:
                optimizer.zero_grad(set_to_none=True)
                loss.backward()
                norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)
                optimizer.step()
            total += loss.item() * x.size(0)
            correct += (out.argmax(dim=1) == y).sum().item()
            n += x.size(0)
    return total / n, correct / n


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--lr", type=float, default=1e-2)
    parser.add_argument("--epochs", type=int, default=6)
    args = parser.parse_args()
    set_seed(7)
    x = torch.randn(256, 8)
    y = (x[:, 0] > 0).long() + (x[:, 1] * x[:, 2] > 0).long()
    train_set, val_set = random_split(TensorDataset(x, y), [0.8, 0.2], generator=torch.Generator().manual_seed(0))
    train_loader = DataLoader(train_set, batch_size=32, shuffle=True, drop_last=True)
    val_loader = DataLoader(val_set, batch_size=64)
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

    path = os.path.join(tempfile.mkdtemp(), "checkpoint.pth.tar")
    best, start = float("inf"), 0
    model, optimizer, scheduler = build(args)
    for session in range(2):
        if os.path.isfile(path):
            checkpoint = torch.load(path, map_location=torch.device("cpu"), weights_only=True)
            model, optimizer, scheduler = build(args)
            model.load_state_dict(checkpoint["state_dict"])
            optimizer.load_state_dict(checkpoint["optimizer"])
            scheduler.load_state_dict(checkpoint["scheduler"])
            torch.set_rng_state(checkpoint["rng"])
            start, best = checkpoint["epoch"], checkpoint["best"]
            print("=> loaded checkpoint (epoch {})".format(start))
        for epoch in range(start, args.epochs if session else args.epochs // 2):
            train_loss, train_acc = run_epoch(model, train_loader, criterion, optimizer)
            val_loss, val_acc = run_epoch(model, val_loader, criterion)
            scheduler.step()
            best = min(best, val_loss)
            lr = optimizer.param_groups[0]["lr"]
            print(f"epoch {epoch}: train {train_loss} ({train_acc:.3f}) val {val_loss} ({val_acc:.3f}) lr {lr:.6f}")
            torch.save(
                {
                    "epoch": epoch + 1,
                    "state_dict": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "scheduler": scheduler.state_dict(),
                    "rng": torch.get_rng_state(),
                    "best": best,
                },
                path,
            )
    print("best", best, sum(p.numel() for p in model.parameters() if p.requires_grad))


if __name__ == "__main__":
    main()
