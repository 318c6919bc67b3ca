"""Tables of rows that are looked up: embeddings, bags of them, and one-hot vectors."""

from __future__ import annotations

import warnings

import numpy as np

from ...derivatives import embedding as primitive
from ...derivatives import selection
from ...functional._make import check_tensor
from ...graph import mark_written
from ...kernels.embedding import greatest, renormalised
from ...modes import thread
from ...tensor import Tensor, wrap
from ._common import check_flags


def embedding(
    input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False
) -> Tensor:
    """weight[input], for a table (V, D) and int indices (*): (*, D).

    padding_idx: this row gets no gradient. max_norm: rows looked up that are longer, in the norm `norm_type`, are first
    shortened to it, in the table itself. scale_grad_by_freq: a row's gradient is divided by how often it was looked up.
    sparse: the gradient is dense all the same, and has the values that torch's sparse one has.

    Raises IndexError for an index that is no row.

    >>> import numpynn
    >>> numpynn.nn.functional.embedding(numpynn.tensor([2, 0]), numpynn.eye(3))
    tensor([[0., 0., 1.],
            [1., 0., 0.]])
    """
    check_flags("embedding", scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)
    index = index_of("embedding", input)
    check_tensor("embedding", "weight", weight)
    if padding_idx is not None:
        padding_idx = row_of(padding_idx, weight.array.shape[0], "Padding_idx")
    if weight.array.ndim != 2:
        raise RuntimeError("'weight' must be 2-D")
    rows = weight.array.shape[0]
    if index.size and (index.min() < 0 or index.max() >= rows):
        bad = index.min() if index.min() < 0 else index.max()
        raise IndexError(f"index out of range in self: embedding() has no row {bad} of {rows}")
    if max_norm is not None:
        shorten(weight, index, max_norm, norm_type)
    return primitive.embedding(weight, index, _factor(index, weight, padding_idx, scale_grad_by_freq))


def row_of(padding_idx, rows, name):
    """The row that a padding index means. Raises AssertionError where there is none."""
    if not -rows <= padding_idx < max(rows, 1):
        raise AssertionError(f"{name} must be within num_embeddings")
    return padding_idx + rows if padding_idx < 0 else padding_idx


def index_of(function, input):
    """The array of indices; raises for what is none."""
    check_tensor(function, "indices", input)
    if input.array.dtype not in (np.int64, np.int32):
        raise RuntimeError(f"{function}(): indices must be of type Long or Int, not {input.dtype.name}")
    return input.array


def shorten(weight, index, max_norm, norm_type):
    """The rows at `index` that are longer than `max_norm` shortened to it, in the table itself."""
    rows = np.unique(index)
    shorter, long = thread.state.run(renormalised, weight.array[rows], float(max_norm), float(norm_type))
    weight.array[rows[long]] = shorter
    mark_written(weight.array)


def _factor(index, weight, padding_idx, by_frequency):
    """What the gradient of each row is multiplied by, or None."""
    if padding_idx is None and not by_frequency:
        return None
    factor = np.ones(weight.array.shape[0], weight.array.dtype)
    if by_frequency:
        factor /= np.maximum(np.bincount(index.reshape(-1), minlength=len(factor)), 1)
    if padding_idx is not None:
        factor[padding_idx] = 0
    return factor


def embedding_bag(
    input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode="mean", sparse=False,
    per_sample_weights=None, include_last_offset=False, padding_idx=None,
) -> Tensor:  # fmt: skip
    """The sum, mean or maximum of the rows weight[input] of each bag: (B, D).

    A bag is a row of `input` (B, N), or input[offsets[b] : offsets[b + 1]] of an `input` (N,); an empty one gives 0.
    per_sample_weights: rows are multiplied by these before they are summed. include_last_offset: the last offset is the end
    of the last bag. padding_idx: indices that do not count. max_norm, norm_type, scale_grad_by_freq, sparse: as in
    `embedding`. torch divides by the frequency of another row than it means to in places, and so does this.

    Raises RuntimeError for an index that is no row. torch has no second derivative here, this has.
    """
    check_flags("embedding_bag", scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)
    if weight.array.dtype == np.int64 and input.array.dtype.kind == "f":
        warnings.warn("embedding_bag(): give the input first, then the weight.", stacklevel=2)
        input, weight = weight, input
    _check_bag(input, weight, offsets, mode, per_sample_weights, scale_grad_by_freq, sparse)
    index, starts, lengths = _bags(input, offsets, include_last_offset)
    _check_rows(index, weight)
    if max_norm is not None:
        shorten(weight, index, max_norm, norm_type)
    factor = _torch_frequencies(index, weight) if scale_grad_by_freq else None
    each = None if per_sample_weights is None else per_sample_weights.reshape(-1)
    if padding_idx is not None:
        index, starts, lengths, each = _without(padding_idx, weight, index, starts, lengths, each)
    if mode == "max":
        return _maximum(weight, index, starts, lengths)
    rows = primitive.embedding(weight, index, factor)
    if each is not None:
        rows = rows * each.unsqueeze(-1)
    bag_of = np.repeat(np.arange(len(lengths)), lengths)
    total = primitive.embedding_weight(rows, bag_of, None, len(lengths))
    return total if mode == "sum" else total / wrap(np.maximum(lengths, 1)[:, None].astype(weight.array.dtype))


