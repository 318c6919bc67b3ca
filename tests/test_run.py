"""Programs written for PyTorch run by numpynn, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(tmp_path, source, *arguments, options=()):
    script = tmp_path / "program.py"
    script.write_text(source)
    command = [sys.executable, "-m", "numpynn", "run", *options, str(script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)


def test_a_program_runs_unchanged(tmp_path):
    source = """
import sys
import torch, torch.nn as nn
import torch.nn.functional as F
import torch.utils.data
from torch import Tensor, optim
from torch.optim.lr_scheduler import StepLR
from torch.utils.data import DataLoader, TensorDataset

if __name__ == "__main__":
    torch.manual_seed(0)
    data = TensorDataset(torch.arange(8.0).reshape(8, 1))
    net = nn.Linear(1, 1)
    optimizer = optim.SGD(net.parameters(), lr=0.01)
    schedule = StepLR(optimizer, 1, gamma=0.5)
    for (x,) in DataLoader(data, batch_size=4):
        F.mse_loss(net(x), 3 * x).backward()
        optimizer.step()
        schedule.step()
    print(isinstance(net.weight, Tensor), torch.__version__, torch.nn is nn, schedule.get_last_lr(), sys.argv[1:], __file__)
"""
    done = run(tmp_path, source, "--epochs", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"True 2.13.0 True [0.0025] ['--epochs', '3'] {tmp_path / 'program.py'}\n"


def test_modules_beside_the_program_are_found(tmp_path):
    (tmp_path / "beside.py").write_text("import torch\nvalue = torch.ones(2).sum().item()")
    assert run(tmp_path, "import beside; print(beside.value)").stdout == "2.0\n"


@pytest.mark.parametrize(
    "end, code, told",
    [
        ("sys.exit(3)", 3, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit('no data')", 1, "no data\n"),
    ],
)
def test_exit_codes(tmp_path, end, code, told):
    done = run(tmp_path, f"import sys; {end}")
    assert (done.returncode, done.stderr) == (code, told)


def test_an_error_in_the_program_has_its_traceback(tmp_path):
    done = run(tmp_path, "import torch\ntorch.ones(2) @ torch.ones(3)\n")
    assert done.returncode == 1
    assert "program.py" in done.stderr and "line 2" in done.stderr and "RuntimeError" in done.stderr


@pytest.mark.parametrize(
    "statement, error",
    [
        ("torch.nonsense", "AttributeError: torch, served by numpynn, has no attribute 'nonsense'"),
        ("import torch.nonsense", "ModuleNotFoundError: No module named 'torch.nonsense'"),
        ("from torch.nn import Nonsense", "ImportError: cannot import name 'Nonsense'"),
    ],
)
def test_what_is_not_there_is_named(tmp_path, statement, error):
    done = run(tmp_path, f"import torch\n{statement}")
    assert done.returncode == 1
    assert error in done.stderr


def test_the_names_are_listed(tmp_path):
    done = run(tmp_path, "", options=("--names",))
    assert {"nn", "Tensor", "einsum"} <= set(done.stdout.split())


def test_no_such_script(tmp_path):
    command = [sys.executable, "-m", "numpynn", "run", "missing.py"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (done.returncode, done.stderr) == (1, "numpynn run: no such script: missing.py\n")


def test_torch_itself_is_not_replaced():
    code = """
import sys, types
sys.modules["torch"] = types.ModuleType("torch")
import numpynn
try:
    numpynn.as_torch()
except RuntimeError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "torch itself is already imported" in done.stdout


def test_torchvision_is_served_too(tmp_path):
    source = """
import torch
import torchvision
import torchvision.transforms as T
from torchvision import datasets, transforms
from torchvision.datasets import MNIST
from torchvision.transforms import functional as TF
from torchvision.utils import make_grid, save_image

print(T is transforms, datasets.MNIST is MNIST, torchvision.transforms.functional is TF)
print(T.Compose([T.CenterCrop(2), T.Normalize((0.5,), (0.5,))])(torch.ones(1, 4, 4)).tolist())
try:
    from torchvision import models
except ImportError as error:
    print(error)
import torchvision.models
"""
    done = run(tmp_path, source)
    first, second, third = done.stdout.splitlines()
    assert (first, second) == ("True True True", "[[[1.0, 1.0], [1.0, 1.0]]]")
    assert "cannot import name 'models'" in third
    assert "No module named 'torchvision.models', as served by numpynn" in done.stderr
