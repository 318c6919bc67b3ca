"""Checkpoints go round both ways: what torch saves numpynn loads, and what numpynn saves torch.load(weights_only=True) reads."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from numpynn import checkpoint, dtypes
from numpynn.checkpoint import CheckpointError, UnsupportedError
from numpynn.device import device
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor, wrap

DTYPES = [dtype.name for dtype in dtypes.DTYPES]
WIDER = {"bfloat16": "float32", "complex32": "complex64"}
SHAPES = [(), (0,), (1,), (5,), (2, 3), (0, 4), (3, 1, 2), (1,) * 9]
FORMATS = ["zip", "legacy", "mmap", "protocol 4"]


def loaded(value, form="zip"):
    """What torch saves in one of the formats, loaded by numpynn."""
    if form == "mmap":
        return _mapped(value)
    file = io.BytesIO()
    torch.save(
        value,
        file,
        pickle_protocol=4 if form == "protocol 4" else 2,
        _use_new_zipfile_serialization=form != "legacy",
    )
    file.seek(0)
    return checkpoint.load(file)


def _mapped(value):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        torch.save(value, Path(folder) / "a.pt")
        return checkpoint.load(Path(folder) / "a.pt", mmap=True)


def read_by_torch(value, **options):
    """What numpynn saves, loaded by torch."""
    file = io.BytesIO()
    checkpoint.save(value, file)
    file.seek(0)
    return torch.load(file, weights_only=True, **options)


def check(ours, theirs, widened=False):
    """Two nests of values are equal, to the bit, with tensors of equal dtype, shape and strides."""
    if isinstance(theirs, torch.Tensor):
        _check_tensor(ours, theirs, widened)
    elif isinstance(theirs, torch.dtype):
        assert isinstance(ours, dtypes.dtype) and f"torch.{ours.name}" == str(theirs)
    elif isinstance(theirs, torch.Size):
        assert type(ours) is dtypes.Size and ours == tuple(theirs)
    elif isinstance(theirs, torch.device):
        assert type(ours) is device and str(ours) == str(theirs)
    elif isinstance(theirs, dict):
        assert type(ours) is type(theirs) and list(ours) == list(theirs)
        for key in theirs:
            check(ours[key], theirs[key], widened)
        check(getattr(ours, "_metadata", None), getattr(theirs, "_metadata", None))
    elif isinstance(theirs, (list, tuple)):
        assert type(ours) is type(theirs) and len(ours) == len(theirs)
        for mine, its in zip(ours, theirs):
            check(mine, its, widened)
    elif isinstance(theirs, np.ndarray):
        np.testing.assert_array_equal(ours, theirs, strict=True)
    else:
        assert type(ours) is type(theirs) and (ours == theirs or ours != ours)


def _check_tensor(ours, theirs, widened):
    assert type(ours) is (Parameter if isinstance(theirs, nn.Parameter) else Tensor)
    assert ours.requires_grad == theirs.requires_grad
    plain = theirs.detach().resolve_conj().resolve_neg()
    name = str(theirs.dtype).removeprefix("torch.")
    if name in WIDER:
        assert widened and ours.dtype.name == WIDER[name]
        plain = plain.to(getattr(torch, WIDER[name]))
    np.testing.assert_array_equal(ours.array, plain.numpy(), strict=True)
    if plain.numel() and not (theirs.is_conj() or theirs.is_neg()):
        assert ours.array.strides == tuple(stride * ours.array.itemsize for stride in theirs.stride())


def drawn(dtype, shape):
    """A tensor with random bits that are values of its dtype."""
    size = int(np.prod(shape))
    name = WIDER.get(dtype, dtype)
    rng = np.random.default_rng(size)
    values = (
        rng.integers(0, 2, size) if name == "bool" else rng.integers(-100, 100, size) / (8 if name[0] in "fc" else 1)
    )
    return torch.from_numpy(values.astype(np.dtype(name)).reshape(shape)).to(getattr(torch, dtype))


# torch -> numpynn ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("dtype", [*DTYPES, *WIDER])
def test_every_dtype_and_shape_from_torch(dtype, form):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # complex32 is experimental
        value = [drawn(dtype, shape) for shape in SHAPES]
        check(loaded(value, form), value, widened=True)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_every_bit_from_torch(dtype, form):
    bits = torch.randint(0, 256, (4096,), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    ours, theirs = loaded(bits.view(getattr(torch, dtype)), form), bits.view(getattr(torch, dtype))
    wide = theirs.to(getattr(torch, WIDER.get(dtype, dtype)))
    kind = np.dtype(f"u{ours.array.itemsize}")
    same = ours.array.view(kind) == wide.numpy().view(kind)
    # torch's own widening makes signalling NaNs quiet; ours keeps every bit of them.
    assert (same | np.isnan(ours.array)).all() and np.isnan(ours.array[~same]).all()


def layouts():
    """Tensors over one storage in every layout."""
    base = torch.arange(60.0)
    cube = base.reshape(3, 4, 5)
    return OrderedDict(
        base=base,
        cube=cube,
        permuted=cube.permute(2, 0, 1),
        strided=cube[::2, 1:, ::3],
        offset=base[7:12],
        expanded=cube[:, :1, :1].expand(3, 4, 5),
        diagonal=cube[0].diagonal(),
        windows=base.unfold(0, 4, 2),
        scalar=cube[1, 2, 3],
        empty=cube[:0],
        channels_last=torch.arange(24.0).reshape(1, 2, 3, 4).contiguous(memory_format=torch.channels_last),
        complex=torch.view_as_complex(torch.arange(8.0).reshape(4, 2))[1:],
    )


@pytest.mark.parametrize("form", FORMATS)
def test_layouts_from_torch(form):
    theirs = layouts()
    ours = loaded(theirs, form)
    check(ours, theirs)
    ours["permuted"].array[3, 1, 2] = theirs["permuted"][3, 1, 2] = -1
    check(ours, theirs)


@pytest.mark.parametrize("form", ["zip", "legacy", "mmap"])
def test_only_a_view_is_saved(form):
    theirs = torch.arange(100.0)[10:20:3]
    check(loaded(theirs, form), theirs)


@pytest.mark.parametrize("form", FORMATS)
def test_conjugate_and_negative_views(form):
    base = torch.randn(4, dtype=torch.complex64)
    theirs = [base, base.conj(), base.conj().imag, base.conj()[1:], torch.conj(base.reshape(2, 2))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check(loaded(theirs[:2] + theirs[3:], form), theirs[:2] + theirs[3:])
        check(loaded(theirs[2], form), theirs[2])


class Tied(nn.Module):
    """A network with tied weights, buffers, a shared submodule and a Parameter that is frozen."""

    def __init__(self, lib=torch):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.norm = nn.BatchNorm1d(4)
        self.out = nn.Linear(4, 7, bias=False)
        self.out.weight = self.embedding.weight
        self.scale = nn.Parameter(torch.ones(3), requires_grad=False)
        self.register_buffer("steps", torch.arange(3))

    def forward(self, x):
        return self.out(self.norm(self.embedding(x)))


def stepped(optimizer):
    """The state of an optimizer after some steps."""
    model = Tied()
    rule = optimizer([p for p in model.parameters() if p.requires_grad])
    for _ in range(2):
        rule.zero_grad()
        model(torch.arange(6)).square().sum().backward()
        rule.step(lambda: torch.tensor(1.0)) if isinstance(rule, torch.optim.LBFGS) else rule.step()
    return rule.state_dict()


OPTIMIZERS = {
    "SGD": lambda p: torch.optim.SGD(p, 0.1, momentum=0.9),
    "Adam": lambda p: torch.optim.Adam(p, amsgrad=True),
    "AdamW": lambda p: torch.optim.AdamW(p, lr=torch.tensor(0.01)),
    "RMSprop": lambda p: torch.optim.RMSprop(p, momentum=0.5, centered=True),
    "Adagrad": torch.optim.Adagrad,
    "Adadelta": torch.optim.Adadelta,
    "Rprop": torch.optim.Rprop,
    "ASGD": torch.optim.ASGD,
    "LBFGS": torch.optim.LBFGS,
}


@pytest.mark.parametrize("rule", OPTIMIZERS)
@pytest.mark.parametrize("form", FORMATS)
def test_optimizer_states(rule, form):
    theirs = stepped(OPTIMIZERS[rule])
    ours = loaded(theirs, form)
    check(ours, theirs)
    check(ours, read_by_torch(ours))


def lightning():
    """A checkpoint as a trainer writes it."""
    model = Tied()
    rule = torch.optim.Adam(model.parameters())
    schedules = [torch.optim.lr_scheduler.OneCycleLR(rule, 0.1, 10), torch.optim.lr_scheduler.StepLR(rule, 2)]
    return {
        "epoch": 3,
        "global_step": 1234,
        "pytorch-lightning_version": "2.5.0",
        "state_dict": model.state_dict(),
        "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 1}}}},
        "callbacks": {"EarlyStopping{'monitor': 'loss'}": {"wait_count": 0, "best_score": torch.tensor(0.5)}},
        "optimizer_states": [rule.state_dict()],
        "lr_schedulers": [{k: v for k, v in s.state_dict().items() if not callable(v)} for s in schedules],
        "hparams_name": "kwargs",
        "hyper_parameters": OrderedDict(width=3, names=("a", "b"), nested={"flag": True, "none": None}),
        "rng": [torch.get_rng_state(), (3, (1, 2, 3), None)],
    }


@pytest.mark.parametrize("form", FORMATS)
def test_training_checkpoints(form):
    theirs = lightning()
    theirs["lr_schedulers"][0].pop("_anneal_func_type", None)
    ours = loaded(theirs, form)
    check(ours, theirs)
    check(ours, read_by_torch(ours))


@pytest.mark.parametrize("form", FORMATS)
def test_models(form):
    model = Tied()
    parameters = OrderedDict(model.named_parameters(remove_duplicate=False))
    theirs = [model.state_dict(), parameters, nn.LSTM(3, 4, 2, bidirectional=True).state_dict()]
    ours = loaded(theirs, form)
    check(ours, theirs)
    assert ours[1]["out.weight"] is ours[1]["embedding.weight"]


@pytest.mark.parametrize("form", FORMATS)
def test_plain_values_from_torch(form):
    theirs = {
        "numbers": [0, -1, 2**31, -(2**31), 2**100, 1.5, float("nan"), 1j, True, None],
        "texts": ["", "ü", "\U0001f600", b"", b"\xff\0", bytearray(b"a")],
        "nests": [(), (1,), [], {}, set(), frozenset({1}), {"a": ({"b": []},)}],
        "counts": Counter("abca"),
        "defaults": defaultdict(list, a=[1]),
        "torch": [torch.Size([2, 3]), torch.float16, torch.bool, torch.device("cpu"), torch.device("cuda", 1)],
        "numpy": [
            np.arange(6).reshape(2, 3).T,
            np.float32(0.1),
            np.array(["a", "bc"]),
            np.bool_(True),
            np.dtype(">f8"),
        ],
    }
    check(loaded(theirs, form), theirs)


@pytest.mark.parametrize("form", FORMATS)
def test_attributes_of_tensors(form):
    tensor, parameter, buffer = torch.ones(2), nn.Parameter(torch.ones(2)), nn.Buffer(torch.ones(2))
    tensor.note, parameter.note = "a", {"b": [1]}
    ours = loaded([tensor, parameter, buffer], form)
    assert ours[0].note == "a" and ours[1].note == {"b": [1]}
    assert [type(value) for value in ours] == [Tensor, Parameter, Tensor]
    again = read_by_torch(ours)
    assert again[0].note == "a" and again[1].note == {"b": [1]} and type(again[1]) is nn.Parameter


@pytest.mark.parametrize(
    "make",
    [
        lambda: torch.ones(3).to(torch.float8_e4m3fn),
        lambda: torch.ones(3).to(torch.float8_e5m2),
        lambda: torch.quantize_per_tensor(torch.ones(3), 0.5, 0, torch.quint8),
        lambda: torch.quantize_per_channel(torch.ones(2, 2), torch.ones(2), torch.zeros(2), 0, torch.qint8),
        lambda: torch.eye(3).to_sparse(),
        lambda: torch.eye(3).to_sparse_csr(),
        lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
        lambda: torch.empty(3, device="meta"),
    ],
)
def test_what_numpy_lacks_is_named(make):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = make()
        with pytest.raises(UnsupportedError, match=r"^'model\.layer\.weight': "):
            loaded({"model": {"layer.weight": value, "other": 1}})


# TorchScript -----------------------------------------------------------------------------------------------------------


class Scripted(nn.Module):
    """A network for torch.jit with submodules, buffers, constants and a list of tensors."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU())
        self.again = self.body[0]
        self.register_buffer("scale", torch.arange(2.0))
        self.weights = [torch.ones(1), torch.zeros(2)]

    def forward(self, x):
        return self.again(x) + self.body(x) * self.scale.reshape(1, 2, 1, 1) + torch.tensor([1.0, 2.0]).reshape(2, 1, 1)


