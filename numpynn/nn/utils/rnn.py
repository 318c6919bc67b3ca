"""Sequences of different lengths in one tensor: padded, or packed time step by time step."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable

import numpy as np

from ...functional._make import check_tensor
from ...functional.creation import as_tensor, full
from ...functional.joining import cat
from ...tensor import Tensor, wrap


class PackedSequence(namedtuple("PackedSequence_", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"])):
    """Sequences, longest first, laid out time step by time step.

    data: (sum of lengths, *), first the first elements of all sequences, then the second of those that have
    one ... batch_sizes: how many there are at each step. sorted_indices, unsorted_indices: the permutation
    that sorted the sequences and its inverse, or None. Made by `pack_sequence` and `pack_padded_sequence`.
    """

    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if batch_sizes is None:
            if not isinstance(data, (list, tuple)) or len(data) != 2:
                raise AssertionError("Expected data to be a list or tuple of length 2")
            data, batch_sizes = data
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def to(self, *args, **kwargs) -> PackedSequence:
        """With `data` converted as by `Tensor.to`; itself where nothing changes."""
        data = self.data.to(*args, **kwargs)
        return self if data is self.data else self._replace(data=data)

    def cpu(self) -> PackedSequence:
        """Itself: all tensors are on the CPU."""
        return self.to("cpu")

    def cuda(self, *args, **kwargs) -> PackedSequence:
        """Raises AssertionError, as torch without CUDA does."""
        return self.to("cuda")

    def pin_memory(self) -> PackedSequence:
        """Raises RuntimeError: memory is pinned for an accelerator, and there is none."""
        raise RuntimeError("PackedSequence.pin_memory(): Cannot access accelerator device when none is available.")

    def is_pinned(self) -> bool:
        """False: see `pin_memory`."""
        return False

    @property
    def is_cuda(self) -> bool:
        """False: all tensors are on the CPU."""
        return False


def _converting(name):
    def convert(self) -> PackedSequence:
        data = getattr(self.data, name)()
        return self if data is self.data else self._replace(data=data)

    convert.__name__ = convert.__qualname__ = name
    convert.__doc__ = f"With `data` converted as by `Tensor.{name}`."
    return convert


for _name in "double float half long int short char byte".split():
    setattr(PackedSequence, _name, _converting(_name))


def invert_permutation(permutation: Tensor | None) -> Tensor | None:
    """The inverse of a permutation of indices; None for None."""
    if permutation is None:
        return None
    check_tensor("invert_permutation", "permutation", permutation)
    if permutation.array.dtype.kind not in "iu":
        raise RuntimeError(f"invert_permutation(): expected integers, got {permutation.dtype.name}")
    inverse = np.empty_like(permutation.array)
    inverse[permutation.array] = np.arange(inverse.size)
    return wrap(inverse)


def pack_padded_sequence(
    input: Tensor, lengths: Tensor | list[int], batch_first: bool = False, enforce_sorted: bool = True
) -> PackedSequence:
    """Packs padded sequences, (T, B, *), or (B, T, *) with `batch_first`, of these lengths.

    The lengths must fall; with `enforce_sorted=False` the sequences are sorted first. Raises RuntimeError for
    lengths that are unsorted, not positive, longer than T (which torch lets pass), or not B in number.

    >>> import numpynn
    >>> x = numpynn.tensor([[1, 2, 3], [4, 5, 0]])
    >>> pack_padded_sequence(x, [3, 2], batch_first=True)[:2]
    (tensor([1, 4, 2, 5, 3]), tensor([2, 2, 1]))
    """
    batch, steps = (input.size(0), input.size(1)) if batch_first else (input.size(1), input.size(0))
    lengths = _as_lengths(lengths)
    order = None if enforce_sorted else np.argsort(-lengths, kind="stable")
    lengths = lengths if order is None else lengths[order]
    _check_lengths(lengths, batch, steps, input)
    sample = np.arange(batch) if order is None else order
    step = np.arange(lengths[0])[:, None]
    running = step < lengths
    # (T, B): where each element stands among the rows of the input
    rows = sample * steps + step if batch_first else step * batch + sample
    data = input.reshape(batch * steps, *input.shape[2:]).index_select(0, wrap(rows[running]))
    return PackedSequence(data, wrap(running.sum(1)), None if order is None else wrap(order))


def _as_lengths(lengths):
    array = as_tensor(lengths).array.astype(np.int64)
    if array.ndim != 1:
        raise RuntimeError(f"'lengths' argument should be a 1D CPU int64 tensor, but got {array.ndim}D")
    return array


def _check_lengths(lengths, batch, steps, input):
    if not input.array.size:
        raise RuntimeError("Cannot pack empty tensors.")
    if len(lengths) != batch:
        raise RuntimeError(
            f"Expected `len(lengths)` to be equal to batch_size, but got {len(lengths)} (batch_size={batch})"
        )
    if (lengths <= 0).any():
        raise RuntimeError(
            "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0"
        )
    if (np.diff(lengths) > 0).any():
        raise RuntimeError(
            "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can "
            "pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this "
            "requirement."
        )
    if lengths[0] > steps:
        raise RuntimeError(f"pack_padded_sequence(): length {lengths[0]} exceeds the {steps} steps of the input")


def pad_packed_sequence(
    sequence: PackedSequence,
    batch_first: bool = False,
    padding_value: float = 0.0,
    total_length: int | None = None,
) -> tuple[Tensor, Tensor]:
    """The inverse of `pack_padded_sequence`: padded sequences and their lengths.

    The sequences are (T, B, *), or (B, T, *) with `batch_first`. T is the longest length, or `total_length`;
    raises ValueError if that is shorter.
    """
    sizes = sequence.batch_sizes.array
    if total_length is not None and total_length < len(sizes):
        raise ValueError(
            "Expected total_length to be at least the length of the longest sequence in input, but got "
            f"total_length={total_length} and max sequence length being {len(sizes)}"
        )
    sample = np.arange(sizes[0])
    running = sample < sizes[:, None]
    rows = np.full((total_length or len(sizes), sizes[0]), _PADDING)
    rows[: len(sizes)][running] = np.arange(sizes.sum())
    lengths = running.sum(0)
    if sequence.unsorted_indices is not None:
        order = sequence.unsorted_indices.array
        rows, lengths = rows[:, order], lengths[order]
    return _gather(sequence.data, rows.T if batch_first else rows, padding_value), wrap(lengths)


_PADDING = -1


def _gather(data, rows, padding_value):
    """The rows of `data` at an array of indices, among which `_PADDING` stands for padding."""
    padding = full((1, *data.shape[1:]), padding_value, dtype=data.dtype)
    rows = np.where(rows == _PADDING, len(data), rows)
    return cat([data, padding]).index_select(0, wrap(rows.ravel())).reshape(*rows.shape, *data.shape[1:])


def pad_sequence(
    sequences: Iterable[Tensor],
    batch_first: bool = False,
    padding_value: float = 0.0,
    padding_side: str = "right",
) -> Tensor:
    """Sequences (L_i, *) side by side, padded to the longest: (T, B, *), or (B, T, *) with `batch_first`.

    The dtype is that of the first. Raises RuntimeError for no sequences, sequences whose other sizes differ,
    or another side than "left" and "right".

    >>> import numpynn
    >>> pad_sequence([numpynn.ones(3), numpynn.ones(1)], batch_first=True)
    tensor([[1., 1., 1.],
            [1., 0., 0.]])
    """
    if not isinstance(sequences, Iterable):
        raise RuntimeError(
            f"pad_sequence: Expected iterable for input sequences, but got arg of type: {type(sequences)}"
        )
    if padding_side not in ("left", "right"):
        raise RuntimeError(f"Expected padding_side to be one of left or right, but got {padding_side}.")
    sequences = _alike(list(sequences))
    lengths = np.array([len(sequence) for sequence in sequences])[:, None]
    # (B, T): the place of each element in its own sequence, then among all rows
    place = np.arange(lengths.max()) - (lengths.max() - lengths if padding_side == "left" else 0)
    rows = np.where((place >= 0) & (place < lengths), place + np.cumsum(lengths)[:, None] - lengths, _PADDING)
    return _gather(cat(sequences), rows if batch_first else rows.T, padding_value)


def _alike(sequences):
    """The sequences in the dtype and the trailing sizes of the first."""
    if not sequences:
        raise RuntimeError("received an empty list of sequences")
    for i, sequence in enumerate(sequences):
        if not isinstance(sequence, Tensor):
            raise TypeError(f"expected Tensor as element {i} in argument 0, but got {type(sequence).__name__}")
        if sequence.ndim == 0:
            raise RuntimeError(f"pad_sequence: element {i} has no dimensions")
    first = sequences[0]
    return [s.to(first.dtype).expand(len(s), *first.shape[1:]) for s in sequences]


def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> list[Tensor]:
    """The inverse of `pad_sequence`: a list of sequences of these lengths, from (T, B, *), or (B, T, *).

    Differs from torch, which without `batch_first` also transposes its argument in place.
    """
    rows = padded_sequences if batch_first else padded_sequences.transpose(0, 1)
    pairs = zip(rows, lengths, strict=True)
    return [sequence[: max(int(length), 0)].clone() for sequence, length in pairs]


def pack_sequence(sequences: list[Tensor], enforce_sorted: bool = True) -> PackedSequence:
    """Packs sequences (L_i, *), which must be sorted by falling length unless `enforce_sorted=False`."""
    sequences = list(sequences)
    padded = pad_sequence(sequences)
    return pack_padded_sequence(padded, [len(s) for s in sequences], enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences: PackedSequence) -> list[Tensor]:
    """The inverse of `pack_sequence`."""
    return unpad_sequence(*pad_packed_sequence(packed_sequences, batch_first=True), batch_first=True)
