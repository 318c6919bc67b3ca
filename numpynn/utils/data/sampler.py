"""Samplers: the orders in which a loader visits a dataset, drawn as torch draws them."""

from __future__ import annotations

from itertools import islice
from typing import Generic, TypeVar

from ...dtypes import float64, int64
from ...functional.creation import as_tensor, empty
from ...functional.random import multinomial, randint, randperm
from ...random import Generator

T_co = TypeVar("T_co", covariant=True)
CHUNK = 32  # RandomSampler draws so many indices at once with replacement


class Sampler(Generic[T_co]):
    """An order of visit: subclasses define `__iter__` over indices, or over lists of them, and may define `__len__`."""

    def __iter__(self):
        raise NotImplementedError("Subclasses of Sampler should implement __iter__.")


class SequentialSampler(Sampler[int]):
    """0, 1, ... len(data_source) - 1.

    >>> list(SequentialSampler("abc"))
    [0, 1, 2]
    """

    def __init__(self, data_source):
        self.data_source = data_source

    def __iter__(self):
        return iter(range(len(self.data_source)))

    def __len__(self):
        return len(self.data_source)


class RandomSampler(Sampler[int]):
    """A random permutation of a data source, or `num_samples` indices of it, drawn with replacement or without.

    More samples than there are, without replacement, are several permutations in turn. Without a generator each
    iteration seeds one of its own by a number of the default generator. TypeError where replacement is not a bool,
    ValueError where num_samples is not a positive integer.

    >>> import numpynn as torch
    >>> list(RandomSampler(range(5), generator=torch.Generator().manual_seed(0)))
    [4, 0, 1, 3, 2]
    """

    def __init__(self, data_source, replacement=False, num_samples=None, generator=None):
        self.data_source = data_source
        self.replacement = replacement
        self._num_samples = num_samples
        self.generator = generator
        if not isinstance(replacement, bool):
            raise TypeError(f"RandomSampler: replacement should be a boolean value, but got replacement={replacement}")
        _check_num_samples("RandomSampler", self.num_samples)

    @property
    def num_samples(self):
        """How many indices an iteration gives: the length of the source now, unless it was fixed."""
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self):
        generator = self.generator
        if generator is None:
            generator = Generator().manual_seed(draw_seed())
        draw = self._with_replacement if self.replacement else self._permutations
        yield from draw(len(self.data_source), generator)

    def _with_replacement(self, n, generator):
        for _ in range(self.num_samples // CHUNK):
            yield from randint(n, (CHUNK,), generator=generator).tolist()
        yield from randint(n, (self.num_samples % CHUNK,), generator=generator).tolist()

    def _permutations(self, n, generator):
        for _ in range(self.num_samples // n):
            yield from randperm(n, generator=generator).tolist()
        # Drawn even where nothing of it is used: a generator that was given moves on, as torch's does.
        yield from randperm(n, generator=generator).tolist()[: self.num_samples % n]

    def __len__(self):
        return self.num_samples


class SubsetRandomSampler(Sampler[int]):
    """These indices in random order, one randperm of `generator` or the default generator an iteration."""

    def __init__(self, indices, generator=None):
        self.indices = indices
        self.generator = generator

    def __iter__(self):
        for place in randperm(len(self.indices), generator=self.generator).tolist():
            yield self.indices[place]

    def __len__(self):
        return len(self.indices)


class WeightedRandomSampler(Sampler[int]):
    """`num_samples` of 0 ... len(weights) - 1, in proportion to float64 weights that need not sum to 1.

    ValueError where num_samples is not a positive integer, replacement not a bool, weights not of one dimension.
    Without replacement, equal quotients may be ordered otherwise than torch's (see numpynn.random).
    """

    def __init__(self, weights, num_samples, replacement=True, generator=None):
        _check_num_samples("WeightedRandomSampler", num_samples, isinstance(num_samples, bool))
        if not isinstance(replacement, bool):
            raise ValueError(
                f"WeightedRandomSampler: replacement should be a boolean value, but got replacement={replacement}"
            )
        self.weights = as_tensor(weights, dtype=float64)
        if self.weights.ndim != 1:
            raise ValueError(
                "WeightedRandomSampler: weights should be a 1d sequence but given weights have shape "
                f"{tuple(self.weights.shape)}"
            )
        self.num_samples = num_samples
        self.replacement = replacement
        self.generator = generator

    def __iter__(self):
        yield from multinomial(self.weights, self.num_samples, self.replacement, generator=self.generator).tolist()

    def __len__(self):
        return self.num_samples


class BatchSampler(Sampler[list[int]]):
    """Lists of `batch_size` indices of another sampler; the last, if it is short, is given unless drop_last.

    ValueError where batch_size is not a positive integer or drop_last not a bool.

    >>> list(BatchSampler(SequentialSampler(range(5)), batch_size=2, drop_last=False))
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, sampler, batch_size, drop_last):
        if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size <= 0:
            raise ValueError(
                f"BatchSampler: batch_size should be a positive integer value, but got batch_size={batch_size}"
            )
        if not isinstance(drop_last, bool):
            raise ValueError(f"BatchSampler: drop_last should be a boolean value, but got drop_last={drop_last}")
        self.sampler = sampler
        self.batch_size = batch_size
        self.drop_last = drop_last

    def __iter__(self):
        indices = iter(self.sampler)
        while batch := list(islice(indices, self.batch_size)):
            if len(batch) < self.batch_size and self.drop_last:
                return
            yield batch

    def __len__(self):
        extra = 0 if self.drop_last else self.batch_size - 1
        return (len(self.sampler) + extra) // self.batch_size


def draw_seed(generator=None):
    """A seed in [0, 2^63), from the default generator unless one is given."""
    return empty((), dtype=int64).random_(generator=generator).item()


def _check_num_samples(name, num_samples, is_bool=False):
    if not isinstance(num_samples, int) or is_bool or num_samples <= 0:
        raise ValueError(f"{name}: num_samples should be a positive integer value, but got num_samples={num_samples}")
