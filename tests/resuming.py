"""A training run that saves after every step and goes on where its file says: `python resuming.py FILE STEPS_TO_LIVE [WORKERS]`.

It is killed by SIGKILL after so many steps, in the middle of an epoch.
"""

from __future__ import annotations

import os
import signal
import sys

import numpynn as nt
from numpynn import nn
from numpynn.utils.data import DataLoader, Dataset

EPOCHS = 3


class Noisy(Dataset):
    """Points of a plane, with noise drawn where they are fetched: here, or in a worker."""

    def __init__(self):
        self.x = nt.randn(40, 6)

    def __len__(self):
        return len(self.x)

    def __getitem__(self, index):
        x = self.x[index]
        return x + 0.1 * nt.randn(6), x.sum(0, keepdim=True)


def make(workers):
    """Everything that a run consists of, freshly seeded."""
    nt.manual_seed(0)
    loader = DataLoader(Noisy(), batch_size=8, shuffle=True, num_workers=workers)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Dropout(0.4), nn.Linear(16, 1))
    optimizer = nt.optim.Adam(model.parameters(), lr=0.01)
    scheduler = nt.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    return {"loader": loader, "model": model, "optimizer": optimizer, "scheduler": scheduler}


def train(path, steps_to_live=None, workers=0):
    """Runs to the end of the last epoch; gives the final state."""
    parts, epoch, lived = make(workers), 0, 0
    loader, model, optimizer, scheduler = parts.values()
    if os.path.exists(path):
        saved = nt.load(path)
        for name, part in parts.items():
            part.load_state_dict(saved[name])
        nt.set_rng_state(saved["rng"])
        epoch = saved["epoch"]
    while epoch < EPOCHS:
        for x, y in loader:
            optimizer.zero_grad()
            nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()
            states = {name: part.state_dict() for name, part in parts.items()}
            nt.save(states | {"epoch": epoch, "rng": nt.get_rng_state()}, path)
            lived += 1
            if lived == steps_to_live:
                os.kill(os.getpid(), signal.SIGKILL)
        scheduler.step()
        epoch += 1
    return {**model.state_dict(), "lr": scheduler.get_last_lr(), "rng": nt.get_rng_state()}


if __name__ == "__main__":
    train(sys.argv[1], *map(int, sys.argv[2:]))
