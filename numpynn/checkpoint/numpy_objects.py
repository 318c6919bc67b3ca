"""What pickles may make of NumPy's classes: arrays, scalars and dtypes of numbers and text, never of objects."""

from __future__ import annotations

import math
import re

import numpy as np

from .errors import UnpicklingError, UnsupportedError, short
from .machine import Blank
from .storage import MOST_DIMS
from .vocabulary import KNOWN, Known, fills, known

_TYPES = re.compile(r"[biufc]\d{1,2}|[SU]\d{1,9}")

KNOWN["numpy.ndarray"] = Known("numpy.ndarray")


@known("numpy.dtype")
def _dtype(vocabulary, machine, name, align=False, copy=True):
    if type(name) is str and name.startswith("O"):
        raise UnsupportedError("a NumPy array of Python objects")
    if type(name) is not str or not _TYPES.fullmatch(name):
        raise UnsupportedError(f"the NumPy dtype {short(name)}")
    np.dtype(name)
    return Blank("numpy.dtype", (name,))


@fills("numpy.dtype")
def _fill_dtype(vocabulary, machine, blank, state):
    order = state[1]
    if type(state) is not tuple or state[2:5] != (None, None, None) or order not in ("<", ">", "=", "|"):
        raise UnsupportedError("a structured NumPy dtype")
    return np.dtype(blank.args[0]).newbyteorder(order)


@known("numpy._core.multiarray._reconstruct")
def _reconstruct(vocabulary, machine, kind, shape, code):
    if kind is not KNOWN["numpy.ndarray"]:
        raise UnpicklingError(f"the pickle makes an array of the class {short(kind)}")
    return Blank("numpy.ndarray")


@fills("numpy.ndarray")
def _fill_array(vocabulary, machine, blank, state):
    if type(state) is not tuple or len(state) not in (4, 5):
        raise UnpicklingError("the state of a NumPy array has 4 or 5 parts")
    shape, dtype, fortran, data = state[-4:]
    return _array(machine, data, dtype, shape, "F" if fortran is True else "C")


def _is_order(order):
    """An array is no order: whether it is equal to a word has no one answer."""
    return type(order) is str and order in ("C", "F")


@known("numpy._core.numeric._frombuffer")
def _from_buffer(vocabulary, machine, data, dtype, shape, order):
    return _array(machine, data, dtype, shape, order)


@known("numpy._core.multiarray.scalar")
def _scalar(vocabulary, machine, dtype, data):
    return _array(machine, data, dtype, (1,), "C")[0]


def _array(machine, data, dtype, shape, order):
    if type(data) is str:  # Python 2 wrote bytes so; read with encoding="latin1"
        data = data.encode("latin1")
    if type(data) is list:
        raise UnsupportedError("a NumPy array of Python objects")
    if not isinstance(dtype, np.dtype) or type(data) not in (bytes, bytearray) or not _is_order(order):
        raise UnpicklingError(f"the pickle makes an array of {short(data)} and {short(dtype)}")
    shape = _sizes(shape)
    if math.prod(shape) * dtype.itemsize != len(data):
        raise UnpicklingError(f"a NumPy array of shape {short(str(shape))} and {dtype} has {len(data)} bytes of data")
    machine.spend(len(data))
    return np.frombuffer(bytearray(data), dtype).reshape(shape, order=order)


def _sizes(shape):
    if (
        type(shape) is not tuple
        or len(shape) > MOST_DIMS
        or any(type(size) is not int or not 0 <= size < 1 << 62 for size in shape)
    ):
        raise UnpicklingError(f"a NumPy array has {short(shape)} for a shape")
    return shape
