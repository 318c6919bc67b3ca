"""The worker process: it fetches the batches it is asked for, in turn, and sends them back.

What it is asked: `(task, indices)`; `(Signal.RESUME, None)` at the start of another epoch; None, to end.
What it answers: `(task, batch)`, `(task, Failure)`, `(task, Signal.ENDED)` where its stream has no more;
`(Signal.RESUME, None)` once it has started anew.
"""

from __future__ import annotations

import pickle
import random
import sys
import threading
import traceback
from collections import deque
from dataclasses import dataclass
from enum import Enum
from multiprocessing import parent_process
from multiprocessing.connection import wait
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue

import numpy as np

from ...random import manual_seed
from .dataset import IterableDataset
from .fetch import fetcher


class Signal(Enum):
    """What is said between the processes that is no batch."""

    RESUME = "another epoch begins"
    ENDED = "this worker's stream has ended"


@dataclass(frozen=True, slots=True)
class WorkerInfo:
    """What a worker process knows of itself: its number, how many there are, its seed, its copy of the dataset."""

    id: int
    num_workers: int
    seed: int
    dataset: object
    rng: object = None
    worker_method: str | None = "multiprocessing"


_worker_info = None


def get_worker_info():
    """In a worker process its WorkerInfo, elsewhere None."""
    return _worker_info


@dataclass(frozen=True)
class Failure:
    """An exception that a worker met, as text: an exception's own objects may not survive the journey."""

    kind: type
    text: str

    def exception(self):
        """An exception of the same type with the worker's traceback in its message; else a RuntimeError."""
        try:
            return self.kind(_Plain(self.text) if self.kind is KeyError else self.text)
        except Exception:
            return RuntimeError(self.text)


class _Plain(str):
    """Text that a KeyError shows as it is, line by line."""

    def __repr__(self):
        return str(self)


def failure(worker_id):
    """The exception now being handled, ready for the journey."""
    kind = sys.exc_info()[0]
    text = f"Caught {kind.__name__} in DataLoader worker process {worker_id}.\nOriginal {traceback.format_exc()}"
    try:
        pickle.dumps(kind)
    except Exception:
        kind = RuntimeError
    return Failure(kind, text)


def serve(connection, worker_id, num_workers, base_seed, init_fn, source):
    """The life of a worker process; `source` is what fetcher() takes, the dataset first."""
    global _worker_info
    _worker_info = WorkerInfo(worker_id, num_workers, base_seed + worker_id, source[0])
    _seed_all(base_seed, worker_id)
    try:
        _answer_all(connection, worker_id, init_fn, source)
    except KeyboardInterrupt:
        # The terminal interrupts the whole group: the main process tells the user.
        pass


def _seed_all(base_seed, worker_id):
    manual_seed(base_seed + worker_id)
    random.seed(base_seed + worker_id)
    entropy = [worker_id, base_seed & 0xFFFFFFFF, base_seed >> 32]
    np.random.seed(np.random.SeedSequence(entropy).generate_state(4))


def _answer_all(connection, worker_id, init_fn, source):
    send = _sender(connection, worker_id)
    trouble = fetch = None
    try:
        if init_fn is not None:
            init_fn(worker_id)
        fetch = fetcher(*source)
    except Exception:
        trouble = failure(worker_id)
    for task, indices in _requests(connection):
        if task is Signal.RESUME:
            fetch = fetcher(*source)
            send((task, None))
        elif trouble is not None:
            send((task, trouble))
        else:
            send((task, _attempt(fetch, indices, worker_id)))


def _attempt(fetch, indices, worker_id):
    try:
        return fetch(indices)
    except Exception as error:
        at_end = isinstance(error, StopIteration) and isinstance(_worker_info.dataset, IterableDataset)
        return Signal.ENDED if at_end else failure(worker_id)


def _requests(connection):
    """The requests in turn. All that have come are read first, so that an order to end is not kept waiting."""
    orphaned = parent_process().sentinel
    waiting = deque()
    while True:
        while not waiting or connection.poll():
            if connection not in wait([connection, orphaned]):
                return
            try:
                request = connection.recv()
            except (EOFError, OSError):
                return
            if request is None:
                return
            waiting.append(request)
        yield waiting.popleft()


def _sender(connection, worker_id):
    """A function that sends from a thread of its own: this side keeps reading, so neither waits for the other."""
    answers = SimpleQueue()

    def send_all():
        try:
            while True:
                connection.send_bytes(answers.get())
        except OSError:
            return  # the main process has gone, or reads no more

    def send(answer):
        """Pickled here and now: what fails is the answer, and later changes of the batch do not show."""
        try:
            answers.put(ForkingPickler.dumps(answer))
        except Exception:
            answers.put(ForkingPickler.dumps((answer[0], failure(worker_id))))

    threading.Thread(target=send_all, daemon=True).start()
    return send
