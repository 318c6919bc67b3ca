"""torch.testing: `assert_close`, which says where two tensors, or nests of them, differ, and `make_tensor`."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence

import numpy as np

from . import dtypes
from .device import check_device
from .functional.creation import as_tensor
from .functional.creation import empty as _empty
from .functional.random import randint
from .kernels import promotion
from .modes import no_grad, thread
from .tensor import Tensor, wrap

__all__ = ["assert_allclose", "assert_close", "make_tensor"]

_TOLERANCES = {
    np.dtype(np.float16): (1e-3, 1e-5),
    np.dtype(np.float32): (1.3e-6, 1e-5),
    np.dtype(np.float64): (1e-7, 1e-7),
    np.dtype(np.complex64): (1.3e-6, 1e-5),
    np.dtype(np.complex128): (1e-7, 1e-7),
}
_NUMBERS = (bool, int, float, complex)


def assert_close(
    actual, expected, *, allow_subclasses=True, rtol=None, atol=None, equal_nan=False, check_device=True, check_dtype=True,
    check_layout=True, check_stride=False, msg=None,
) -> None:  # fmt: skip
    """Raise AssertionError, and say where and by how much, unless |actual - expected| <= atol + rtol |expected| everywhere.

    Takes tensors, what becomes one, numbers, and sequences and mappings of these. The tolerances are by dtype: 1.3e-6 and 1e-5
    for float32, 1e-7 twice for float64, 1e-3 and 1e-5 for float16, 0 for whole numbers. msg: a message of one's own, or a
    function of the message. Raises ValueError for one tolerance without the other, TypeError for what cannot be compared.

    >>> import numpynn
    >>> numpynn.testing.assert_close(numpynn.tensor([1.0, 2.0]), numpynn.tensor([1.0, 2.0 + 1e-7]))
    """
    if (rtol is None) != (atol is None):
        missing = "rtol" if rtol is None else "atol"
        raise ValueError(f"Both 'rtol' and 'atol' must be either specified or omitted, but got no {missing}.")
    options = {"rtol": rtol, "atol": atol, "equal_nan": equal_nan, "dtype": check_dtype, "stride": check_stride,
               "subclasses": allow_subclasses}  # fmt: skip
    if found := _difference(actual, expected, options, ()):
        raise AssertionError(msg(found) if callable(msg) else msg if msg is not None else found) from None


def _difference(actual, expected, options, path):
    """What is to be said of the first difference, or nothing."""
    if isinstance(actual, Mapping) and isinstance(expected, Mapping):
        return _of_mappings(actual, expected, options, path)
    if _is_sequence(actual) and _is_sequence(expected):
        return _of_sequences(actual, expected, options, path)
    message = _of_leaves(actual, expected, options)
    if message and path:
        message += "\n\nThe failure occurred for item " + "".join(f"[{key!r}]" for key in path)
    return message


def _is_sequence(value):
    return isinstance(value, Sequence) and not isinstance(value, str)


def _of_sequences(actual, expected, options, path):
    if len(actual) != len(expected):
        return f"The length of the sequences mismatch: {len(actual)} != {len(expected)}"
    parts = (_difference(a, e, options, (*path, i)) for i, (a, e) in enumerate(zip(actual, expected, strict=True)))
    return next(filter(None, parts), "")


def _of_mappings(actual, expected, options, path):
    if missing := [key for key in expected if key not in actual]:
        extra = [key for key in actual if key not in expected]
        return (
            f"The keys of the mappings do not match:\nMissing keys in the actual mapping: {sorted(missing)}\n"
            f"Additional keys in the actual mapping: {sorted(extra)}"
        )
    if extra := [key for key in actual if key not in expected]:
        return (
            "The keys of the mappings do not match:\nMissing keys in the actual mapping: []\n"
            f"Additional keys in the actual mapping: {sorted(extra)}"
        )
    parts = (_difference(actual[key], expected[key], options, (*path, key)) for key in expected)
    return next(filter(None, parts), "")


def _of_leaves(actual, expected, options):
    if actual is None or expected is None:
        return "" if actual is expected else f"None mismatch: {actual} is not {expected}"
    if isinstance(actual, _NUMBERS) and isinstance(expected, _NUMBERS):
        if options["dtype"] and type(actual) is not type(expected):
            return f"The (d)types do not match: {type(actual)} != {type(expected)}."
        return _of_numbers(np.asarray(actual), np.asarray(expected), options)
    tensors = [_as_tensor(value) for value in (actual, expected)]
    if None in tensors or (
        type(actual) is not type(expected) and not all(isinstance(v, Tensor) for v in (actual, expected))
    ):
        raise TypeError(f"No comparison pair was able to handle inputs of type {type(actual)} and {type(expected)}.")
    if not options["subclasses"] and type(actual) is not type(expected):
        raise TypeError(f"allow_subclasses is False, but got {type(actual)} and {type(expected)}")
    return _attributes(*tensors, options) or _of_arrays(tensors[0].array, tensors[1].array, options)


def _as_tensor(value):
    if isinstance(value, Tensor):
        return value
    return as_tensor(value) if isinstance(value, (np.ndarray, np.generic)) else None


def _attributes(actual, expected, options):
    if actual.array.shape != expected.array.shape:
        return f"The values for attribute 'shape' do not match: {actual.shape} != {expected.shape}."
    if options["dtype"] and actual.array.dtype != expected.array.dtype:
        return f"The values for attribute 'dtype' do not match: {actual.dtype} != {expected.dtype}."
    if options["stride"] and actual.stride() != expected.stride():
        return f"The values for attribute 'stride()' do not match: {actual.stride()} != {expected.stride()}."
    return ""


def _tolerances(actual, expected, options):
    if options["rtol"] is not None:
        return options["rtol"], options["atol"]
    both = [_TOLERANCES.get(array.dtype, (0.0, 0.0)) for array in (actual, expected)]
    return max(r for r, _ in both), max(a for _, a in both)


def _compared(actual, expected, rtol, atol, equal_nan):
    """(which are close, absolute differences, relative ones), in the type of both."""
    common = promotion.promote_types(actual.dtype, expected.dtype)
    if common.kind in "bui":
        common = np.dtype(np.int64)
    a, e = actual.astype(common), expected.astype(common)
    apart = np.abs(a - e)
    close = (a == e) | (np.isfinite(apart) & (apart <= atol + rtol * np.abs(e)))
    if equal_nan:
        close |= np.isnan(a) & np.isnan(e)
    return (
        close,
        apart,
        (apart.astype(np.float32) / np.abs(e).astype(np.float32)) if common.kind == "i" else apart / np.abs(e),
    )


def _of_arrays(actual, expected, options):
    rtol, atol = _tolerances(actual, expected, options)
    close, apart, share = thread.state.run(_compared, actual, expected, rtol, atol, options["equal_nan"])
    wrong = ~close
    if not wrong.any():
        return ""
    exact = rtol == 0 and atol == 0
    count, total = int(wrong.sum()), wrong.size
    lines = [f"Tensor-likes are not {'equal' if exact else 'close'}!", ""]
    if actual.ndim == 0:
        lines += [f"Expected {expected.item()} but got {actual.item()}."]
        lines[0] = f"Scalars are not {'equal' if exact else 'close'}!"
        return "\n".join(lines + _numbers_apart(actual.item(), expected.item(), rtol, atol, exact))
    lines.append(f"Mismatched elements: {count} / {total} ({count / total:.1%})")
    for word, differences, allowed in (("absolute", apart, atol), ("relative", share, rtol)):
        place = np.unravel_index(np.argmax(np.where(close, 0, differences)), wrong.shape)
        text = f"Greatest {word} difference: {differences[place].item()} at index {_plain(place)}"
        lines.append(text if exact else f"{text} (up to {allowed} allowed)")
    return "\n".join(lines)


def _plain(place):
    return tuple([int(i) for i in place])


def _of_numbers(actual, expected, options):
    narrow = {np.dtype(np.float64): np.float32, np.dtype(np.complex128): np.complex64}
    kinds = [narrow.get(array.dtype, array.dtype) for array in (actual, expected)]
    rtol, atol = _tolerances(np.empty(0, kinds[0]), np.empty(0, kinds[1]), options)
    if thread.state.run(_compared, actual, expected, rtol, atol, options["equal_nan"])[0].all():
        return ""
    exact = rtol == 0 and atol == 0
    lines = [
        f"Scalars are not {'equal' if exact else 'close'}!",
        "",
        f"Expected {expected.item()} but got {actual.item()}.",
    ]
    return "\n".join(lines + _numbers_apart(actual.item(), expected.item(), rtol, atol, exact))


def _numbers_apart(actual, expected, rtol, atol, exact):
    apart = abs(actual - expected)
    share = apart / abs(expected) if expected else float("inf")
    allowed = ("", "") if exact else (f" (up to {atol} allowed)", f" (up to {rtol} allowed)")
    return [f"Absolute difference: {apart}{allowed[0]}", f"Relative difference: {share}{allowed[1]}"]


def assert_allclose(actual, expected, rtol=None, atol=None, equal_nan=True, msg="") -> None:
    """`assert_close` as it was before: dtypes may differ, and nan equals nan. Deprecated."""
    warnings.warn(
        "`torch.testing.assert_allclose()` is deprecated since 1.12 and will be removed in a future release. Please use "
        "`torch.testing.assert_close()` instead.",
        FutureWarning,
        stacklevel=2,
    )
    actual, expected = [value if isinstance(value, Tensor) else as_tensor(value) for value in (actual, expected)]
    if rtol is None and atol is None:
        rtol, atol = max(_loose(actual)[0], _loose(expected)[0]), max(_loose(actual)[1], _loose(expected)[1])
    assert_close(actual, expected, rtol=rtol, atol=atol, equal_nan=equal_nan, check_dtype=False, msg=msg or None)


def _loose(tensor):
    loose = {np.dtype(np.float16): (1e-3, 1e-3), np.dtype(np.float32): (1e-4, 1e-5), np.dtype(np.float64): (1e-5, 1e-8)}
    return loose.get(tensor.array.dtype, (0.0, 0.0))


def make_tensor(
    *shape, dtype, device, low=None, high=None, requires_grad=False, noncontiguous=False, exclude_zero=False, memory_format=None
) -> Tensor:  # fmt: skip
    """Numbers drawn evenly between `low` and `high`: [-9, 9) by default, [0, 10) for uint8, 0 or 1 for bool.

    noncontiguous: every other element of memory. exclude_zero: the smallest number in the place of 0.
    """
    check_device(device)
    if noncontiguous and memory_format is not None:
        raise ValueError("The parameters `noncontiguous` and `memory_format` are mutually exclusive")
    if len(shape) == 1 and not isinstance(shape[0], int):
        shape = tuple(shape[0])
    kind = dtypes.to_numpy(dtype, "make_tensor")
    low, high = _bounds(kind, low, high)
    sparse = noncontiguous and np.prod(shape) > 1
    made = _drawn((*shape[:-1], 2 * shape[-1]) if sparse else shape, dtype, kind, low, high)
    if sparse:
        made = made[..., 1::2]
    if exclude_zero:
        made.array[made.array == 0] = 1 if kind.kind in "biu" else np.finfo(kind).tiny
    if memory_format is not None:
        made = made.contiguous(memory_format=memory_format)
    return made.requires_grad_() if requires_grad else made


def _bounds(kind, low, high):
    lowest, highest = {"b": (0, 2), "u": (0, 10), "i": (-9, 10)}.get(kind.kind, (-9, 9))
    low, high = lowest if low is None else low, highest if high is None else high
    if low >= high:
        raise ValueError(f"`low` must be less than `high`, but got {low} >= {high}")
    return low, high


def _drawn(sizes, dtype, kind, low, high):
    if kind.kind in "biu":
        return randint(int(np.ceil(low)), int(np.ceil(high)), sizes, dtype=dtype)
    with no_grad():
        if kind.kind == "c":
            parts = _empty(*sizes, 2, dtype=dtype.to_real()).uniform_(low, high)
            return wrap(parts.array.view(kind)[..., 0])
        return _empty(*sizes, dtype=dtype).uniform_(low, high)
