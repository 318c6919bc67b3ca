"""Datasets: what can be indexed, what can only be iterated, and datasets made of others."""

from __future__ import annotations

import math
import warnings
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

from ...functional.random import randperm
from ...random import default_generator

T_co = TypeVar("T_co", covariant=True)


class Dataset(Generic[T_co]):
    """A map from keys to samples: subclasses define `__getitem__`, most define `__len__`.

    A subclass may define `__getitems__(indices)`, which the loader calls once for a whole batch.
    """

    def __getitem__(self, index):
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")

    def __add__(self, other):
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T_co], Iterable[T_co]):
    """A stream of samples: subclasses define `__iter__`.

    Each worker of a loader iterates a copy of its own; `get_worker_info()` tells a copy which part is its.
    """

    def __add__(self, other):
        return ChainDataset([self, other])


class TensorDataset(Dataset):
    """Tensors of one first size n: sample i is the tuple of their rows i. AssertionError where sizes differ.

    >>> import numpynn as torch
    >>> TensorDataset(torch.arange(3), torch.tensor([0.5, 1.5, 2.5]))[1]
    (tensor(1), tensor(1.5000))
    """

    def __init__(self, *tensors):
        for tensor in tensors:
            if tensor.size(0) != tensors[0].size(0):
                raise AssertionError(
                    "TensorDataset: Size mismatch between tensors: "
                    f"{tuple(tensors[0].shape)} and {tuple(tensor.shape)} differ in the first dimension"
                )
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(tensor[index] for tensor in self.tensors)

    def __len__(self):
        return self.tensors[0].size(0)


class StackDataset(Dataset):
    """Datasets side by side: a sample is the tuple, or given by keyword the dict, of their samples.

    ValueError where lengths differ, where there is no dataset, or where both kinds of argument are given.

    >>> StackDataset(image=[10, 20], label=[0, 1])[1]
    {'image': 20, 'label': 1}
    """

    def __init__(self, *args, **kwargs):
        if args and kwargs:
            raise ValueError("StackDataset: give datasets by position (for tuples) or by keyword (for dicts), not both")
        if not args and not kwargs:
            raise ValueError("StackDataset: At least one dataset should be passed")
        lengths = [len(dataset) for dataset in args or kwargs.values()]
        if len(set(lengths)) > 1:
            raise ValueError(f"StackDataset: Size mismatch between datasets: lengths {lengths}")
        self._length = lengths[0]
        self.datasets = args or kwargs

    def __getitem__(self, index):
        if isinstance(self.datasets, dict):
            return {key: dataset[index] for key, dataset in self.datasets.items()}
        return tuple(dataset[index] for dataset in self.datasets)

    def __getitems__(self, indices):
        """The samples at these indices, each dataset asked once where it can be."""
        if isinstance(self.datasets, dict):
            columns = [self._column(dataset, indices) for dataset in self.datasets.values()]
            return [dict(zip(self.datasets, row, strict=True)) for row in zip(*columns, strict=True)]
        return list(zip(*(self._column(dataset, indices) for dataset in self.datasets), strict=True))

    @staticmethod
    def _column(dataset, indices):
        samples = samples_at(dataset, indices)
        if len(samples) != len(indices):
            raise ValueError(
                "StackDataset: Nested dataset's output size mismatch. "
                f"Expected {len(indices)} samples, __getitems__ gave {len(samples)}"
            )
        return samples

    def __len__(self):
        return self._length


class ConcatDataset(Dataset[T_co]):
    """Datasets one after another. AssertionError where there is none, or one can only be iterated.

    >>> ConcatDataset([[1, 2], [3]])[-1]
    3
    """

    @staticmethod
    def cumsum(sequence):
        """The running sums of the lengths."""
        return list(accumulate(map(len, sequence)))

    def __init__(self, datasets):
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("ConcatDataset: datasets should not be an empty iterable")
        if any(isinstance(dataset, IterableDataset) for dataset in self.datasets):
            raise AssertionError("ConcatDataset does not support IterableDataset")
        self.cumulative_sizes = self.cumsum(self.datasets)

    def __len__(self):
        return self.cumulative_sizes[-1]

    def __getitem__(self, idx):
        if idx < -len(self):
            raise ValueError(
                f"ConcatDataset: absolute value of index should not exceed dataset length: {idx} for length {len(self)}"
            )
        idx = idx + len(self) if idx < 0 else idx
        place = bisect_right(self.cumulative_sizes, idx)
        return self.datasets[place][idx - (self.cumulative_sizes[place - 1] if place else 0)]

    @property
    def cummulative_sizes(self):
        """The old spelling of `cumulative_sizes`."""
        warnings.warn(
            "`cummulative_sizes` attribute is renamed to `cumulative_sizes`", category=FutureWarning, stacklevel=2
        )
        return self.cumulative_sizes


