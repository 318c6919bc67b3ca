"""One small team of threads, for kernels whose work falls into parts that do not touch each other.

NumPy's loops and BLAS's products let go of the interpreter's lock, so two threads do run at once. While a team works,
BLAS is held to one thread. How the work is cut must not depend on how many threads there are: then neither do the bits.
"""

from __future__ import annotations

import math
import os
import threading
from collections import deque

import numpy as np

from . import blas
from .processors import Apart


def _at_first() -> int:
    asked = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    if asked.isdigit() and int(asked) > 0:
        return int(asked)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Team:
    """Threads that wait for jobs. One job is done at a time; who finds the team at work does his own alone."""

    def __init__(self):
        self.threads = _at_first()
        self.forget()

    def forget(self):
        """Start without helpers: a forked process inherits the queue, but none of the threads."""
        self.free = threading.Lock()
        self.jobs = None
        self.helpers = []
        self.keep_apart = Apart()

    def helpers_for(self, wanted):
        """The queue of at least `wanted` waiting threads."""
        if self.jobs is None:
            from queue import SimpleQueue  # not on the way of `import numpynn`

            self.jobs = SimpleQueue()
            blas.read_late_settings()
        while len(self.helpers) < wanted:
            self.helpers.append(threading.Thread(target=_serve, args=(self.jobs,), daemon=True, name="numpynn"))
            self.helpers[-1].start()
        self.keep_apart(self.helpers)
        return self.jobs


class _Job:
    """Parts of one piece of work, taken one after the other by whoever is free."""

    def __init__(self, work, parts):
        self.work, self.parts = work, iter(parts)
        self.ended = threading.Semaphore(0)
        self.failure = None

    def run(self):
        try:
            for part in self.parts:
                self.work(part)
        except BaseException as failure:
            self.failure = failure
            for _ in self.parts:
                pass


def _serve(jobs):
    np.seterr(all="ignore")
    while True:
        job = jobs.get()
        job.run()
        job.ended.release()
        del job  # or its arrays would live until the next one


KEPT = 1 << 25  # bytes: a larger array, such as for one very long row, is not kept


class _Memory(threading.local):
    """Memory that a thread keeps from part to part, by purpose."""

    def __init__(self):
        self.blocks = {}


_memory = _Memory()


def scratch(purpose, shape, dtype):
    """An array whose contents last until this thread asks for the same purpose again.

    A fresh one is dear in a helper: what its thread frees goes back to the system, and must be faulted in anew.
    """
    size = math.prod(shape) * dtype.itemsize
    if size > KEPT:
        return np.empty(shape, dtype)
    block = _memory.blocks.get(purpose)
    if block is None or block.nbytes < size:
        block = _memory.blocks[purpose] = np.empty(size, np.uint8)
    return np.ndarray(shape, dtype, block)


def forget(*purposes):
    """Let go of what this thread keeps for these purposes."""
    for purpose in purposes:
        _memory.blocks.pop(purpose, None)


_team = _Team()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_team.forget)


def get_num_threads() -> int:
    """How many threads work on one operation.

    >>> import numpynn
    >>> numpynn.get_num_threads() >= 1
    True
    """
    return _team.threads


def set_num_threads(threads: int) -> None:
    """Let `threads` threads work on one operation, BLAS included. At first: OMP_NUM_THREADS, or the cores there are.

    Raises RuntimeError unless it is positive.
    """
    if not isinstance(threads, int) or isinstance(threads, bool):
        raise TypeError(f"set_num_threads expects an int, but got {type(threads).__name__}")
    if threads <= 0:
        raise RuntimeError(f"set_num_threads expects a positive integer, but got {threads}")
    _team.threads = threads
    blas.set_threads(threads)


def each(work, parts):
    """Call work(part) for each of a list of parts, on all threads; what is raised in any of them is raised here."""
    wanted = min(_team.threads, len(parts)) - 1
    if wanted < 1 or not _team.free.acquire(blocking=False):
        for part in parts:
            work(part)
        return
    try:
        with blas.one_thread:
            _together(_Job(work, parts), wanted)
    finally:
        _team.free.release()


def _together(job, wanted):
    jobs = _team.helpers_for(wanted)
    for _ in range(wanted):
        jobs.put(job)
    job.run()
    for _ in range(wanted):
        if not _taken_back(jobs):
            job.ended.acquire()
    if job.failure is not None:
        raise job.failure


def _taken_back(jobs):
    """Whether a helper had not woken up yet, and now need not."""
    from queue import Empty

    try:
        jobs.get_nowait()
    except Empty:
        return False
    return True


class _Work:
    """What was put aside; `done` is locked until it is done."""

    __slots__ = ("done", "function")

    def __init__(self, function):
        self.function = function
        self.done = threading.Lock()
        self.done.acquire()


class Aside:
    """Works that the other threads do while the caller goes on: `with Aside() as aside: aside.put(function)`.

    They are begun in the order in which they come. Leaving the context does what is left, waits for the others, and raises
    what was raised in any of them. Without other threads, or where they are not `wanted`, each is done where it is put.

    For calls of a tenth of a millisecond or more: after a shorter one the caller waits for the interpreter's lock.
    """

    def __init__(self, wanted=True):
        self.works, self.failure = deque(), None
        self.wanted, self.helpers, self.leaving = wanted, 0, False

    def __enter__(self):
        if self.wanted and _team.threads > 1 and _team.free.acquire(blocking=False):
            self.helpers = _team.threads - 1
            self.put_aside, self.ended = threading.Semaphore(0), threading.Semaphore(0)
            self.jobs = _team.helpers_for(self.helpers)
            blas.one_thread.__enter__()
        for _ in range(self.helpers):
            self.jobs.put(self)
        return self

    def put(self, function):
        """Let function() be done; gives what `wait` takes."""
        work = _Work(function)
        self.works.append(work)
        if self.helpers:
            self.put_aside.release()
        else:
            self._do_next()
        return work

    def wait(self, work):
        """Wait until a work is done, or do it if nobody has begun it."""
        while work in self.works and self._do_next():
            pass
        with work.done:
            pass

    def run(self):
        """What the other threads do."""
        self.put_aside.acquire()
        while self._do_next() or not self.leaving:
            self.put_aside.acquire()

    def _do_next(self):
        """Do the first of the works; whether there was one."""
        try:
            work = self.works.popleft()
        except IndexError:
            return False
        try:
            work.function()
        except BaseException as failure:
            self.failure = self.failure or failure
        finally:
            work.function = None
            work.done.release()
        return True

    def __exit__(self, *exception):
        while self._do_next():
            pass
        self.leaving = True
        for _ in range(self.helpers):
            self.put_aside.release()
        for _ in range(self.helpers):
            if not _taken_back(self.jobs):
                self.ended.acquire()
        if self.helpers:
            blas.one_thread.__exit__()
            _team.free.release()
        if self.failure is not None:
            raise self.failure
