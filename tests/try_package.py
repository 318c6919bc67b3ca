"""An installed numpynn is whole: run by scripts/check_package where nothing but NumPy is installed beside it."""

import subprocess
import sys
from importlib import metadata, resources
from pathlib import Path

import numpy

import numpynn
from numpynn import nn

TREE = Path(__file__).parents[1] / "numpynn"
ALONE = {"numpynn", "numpy", "pip", "setuptools"}  # of which the last two came with the environment


def main():
    """Try it; the first thing that fails ends the script."""
    package = Path(resources.files(numpynn))
    assert package != TREE, f"{package} is the source, not an installed package"
    installed = {distribution.name for distribution in metadata.distributions()}
    assert installed <= ALONE, f"also installed: {installed - ALONE}"
    assert (package / "py.typed").exists(), "py.typed is missing: type checkers would ignore the package"
    assert (package / "tensor.pyi").exists(), "the stubs are missing: type checkers would not see a Tensor's methods"
    assert not (missing := files(TREE) - files(package)), f"not installed: {sorted(missing)}"
    assert (package.parent / "pytest_numpynn.py").exists(), "the plugin of pytest is missing"
    assert metadata.version("numpynn") == numpynn.__version__
    a_step_of_training()
    for command in (
        [sys.executable, "-m", "numpynn", "demo", "--help"],
        [Path(sys.executable).parent / "numpynn", "--help"],
    ):
        assert "usage" in subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(f"numpynn {numpynn.__version__}, Python {sys.version.split()[0]}, NumPy {numpy.__version__}: whole")


def files(folder):
    """What a package is to contain."""
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def a_step_of_training():
    """On the digits that come with the package; the loss of the batch falls."""
    images, labels = (numpynn.as_tensor(array[:64]) for array in numpynn.datasets.load_digits())
    images = images.flatten(1).float()
    numpynn.manual_seed(0)
    model = nn.Linear(images.shape[1], 10)
    optimizer = numpynn.optim.Adam(model.parameters())
    losses = []
    for _ in range(2):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[1] < losses[0], losses


if __name__ == "__main__":
    main()