@pytest.mark.parametrize("compile_it", [torch.jit.script, lambda m: torch.jit.trace(m.eval(), torch.ones(1, 1, 5, 5))])
def test_script(tmp_path, compile_it):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scripted = compile_it(Scripted())
        scripted.save(str(tmp_path / "a.pt"))
        frozen = torch.jit.freeze(scripted.eval())
        frozen.save(str(tmp_path / "frozen.pt"))
    theirs = scripted.state_dict()
    for mmap in (False, True):
        ours = checkpoint.load(tmp_path / "a.pt", mmap=mmap)
        assert set(ours) >= set(theirs)
        for name, value in theirs.items():
            np.testing.assert_array_equal(ours[name].array, value.numpy(), strict=True)
    assert checkpoint.load(tmp_path / "frozen.pt") == {}


# numpynn -> torch --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_dtype_and_shape_to_torch(dtype):
    ours = [wrap(drawn(dtype, shape).numpy()) for shape in SHAPES]
    check(ours, read_by_torch(ours))


@pytest.mark.parametrize("mmap", [False, True])
def test_layouts_to_torch(tmp_path, mmap):
    ours = loaded(layouts())
    checkpoint.save(ours, tmp_path / "a.pt")
    theirs = torch.load(tmp_path / "a.pt", mmap=mmap)
    check(ours, theirs)
    theirs["permuted"][3, 1, 2] = -1
    ours["permuted"].array[3, 1, 2] = -1
    check(ours, theirs)


