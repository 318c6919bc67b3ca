"""Runs every network where torch cannot be imported: `python -m parity_tests.trained.run FOLDER INPUTS OUT DTYPE`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from . import networks


def prepared(lib, folder: Path) -> dict:
    """The networks of a library, by name, with their weights."""
    detectors = _archive(lib, folder / "silero_vad.jit")
    return {
        "pnet": _loaded(networks.pnet(lib), lib.load(folder / "pnet.pt")),
        "rnet": _loaded(networks.rnet(lib), lib.load(folder / "rnet.pt")),
        "onet": _loaded(networks.onet(lib), lib.load(folder / "onet.pt")),
        "speaker": _loaded(
            networks.speaker(lib),
            _without_similarity(lib.load(folder / "pretrained.pt", map_location="cpu")["model_state"]),
        ),
        "voice 16k": _loaded(networks.voice(lib, 128), _under("_model.", detectors)),
        "voice 8k": _loaded(networks.voice(lib, 64), _under("_model_8k.", detectors)),
    }


def _loaded(network, state):
    network.load_state_dict(state)
    return network.eval()


def _archive(lib, path):
    """A TorchScript archive's tensors: numpynn's load gives them, torch has another function for it."""
    return lib.load(path) if lib.__name__ == "numpynn" else lib.jit.load(path).state_dict()


def _under(prefix, state):
    return {name.removeprefix(prefix): tensor for name, tensor in state.items() if name.startswith(prefix)}


def _without_similarity(state):
    """Two numbers of the encoder's loss are kept beside its weights."""
    return {name: tensor for name, tensor in state.items() if not name.startswith("similarity")}


def outputs(lib, folder: Path, inputs: dict[str, np.ndarray], dtype: str) -> dict[str, np.ndarray]:
    """Every output of every network."""
    found = {}
    for name, network in prepared(lib, folder).items():
        x = lib.from_numpy(inputs[name]).to(getattr(lib, dtype))
        with lib.no_grad():
            y = network.to(getattr(lib, dtype))(x)
        for number, part in enumerate(y if isinstance(y, tuple) else (y,)):
            found[f"{name} {number}"] = part.numpy()
    return found


def main(folder, inputs, out, dtype):
    """Torch cannot be imported here."""
    sys.modules["torch"] = None  # type: ignore[assignment]
    import numpynn

    with np.load(inputs) as arrays:
        np.savez(out, **outputs(numpynn, Path(folder), dict(arrays), dtype))


if __name__ == "__main__":
    main(*sys.argv[1:])
