"""The main job, shortened: numpynn learns as torch does, and torch's ported weights read as torch reads."""

import sys
from pathlib import Path

import numpy as np
import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture(scope="module")
def job():
    sys.path.insert(0, str(SCRIPTS))
    import demo_job

    yield demo_job
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def outcome(job, tmp_path_factory):
    """The exit code of two epochs, and where their files are."""
    out = tmp_path_factory.mktemp("demo")
    return job.main(["--epochs", "2", "--out", str(out)]), out


def test_the_losses_agree(job):
    epoch = job.train_epoch(job.twins(), job.digits(), 1)
    assert epoch.difference < 1e-5 and epoch.accuracy[0] == epoch.accuracy[1] > 0.85


def test_two_epochs_are_too_few_and_it_says_so(outcome):
    code, _ = outcome
    assert code == 1


def test_it_leaves_a_picture_and_both_weights(outcome):
    _, out = outcome
    assert (out / "demo.png").read_bytes()[:4] == b"\x89PNG"
    with np.load(out / "lenet5.npz") as ported:
        assert ported["features.0.weight"].shape == (6, 1, 5, 5)
    assert (out / "lenet5.pt").exists()
    assert np.load(out / "predictions.npy").shape == (360,)


def test_the_outcome_decides_the_exit_code(job, tmp_path, capsys):
    labels = np.arange(100) % 10
    wrong = np.where(np.arange(100) < 4, labels + 1, labels)
    good = job.Epoch((0.1, 0.1), 1e-7, (0.98, 0.98), (1.0, 1.0))
    bad = job.Epoch((0.1, 0.1), 1e-7, (0.98, 0.97), (1.0, 1.0))
    assert job.tell([good], labels, labels, labels, tmp_path) == 0
    assert job.tell([bad], labels, labels, labels, tmp_path) == 1
    assert job.tell([good], wrong, wrong, labels, tmp_path) == 1
    assert job.tell([good], labels, np.roll(labels, 1), np.roll(labels, 1), tmp_path) == 1
    assert "100 of 100 digits" in capsys.readouterr().out