def test_plain_values_to_torch():
    ours = {
        "numbers": [0, -1, 255, 256, 65536, 2**31, -(2**31), 2**100, 1.5, 1j, True, None],
        "texts": ["", "ü\0", b"\xff\0", bytearray(b"a")],
        "nests": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], {}, set(), {1}, {"a": ({"b": []},)}],
        "counts": Counter("abca"),
        "ordered": OrderedDict(a=1),
        "torch": [dtypes.Size([2, 3]), dtypes.float16, dtypes.bool, device("cpu"), device("cuda:1")],
        "long": list(range(3000)),
    }
    check(ours, read_by_torch(ours))


def test_what_torch_needs_leave_for():
    ours = {
        "default": defaultdict(list, a=[1]),
        "array": np.arange(3.0),
        "number": np.float32(0.5),
        "frozen": frozenset({1}),
        "none": b"",
    }
    file = io.BytesIO()
    checkpoint.save(ours, file)
    file.seek(0)
    check(ours, torch.load(file, weights_only=False))


def test_models_to_torch():
    ours = loaded(Tied().state_dict())
    model = Tied()
    assert str(model.load_state_dict(read_by_torch(ours))) == "<All keys matched successfully>"
    for name, value in model.state_dict().items():
        np.testing.assert_array_equal(value.numpy(), ours[name].array)


