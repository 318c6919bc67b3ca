"""Runs ported models in a process that cannot import torch: what they give, their gradients, one step of training.

python parity_tests/run_ported.py FOLDER: for each NAME.py with NAME.npz and inputs in NAME.in.npz, writes NAME.out.npz.
"""

import sys
from importlib import import_module
from pathlib import Path

import numpy as np


def main(folder):
    sys.modules["torch"] = None  # type: ignore[assignment]  # the mark by which Python refuses an import
    import numpynn

    sys.path.insert(0, str(folder))
    for path in sorted(folder.glob("*.py")):
        model = import_module(path.stem).load()
        with np.load(path.with_suffix(".in.npz")) as inputs:
            np.savez(path.with_suffix(".out.npz"), **results(numpynn, model, list(inputs.values())))


def results(library, model, inputs):
    """Outputs, gradients, and the parameters after a step of SGD, by name."""
    library.manual_seed(1)
    output = model(*(library.from_numpy(array) for array in inputs))
    tensors = flat(output)
    found = {f"output {index}": tensor.detach().numpy() for index, tensor in enumerate(tensors)}
    sum((tensor * tensor).mean() for tensor in tensors).backward()
    parameters = dict(model.named_parameters())
    found |= {f"gradient of {name}": each.grad.numpy().copy() for name, each in parameters.items()}
    library.optim.SGD(model.parameters(), lr=0.1).step()
    return found | {f"{name} after a step": each.detach().numpy().copy() for name, each in parameters.items()}


def flat(output):
    """The tensors of an output of dicts and tuples, in order."""
    if isinstance(output, dict):
        output = list(output.values())
    return [tensor for item in output for tensor in flat(item)] if isinstance(output, list | tuple) else [output]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
