"""DataLoader: batches of a dataset, in a sampler's order, fetched here or by worker processes."""

from __future__ import annotations

import multiprocessing
import os
import warnings
from itertools import repeat
from multiprocessing.context import BaseContext
from typing import Generic

from . import position
from .collate import default_collate, default_convert
from .dataset import IterableDataset, T_co
from .iterators import SingleProcessIterator, WorkersIterator
from .sampler import BatchSampler, RandomSampler, Sampler, SequentialSampler

FIXED = ("batch_size", "batch_sampler", "sampler", "drop_last", "dataset", "persistent_workers")


class DataLoader(Generic[T_co]):
    """Iterates a dataset in batches; an iteration is an epoch.

    The order comes from `sampler`, else from `batch_sampler`, else it is random (shuffle=True) or the dataset's own.
    Samples become a batch by `collate_fn`, default_collate unless it is given; batch_size=None gives single
    samples through default_convert. Each iteration draws a base seed from `generator`, or the default generator,
    then the sampler draws: in torch's order, so the same seed gives the same batches.

    With num_workers > 0 processes fetch `prefetch_factor` (2) batches each ahead, worker k seeded by base seed + k.
    An exception there is raised here with its traceback; RuntimeError where a worker dies, or where no batch
    comes for `timeout` seconds. No process outlives the iterator, with persistent_workers the loader.
    ValueError, TypeError where options contradict each other.

    Unlike torch's, batches travel through pipes, not shared memory, and pin_memory does nothing but warn; and it has
    the state_dict and load_state_dict of torchdata's StatefulDataLoader.

    >>> import numpynn as torch
    >>> loader = DataLoader(torch.arange(5), batch_size=2, shuffle=True, generator=torch.Generator().manual_seed(0))
    >>> [batch.tolist() for batch in loader]
    [[3, 1], [0, 4], [2]]
    """

    _initialized = False

    def __init__(
        self,
        dataset,
        batch_size=1,
        shuffle=None,
        sampler=None,
        batch_sampler=None,
        num_workers=0,
        collate_fn=None,
        pin_memory=False,
        drop_last=False,
        timeout=0,
        worker_init_fn=None,
        multiprocessing_context=None,
        generator=None,
        *,
        prefetch_factor=None,
        persistent_workers=False,
        pin_memory_device="",
        in_order=True,
    ):
        _check_workers(num_workers, timeout, prefetch_factor, persistent_workers)
        self.dataset = dataset
        self.num_workers = num_workers
        self.prefetch_factor = 2 if num_workers > 0 and prefetch_factor is None else prefetch_factor
        self.pin_memory = pin_memory
        self.pin_memory_device = pin_memory_device
        self.timeout = timeout
        self.worker_init_fn = worker_init_fn
        self.multiprocessing_context = multiprocessing_context
        self.in_order = in_order
        _check_order(dataset, batch_size, shuffle, sampler, batch_sampler, drop_last)
        if batch_sampler is not None:
            batch_size, drop_last = None, False
        self.sampler = _default_sampler(dataset, shuffle, generator) if sampler is None else sampler
        if batch_size is not None:
            batch_sampler = BatchSampler(self.sampler, batch_size, drop_last)
        self.batch_size = batch_size
        self.drop_last = drop_last
        self.batch_sampler = batch_sampler
        self.generator = generator
        self.collate_fn = collate_fn or (default_collate if self._auto_collation else default_convert)
        self.persistent_workers = persistent_workers
        self._promised_length = None
        self._iterator = None
        self._position = self._resumed_at = None
        self._initialized = True
        self.check_worker_number_rationality()

    @property
    def multiprocessing_context(self):
        """The context that starts the workers: None for Python's default, a start method's name, or a context."""
        return self._context

    @multiprocessing_context.setter
    def multiprocessing_context(self, context):
        if context is not None and self.num_workers == 0:
            raise ValueError(
                "DataLoader: multiprocessing_context can only be used with multi-process loading (num_workers > 0), "
                f"but got num_workers={self.num_workers}"
            )
        if isinstance(context, str):
            methods = multiprocessing.get_all_start_methods()
            if context not in methods:
                raise ValueError(
                    f"DataLoader: multiprocessing_context option should specify a valid start method in {methods!r}, "
                    f"but got multiprocessing_context={context!r}"
                )
            context = multiprocessing.get_context(context)
        if context is not None and not isinstance(context, BaseContext):
            raise TypeError(
                "DataLoader: multiprocessing_context option should be a valid context object or a string specifying "
                f"the start method, but got multiprocessing_context={context}"
            )
        self._context = context

    def __setattr__(self, name, value):
        if self._initialized and name in FIXED:
            raise ValueError(f"{name} attribute should not be set after {type(self).__name__} is initialized")
        super().__setattr__(name, value)

    def __iter__(self):
        if self._resumed_at is None:
            return self._begin()
        state, self._resumed_at, self._iterator = self._resumed_at, None, None
        return position.resumed(self, state, self._begin)

    def _begin(self):
        if self.num_workers == 0:
            return SingleProcessIterator(self)
        if not self.persistent_workers:
            return WorkersIterator(self)
        if self._iterator is None:
            self._iterator = WorkersIterator(self)
        else:
            self._iterator.restart(self)
        return self._iterator

    def state_dict(self) -> dict:
        """Where the loader stands: how many batches of the epoch it gave, and from which states that was drawn."""
        if self._resumed_at is not None:
            return dict(self._resumed_at)
        return dict(position.BETWEEN_EPOCHS) if self._position is None else self._position.state_dict()

    def load_state_dict(self, state_dict: dict) -> None:
        """The next iteration goes on where `state_dict` was asked for, in the middle of an epoch or between two.

        The batches given before come no more: the same ones follow as would have, also where workers draw random
        numbers. To that end workers fetch the earlier ones again, and a stream is read again from its start; without
        workers a map is not asked. The default generator is neither saved nor moved: see `get_rng_state`. Workers that
        persist start anew, so what they draw in an epoch after their first is other than it would have been.

        Raises KeyError, ValueError for what is no state of such a loader.

        >>> import numpynn as torch
        >>> loader, again = (DataLoader(range(6), batch_size=2, shuffle=True) for _ in range(2))
        >>> batches = iter(loader)
        >>> _ = next(batches)
        >>> again.load_state_dict(loader.state_dict())
        >>> [batch.tolist() for batch in batches] == [batch.tolist() for batch in again]
        True
        """
        position.check(state_dict, self)
        self._resumed_at = dict(state_dict) if state_dict["generators"] is not None else None
        self._position = None

    def __len__(self):
        if not isinstance(self.dataset, IterableDataset):
            return len(self._index_sampler)
        length = self._promised_length = len(self.dataset)
        if self.batch_size is None:
            return length
        return (length + (0 if self.drop_last else self.batch_size - 1)) // self.batch_size

    @property
    def _auto_collation(self):
        return self.batch_sampler is not None

    @property
    def _index_sampler(self):
        return self.batch_sampler if self._auto_collation else self.sampler

    def check_worker_number_rationality(self):
        """Warns where there are more workers than processors to run them."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        if self.num_workers and (processors is None or self.num_workers > processors):
            warnings.warn(
                f"This DataLoader will create {self.num_workers} worker processes in total; this machine suggests at "
                f"most {processors}. More can make loading slow or even freeze it.",
                stacklevel=3,
            )


class _Endless(Sampler):
    """What a stream is asked with: its samples have no indices."""

    def __iter__(self):
        return repeat(None)


def _default_sampler(dataset, shuffle, generator):
    if isinstance(dataset, IterableDataset):
        return _Endless()
    return RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)


def _check_workers(num_workers, timeout, prefetch_factor, persistent_workers):
    if num_workers < 0:
        raise ValueError(f"DataLoader: num_workers option should be non-negative, got {num_workers}")
    if timeout < 0:
        raise ValueError(f"DataLoader: timeout option should be non-negative, got {timeout}")
    if num_workers == 0 and prefetch_factor is not None:
        raise ValueError(f"DataLoader: prefetch_factor={prefetch_factor} needs num_workers > 0")
    if prefetch_factor is not None and prefetch_factor < 0:
        raise ValueError(f"DataLoader: prefetch_factor option should be non-negative, got {prefetch_factor}")
    if persistent_workers and num_workers == 0:
        raise ValueError("DataLoader: persistent_workers option needs num_workers > 0")


def _check_order(dataset, batch_size, shuffle, sampler, batch_sampler, drop_last):
    if isinstance(dataset, IterableDataset):
        for name, value in {"shuffle": shuffle or None, "sampler": sampler, "batch_sampler": batch_sampler}.items():
            if value is not None:
                raise ValueError(
                    f"DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={value}"
                )
    if sampler is not None and shuffle:
        raise ValueError("DataLoader: sampler option is mutually exclusive with shuffle")
    if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
        raise ValueError(
            "DataLoader: batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last"
        )
    if batch_size is None and drop_last:
        raise ValueError(
            "DataLoader: batch_size=None option disables auto-batching and is mutually exclusive with drop_last"
        )
