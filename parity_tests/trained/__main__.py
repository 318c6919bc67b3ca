"""`python -m parity_tests.trained`: how near the trained networks come to torch's answers, and their time at batch 1."""

from __future__ import annotations

import warnings

import numpy as np
import torch

import numpynn
from benchmarks.timing import compare

from . import download
from .inputs import inputs
from .run import outputs, prepared


def main():
    """A line a network. The two voice detectors hear a hundred pieces and more, one after the other."""
    warnings.filterwarnings("ignore", "`torch.jit.load` is deprecated", DeprecationWarning)
    torch.set_num_threads(1)
    folder = download.files()
    arrays = inputs(folder)
    worst = {dtype: _differences(folder, arrays, dtype) for dtype in ("float32", "float64")}
    ours, theirs = prepared(numpynn, folder), prepared(torch, folder)
    print(f"{'network':12} {'float32':>9} {'float64':>9} {'numpynn':>11} {'torch':>11}   torch / numpynn, 1 thread")
    for name, array in arrays.items():
        x = array if name.startswith("voice") else array[:1]
        pair = compare(_calling(numpynn, ours[name], x), _calling(torch, theirs[name], x))
        times = f"{pair.ours * 1e3:8.2f} ms {pair.theirs * 1e3:8.2f} ms   {pair.ratio:.2f}"
        print(f"{name:12} {worst['float32'][name]:9.1e} {worst['float64'][name]:9.1e} {times}")


def _differences(folder, arrays, dtype):
    """The largest difference in any output of each network."""
    ours, theirs = (outputs(lib, folder, arrays, dtype) for lib in (numpynn, torch))
    found = dict.fromkeys(arrays, 0.0)
    for name, expected in theirs.items():
        network = name.rpartition(" ")[0]
        found[network] = max(found[network], float(np.abs(ours[name] - expected).max()))
    return found


def _calling(lib, network, array):
    x = lib.from_numpy(array.copy())

    def work():
        with lib.no_grad():
            network(x)

    return work


if __name__ == "__main__":
    main()
