"""The team of threads: every part is done once, errors reach the caller, and the bits do not depend on how many work."""

from __future__ import annotations

import functools
import multiprocessing
import os
import subprocess
import sys
import threading
import types

import numpy as np
import pytest

import numpynn
from numpynn.kernels import blas, processors, threads


@pytest.fixture(autouse=True)
def restored():
    before = threads.get_num_threads()
    yield
    threads.set_num_threads(before)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_every_part_is_done_once(count):
    threads.set_num_threads(count)
    done = []
    threads.each(done.append, range(100))
    assert sorted(done) == list(range(100))


@pytest.mark.parametrize("count", [1, 3])
def test_an_error_reaches_the_caller_and_the_team_goes_on(count):
    threads.set_num_threads(count)

    def work(part):
        if part == 7:
            raise ValueError("part 7")

    with pytest.raises(ValueError, match="part 7"):
        threads.each(work, range(20))
    done = []
    threads.each(done.append, range(20))
    assert len(done) == 20


def test_work_inside_work_is_done_alone():
    threads.set_num_threads(3)
    done = []
    threads.each(lambda part: threads.each(done.append, [part, part]), range(10))
    assert sorted(done) == sorted([*range(10), *range(10)])


def test_two_callers_do_not_wait_for_each_other():
    threads.set_num_threads(2)
    sums = np.zeros((4, 50))

    def caller(k):
        for _ in range(20):
            threads.each(lambda part: sums[k].__setitem__(part, sums[k, part] + 1), range(50))

    callers = [threading.Thread(target=caller, args=(k,)) for k in range(4)]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    assert (sums == 20).all()


@pytest.mark.parametrize("count", [1, 2, 5])
def test_works_put_aside_are_done_before_the_caller_leaves(count):
    threads.set_num_threads(count)
    done = []
    for k in range(0, 620, 31):
        with threads.Aside() as aside:
            works = [aside.put(functools.partial(done.append, k + i)) for i in range(30)]
            aside.wait(works[10])
            assert k + 10 in done
            aside.put(functools.partial(aside.wait, works[29]))
            aside.put(functools.partial(done.append, k + 30))
        assert sorted(done) == list(range(k + 31))


def test_works_put_aside_are_done_meanwhile():
    threads.set_num_threads(2)
    begun, go_on = threading.Event(), threading.Event()
    with threads.Aside() as aside:
        work = aside.put(lambda: begun.set() or go_on.wait())
        assert begun.wait(30)
        threads.each(lambda part: None, range(4))  # alone: the team is at work
        go_on.set()
        aside.wait(work)


def test_works_put_aside_that_are_not_wanted_are_done_at_once():
    threads.set_num_threads(2)
    done = []
    with threads.Aside(wanted=False) as aside:
        aside.put(lambda: done.append(threading.current_thread()))
        assert done == [threading.current_thread()]


@pytest.mark.parametrize("count", [1, 3])
def test_an_error_in_a_work_put_aside_reaches_the_caller(count):
    threads.set_num_threads(count)
    done = []
    with pytest.raises(ZeroDivisionError), threads.Aside() as aside:
        aside.wait(aside.put(lambda: 1 / 0))
        aside.put(lambda: done.append(1))
    assert done == [1]
    threads.each(done.append, range(20))
    assert len(done) == 21


def _in_child(queue):
    done = []
    threads.each(done.append, range(10))
    queue.put(sorted(done))


def test_a_forked_process_has_a_team_of_its_own():
    threads.set_num_threads(2)
    threads.each(lambda part: None, range(4))
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=_in_child, args=(queue,))
    process.start()
    assert queue.get(timeout=30) == list(range(10))
    process.join()


@pytest.mark.parametrize("wrong, error", [(0, RuntimeError), (-1, RuntimeError), (1.5, TypeError), (True, TypeError)])
def test_refusals(wrong, error):
    with pytest.raises(error, match="set_num_threads"):
        numpynn.set_num_threads(wrong)


