"""The networks, made in torch, each as the three libraries take it: `python -m benchmarks.deployment.prepare FOLDER`.

For torch the source with its state_dict; for numpynn what port-model writes; for onnxruntime what torch.onnx.export writes.
"""

from __future__ import annotations

import importlib
import shutil
import sys
import warnings
from pathlib import Path

import numpy as np
import torch

from numpynn.port import port

from .networks import NETWORKS

ORIGINAL = """import torch
from {room} import {build}


def load():
    model = {build}(torch)
    model.load_state_dict(torch.load(__file__.replace("original.py", "weights.pt")))
    return model.eval()
"""


def prepare(folder: Path) -> None:
    """A folder for each network."""
    for name, network in NETWORKS.items():
        torch.manual_seed(0)
        model = builder(network)(torch).eval()
        x = torch.randint(96, network.shape) if network.words else torch.randn(network.shape)
        write(model, x, network, folder / name)


def builder(network):
    """What makes it, for a library."""
    return getattr(importlib.import_module(f"benchmarks.{network.room}"), network.build)


def write(model, x, network, folder: Path) -> None:
    """The files of one network, and an input with torch's answer to it."""
    folder.mkdir(parents=True)
    torch.save(model.state_dict(), folder / "weights.pt")
    shutil.copy(Path(__file__).parents[1] / f"{network.room}.py", folder)
    original = ORIGINAL.format(room=network.room, build=network.build)
    (folder / "original.py").write_text(original, encoding="utf-8")
    port(model, x).write(str(folder / "ported.py"))
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the exporter that needs no onnxscript
        torch.onnx.export(model, (x,), str(folder / "model.onnx"), dynamo=False)
        np.save(folder / "answer.npy", model(x).numpy())
    np.save(folder / "input.npy", x.numpy())


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
