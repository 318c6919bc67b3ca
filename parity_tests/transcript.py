"""What a program does with a library, written down: the same program on numpynn and torch must leave the same lines."""

from __future__ import annotations

import warnings

import numpy as np

from numpynn.parity.structure import is_tensor, leaves, to_array

from .refusal import builtin_type


class Transcript:
    """The lines of one run. Tensors are kept as arrays, errors by their type, everything else as it is."""

    def __init__(self):
        self.lines = []

    def __call__(self, *values):
        """Write down values, each with the structure it has."""
        for value in values:
            for path, leaf in leaves(value):
                if is_tensor(leaf):
                    self.lines.append((path, str(leaf.dtype), leaf.requires_grad, to_array(leaf).copy()))
                else:
                    self.lines.append((path, as_torch(leaf)))

    def bits(self, *tensors):
        """Write down tensors by every bit."""
        for tensor in tensors:
            array = to_array(tensor)
            self.lines.append((array.shape, array.dtype.name, array.tobytes().hex()))

    def refused(self, call, says=False):
        """Write down how a call is refused: the type of the error, and its text if `says`."""
        try:
            call()
        except Exception as error:
            kind = builtin_type(error).__name__
            self.lines.append(("refused", kind, as_torch(str(error)) if says else ""))
        else:
            self.lines.append(("accepted",))

    def warned(self, call):
        """Write down the kinds of warnings that a call gives, and its value."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = call()
        self(sorted(w.category.__name__ for w in caught), value)
        return value


def as_torch(value):
    """Text with torch's name for numpynn."""
    return value.replace("numpynn.", "torch.") if isinstance(value, str) else value


def first_difference(ours, theirs):
    """The first line in which two transcripts differ, with both versions, or None."""
    for i, (mine, other) in enumerate(zip(ours, theirs)):
        if not _alike(mine, other):
            return f"line {i}:\n  torch:   {other}\n  numpynn: {mine}"
    if len(ours) != len(theirs):
        return f"{len(theirs)} lines of torch, {len(ours)} of numpynn"
    return None


def _alike(mine, other):
    if len(mine) != len(other):
        return False
    return all(_same(a, b) for a, b in zip(mine, other))


def _same(a, b):
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        tolerance = {"rtol": 1.3e-6, "atol": 1e-5} if a.dtype == np.float32 else {"rtol": 1e-11, "atol": 1e-13}
        return a.shape == b.shape and np.allclose(a, b, equal_nan=True, **tolerance)
    return type(a) is type(b) and a == b
