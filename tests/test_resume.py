"""A run that was killed goes on, from what it saved, as if it never stopped."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from resuming import Noisy, train

import numpynn as nt
from numpynn.utils.data import DataLoader, IterableDataset, RandomSampler, WeightedRandomSampler

PROGRAM = Path(__file__).with_name("resuming.py")


# Killed after an epoch's last batch, the new process steps its scheduler before its optimizer: torch warns of that too.
@pytest.mark.filterwarnings("ignore:Detected call of `lr_scheduler.step:UserWarning")
@pytest.mark.parametrize("steps, workers", [(2, 0), (5, 0), (11, 0), (7, 2)])
def test_a_killed_run_resumes_bit_for_bit(tmp_path, steps, workers):
    whole = train(str(tmp_path / "whole.pt"), workers=workers)
    command = [sys.executable, PROGRAM, tmp_path / "killed.pt", str(steps), str(workers)]
    killed = subprocess.run(command, cwd=PROGRAM.parent.parent)
    assert killed.returncode == -signal.SIGKILL
    resumed = train(str(tmp_path / "killed.pt"), workers=workers)
    assert resumed.keys() == whole.keys()
    assert resumed["lr"] == whole["lr"]
    for name in whole.keys() - {"lr"}:
        assert resumed[name].numpy().tobytes() == whole[name].numpy().tobytes(), name
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".pt"] == []


KILLED_IN_A_SAVE = """
import os, signal, sys
import numpynn as nt
setattr(os, sys.argv[2], lambda *_: os.kill(os.getpid(), signal.SIGKILL))
nt.save({"w": nt.zeros(100_000)}, sys.argv[1])
"""


@pytest.mark.parametrize("moment", ["chmod", "fsync", "replace"])
def test_a_kill_in_a_save_leaves_the_old_file_whole(tmp_path, moment):
    path = tmp_path / "state.pt"
    nt.save({"w": nt.arange(10.0)}, path)
    killed = subprocess.run([sys.executable, "-c", KILLED_IN_A_SAVE, path, moment], cwd=PROGRAM.parent.parent)
    assert killed.returncode == -signal.SIGKILL
    assert nt.load(path)["w"].tolist() == list(range(10))


class Count(IterableDataset):
    """Numbers in order, some noise on each."""

    def __iter__(self):
        for number in range(20):
            yield number + nt.rand(1)


def own_generator():
    return nt.Generator().manual_seed(7)


LOADERS = {
    "in order": lambda: DataLoader(range(20), batch_size=3),
    "shuffled": lambda: DataLoader(range(20), batch_size=3, shuffle=True, drop_last=True),
    "shuffled by a generator": lambda: DataLoader(range(20), batch_size=3, shuffle=True, generator=own_generator()),
    "single samples": lambda: DataLoader(range(20), batch_size=None, shuffle=True),
    "by a sampler of two generators": lambda: DataLoader(
        range(20), batch_size=3, sampler=RandomSampler(range(20), generator=own_generator()), generator=own_generator()
    ),
    "weighted": lambda: DataLoader(range(20), batch_size=3, sampler=WeightedRandomSampler(range(1, 21), 20)),
    "noise drawn in workers": lambda: DataLoader(Noisy(), batch_size=3, shuffle=True, num_workers=2),
    "a stream of a worker": lambda: DataLoader(Count(), batch_size=3, num_workers=1),
    "workers that persist": lambda: DataLoader(range(20), 3, shuffle=True, num_workers=2, persistent_workers=True),
}


def listed(batches):
    return [
        [part.tolist() for part in batch] if isinstance(batch, list) else nt.as_tensor(batch).tolist()
        for batch in batches
    ]


@pytest.mark.parametrize("name", LOADERS)
@pytest.mark.parametrize("epoch, given", [(0, 0), (0, 2), (1, 4)])
def test_a_loader_goes_on_where_another_stood(tmp_path, name, epoch, given):
    nt.manual_seed(3)
    loader = LOADERS[name]()
    for _ in range(epoch):
        list(loader)
    batches = iter(loader)
    for _ in range(given):
        next(batches)
    nt.save({"loader": loader.state_dict(), "rng": nt.get_rng_state()}, tmp_path / "state.pt")
    expected = [listed(batches), listed(loader), nt.get_rng_state().tolist()]
    saved = nt.load(tmp_path / "state.pt")
    nt.manual_seed(3)
    again = LOADERS[name]()
    nt.set_rng_state(saved["rng"])
    again.load_state_dict(saved["loader"])
    assert again.state_dict().keys() == saved["loader"].keys()
    assert again.state_dict()["given"] == given
    assert [listed(again), listed(again), nt.get_rng_state().tolist()] == expected


def test_between_epochs_there_is_nothing_to_skip():
    loader = DataLoader(range(4), batch_size=2)
    fresh = loader.state_dict()
    assert fresh == {"given": 0, "restarted": False, "generators": None}
    batches = iter(loader)
    next(batches)
    assert loader.state_dict()["given"] == 1
    assert [batch.tolist() for batch in batches] == [[2, 3]]
    assert loader.state_dict() == fresh
    loader.load_state_dict(fresh)
    assert len(list(loader)) == 2


def test_a_loop_that_was_left_tells_where():
    loader = DataLoader(range(6), batch_size=2)
    for _ in loader:
        break
    again = DataLoader(range(6), batch_size=2)
    again.load_state_dict(loader.state_dict())
    assert [batch.tolist() for batch in again] == [[2, 3], [4, 5]]
    assert [batch.tolist() for batch in loader] == [[0, 1], [2, 3], [4, 5]]


def test_states_of_another_loader_are_refused():
    loader = DataLoader(range(6), batch_size=2, shuffle=True, generator=own_generator())
    with pytest.raises(KeyError, match=r"lacks .*generators"):
        loader.load_state_dict({"given": 1, "restarted": False})
    plain = DataLoader(range(6), batch_size=2)
    next(iter(plain))
    with pytest.raises(ValueError, match="saved with 1 generators, this loader draws from 2"):
        loader.load_state_dict(plain.state_dict())
    shorter = DataLoader(range(2), batch_size=2)
    shorter.load_state_dict(plain.state_dict() | {"given": 2})
    with pytest.raises(ValueError, match="2 batches were given before, but now there are fewer"):
        iter(shorter)
