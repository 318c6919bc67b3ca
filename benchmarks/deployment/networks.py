"""The networks that are deployed."""

from __future__ import annotations

from typing import NamedTuple


class Network(NamedTuple):
    """A network of benchmarks/images.py or sequences.py, and the input of one prediction."""

    title: str
    room: str
    build: str
    shape: tuple
    words: bool = False


NETWORKS = {
    "lenet5": Network("LeNet-5, 28x28 pixels", "images", "lenet5", (1, 1, 28, 28)),
    "resnet18": Network("ResNet-18, 64x64 pixels", "images", "resnet18", (1, 3, 64, 64)),
    "gpt": Network("GPT, 4 blocks of 128, 64 tokens", "sequences", "gpt", (1, 64), words=True),
}
# The files of a network that each library needs.
FILES = {
    "numpynn": ("ported.py", "ported.npz"),
    "onnxruntime": ("model.onnx",),
    "torch": ("original.py", "images.py", "sequences.py", "weights.pt"),
}
