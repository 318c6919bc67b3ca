"""The main job: see scripts/demo."""

import argparse
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from demo_picture import draw
from tqdm import tqdm

import numpynn
from numpynn import parity
from numpynn.demo import EPOCHS, Learner, batches, digits
from numpynn.models import LeNet5

SCRIPTS = Path(__file__).parent
LEAST_ACCURACY = 0.97


class TorchLeNet5(torch.nn.Module):
    """numpynn.models.LeNet5 for images of 8x8 pixels, in torch."""

    def __init__(self):
        super().__init__()
        nn = torch.nn
        self.features = nn.Sequential(
            *(nn.Conv2d(1, 6, 5), nn.Tanh(), nn.AvgPool2d(2)),
            *(nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        )
        self.classifier = nn.Sequential(
            *(nn.Flatten(), nn.Linear(400, 120), nn.Tanh()),
            *(nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)),
        )

    def forward(self, images):
        return self.classifier(self.features(images.repeat_interleave(4, 2).repeat_interleave(4, 3)))


class Epoch(NamedTuple):
    """A row of the table: of torch and of numpynn the mean loss, the test accuracy, the seconds of training."""

    loss: tuple[float, ...]
    difference: float  # the largest between the two losses of a batch
    accuracy: tuple[float, ...]
    seconds: tuple[float, ...]


def main(argv=None) -> int:
    """Train, port, read, tell; 1 where the outcome is not what it should be."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description="LeNet-5 in numpynn and in torch.")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=Path("out/demo"), help="default: %(default)s")
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)

    data = digits()
    _, images, _, labels = data
    pair = twins()
    epochs = train(pair, data, options.epochs)
    seen = read_without_torch(pair[0].model, options.out)
    draw(options.out / "demo.png", epochs, images, labels, seen)
    return tell(epochs, pair[0].read(images), seen, labels, options.out)


def twins():
    """The same network in torch and in numpynn, with the same weights."""
    torch.manual_seed(0)
    theirs, ours = Learner(torch, TorchLeNet5()), Learner(numpynn, LeNet5())
    parity.twin(theirs.model, ours.model)  # copies the weights
    return theirs, ours


def train(pair, data, count):
    """Train both; print a row after each epoch."""
    print(f"LeNet-5, handwritten digits: torch {torch.__version__}, numpynn {numpynn.__version__}")
    print("{:5}{:>24}{:>12}{:>20}{:>20}".format("", "mean loss", "largest", "test accuracy", "seconds"))
    print("epoch" + "{:>12}{:>12}{:>12}{:>10}{:>10}{:>10}{:>10}".format(*HEADS))
    epochs = []
    for number in range(1, count + 1):
        epochs.append(train_epoch(pair, data, number))
        print(f"{number:5}{as_row(epochs[-1])}", flush=True)
    return epochs


HEADS = ("torch", "numpynn", "difference", *("torch", "numpynn") * 2)


def as_row(epoch):
    return (
        "".join(f"{loss:12.6f}" for loss in epoch.loss)
        + f"{epoch.difference:12.1e}"
        + "".join(f"{accuracy:10.1%}" for accuracy in epoch.accuracy)
        + "".join(f"{seconds:10.2f}" for seconds in epoch.seconds)
    )


def train_epoch(pair, data, number):
    """Each batch is learned by the one, then by the other."""
    images, test_images, labels, test_labels = data
    rows = tqdm(batches(len(images), number), desc=f"epoch {number}", leave=False, disable=None)
    steps = np.array([[timed_step(learner, images[batch], labels[batch]) for learner in pair] for batch in rows])
    losses, seconds = steps[..., 0], steps[..., 1]
    accuracy = tuple(float(np.mean(learner.read(test_images) == test_labels)) for learner in pair)
    difference = float(np.abs(losses[:, 0] - losses[:, 1]).max())
    return Epoch(tuple(losses.mean(0)), difference, accuracy, tuple(seconds.sum(0)))


def timed_step(learner, images, labels):
    start = time.perf_counter()
    loss = learner.learn(images, labels)
    return loss, time.perf_counter() - start


def read_without_torch(model, out):
    """Save torch's weights, port them, read the test digits in a process that cannot import torch."""
    saved, ported, predictions = out / "lenet5.pt", out / "lenet5.npz", out / "predictions.npy"
    torch.save(model.state_dict(), saved)
    run("port_weights.py", saved, ported, "--check")
    run("without_torch.py", "demo", "--weights", ported, "--predictions", predictions)
    return np.load(predictions)


def run(script, *arguments):
    """Another script as a process of its own, shown as one would type it."""
    command = [str(argument) for argument in arguments]
    print(f"\n$ python scripts/{script} {' '.join(command)}", flush=True)
    subprocess.run([sys.executable, SCRIPTS / script, *command], check=True)


def tell(epochs, read_by_torch, seen, labels, out):
    """The closing table; 1 if an accuracy is too low or the ported weights read otherwise than torch."""
    last, ported = epochs[-1], float(np.mean(seen == labels))
    otherwise = int(np.sum(seen != read_by_torch))
    seconds = np.sum([epoch.seconds for epoch in epochs], axis=0)
    rows = [
        ("", "torch", "numpynn", "difference"),
        ("loss of the last epoch", *(f"{loss:.6f}" for loss in last.loss), f"{abs(np.subtract(*last.loss)):.1e}"),
        ("largest difference of a loss", "", "", f"{max(epoch.difference for epoch in epochs):.1e}"),
        ("test accuracy", *(f"{accuracy:.1%}" for accuracy in last.accuracy), ""),
        ("seconds of training", *(f"{total:.1f}" for total in seconds), ""),
        ("torch's weights, ported", "", f"{ported:.1%}", f"{otherwise} of {len(labels)} digits"),
    ]
    print()
    for row in rows:
        print("{:30}{:>12}{:>12}{:>18}".format(*row))
    print(f"\n{out / 'demo.png'} shows the losses, and digits with what was read in them")
    return int(min(*last.accuracy, ported) <= LEAST_ACCURACY or otherwise > 0)


if __name__ == "__main__":
    sys.exit(main())
