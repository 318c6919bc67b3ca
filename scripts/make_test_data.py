"""Makes the small checkpoints in tests/data again, with torch; what they hold is told by tests/test_checkpoint_reading.py."""

import warnings
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import nn

OUT = Path(__file__).parents[1] / "tests/data"
DTYPES = "float64 float32 float16 bfloat16 complex128 complex64 int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool".split()


class Block(nn.Module):
    """A part of a scripted network: a linear layer, a buffer, a constant and a list of tensors."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 3)
        self.register_buffer("scale", torch.arange(3.0))
        self.shift: list[torch.Tensor] = [torch.ones(1), torch.zeros(2)]

    def forward(self, x):
        return self.linear(x) * self.scale + self.shift[0] + torch.tensor([1.0, 2.0, 3.0])


class Net(nn.Module):
    """A scripted network with one Block under two names."""

    def __init__(self):
        super().__init__()
        self.first = Block()
        self.again = self.first

    def forward(self, x):
        return self.again(x) + self.first(x)


def counting(module):
    """The module with its parameters set to 0, 1, 2, ..."""
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.arange(parameter.numel()).reshape(parameter.shape))
    return module


def layouts():
    """Tensors of one storage in every layout."""
    base = torch.arange(24.0)
    grid = base.reshape(4, 6)
    return OrderedDict(
        base=base,
        grid=grid,
        transposed=grid.T,
        strided=grid[1:, ::2],
        offset=base[5:9],
        expanded=base[:1].expand(3, 2),
        scalar=base[7],
        empty=base[:0].reshape(0, 3),
        unrelated=torch.arange(24.0),
    )


def things():
    """Everything else that checkpoints hold."""
    shared = [1, 2]
    return {
        "numbers": [0, -1, 255, 256, 65536, -(2**31), 2**31, 2**80, -(2**80), 1.5, float("inf"), 1 + 2j],
        "texts": ["", "plain", "ünï\U0001f600"],
        "bytes": [b"", b"\x00\xff", bytearray(b"xy")],
        "constants": (None, True, False, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
        "shared": [shared, shared],
        "set": {1, 2, 3},
        "counter": Counter("abracadabra"),
        "defaultdict": defaultdict(dict, {"a": {"b": 1}}),
        "size": torch.Size([2, 3]),
        "dtype": torch.float16,
        "device": torch.device("cpu"),
        "arrays": [np.arange(6.0).reshape(2, 3), np.float32(0.5), np.array(["ab", "c"]), np.arange(4, dtype=">i2")],
        "parameter": nn.Parameter(torch.arange(3.0)),
        "frozen": nn.Parameter(torch.arange(3), requires_grad=False),
        "wants gradient": torch.ones(2, requires_grad=True),
        "conjugate": torch.tensor([1 + 2j, 3 - 4j]).conj(),
        "negative": torch.tensor([1 + 2j, 3 - 4j]).conj().imag,
    }


def training():
    """A checkpoint as trainers write it."""
    model = counting(nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)))
    adam = torch.optim.Adam(model.parameters(), lr=0.5, amsgrad=True)
    schedule = torch.optim.lr_scheduler.StepLR(adam, 2)
    model(torch.ones(4, 2)).sum().backward()
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    adam.step()
    counting(model)
    schedule.step()
    return {
        "epoch": 3,
        "state_dict": model.state_dict(),
        "optimizer_states": [adam.state_dict()],
        "lr_schedulers": [schedule.state_dict()],
        "hyper_parameters": {"lr": 0.5, "name": "net", "sizes": [2, 3]},
        "callbacks": {"ModelCheckpoint{'monitor': None}": {"best_model_score": torch.tensor(0.25), "best": "a.ckpt"}},
    }


def main():
    OUT.mkdir(exist_ok=True)
    warnings.simplefilter("ignore")
    torch.save({name: torch.arange(4).to(getattr(torch, name)) for name in DTYPES}, OUT / "dtypes.pt")
    torch.save(layouts(), OUT / "layouts.pt")
    torch.save(layouts(), OUT / "layouts.legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(things(), OUT / "things.pt")
    torch.save(things(), OUT / "things.legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(things(), OUT / "things.protocol5.pt", pickle_protocol=5)
    torch.save(training(), OUT / "training.pt")
    torch.jit.script(counting(Net())).save(str(OUT / "script.pt"))
    torch.save({"w": {"deep": torch.ones(3).to(torch.float8_e4m3fn)}}, OUT / "float8.pt")
    torch.save({"w": torch.quantize_per_tensor(torch.ones(3), 0.5, 0, torch.qint8)}, OUT / "quantised.pt")
    torch.save({"w": torch.eye(2).to_sparse()}, OUT / "sparse.pt")
    torch.save(nn.Linear(2, 3), OUT / "module.pt")
    for path in sorted(OUT.iterdir()):
        print(f"{path.name:24} {path.stat().st_size:6} bytes")


if __name__ == "__main__":
    main()