def test_parameters_to_torch():
    ours = [
        Parameter(wrap(np.ones(2, np.float32))),
        Parameter(wrap(np.ones(2, np.float32)), False),
        wrap(np.ones(2)).requires_grad_(),
    ]
    check(ours, read_by_torch(ours))


def test_files_by_path_to_torch(tmp_path):
    ours = {"w": wrap(np.arange(6.0).reshape(2, 3).T)}
    for file in ("a.pt", "ü.pth", "a.safetensors"):
        checkpoint.save(ours, tmp_path / file)
        np.testing.assert_array_equal(torch.load(tmp_path / file)["w"].numpy(), ours["w"].array)


def test_safetensors_from_torch(tmp_path):
    from safetensors.torch import save_file

    theirs = {dtype: drawn(dtype, (2, 3)) for dtype in [*DTYPES, "bfloat16"] if dtype != "complex128"}
    theirs |= {"s": torch.tensor(1.5), "e": torch.empty(0, 3)}
    save_file(theirs, tmp_path / "a.safetensors", metadata={"format": "pt"})
    ours = checkpoint.load(tmp_path / "a.safetensors")
    assert ours.keys() == theirs.keys()
    for name, value in theirs.items():
        check(ours[name], value, widened=True)
    save_file({"w": torch.ones(2).to(torch.float8_e5m2)}, tmp_path / "b.safetensors")
    with pytest.raises(UnsupportedError, match="'w': "):
        checkpoint.load(tmp_path / "b.safetensors")


