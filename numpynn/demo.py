"""python -m numpynn demo: LeNet-5 learns to read handwritten digits, with nothing but NumPy."""

from __future__ import annotations

import argparse
import time

import numpy as np

import numpynn

from .checkpoint import load
from .datasets import load_digits, train_test_split
from .models import LeNet5

EPOCHS, BATCH = 12, 32
SHADES = " .:-=+*%@"


class Learner:
    """A network and how it learns; `torch` is numpynn or torch, and every line is true of both."""

    def __init__(self, torch, model):
        self.torch, self.model = torch, model
        self.optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-3)

    def learn(self, images, labels) -> float:
        """One step; the loss before it."""
        images, labels = self.torch.from_numpy(images), self.torch.from_numpy(labels)
        self.optimizer.zero_grad()
        loss = self.torch.nn.functional.cross_entropy(self.model(images), labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def read(self, images) -> np.ndarray:
        """The digits that the network sees."""
        with self.torch.no_grad():
            return self.model(self.torch.from_numpy(images)).argmax(1).numpy()


def digits() -> list[np.ndarray]:
    """Training images, test images, training labels, test labels; the pixels with mean 0 and deviation 1."""
    images, labels = load_digits()
    return train_test_split((images - images.mean()) / images.std(), labels)


def batches(count: int, epoch: int) -> list[np.ndarray]:
    """The rows of each batch of this epoch: all rows once, shuffled."""
    order = np.random.RandomState(epoch).permutation(count)
    return np.split(order, range(BATCH, count, BATCH))


def main(argv: list[str]) -> int:
    """The command: train, or with --weights only read."""
    options = _parser().parse_args(argv)
    train_images, images, train_labels, labels = digits()
    numpynn.manual_seed(0)
    learner = Learner(numpynn, LeNet5())
    if options.weights:
        _take_weights(learner.model, options.weights)
    else:
        _train(learner, train_images, train_labels, images, labels, options.epochs)
    seen = learner.read(images)
    print(gallery(images, seen))
    right = int((seen == labels).sum())
    print(f"{right} of {len(labels)} test digits are read right: {right / len(labels):.1%}")
    if options.predictions:
        np.save(options.predictions, seen)
    return 0


def _take_weights(model, path):
    try:
        model.load_state_dict(load(path))
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"{path} does not hold the weights of LeNet-5: {' '.join(str(error).split())}") from None


def gallery(images, seen, count=4) -> str:
    """The first images as text, with what the network sees in each."""
    scaled = images[:count, 0] - images.min()
    shades = (scaled / scaled.max() * (len(SHADES) - 1)).round().astype(int)
    lines = [[_shaded(row) for row in rows] for rows in shades.swapaxes(0, 1)]
    names = [f"read as {digit}".ljust(16) for digit in seen[:count]]
    return "\n".join("   ".join(line).rstrip() for line in [*lines, names])


def _shaded(row):
    return "".join(2 * SHADES[pixel] for pixel in row)


def _parser():
    parser = argparse.ArgumentParser(
        prog="numpynn demo",
        description="LeNet-5 learns to read handwritten digits, with nothing but NumPy: about a second an epoch.",
        epilog="example: python -m numpynn demo --epochs 3",
    )
    parser.add_argument(
        "--epochs", type=_positive, default=EPOCHS, metavar="N", help="how often to go through the digits (%(default)s)"
    )
    parser.add_argument("--weights", metavar="FILE", help="read with these weights, do not train")
    parser.add_argument("--predictions", metavar="FILE.npy", help="write what is read in the test images to this file")
    return parser


def _positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"1 or more, not {number}")
    return number


def _train(learner, train_images, train_labels, images, labels, epochs):
    parameters = sum(parameter.numel() for parameter in learner.model.parameters())
    print(f"LeNet-5, {parameters} parameters: {len(train_images)} digits to learn, {len(images)} to test\n")
    print("epoch   mean loss   test accuracy   seconds")
    for epoch in range(1, epochs + 1):
        start = time.perf_counter()
        rows = batches(len(train_images), epoch)
        loss = np.mean([learner.learn(train_images[batch], train_labels[batch]) for batch in rows])
        accuracy = np.mean(learner.read(images) == labels)
        print(f"{epoch:5}   {loss:9.6f}   {accuracy:13.1%}   {time.perf_counter() - start:7.1f}", flush=True)
    print()
