"""The main process's side of the workers: starting them, asking, hearing, noticing a death, sending them home."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
import weakref
from multiprocessing.connection import wait
from pickle import PicklingError

from .worker import serve

PATIENCE = 5.0  # seconds a worker has to finish its batch when it is sent home


class Crew:
    """`size` worker processes, each at the end of a pipe. None outlives the crew: see `dismiss`."""

    def __init__(self, context, size, base_seed, init_fn, source):
        context = context or multiprocessing
        self.processes, self.pipes = [], []
        # Held by the finalizer, which ends the workers when the crew is forgotten and before Python exits.
        self.dismiss = weakref.finalize(self, _dismiss, self.processes, self.pipes, os.getpid())
        for worker_id in range(size):
            self._start(context, worker_id, size, base_seed, init_fn, source)
        self.working = [True] * size

    def _start(self, context, worker_id, *rest):
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, worker_id, *rest), daemon=True)
        try:
            process.start()
        except (TypeError, AttributeError, PicklingError):
            warnings.warn(
                "DataLoader could not start a worker process: what it is given (dataset, collate_fn, worker_init_fn) "
                "must be picklable unless the start method is 'fork'; try multiprocessing_context='fork'.",
                stacklevel=7,
            )
            raise
        # The worker's end is its alone: its death closes the pipe, as well as setting off the sentinel.
        theirs.close()
        self.processes.append(process)
        self.pipes.append(ours)

    def ask(self, worker, request):
        """Sends a request. A worker that has just died is noticed when its answer is waited for."""
        try:
            self.pipes[worker].send(request)
        except OSError:
            return

    def retire(self, worker):
        """Sends one worker home, whose stream has ended."""
        self.working[worker] = False
        self.ask(worker, None)

    def answers(self, timeout):
        """Whatever the workers have said, waiting for it at most so long; RuntimeError where one has died."""
        pipes = {pipe: worker for worker, pipe in enumerate(self.pipes) if self.working[worker]}
        sentinels = {self.processes[worker].sentinel: worker for worker in pipes.values()}
        ready = wait([*pipes, *sentinels], timeout)
        heard = [self._hear(pipe, pipes[pipe]) for pipe in ready if pipe in pipes]
        if ready and not heard:
            self._report(sentinels[ready[0]])
        return heard

    def _hear(self, pipe, worker):
        try:
            return pipe.recv()
        except (EOFError, OSError):
            self._report(worker)

    def _report(self, worker):
        process = self.processes[worker]
        process.join(PATIENCE)
        code = process.exitcode
        how = f"is killed by signal: {signal.strsignal(-code)}" if code and code < 0 else f"had exit code {code}"
        self.dismiss()
        raise RuntimeError(f"DataLoader worker (pid(s) {process.pid}) exited unexpectedly: it {how}")


def _dismiss(processes, pipes, owner):
    if os.getpid() != owner:
        return  # a copy of the crew in a forked process
    for pipe in pipes:
        try:
            pipe.send(None)
        except OSError:
            pass
        pipe.close()
    for process in processes:
        process.join(PATIENCE)
        if process.is_alive():
            process.terminate()
            process.join(PATIENCE)
        if process.is_alive():
            process.kill()
            process.join()
