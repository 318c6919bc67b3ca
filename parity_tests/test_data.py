"""Loaders with worker processes, in both libraries: batches, their order, the generators, seeds, errors."""

from __future__ import annotations

import multiprocessing
import random

import numpy as np
import pytest
import torch

import numpynn

LIBRARIES = (numpynn, torch)
SIZES = [(n, batch) for n in (5, 12) for batch in (1, 4, 5)]


def plain(batch):
    """A batch as Python values, dtypes told."""
    if hasattr(batch, "tolist"):
        return str(batch.dtype), batch.tolist()
    return [plain(part) for part in batch] if isinstance(batch, (list, tuple)) else batch


def epochs(library, dataset, count=3, seed=4, **options):
    """What `count` epochs give, and the default generator's state after each."""
    library.manual_seed(seed)
    loader = library.utils.data.DataLoader(dataset, **options)
    told = [([plain(batch) for batch in loader], library.get_rng_state().tolist()) for _ in range(count)]
    return told, len(loader)


def agree(make_dataset, **options):
    ours, theirs = (epochs(library, make_dataset(library), **options) for library in LIBRARIES)
    assert ours == theirs


def tensors(n):
    return lambda library: library.utils.data.TensorDataset(library.arange(n), library.arange(2.0 * n).reshape(n, 2))


@pytest.mark.parametrize("drop_last", [False, True])
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize(("n", "batch_size"), SIZES)
def test_epochs_without_workers(n, batch_size, shuffle, drop_last):
    for seed in (0, 1, 2**40):
        agree(tensors(n), seed=seed, batch_size=batch_size, shuffle=shuffle, drop_last=drop_last)


@pytest.mark.parametrize("num_workers", [0, 2])
@pytest.mark.parametrize("shuffle", [False, True])
def test_an_explicit_generator(shuffle, num_workers):
    told = []
    for library in LIBRARIES:
        generator = library.Generator().manual_seed(9)
        options = {"batch_size": 3, "shuffle": shuffle, "generator": generator, "num_workers": num_workers}
        told.append((epochs(library, tensors(10)(library), **options), generator.get_state().tolist()))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "options",
    [
        {"num_workers": 1},
        {"num_workers": 2},
        {"num_workers": 2, "persistent_workers": True},
        {"num_workers": 2, "prefetch_factor": 1, "drop_last": True},
        {"num_workers": 2, "batch_size": None},
    ],
    ids=str,
)
def test_epochs_with_workers(options):
    agree(tensors(11), **{"batch_size": 2, "shuffle": True} | options)


def draws_of(library):
    """A dataset whose samples are random numbers of the worker that fetches them."""

    class Draws(library.utils.data.Dataset):
        def __len__(self):
            return 8

        def __getitem__(self, index):
            info = library.utils.data.get_worker_info()
            drawn = [library.rand(2).tolist(), random.random(), float(np.random.rand()), library.initial_seed()]
            return index, drawn, [info.id, info.num_workers, info.seed, info.dataset is self]

    return Draws()


@pytest.mark.parametrize("persistent_workers", [False, True])
def test_workers_draw_the_same_numbers(persistent_workers):
    agree(draws_of, count=2, num_workers=2, collate_fn=list, persistent_workers=persistent_workers)


def stream_of(library, lengths=(3, 8)):
    """A stream of which each worker has its own part; unequal, so that one ends first."""

    class Stream(library.utils.data.IterableDataset):
        def __iter__(self):
            info = library.utils.data.get_worker_info()
            k = 0 if info is None else info.id
            return iter(range(100 * k, 100 * k + lengths[k]))

        def __len__(self):
            return sum(lengths)

    return Stream()


@pytest.mark.parametrize("persistent_workers", [False, True])
@pytest.mark.parametrize("options", [{}, {"batch_size": 2}, {"batch_size": 3, "drop_last": True}, {"batch_size": None}])
def test_streams_with_workers(options, persistent_workers):
    agree(stream_of, count=2, num_workers=2, persistent_workers=persistent_workers, **options)


def offset_by(library):
    def start(worker_id):
        library.utils.data.get_worker_info().dataset.offset = 1000 * (worker_id + 1)

    return start


def with_offset(library):
    class Offset(library.utils.data.Dataset):
        offset = 0

        def __len__(self):
            return 6

        def __getitem__(self, index):
            return index + self.offset

    return Offset()


def test_worker_init_fn():
    ours, theirs = (
        epochs(library, with_offset(library), num_workers=2, worker_init_fn=offset_by(library)) for library in LIBRARIES
    )
    assert ours == theirs


def troubled(library, act):
    class Troubled(library.utils.data.Dataset):
        def __len__(self):
            return 8

        def __getitem__(self, index):
            return act() if index == 5 else index

    return Troubled()


def fail(error):
    raise error


class NeedsTwo(Exception):
    def __init__(self, one, two):
        super().__init__(one, two)


@pytest.mark.parametrize(
    "error",
    [ValueError("five"), KeyError("five"), StopIteration("five"), NeedsTwo(1, 2), ZeroDivisionError()],
    ids=lambda error: type(error).__name__,
)
def test_errors_of_workers(error):
    told = []
    for library in LIBRARIES:
        loader = library.utils.data.DataLoader(troubled(library, lambda: fail(error)), num_workers=2)
        iterator, given = iter(loader), []
        with pytest.raises(Exception) as raised:
            while True:
                given.append(next(iterator).tolist())
        given += [batch.tolist() for batch in iterator]
        lines = str(raised.value).splitlines()
        told.append((type(raised.value), lines[0], lines[1], lines[-1], given))
    assert told[0] == told[1]


def test_a_sampler_that_draws_at_once():
    class Eager:
        def __init__(self, library):
            self.library = library

        def __len__(self):
            return 4

        def __iter__(self):
            return iter(self.library.randperm(4).tolist())

    for num_workers in (0, 1):
        ours, theirs = (
            epochs(library, list(range(4)), sampler=Eager(library), num_workers=num_workers) for library in LIBRARIES
        )
        assert ours == theirs


def test_no_process_is_left():
    assert multiprocessing.active_children() == []