def _check_bag(input, weight, offsets, mode, per_sample_weights, scale_grad_by_freq, sparse):
    if per_sample_weights is not None and per_sample_weights.array.shape != input.array.shape:
        raise ValueError(
            f"embedding_bag: If per_sample_weights ({list(per_sample_weights.array.shape)}) is not None, then it must have the "
            f"same shape as the input ({list(input.array.shape)})"
        )
    if weight.array.ndim != 2:
        raise ValueError(f"weight has to be a 2D Tensor, but got Tensor of dimension {weight.array.ndim}")
    _check_offsets(input, offsets)
    if mode not in ("sum", "mean", "max"):
        raise ValueError(f"mode has to be one of sum, mean or max, got {mode!r}")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError("max mode does not support scaling the gradient by the frequency")
    if mode == "max" and sparse:
        raise ValueError("max mode does not support sparse weights")
    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError(
            f"embedding_bag: per_sample_weights is only supported for mode='sum' (got mode='{mode}')"
        )
    if weight.array.dtype.kind != "f":
        raise RuntimeError(f"embedding_bag(): weight must be floating, not {weight.dtype.name}")
    if per_sample_weights is not None and per_sample_weights.array.dtype != weight.array.dtype:
        raise RuntimeError(
            f"embedding_bag(): weight and per_sample_weights must have the same dtype, got {weight.dtype.name} and "
            f"{per_sample_weights.dtype.name}"
        )


def _check_offsets(input, offsets):
    ndim = input.array.ndim
    if ndim not in (1, 2):
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {ndim}")
    if ndim == 2 and offsets is not None:
        raise ValueError(f"if input is 2D, then offsets has to be None: its rows are the bags. Got a {type(offsets)}")
    if ndim == 1 and offsets is None:
        raise ValueError("offsets has to be a 1D Tensor but got None")
    if ndim == 1 and offsets.array.ndim != 1:
        raise ValueError(f"offsets has to be a 1D Tensor, got {offsets.array.ndim} dimensions")


def _bags(input, offsets, include_last_offset):
    """All indices in a row, where each bag starts, and how many it has."""
    index = index_of("embedding_bag", input)
    if index.ndim == 2:
        bags, each = index.shape
        if not each and bags:
            raise RuntimeError(f"embedding_bag(): bags must not be empty in an input of shape {list(index.shape)}")
        return index.reshape(-1), np.arange(bags) * each, np.full(bags, each)
    ends = index_of("embedding_bag", offsets)
    if include_last_offset and not len(ends):
        raise RuntimeError("include_last_offset: number of offset should be at least 1")
    _check_ends(ends, len(index))
    if not include_last_offset:
        ends = np.append(ends, len(index))
    return index, ends[:-1], np.diff(ends)


def _check_ends(ends, count):
    if len(ends) and ends[0] != 0:
        raise RuntimeError(
            f"offsets[0] has to be 0, i.e., the first bag has to start at position 0. However, got {ends[0]}"
        )
    if len(ends) and ends[-1] > count:
        raise RuntimeError(
            f"offsets[-1] can not be greater than input's length {count} but got offsets[-1] of {ends[-1]}"
        )
    if (np.diff(ends) < 0).any():
        raise RuntimeError("embedding_bag(): offsets must not decrease")


def _check_rows(index, weight):
    rows = weight.array.shape[0]
    outside = (index < 0) | (index >= rows)
    if outside.any():
        at = int(outside.argmax())
        raise RuntimeError(f"Index {at} of input takes value {index[at]} which is not in the valid range [0, {rows})")


def _torch_frequencies(index, weight):
    """What torch multiplies the gradient of each row by: of the i-th distinct row that of the i-th of all sorted indices."""
    ordered = np.sort(index)
    distinct = np.unique(index)
    counts = np.bincount(index, minlength=weight.array.shape[0])
    factor = np.ones(weight.array.shape[0], weight.array.dtype)
    factor[distinct] /= counts[ordered[: len(distinct)]]
    return factor


def _without(padding_idx, weight, index, starts, lengths, each):
    """The bags without the indices that do not count."""
    rows = weight.array.shape[0]
    if not -rows <= padding_idx < rows:
        raise RuntimeError(
            f"padding_idx must be within the number of embeddings, {-rows} through {rows - 1}, but got {padding_idx}"
        )
    kept = index != padding_idx % rows
    before = np.append(0, np.cumsum(kept))
    starts, lengths = before[starts], before[starts + lengths] - before[starts]
    return index[kept], starts, lengths, None if each is None else selection.take(each, kept)


def _maximum(weight, index, starts, lengths):
    winners = greatest(weight.array, index, starts, lengths)
    if not weight.array.size:
        return weight.new_zeros(winners.shape)
    return selection.where(wrap(lengths[:, None] > 0), selection.gather(weight, 0, winners), 0)


def one_hot(tensor, num_classes=-1) -> Tensor:
    """int64 (*) -> (*, num_classes): 1 at the class, else 0; by default as many classes as the largest one needs.

    >>> import numpynn
    >>> numpynn.nn.functional.one_hot(numpynn.tensor([0, 2]))
    tensor([[1, 0, 0],
            [0, 0, 1]])
    """
    check_tensor("one_hot", "self", tensor)
    classes = tensor.array
    if classes.dtype != np.int64:
        raise RuntimeError(f"one_hot is only applicable to index tensor of type LongTensor, got {tensor.dtype.name}")
    if not classes.size and num_classes <= 0:
        raise RuntimeError("Can not infer total number of classes from empty tensor.")
    if classes.size and classes.min() < 0:
        raise RuntimeError(f"Class values must be non-negative, got {classes.min()}")
    if num_classes == -1:
        num_classes = int(classes.max()) + 1
    if classes.size and classes.max() >= num_classes:
        raise RuntimeError(f"Class values must be smaller than num_classes={num_classes}, got {classes.max()}")
    return wrap((classes[..., None] == np.arange(num_classes)).astype(np.int64))
