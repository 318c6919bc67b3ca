"""numpynn.load and numpynn.save: torch.load and torch.save, with no torch and with no trust."""

from __future__ import annotations

import os
import pickle

from ..device import device
from .atomic import whole_file
from .dense_writers import InMemory, write_npz, write_safetensors
from .errors import CheckpointError
from .reading import Checkpoint, Options
from .safe import get_safe_globals
from .tensors import Tensors, arrays_by_name, note_widened, reduce
from .torch_writer import write


def load(
    f,
    map_location=None,
    pickle_module=None,
    *,
    weights_only=None,
    mmap=None,
    allowed_globals=(),
    **pickle_load_args,
):
    """What was saved in `f` (a path or a seekable binary file) by torch.save, torch.jit.save, numpynn.save, NumPy or safetensors.

    Tensors that shared memory share it again. bfloat16 becomes float32, exactly: the state dicts' `_metadata[""]
    ["stored_dtypes"]` says of which. A TorchScript archive gives its tensors by qualified name, npz and safetensors files a
    dictionary of tensors, an `.index.json` the tensors of all the files that it lists.

    `map_location` is accepted as in torch, and every location becomes the CPU. With `mmap` the file (a path) is mapped, and
    a tensor's values are read when they are used. `encoding` is that of text pickled by Python 2.

    Nothing of the file is ever run, whatever `weights_only` says: a name outside a short list raises UnpicklingError,
    unless `allowed_globals` (classes, functions, or pairs of one and its full name) or `serialization.safe_globals` admits it.
    `pickle_module` must be None.

    >>> import io, numpynn
    >>> file = io.BytesIO()
    >>> numpynn.checkpoint.save({"w": numpynn.ones(2)}, file)
    >>> numpynn.checkpoint.load(io.BytesIO(file.getvalue()))
    {'w': tensor([1., 1.])}

    Raises OSError as `open` does, and CheckpointError in one of its forms (see `numpynn.checkpoint.errors`) for all else.
    """
    if pickle_module is not None:
        raise RuntimeError("Can not safely load weights when explicit pickle_module is specified")
    encoding = pickle_load_args.pop("encoding", "utf-8")
    if pickle_load_args:
        raise NotImplementedError(f"load: the pickle option {next(iter(pickle_load_args))!r} is not supported")
    result = Tensors()
    options = Options(result, (*get_safe_globals(), *allowed_globals), encoding, _locator(map_location))
    with Checkpoint(f, bool(mmap)) as checkpoint:
        value = checkpoint.load(options)
    note_widened(result, value)
    return value


def save(
    obj,
    f,
    pickle_module=pickle,
    pickle_protocol: int = 2,
    _use_new_zipfile_serialization: bool = True,
    _disable_byteorder_record: bool = False,
) -> None:
    """Save `obj` to `f` (a path or a file that can be written to) in torch's zip format, which torch.load reads.

    `obj` is a tensor or a nest of dictionaries, lists, tuples, sets, numbers, text, bytes, NumPy values and tensors. Tensors
    that overlap in memory are saved as views of one storage. A file at a path appears whole or not at all. The suffixes
    .safetensors and .npz choose those formats instead, for a dictionary of tensors.

    Raises UnsupportedError, with its place, for what cannot be saved, and CheckpointError where the folder is missing.
    """
    _check_options(pickle_module, pickle_protocol, _use_new_zipfile_serialization, _disable_byteorder_record)
    if not isinstance(f, (str, os.PathLike)):
        if not hasattr(f, "write"):
            raise AttributeError("expected 'f' to be string, path, or a file-like object with a 'write' attribute")
        write(f, obj, reduce)
        return
    path = os.fspath(f)
    folder = os.path.dirname(path)
    if folder and not os.path.isdir(folder):
        raise CheckpointError(f"Parent directory {folder} does not exist.")
    with whole_file(path) as file:
        _writer(path)(file, obj)


def _writer(path):
    for suffix, write_tensors in ((".safetensors", write_safetensors), (".npz", write_npz)):
        if path.endswith(suffix):
            return lambda file, obj: write_tensors(
                file, {name: InMemory(array) for name, array in arrays_by_name(obj, f"save to {suffix}").items()}
            )
    return lambda file, obj: write(file, obj, reduce)


def _check_options(pickle_module, pickle_protocol, new, no_byteorder):
    if pickle_module not in (None, pickle):
        raise NotImplementedError("save: pickle_module is not supported: pickles are written by numpynn itself")
    if pickle_protocol != 2:
        raise NotImplementedError(f"save: pickle_protocol={pickle_protocol!r} is not supported: only 2, torch's own")
    if not new:
        raise NotImplementedError(
            "save: _use_new_zipfile_serialization=False, the format before torch 1.6, is not written"
        )
    if no_byteorder:
        raise NotImplementedError("save: _disable_byteorder_record=True is not supported")


def _locator(map_location):
    """A function (storage, location) that does for locations what is left to do on one device: check, and call back."""
    if map_location is None:
        return None
    if isinstance(map_location, dict):
        return lambda storage, location: _check_cpu(map_location.get(location, "cpu"))
    if isinstance(map_location, (str, bytes, device)):
        _check_cpu(map_location)
        return None
    if not callable(map_location):
        raise TypeError(f"'{type(map_location).__name__}' object is not callable")
    return map_location


def _check_cpu(location):
    name = location.decode() if isinstance(location, bytes) else str(location)
    if name == "meta":
        raise NotImplementedError("load: map_location='meta' is not supported: tensors have values here")
    if device(name).type != "cpu":
        raise RuntimeError(f"load: map_location={name!r} is not available: there is only the CPU")
