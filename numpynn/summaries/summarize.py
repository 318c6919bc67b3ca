"""numpynn.summary: a network, run once on zeros, as a table."""

from __future__ import annotations

from contextlib import contextmanager

from ..autograd import no_grad
from ..dtypes import float32
from ..functional.creation import zeros
from ..nn.parameter import is_lazy
from ..random import fork_rng
from .layers import bytes_of, called, declared, tensors_in
from .report import Summary
from .table import COLUMNS

MODES = {"train": True, "eval": False}


def summary(
    model, input_size=None, input_data=None, batch_dim=None, *, col_names=None, depth=3, dtypes=None, mode="eval",
    row_settings=("depth",), **kwargs,
) -> Summary:  # fmt: skip
    """The layers of a network, in the order they are called, with output shapes, parameters and multiply-adds.

    `input_size` is a shape, or a list of shapes where forward takes several tensors: zeros are given to it, float32 or of
    `dtypes`, a list as long. `input_data` is a tensor, a list of arguments or a dict of named ones instead; `kwargs` go to
    forward too. Shapes include the batch; where `batch_dim` says where it belongs, a batch of one is put there. With neither,
    nothing is run, and the table has parameters only.

    `col_names` chooses among input_size, output_size, num_params, params_percent, kernel_size, mult_adds, trainable;
    `row_settings` among depth, var_names, ascii_only; layers deeper than `depth` are counted in the one that holds them.
    `mode` is "eval" or "train"; the network, its buffers and the generator are left as they were.

    Multiply-adds are those of linear, bilinear, convolution, recurrent and attention layers; what a forward computes by
    functions is not seen. Raises ValueError for a column, setting or mode that there is not, and for both inputs at once.

    In the manner of torchinfo, whose summary prints what this one returns, and which counts transposed convolutions
    by their output and recurrent cells by their batch.

    >>> import numpynn
    >>> from numpynn import nn
    >>> print(numpynn.summary(nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)), (16, 4)))
    ───────────────────────────────────────────────────────
    Layer (type:depth-idx)  Output shape  Params  Mult-adds
    ───────────────────────────────────────────────────────
    Sequential              [16, 2]           --         --
    ├─ Linear: 1-1          [16, 8]           40        512
    ├─ ReLU: 1-2            [16, 8]           --         --
    └─ Linear: 1-3          [16, 2]           18        256
    ───────────────────────────────────────────────────────
    Total params:                             58
    ...
    """
    if mode not in MODES:
        raise ValueError(f"summary(): mode is 'eval' or 'train', not {mode!r}")
    if input_size is not None and input_data is not None:
        raise ValueError("summary(): give input_size or input_data, not both")
    args, named = _arguments(input_size, input_data, dtypes, batch_dim)
    runs = input_size is not None or input_data is not None or bool(kwargs)
    columns = _checked(col_names, COLUMNS, "col_names") or (
        ("output_size", "num_params", "mult_adds") if runs else ("num_params",)
    )
    settings = _checked(row_settings, ("ascii_only", "depth", "var_names"), "row_settings")
    given = bytes_of(tensors_in([*args, *named.values(), *kwargs.values()]))
    if runs:
        with no_grad(), fork_rng(), _left_as_it_was(model):
            model.train(MODES[mode])
            layers = called(model, args, named | kwargs)
    else:
        layers = declared(model)
    return Summary(model, layers, columns, settings, depth, given)


def _arguments(sizes, data, dtypes, batch_dim):
    """Positional and named arguments of forward."""
    if sizes is not None:
        sizes = [tuple(sizes)] if _is_shape(sizes) else [tuple(size) for size in sizes]
        data = [zeros(size, dtype=dtype) for size, dtype in zip(sizes, _dtypes(dtypes, len(sizes)), strict=True)]
    if data is None:
        return [], {}
    if isinstance(data, dict):
        return [], {name: _batched(value, batch_dim) for name, value in data.items()}
    data = data if isinstance(data, (list, tuple)) else [data]
    return [_batched(value, batch_dim) for value in data], {}


def _is_shape(sizes):
    return all(isinstance(size, int) for size in sizes)


def _dtypes(dtypes, count):
    dtypes = [float32] * count if dtypes is None else list(dtypes)
    if len(dtypes) != count:
        raise ValueError(f"summary(): {count} input sizes, but {len(dtypes)} dtypes")
    return dtypes


def _batched(value, batch_dim):
    return value if batch_dim is None or not hasattr(value, "unsqueeze") else value.unsqueeze(batch_dim)


def _checked(chosen, known, option):
    for name in chosen or ():
        if name not in known:
            raise ValueError(f"summary(): {option} are of {', '.join(known)}; there is no {name!r}")
    return tuple(chosen or ())


@contextmanager
def _left_as_it_was(model):
    """Modes and buffers of all modules are put back."""
    modes = {module: module.training for module in model.modules()}
    buffers = {buffer: buffer.clone() for buffer in model.buffers() if not is_lazy(buffer)}
    try:
        yield
    finally:
        for module, training in modes.items():
            module.training = training
        for buffer, before in buffers.items():
            buffer.data.copy_(before)
