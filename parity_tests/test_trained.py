"""Networks that others trained in torch give torch's answers, in a process that cannot import torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from numpynn.parity.tolerance import allowed, tolerance

from .trained import download
from .trained.inputs import inputs
from .trained.run import outputs

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def folder():
    try:
        return download.files()
    except download.Offline as reason:
        pytest.skip(str(reason))


def without_torch(folder, arrays, dtype, scratch):
    np.savez(scratch / "inputs.npz", **arrays)
    files = [folder, scratch / "inputs.npz", scratch / "outputs.npz"]
    subprocess.run([sys.executable, "-m", "parity_tests.trained.run", *files, dtype], check=True, cwd=ROOT)
    with np.load(scratch / "outputs.npz") as found:
        return dict(found)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.filterwarnings("ignore:`torch.jit.load` is deprecated:DeprecationWarning")
def test_trained_networks_answer_as_in_torch(folder, tmp_path, dtype):
    arrays = inputs(folder)
    ours, theirs = without_torch(folder, arrays, dtype, tmp_path), outputs(torch, folder, arrays, dtype)
    assert ours.keys() == theirs.keys()
    for name, expected in theirs.items():
        assert ours[name].dtype == expected.dtype == dtype
        worst = np.abs(ours[name] - expected) / allowed(expected, tolerance(expected.dtype))
        assert worst.max() <= 1, f"{name}: {worst.max():.1f} times the tolerance"
    _check_what_they_say(ours)


def _check_what_they_say(answers):
    """The inputs are what they seem: a face among other things, speech, two speakers."""
    for name in ("rnet 1", "onet 2"):
        face, *others = answers[name][:, 1]
        assert face > 0.99 and max(others) < 0.5, (name, face, others)
    assert (answers["voice 16k 0"] > 0.9).mean() > 0.5
    assert (answers["voice 8k 0"] > 0.9).mean() > 0.3
    alike = answers["speaker 0"] @ answers["speaker 0"].T
    assert min(alike[:3, :3].min(), alike[3:, 3:].min()) > alike[:3, 3:].max()


@pytest.mark.filterwarnings("ignore:`torch.jit.load` is deprecated:DeprecationWarning")
def test_the_voice_detector_is_what_its_archive_computes(folder):
    """The network written here against the program that is in the TorchScript file."""
    arrays = inputs(folder)
    program = torch.jit.load(folder / "silero_vad.jit")
    found = outputs(torch, folder, arrays, "float32")
    for name, size in (("voice 16k", 512), ("voice 8k", 256)):
        program.reset_states()
        heard = [program(torch.from_numpy(piece[-size:]), size * 125 // 4).item() for piece in arrays[name].copy()]
        np.testing.assert_allclose(found[f"{name} 0"].ravel(), heard, atol=1e-6)
