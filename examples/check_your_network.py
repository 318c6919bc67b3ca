"""Checks a network of one's own against its torch twin: outputs, gradients, then twenty steps of Adam.

Write the network once for each library, or, as here, once in words that both understand.
"""

import numpy as np
import torch

import numpynn
from numpynn import parity


def classifier(lib):
    """A small convolutional classifier, in torch or in numpynn."""
    nn = lib.nn
    return nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(8 * 4 * 4, 10),
    )


def main():
    """Compare the twins and print both reports; raises AssertionError if they differ by more than rounding."""
    images = np.random.default_rng(0).standard_normal((16, 1, 8, 8), dtype=np.float32)
    labels = np.random.default_rng(1).integers(0, 10, 16)

    twins = parity.twin(classifier(torch), classifier(numpynn))
    once = twins.run(images)
    trained = twins.train(
        images,
        loss=lambda lib, scores: lib.nn.functional.cross_entropy(scores, lib.from_numpy(labels)),
        optimizer=lambda lib, parameters: lib.optim.Adam(parameters, lr=1e-3),
        steps=20,
    )
    for report in (once, trained):
        print(report, end="\n\n")
        report.assert_close()


if __name__ == "__main__":
    main()