# Alike in what is refused --------------------------------------------------------------------------------------------------


def test_a_view_storage_of_old_is_read_alike():
    from torch.serialization import MAGIC_NUMBER

    assert MAGIC_NUMBER == 0x1950A86A20F9469CFC6C
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    try:
        from forging import FOUR, integer, pickled, storage, tensor, text, torch_legacy, tuple_of
    finally:
        sys.path.pop(0)
    view = tuple_of(text("view"), integer(1), integer(3))
    seen = tensor((3,), of=storage("7", 4, "torch.FloatStorage", "cpu", view))
    data = torch_legacy(pickled(seen), [("7", 4, FOUR)])
    check(checkpoint.load(io.BytesIO(data)), torch.load(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda data: b"", EOFError),
        (lambda data: data[:-30], RuntimeError),
        (lambda data: data.replace(b"/version", b"/versiox"), RuntimeError),
        (lambda data: data.replace(b"3\nPK", b"9\n9PK")[:-30], RuntimeError),
    ],
)
def test_damage_raises_what_torch_raises(damage, error):
    file = io.BytesIO()
    torch.save(torch.ones(3), file)
    data = damage(file.getvalue())
    with pytest.raises(error):
        torch.load(io.BytesIO(data))
    with pytest.raises(error) as caught:
        checkpoint.load(io.BytesIO(data))
    assert isinstance(caught.value, CheckpointError)


def test_reading_needs_no_torch(tmp_path):
    torch.save(lightning(), tmp_path / "a.pt")
    code = f"""
import sys
sys.modules["torch"] = None
from numpynn.checkpoint import load, save
value = load({str(tmp_path / "a.pt")!r})
save(value["state_dict"], {str(tmp_path / "b.pt")!r})
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    check(checkpoint.load(tmp_path / "b.pt"), torch.load(tmp_path / "b.pt"))
