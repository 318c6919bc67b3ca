"""One pass over a loader: in this process, or with workers that fetch ahead."""

from __future__ import annotations

import warnings
from itertools import cycle

from .crew import Crew
from .dataset import IterableDataset
from .fetch import fetcher
from .position import Position
from .sampler import draw_seed
from .worker import Failure, Signal


class LoaderIterator:
    """What both have in common: the sampler's iterator, the base seed, the count of what was given."""

    def __init__(self, loader):
        # Not the loader itself: it keeps the iterator of persistent workers, and both would outlive their use.
        _warn_of_pinning(loader)
        self._index_sampler = loader._index_sampler
        self._source = (loader.dataset, loader._auto_collation, loader.collate_fn, loader.drop_last)
        self._is_stream = isinstance(loader.dataset, IterableDataset)
        self._locate(loader)
        self._begin(loader)
        # Drawn without workers too: torch's generator moves on by these two words.
        self._base_seed = draw_seed(loader.generator)

    def _locate(self, loader, restarted=False):
        """The loader is told where this pass stands, until another begins."""
        self._position = loader._position = Position(loader, restarted)

    def _begin(self, loader):
        self._indices = iter(self._index_sampler)
        self._promised = loader._promised_length

    def __iter__(self):
        return self

    def __len__(self):
        return len(self._index_sampler)

    def __getstate__(self):
        raise NotImplementedError(f"{type(self).__name__} cannot be pickled")

    def __next__(self):
        try:
            data = self._next_data()
        except StopIteration:
            self._position.ended = True
            raise
        self._position.given += 1
        if self._is_stream and self._promised is not None and self._position.given > self._promised:
            warnings.warn(
                f"Length of IterableDataset {self._source[0]} was reported to be {self._promised} (when accessing "
                f"len(dataloader)), but {self._position.given} samples have been fetched. With workers, each must be "
                "given its part of the stream: see get_worker_info.",
                stacklevel=2,
            )
        return data

    def skip(self, count):
        """Go on as if `count` batches had been given. ValueError where there are not so many."""
        try:
            for _ in range(count):
                self._skip_one()
        except StopIteration:
            raise ValueError(f"DataLoader: {count} batches were given before, but now there are fewer") from None
        self._position.given = count

    def _skip_one(self):
        self._next_data()


class SingleProcessIterator(LoaderIterator):
    """Fetches each batch when it is asked for."""

    def __init__(self, loader):
        super().__init__(loader)
        if loader.timeout != 0:
            raise AssertionError(f"DataLoader: timeout needs num_workers > 0, got timeout={loader.timeout}")
        self._fetch = fetcher(*self._source)

    def _next_data(self):
        return self._fetch(next(self._indices))

    def _skip_one(self):
        indices = next(self._indices)
        if self._is_stream:
            self._fetch(indices)


class WorkersIterator(LoaderIterator):
    """Keeps `prefetch_factor` batches for each worker under way, and gives them in the sampler's order."""

    def __init__(self, loader):
        self._workers = loader.num_workers
        self._limit = loader.prefetch_factor * loader.num_workers
        self._in_order, self._persistent, self._timeout = loader.in_order, loader.persistent_workers, loader.timeout
        super().__init__(loader)
        self._crew = Crew(
            loader.multiprocessing_context, loader.num_workers, self._base_seed, loader.worker_init_fn, self._source
        )
        # torch asks the sampler for an iterator a second time here: one that draws at once draws twice.
        self._begin(loader)
        self._prefetch()

    def _begin(self, loader):
        super()._begin(loader)
        self._asked = self._next_task = 0
        self._owners = {}  # task -> worker, of all that is not answered yet or not given
        self._arrived = {}  # task -> batch
        self._active = [True] * self._workers
        self._loads = [0] * self._workers
        self._turns = cycle(range(self._workers))

    def restart(self, loader):
        """Another epoch with the same workers, once each has done with the last."""
        self._locate(loader, restarted=True)
        self._begin(loader)
        for worker in range(self._workers):
            self._crew.ask(worker, (Signal.RESUME, None))
        missing = self._workers
        while missing:
            missing -= sum(task is Signal.RESUME for task, _ in self._hear())
        self._prefetch()

    def _prefetch(self):
        for _ in range(self._limit):
            self._ask_next()

    def _ask_next(self):
        """Asks the worker whose turn it is for the next batch, if the sampler has one."""
        try:
            indices = next(self._indices)
        except StopIteration:
            return
        worker = self._free_worker()
        if worker is None:
            return
        self._crew.ask(worker, (self._asked, indices))
        self._owners[self._asked] = worker
        self._loads[worker] += 1
        self._asked += 1

    def _free_worker(self):
        for _ in self._active:
            worker = next(self._turns)
            share = self._limit // max(1, sum(self._active))
            if self._active[worker] and (self._in_order or self._loads[worker] < share):
                return worker
        return None

    def _next_data(self):
        while (task := self._task_to_give()) not in self._arrived:
            for done, batch in self._hear():
                self._arrive(done, batch)
        return self._give(task)

    def _task_to_give(self):
        """The oldest task that can still be given; out of order, any that has arrived. StopIteration: there is none."""
        if not self._in_order and self._arrived:
            return next(iter(self._arrived))
        while self._next_task < self._asked:
            task = self._next_task
            if task in self._arrived or (task in self._owners and self._active[self._owners[task]]):
                return task
            # Given already, or of a worker whose stream has ended.
            self._next_task += 1
        if not self._persistent:
            self._crew.dismiss()
        raise StopIteration

    def _arrive(self, task, batch):
        if batch is not Signal.ENDED:
            self._arrived[task] = batch
            return
        worker = self._owners.pop(task)
        self._active[worker] = False
        if not self._persistent:
            self._crew.retire(worker)
        self._ask_next()

    def _give(self, task):
        batch = self._arrived.pop(task)
        self._loads[self._owners.pop(task)] -= 1
        self._ask_next()
        if isinstance(batch, Failure):
            raise batch.exception()
        return batch

    def _hear(self):
        """What the workers say next; RuntimeError where they say nothing for `timeout` seconds, if that is set."""
        timeout = self._timeout or None
        heard = self._crew.answers(timeout)
        if not heard:
            raise RuntimeError(f"DataLoader timed out after {timeout} seconds")
        return heard


def _warn_of_pinning(loader):
    if loader.pin_memory and loader.pin_memory_device:
        warnings.warn(
            "pin_memory_device is deprecated, the current accelerator will be used as the device, "
            f"ignore pin_memory_device='{loader.pin_memory_device}'.",
            stacklevel=4,
        )
    if loader.pin_memory:
        warnings.warn(
            "'pin_memory' argument is set as true but no accelerator is found, "
            "then device pinned memory won't be used.",
            stacklevel=4,
        )
