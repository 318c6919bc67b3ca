"""The element types of files: torch's names for them, how their bytes are read, and what array they become."""

from __future__ import annotations

import numpy as np

from .errors import UnsupportedError, short


class Element:
    """An element type: `raw` is NumPy's dtype for its little-endian bytes, `dtype` the one its arrays have.

    The two differ where NumPy has no such type but a wider one that holds each of its values exactly.
    """

    __slots__ = ("_widen", "dtype", "name", "raw")

    def __init__(self, name: str, raw: str, dtype: str | None = None, widen=None):
        self.name = name
        self.raw = np.dtype(raw)
        self.dtype = np.dtype(dtype or name)
        self._widen = widen

    @property
    def size(self) -> int:
        """Bytes of one element in the file."""
        return self.raw.itemsize

    @property
    def widened(self) -> bool:
        """Whether arrays have a wider dtype than the file."""
        return self._widen is not None

    def values(self, raw: np.ndarray) -> np.ndarray:
        """The values of a raw array: itself where NumPy calculates with such bytes, else a new array."""
        return raw.astype(self.dtype, copy=False) if self._widen is None else self._widen(raw)

    def __repr__(self):
        return self.name


def _widen_bfloat16(raw):
    # A bfloat16 is the upper half of a float32; in this way NaNs keep their payload.
    return (raw.astype(np.uint32) << 16).view(np.float32)


def _widen_complex32(raw):
    values = np.empty(raw.shape, np.complex64)
    values.real, values.imag = raw["real"], raw["imag"]
    return values


_SAME = {
    "bool": "?",
    "uint8": "u1",
    "uint16": "<u2",
    "uint32": "<u4",
    "uint64": "<u8",
    "int8": "i1",
    "int16": "<i2",
    "int32": "<i4",
    "int64": "<i8",
    "float16": "<f2",
    "float32": "<f4",
    "float64": "<f8",
    "complex64": "<c8",
    "complex128": "<c16",
}
ELEMENTS = {name: Element(name, raw) for name, raw in _SAME.items()}
ELEMENTS["bfloat16"] = Element("bfloat16", "<u2", "float32", _widen_bfloat16)
ELEMENTS["complex32"] = Element("complex32", [("real", "<f2"), ("imag", "<f2")], "complex64", _widen_complex32)
OF_NUMPY = {ELEMENTS[name].dtype: ELEMENTS[name] for name in _SAME}

# What torch has and NumPy has not, and no wider type is agreed on.
QUANTIZED = ("qint8", "quint8", "qint32", "quint4x2", "quint2x4")
UNSUPPORTED = frozenset(
    [
        *QUANTIZED,
        *("float8_e5m2", "float8_e4m3fn", "float8_e5m2fnuz", "float8_e4m3fnuz", "float8_e8m0fnu"),
        *("float4_e2m1fn_x2", "bits8", "bits16", "bits1x8", "bits2x4", "bits4x2"),
        *(f"{sign}int{bits}" for sign in ("", "u") for bits in range(1, 8)),
    ]
)
# Names of the classes that older pickles use for a dtype: torch.FloatStorage, torch.FloatTensor.
CLASS_NAMES = {
    "Double": "float64",
    "Float": "float32",
    "Half": "float16",
    "Long": "int64",
    "Int": "int32",
    "Short": "int16",
    "Char": "int8",
    "Byte": "uint8",
    "Bool": "bool",
    "BFloat16": "bfloat16",
    "ComplexDouble": "complex128",
    "ComplexFloat": "complex64",
    "ComplexHalf": "complex32",
    "QInt8": "qint8",
    "QInt32": "qint32",
    "QUInt8": "quint8",
    "QUInt4x2": "quint4x2",
    "QUInt2x4": "quint2x4",
}


def element(name: str) -> Element:
    """The element type of torch's name. Raises UnsupportedError for those without a NumPy equal."""
    found = ELEMENTS.get(name)
    if name in QUANTIZED:
        raise UnsupportedError(f"a quantised tensor (torch.{name}): call .dequantize() in torch before saving")
    if found is None:
        raise UnsupportedError(f"dtype torch.{name} has no NumPy equal: convert it in torch, as by .to(torch.float32)")
    return found


def element_of(dtype: np.dtype) -> Element:
    """The element type of a NumPy dtype of any byte order. Raises UnsupportedError for what torch has not."""
    found = OF_NUMPY.get(dtype.newbyteorder("="))
    if found is None:
        raise UnsupportedError(f"NumPy dtype {short(str(dtype))} has no torch equal")
    return found
