"""Tensors as text, character for character as torch writes them: arrays in, strings out."""

from __future__ import annotations

import math

import numpy as np

DEFAULTS = {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80, "sci_mode": None}
PROFILES: dict[str | None, dict] = {
    "default": {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80},
    "short": {"precision": 2, "threshold": 1000, "edgeitems": 2, "linewidth": 80},
    "full": {"precision": 4, "threshold": math.inf, "edgeitems": 3, "linewidth": 80},
}
OPTIONS = dict(DEFAULTS)


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None):
    """Set how tensors are printed. What is None stays as it is, but for `sci_mode`: None makes it automatic.

    Numbers have `precision` digits after the point, lines `linewidth` characters; of more than `threshold`
    elements only `edgeitems` are shown at both ends of each dimension; `sci_mode` True or False forces or
    forbids scientific notation. `profile` "default", "short" or "full" sets the first four, which the other
    arguments refine; an unknown profile is ignored, as in torch.

    >>> import numpynn
    >>> numpynn.set_printoptions(precision=2)
    >>> numpynn.tensor([1.12345])
    tensor([1.12])
    >>> numpynn.set_printoptions(profile="default")
    >>> numpynn.tensor([1.12345])
    tensor([1.1235])
    """
    OPTIONS.update(PROFILES.get(profile, {}))
    given = {"precision": precision, "threshold": threshold, "edgeitems": edgeitems, "linewidth": linewidth}
    OPTIONS.update((name, value) for name, value in given.items() if value is not None)
    OPTIONS["sci_mode"] = sci_mode


def get_printoptions():
    """The options of `set_printoptions` in force, as a dict."""
    return dict(OPTIONS)


def tensor_repr(array, *, requires_grad=False, grad_fn_name=None, prefix="tensor(", default_dtype=np.float32):
    """The text of a tensor that holds `array`: its elements, then whatever of it is not the default."""
    edgeless = array.size and not OPTIONS["edgeitems"]
    suffixes = []
    if edgeless or (not array.size and array.ndim != 1):
        suffixes.append(f"size={array.shape}")
    if not _goes_without_saying(array, np.dtype(default_dtype)):
        suffixes.append(f"dtype=torch.{array.dtype.name}")
    if grad_fn_name is not None:
        suffixes.append(f"grad_fn=<{grad_fn_name}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    return _with_suffixes(prefix + array_str(array, len(prefix)), suffixes, len(prefix)) + ")"


def sparse_repr(places, elements, size, requires_grad, grad_fn_name, dtype):
    """The text of a sparse tensor: its coordinates, its elements, and what else there is of it on a line below."""
    indent = len("tensor(")
    parts = []
    for name, array in (("indices", places), ("values", elements)):
        prefix = f"{name}=tensor("
        empty = "" if array.size else f", size={array.shape}"
        parts.append(prefix + array_str(array, indent + len(prefix)) + empty + ")")
    suffixes = [f"size={size}", f"nnz={places.shape[1]}"]
    if not _goes_without_saying(elements, np.dtype(np.float32)):
        suffixes.append(f"dtype={dtype}")
    suffixes.append("layout=torch.sparse_coo")
    if grad_fn_name is not None:
        suffixes.append(f"grad_fn=<{grad_fn_name}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    text = "tensor(" + f",\n{' ' * indent}".join(parts)
    return _with_suffixes(text, suffixes, indent, force_newline=True) + ")"


def array_str(array, indent=0):
    """The elements in brackets, for a text that begins `indent` characters from the margin."""
    if not array.size:
        return "[]"
    summarize = array.size > OPTIONS["threshold"]
    shown = _summary(array) if summarize else array
    if array.dtype.kind == "c":
        write, width = _complex_format(shown)
    else:
        write, width = _real_format(shown)
    return _nested(array, indent, summarize, write, width)


def _goes_without_saying(array, default_dtype):
    """Whether the elements tell the dtype; where there are none, only the default dtype is understood."""
    if array.dtype == default_dtype:
        return True
    default_complex = "complex128" if default_dtype == np.float64 else "complex64"
    return bool(array.size) and array.dtype.name in ("int64", "bool", default_complex)


def _with_suffixes(text, suffixes, indent, force_newline=False):
    column = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if force_newline or column + len(suffix) + 2 > OPTIONS["linewidth"]:
            text += ",\n" + " " * indent + suffix
            column, force_newline = indent + len(suffix), False
        else:
            text += ", " + suffix
            column += len(suffix) + 2
    return text


def _kept(size, summarize):
    """The indices shown along a dimension; None stands for those left out."""
    edge = OPTIONS["edgeitems"]
    if summarize and size > 2 * edge:
        return [*range(edge), None, *range(size - edge, size)]
    return range(size)


def _summary(array):
    for axis, size in enumerate(array.shape):
        array = np.take(array, [index for index in _kept(size, True) if index is not None], axis)
    return array


def _real_format(values):
    """(write, width): how to write an element beside all of `values`, right-aligned."""
    if values.dtype.kind == "f":
        values = values[np.isfinite(values) & (values != 0)]
        write = _float_format(values)
    else:
        write = str
    width = max((len(write(value)) for value in values.ravel().tolist()), default=1)
    return lambda value: write(value).rjust(width), width


def _float_format(values):
    """`values` are finite and not zero: those decide, and the others follow."""
    precision, scientific = OPTIONS["precision"], OPTIONS["sci_mode"]
    if not values.size:
        return _whole
    low, high = np.abs(values).min().item(), np.abs(values).max().item()
    if scientific is None:
        scientific = high / low > 1000.0 or high > 1e8 or low < 1e-4
    if scientific:
        return f"{{:.{precision}e}}".format
    if np.array_equal(values, np.ceil(values)):
        return _whole
    return f"{{:.{precision}f}}".format


def _whole(value):
    return f"{value:.0f}." if math.isfinite(value) else f"{value:.0f}"


def _complex_format(values):
    write_real, real_width = _real_format(values.real)
    write_imag, imag_width = _real_format(values.imag)

    def write(value):
        imag = write_imag(value.imag).lstrip() + "j"
        sign = "" if imag[0] == "-" else "+"
        return write_real(value.real) + sign + imag

    return write, real_width + imag_width + 1


def _nested(array, indent, summarize, write, width):
    if array.ndim == 0:
        return write(array.item())
    if array.ndim == 1:
        lines = _lines(array, summarize, write, max(1, (OPTIONS["linewidth"] - indent) // (width + 2)))
    else:
        kept = _kept(len(array), summarize)
        lines = ["..." if i is None else _nested(array[i], indent + 1, summarize, write, width) for i in kept]
    separator = "," + "\n" * max(1, array.ndim - 1) + " " * (indent + 1)
    return "[" + separator.join(lines) + "]"


def _lines(array, summarize, write, per_line):
    gap = " ..." if OPTIONS["edgeitems"] else "..."
    items = [gap if i is None else write(array[i].item()) for i in _kept(len(array), summarize)]
    return [", ".join(items[start : start + per_line]) for start in range(0, len(items), per_line)]
