"""utils.data with NumPy alone: torch's orders by their values, the rules of collation, and workers in trouble."""

import gc
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections import namedtuple

import numpy as np
import pytest

import numpynn as torch
from numpynn.utils.data import (
    DataLoader,
    Dataset,
    DistributedSampler,
    IterableDataset,
    RandomSampler,
    SubsetRandomSampler,
    WeightedRandomSampler,
    default_collate,
    default_convert,
    get_worker_info,
    random_split,
)

Point = namedtuple("Point", "a b")


def batches(loader):
    return [batch.tolist() for batch in loader]


def alive(pid):
    """Whether a process is there and has not ended, waited for or not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def soon(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


@pytest.fixture(autouse=True)
def no_process_is_left():
    yield
    assert soon(lambda: multiprocessing.active_children() == [])


# Values that torch 2.13.0 gave.


@pytest.mark.parametrize("num_workers", [0, 2])
def test_shuffled_epochs(num_workers):
    torch.manual_seed(0)
    loader = DataLoader(range(10), 4, shuffle=True, num_workers=num_workers)
    assert [batches(loader) for _ in range(2)] == [
        [[6, 7, 1, 4], [2, 0, 9, 8], [3, 5]],
        [[2, 4, 7, 0], [8, 9, 5, 3], [6, 1]],
    ]
    assert torch.rand(1).item() == 0.455627977848053


def test_shuffled_by_a_generator():
    generator = torch.Generator().manual_seed(1)
    loader = DataLoader(range(6), 4, shuffle=True, generator=generator)
    assert [batches(loader) for _ in range(2)] == [[[0, 4, 5, 1], [2, 3]], [[1, 0, 4, 3], [2, 5]]]
    assert torch.randint(1000, (1,), generator=generator).item() == 723


def test_samplers():
    torch.manual_seed(0)
    assert list(RandomSampler(range(5), True, 7)) == [1, 0, 4, 3, 4, 0, 2]
    assert list(RandomSampler(range(3), num_samples=7)) == [0, 2, 1, 0, 1, 2, 0]
    assert list(SubsetRandomSampler([5, 6, 7])) == [6, 7, 5]
    assert list(WeightedRandomSampler([1.0, 2, 3], 6)) == [2, 2, 2, 1, 1, 2]
    assert [part.indices for part in random_split(range(7), [0.5, 0.5])] == [[4, 0, 3, 6], [2, 5, 1]]
    assert list(DistributedSampler(range(7), 2, 1, seed=3)) == [3, 6, 2, 5]


class Draws(Dataset):
    def __len__(self):
        return 2

    def __getitem__(self, index):
        return torch.rand(1).item(), random.random(), float(np.random.rand()), get_worker_info().seed


def first(samples):
    return samples[0]


@pytest.mark.parametrize("context", ["fork", "spawn"])
def test_workers_are_seeded(context):
    torch.manual_seed(0)
    loader = DataLoader(Draws(), num_workers=2, collate_fn=first, multiprocessing_context=context)
    assert list(loader) == [
        (0.7821398973464966, 0.21315340548154382, 0.8371640508861415, 900450186894289455),
        (0.6938178539276123, 0.7733861492043289, 0.6702704958690073, 900450186894289456),
    ]


def test_splits_of_no_samples_are_told():
    with pytest.warns(UserWarning, match="index 1 is 0"):
        assert [len(part) for part in random_split(range(1), [0.5, 0.5])] == [1, 0]


# Collation.


@pytest.mark.parametrize(
    ("samples", "dtype", "values"),
    [
        ([1.5, 2.5], torch.float64, [1.5, 2.5]),
        ([1, 2], torch.int64, [1, 2]),
        ([True, False], torch.bool, [True, False]),
        ([np.float32(1), np.float32(2)], torch.float32, [1, 2]),
        ([np.zeros(2, np.int8), np.ones(2, np.int8)], torch.int8, [[0, 0], [1, 1]]),
        ([torch.zeros(2), torch.ones(2)], torch.float32, [[0, 0], [1, 1]]),
    ],
)
def test_leaves_are_collated(samples, dtype, values):
    batch = default_collate(samples)
    assert batch.dtype is dtype
    assert batch.tolist() == values


def test_containers_are_collated():
    point = default_collate([Point(1, "a"), Point(2, "b")])
    assert type(point) is Point and point.a.tolist() == [1, 2] and point.b == ("a", "b")
    pair = default_collate([(1, [2, {"c": 3}])] * 2)
    assert type(pair) is list and pair[1][1]["c"].tolist() == [3, 3]


def test_uneven_samples_are_refused():
    with pytest.raises(RuntimeError, match=r"equal size.*\[2, 1\]"):
        default_collate([[1, 2], [3]])
    with pytest.raises(TypeError, match="found <class 'NoneType'>"):
        default_collate([None])


def test_samples_are_converted():
    given = {"array": np.arange(2), "text": np.array(["a"]), "pair": (np.float32(1), None)}
    converted = default_convert(given)
    assert converted["array"].tolist() == [0, 1]
    assert converted["text"] is given["text"]
    assert converted["pair"][0].dtype is torch.float32 and converted["pair"][1] is None
    assert isinstance(given["array"], np.ndarray)


# Workers.


class Acts(Dataset):
    """Eight samples; the fifth does something else."""

    def __init__(self, act):
        self.act = act

    def __len__(self):
        return 8

    def __getitem__(self, index):
        return self.act() if index == 5 else index


def fail():
    raise ValueError("sample five")


def die():
    os.kill(os.getpid(), 9)


def leave():
    os._exit(3)


def lag():
    time.sleep(0.5)
    return 5


def unpicklable():
    return lambda: None


def test_an_error_comes_with_its_traceback():
    iterator = iter(DataLoader(Acts(fail), num_workers=2))
    assert [next(iterator).item() for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(
        ValueError, match=r"(?s)Caught ValueError in DataLoader worker process 1.*in fail\n.*sample five"
    ):
        next(iterator)
    assert batches(iterator) == [[6], [7]]


def test_a_batch_that_cannot_travel_is_told():
    with pytest.raises((AttributeError, RuntimeError), match=r"(?s)Caught .* in DataLoader worker process 1"):
        list(DataLoader(Acts(unpicklable), num_workers=2, collate_fn=first))


@pytest.mark.parametrize(("act", "how"), [(die, "is killed by signal: Killed"), (leave, "had exit code 3")])
def test_a_death_is_told(act, how):
    with pytest.raises(RuntimeError, match=rf"DataLoader worker \(pid\(s\) \d+\) exited unexpectedly: it {how}"):
        list(DataLoader(Acts(act), num_workers=2))


def test_an_idle_worker_that_dies_is_told():
    iterator = iter(DataLoader(range(100), num_workers=2, persistent_workers=True))
    next(iterator)
    os.kill(iterator._crew.processes[1].pid, 9)
    with pytest.raises(RuntimeError, match="killed"):
        list(iterator)


def test_a_timeout():
    with pytest.raises(RuntimeError, match=r"timed out after 0\.2 seconds"):
        list(DataLoader(Acts(lag), num_workers=2, timeout=0.2))


def test_out_of_order():
    given = [batch.item() for batch in DataLoader(Acts(lag), num_workers=2, in_order=False)]
    assert sorted(given) == list(range(8))
    assert given != sorted(given)
    assert [batch.item() for batch in DataLoader(Acts(lag), num_workers=2)] == list(range(8))


def test_large_requests_and_large_batches():
    """More than a pipe holds, in both directions at once."""
    indices = [list(range(k, k + 200_000)) for k in range(4)]
    loader = DataLoader(range(200_004), batch_sampler=indices, num_workers=1, collate_fn=first_and_last)
    assert [batch.tolist() for batch in loader] == [[k, k + 199_999] * 50_000 for k in range(4)]


def first_and_last(samples):
    return torch.tensor([samples[0], samples[-1]]).repeat(50_000)


def test_an_iterator_that_is_dropped_ends_its_workers():
    gc.disable()
    try:
        iterator = iter(DataLoader(range(100), num_workers=2))
        next(iterator)
        pids = [process.pid for process in iterator._crew.processes]
        del iterator
        assert not any(map(alive, pids))
    finally:
        gc.enable()


def test_persistent_workers_last_as_long_as_their_loader():
    gc.disable()
    try:
        loader = DataLoader(range(5), num_workers=2, persistent_workers=True)
        pids = []
        for _ in range(3):
            assert batches(loader) == [[0], [1], [2], [3], [4]]
            pids.append([process.pid for process in loader._iterator._crew.processes])
        next(iter(loader))
        assert batches(loader) == [[0], [1], [2], [3], [4]]
        assert pids[0] == pids[1] == pids[2] and all(map(alive, pids[0]))
        del loader
        assert not any(map(alive, pids[0]))
    finally:
        gc.enable()


ORPHANS = """
import os
from numpynn.utils.data import DataLoader
iterator = iter(DataLoader(range(100), num_workers=2, persistent_workers=True))
next(iterator)
print(*(process.pid for process in iterator._crew.processes), flush=True)
{end}
"""


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), 9)", "iterator.me = iterator", "raise SystemExit(1)"])
def test_workers_do_not_outlive_the_program(end):
    run = subprocess.run([sys.executable, "-c", ORPHANS.format(end=end)], capture_output=True, text=True, check=False)
    pids = list(map(int, run.stdout.split()))
    assert len(pids) == 2
    assert soon(lambda: not any(map(alive, pids)))


class Part(IterableDataset):
    def __iter__(self):
        info = get_worker_info()
        return iter(range(info.id, 10, info.num_workers))


def test_a_stream_in_parts():
    assert batches(DataLoader(Part(), 2, num_workers=2)) == [[0, 2], [1, 3], [4, 6], [5, 7], [8], [9]]


class Promises(IterableDataset):
    def __iter__(self):
        return iter(range(3))

    def __len__(self):
        return 2


def test_a_stream_longer_than_it_said():
    loader = DataLoader(Promises())
    assert len(loader) == 2
    with pytest.warns(UserWarning, match="reported to be 2.*3 samples have been fetched"):
        assert batches(loader) == [[0], [1], [2]]


class Rows(Dataset):
    """The rows of a .npy file, mapped into memory."""

    def __init__(self, path):
        self.rows = np.load(path, mmap_mode="r")

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


@pytest.mark.parametrize("num_workers", [0, 2])
def test_a_mapped_file_streams(tmp_path, num_workers):
    """A file of 64 GiB, all holes but for the rows read."""
    path, shape, places = tmp_path / "rows.npy", (2**26, 256), [0, 12_345_678, 2**26 - 1]
    with open(path, "wb") as file:
        np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": shape})
        start = file.tell()
        for value, place in enumerate(places, 1):
            file.seek(start + place * 1024)
            file.write(np.full(256, value, "<f4").tobytes())
    given = list(DataLoader(Rows(path), 2, sampler=[*places, 7], num_workers=num_workers))
    assert [batch.shape for batch in given] == [(2, 256), (2, 256)]
    assert [batch.amax(1).tolist() for batch in given] == [[1, 2], [3, 0]]


def test_pinning_is_accepted():
    with pytest.warns(UserWarning, match="no accelerator"):
        assert batches(DataLoader(range(2), pin_memory=True)) == [[0], [1]]


def test_more_workers_than_processors_are_told():
    with pytest.warns(UserWarning, match="will create 10000 worker"):
        DataLoader(range(2), num_workers=10_000)
