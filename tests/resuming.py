"""A training run that saves after every step and goes on where its file says: `python resuming.py FILE [STEPS_TO_LIVE]`.

With STEPS_TO_LIVE it is killed by SIGKILL after so many steps, in the middle of an epoch.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys

import numpynn as nt
from numpynn import nn
from numpynn.utils.data import DataLoader, TensorDataset

EPOCHS = 3


def make():
    """Everything that a run consists of, freshly seeded."""
    nt.manual_seed(0)
    x = nt.randn(40, 6)
    loader = DataLoader(TensorDataset(x, x.sum(1, keepdim=True)), batch_size=8, shuffle=True)
    model = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Dropout(0.4), nn.Linear(16, 1))
    optimizer = nt.optim.Adam(model.parameters(), lr=0.01)
    scheduler = nt.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    return loader, model, optimizer, scheduler


def train(path, steps_to_live=None):
    """Runs to the end of the last epoch; gives the final state."""
    loader, model, optimizer, scheduler = make()
    epoch, done, started = 0, 0, nt.get_rng_state()
    now = None
    if os.path.exists(path):
        saved = nt.load(path)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        scheduler.load_state_dict(saved["scheduler"])
        epoch, done, started, now = saved["epoch"], saved["done"], saved["started"], saved["now"]
    lived = 0
    while epoch < EPOCHS:
        # The order of an epoch's batches is drawn from the state in which it began.
        nt.set_rng_state(started)
        batches = itertools.islice(iter(loader), done, None)
        for x, y in batches:
            if now is not None:
                nt.set_rng_state(now)
                now = None
            optimizer.zero_grad()
            nn.functional.mse_loss(model(x), y).backward()
            optimizer.step()
            done += 1
            state = {"epoch": epoch, "done": done, "started": started, "now": nt.get_rng_state()}
            parts = {"model": model, "optimizer": optimizer, "scheduler": scheduler}
            nt.save(state | {name: part.state_dict() for name, part in parts.items()}, path)
            lived += 1
            if lived == steps_to_live:
                os.kill(os.getpid(), signal.SIGKILL)
        if now is not None:
            nt.set_rng_state(now)
            now = None
        scheduler.step()
        epoch, done, started = epoch + 1, 0, nt.get_rng_state()
    return {**model.state_dict(), "lr": scheduler.get_last_lr(), "rng": nt.get_rng_state()}


if __name__ == "__main__":
    train(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