class ChainDataset(IterableDataset):
    """Iterable datasets one after another; AssertionError, when it is iterated, where one is not iterable."""

    def __init__(self, datasets):
        self.datasets = datasets

    def _checked(self):
        for dataset in self.datasets:
            if not isinstance(dataset, IterableDataset):
                raise AssertionError("ChainDataset only supports IterableDataset")
            yield dataset

    def __iter__(self):
        for dataset in self._checked():
            yield from dataset

    def __len__(self):
        return sum(map(len, self._checked()))


class Subset(Dataset[T_co]):
    """The samples of a dataset at these indices.

    A subclass that overrides `__getitem__` must override `__getitems__` too (NotImplementedError), for the
    loader asks for whole batches.

    >>> Subset("abcde", [4, 0])[1]
    'a'
    """

    def __init__(self, dataset, indices):
        self.dataset = dataset
        self.indices = indices
        kind = type(self)
        if kind.__getitem__ is not Subset.__getitem__ and kind.__getitems__ is Subset.__getitems__:
            raise NotImplementedError(
                f"{kind.__name__} overrides __getitem__ but not __getitems__, which the DataLoader calls. Add\n"
                "def __getitems__(self, indices):\n"
                "    return [self[index] for index in indices]"
            )

    def __getitem__(self, idx):
        if isinstance(idx, list):
            return self.dataset[[self.indices[i] for i in idx]]
        return self.dataset[self.indices[idx]]

    def __getitems__(self, indices):
        """The samples at these places of the subset."""
        return samples_at(self.dataset, [self.indices[i] for i in indices])

    def __len__(self):
        return len(self.indices)


def random_split(dataset, lengths, generator=default_generator):
    """The dataset cut at random into Subsets of these lengths, or of these fractions of it if they sum to 1.

    A fraction f of n samples is floor(f n); what is left goes round, one each, from the first. One randperm(n) is
    drawn from `generator`. ValueError where lengths do not sum to n or a fraction is not between 0 and 1.

    >>> import numpynn as torch
    >>> first, second = random_split(range(5), [2, 3], torch.Generator().manual_seed(0))
    >>> first.indices, second.indices
    ([4, 0], [1, 3, 2])
    """
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1:
        lengths = _shares(len(dataset), lengths)
    if sum(lengths) != len(dataset):
        raise ValueError(
            "random_split: Sum of input lengths does not equal the length of the input dataset: "
            f"{sum(lengths)} and {len(dataset)}"
        )
    order = randperm(sum(lengths), generator=generator).tolist()
    ends = accumulate(lengths)
    return [Subset(dataset, order[end - length : end]) for end, length in zip(ends, lengths, strict=True)]


def _shares(size, fractions):
    for place, fraction in enumerate(fractions):
        if not 0 <= fraction <= 1:
            raise ValueError(f"random_split: Fraction at index {place} is not between 0 and 1: {fraction}")
    lengths = [math.floor(size * fraction) for fraction in fractions]
    for extra in range(size - sum(lengths)):
        lengths[extra % len(lengths)] += 1
    for place, length in enumerate(lengths):
        if length == 0:
            warnings.warn(
                f"Length of split at index {place} is 0. This might result in an empty dataset.", stacklevel=3
            )
    return lengths


def samples_at(dataset, indices):
    """The samples at these indices, in one call where the dataset has `__getitems__`."""
    many = getattr(dataset, "__getitems__", None)
    return many(indices) if callable(many) else [dataset[index] for index in indices]
