"""One training run, written once and run by both libraries from the same seed: nothing is copied from one to the other."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from numpynn.datasets import load_digits


@dataclass
class Run:
    """What a run leaves behind: the bytes that must be equal, and the numbers that may drift."""

    initial: dict[str, bytes] = field(default_factory=dict)
    batches: list[bytes] = field(default_factory=list)
    masks: list[bytes] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    state: bytes = b""


def network(lib, masks):
    """LeNet-5 for 8x8 pixels with dropout; the masks of its dropout are written down."""
    nn = lib.nn

    class Noted(nn.Dropout):
        def forward(self, x):
            y = super().forward(x)
            if self.training:
                masks.append((y != 0).numpy().tobytes())
            return y

    return nn.Sequential(
        *(nn.Conv2d(1, 6, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2)),
        *(nn.Conv2d(6, 16, 3, padding=1), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten()),
        *(nn.Linear(64, 84), nn.Tanh(), Noted(0.3), nn.Linear(84, 10)),
    )


def train(lib, data, *, epochs=2, dtype="float32", images=512, seed=0) -> Run:
    """Trains from `seed`: weights, order of the batches and dropout are all drawn by the library. `data` is utils.data."""
    run = Run()
    lib.manual_seed(seed)
    model = network(lib, run.masks).to(getattr(lib, dtype))
    run.initial = {name: value.numpy().tobytes() for name, value in model.state_dict().items()}
    pictures, labels = load_digits()
    x = lib.from_numpy(pictures[:images].astype(dtype))
    y = lib.from_numpy(labels[:images])
    loader = data.DataLoader(data.TensorDataset(x, y), batch_size=32, shuffle=True)
    optimizer = lib.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    for _ in range(epochs):
        total = 0.0
        for images_of_batch, targets in loader:
            run.batches.append(images_of_batch.numpy().tobytes() + targets.numpy().tobytes())
            optimizer.zero_grad()
            loss = lib.nn.functional.cross_entropy(model(images_of_batch), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
        run.losses.append(total / len(loader))
    run.weights = {name: value.numpy().copy() for name, value in model.state_dict().items()}
    run.state = lib.get_rng_state().numpy().tobytes()
    return run


def drift(ours: Run, theirs: Run) -> tuple[float, float]:
    """The largest difference of an epoch's loss, and of a weight."""
    losses = max(abs(a - b) for a, b in zip(ours.losses, theirs.losses, strict=True))
    return losses, max(float(np.abs(ours.weights[name] - theirs.weights[name]).max()) for name in ours.weights)


def main() -> None:
    """Prints how far the runs drift apart, by nothing but the order of floating-point sums."""
    import torch
    import torch.utils.data

    import numpynn
    import numpynn.utils.data

    print("dtype     epochs   loss       weight     batches, masks and state")
    for dtype in ("float64", "float32"):
        for epochs in (1, 5, 20):
            ours = train(numpynn, numpynn.utils.data, epochs=epochs, dtype=dtype)
            theirs = train(torch, torch.utils.data, epochs=epochs, dtype=dtype)
            loss, weight = drift(ours, theirs)
            same = (ours.batches, ours.masks, ours.state) == (theirs.batches, theirs.masks, theirs.state)
            print(f"{dtype:<9} {epochs:>6}   {loss:.1e}    {weight:.1e}    {'equal' if same else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