def _trained():
    """The bytes of outputs and gradients of layers large enough to be shared between threads."""
    nn = numpynn.nn
    numpynn.manual_seed(0)
    image = numpynn.randn(8, 8, 32, 32, requires_grad=True)
    sequence = numpynn.randn(12, 48, 16, requires_grad=True)
    conv = nn.Conv2d(8, 16, 3, padding=1)
    out = nn.functional.gelu(nn.functional.max_pool2d(nn.BatchNorm2d(16)(conv(image)), 2))
    lstm, gru = nn.LSTM(16, 64), nn.GRU(16, 384)  # the second is large enough for lanes
    linear = nn.Linear(300, 700)
    states = [lstm(sequence)[0], gru(sequence)[0], nn.LayerNorm(64)(lstm(sequence)[0]), linear(numpynn.randn(64, 300))]
    sum([out.square().mean(), *[state.square().mean() for state in states]]).backward()
    modules = [conv, lstm, gru, linear]
    optimizer = numpynn.optim.Adam([p for m in modules for p in m.parameters()])
    optimizer.step()
    tensors = [out, *states, image.grad, sequence.grad, *[p for m in modules for p in m.parameters()]]
    return [tensor.detach().numpy().tobytes() for tensor in tensors]


def test_the_bits_do_not_depend_on_the_number_of_threads():
    results = []
    for count in (1, 2, 3):
        threads.set_num_threads(count)
        results.append(_trained())
    assert results[0] == results[1] == results[2]


def test_scratch_is_kept_unless_it_is_large():
    first = threads.scratch("test", (10,), np.dtype(np.float32))
    assert np.shares_memory(first, threads.scratch("test", (4, 2), np.dtype(np.float32)))
    large = threads.KEPT // 4 + 1
    assert not np.shares_memory(
        threads.scratch("test", (large,), np.dtype(np.float32)), threads.scratch("test", (large,), np.dtype(np.float32))
    )


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processors are chosen on Linux alone")
def test_helpers_run_wherever_the_caller_may_but_where_it_is():
    threads.set_num_threads(2)
    threads.each(lambda part: None, range(2))
    allowed = os.sched_getaffinity(0)
    left = [os.sched_getaffinity(helper.native_id) for helper in threads._team.helpers]
    assert left
    assert all(free < allowed and len(free) == len(allowed) - 1 for free in left) or len(allowed) == 1


def test_without_leave_to_choose_processors_work_is_done(monkeypatch):
    def refused(*arguments):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(processors, "_here", lambda: lambda: -1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 1}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", refused, raising=False)
    threads.set_num_threads(2)
    done = []
    threads.each(done.append, range(10))
    assert sorted(done) == list(range(10))


LATE = """
import numpy as np
a = np.arange(512.0 * 512).reshape(512, 512) % 7
before = a @ a  # OpenBLAS's threads have begun, as it was told when it was loaded
import numpynn
from numpynn.kernels import blas, threads
numpynn.set_num_threads(2)
for _ in range(3):
    threads.each(lambda part: None, range(2))
    assert np.array_equal(a @ a, before)
library, _ = blas._library()
print(library.openblas_thread_timeout())
"""


@pytest.mark.skipif(
    os.name != "posix" or not hasattr((blas._library() or [None])[0], "openblas_thread_timeout"),
    reason="OpenBLAS's alone",
)
@pytest.mark.parametrize("given, heard", [({}, 20), ({"OPENBLAS_THREAD_TIMEOUT": "22"}, 22)])
def test_a_setting_that_comes_too_late_is_read(given, heard):
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_THREAD_TIMEOUT"} | given
    done = subprocess.run([sys.executable, "-c", LATE], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.stderr) == (str(heard), "")


def test_settings_are_not_read_while_somebody_may_multiply(monkeypatch):
    library = types.SimpleNamespace(
        openblas_thread_timeout=lambda: -1, openblas_read_env=None, blas_thread_shutdown_=None
    )
    monkeypatch.setattr(blas, "_library", lambda: (library, ""))
    stop = threading.Event()
    other = threading.Thread(target=stop.wait)
    other.start()
    blas.read_late_settings()
    stop.set()
    other.join()
