"""What the networks look at and listen to: a photograph that comes with matplotlib, and speech of silero-vad's tests."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 16_000
# The corners of squares of 240 pixels in the photograph: the face, a flag, medals, a cap.
SQUARES = [(115, 147), (0, 0), (360, 272), (20, 250)]
# The seconds at which two recordings are listened to for their speaker.
MOMENTS = {"test.wav": (22, 24, 26), "aepyx.wav": (6, 8, 22)}


def inputs(folder: Path) -> dict[str, np.ndarray]:
    """The input of every network, float32."""
    photograph = _photograph()
    squares = np.concatenate([photograph[:, :, y : y + 240, x : x + 240] for y, x in SQUARES])
    speech = {name: _sound(folder / name) for name in MOMENTS}
    spoken = [speech[name][second * RATE :][: 2 * RATE] for name, seconds in MOMENTS.items() for second in seconds]
    arrays = {
        "pnet": _smaller(photograph, 4),
        "rnet": _smaller(squares, 10),
        "onet": _smaller(squares, 5),
        "speaker": np.stack([_mel(sound)[:160] for sound in spoken]),
        "voice 16k": _pieces(speech["test.wav"][: 4 * RATE], 512),
        "voice 8k": _pieces(_sound(folder / "aepyx_8k.wav")[: 4 * RATE // 2], 256),
    }
    return {name: array.astype(np.float32) for name, array in arrays.items()}


def _photograph():
    """(1, 3, 600, 512), each colour in [-1, 1)."""
    from matplotlib import cbook, image

    with cbook.get_sample_data("grace_hopper.jpg") as file:
        pixels = image.imread(file, format="jpg")
    return (pixels.transpose(2, 0, 1)[None] - 127.5) / 128


def _smaller(pictures, factor):
    """The mean of each square of `factor` pixels a side."""
    *outer, height, width = pictures.shape
    return pictures.reshape(*outer, height // factor, factor, width // factor, factor).mean((-3, -1))


def _sound(path):
    """The samples of a recording with one channel, in [-1, 1)."""
    with wave.open(str(path)) as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def _pieces(sound, size):
    """(pieces, size / 8 + size): each piece with the end of the one before."""
    sound = np.concatenate([np.zeros(size // 8), sound])
    return np.lib.stride_tricks.sliding_window_view(sound, size // 8 + size)[::size]


def _mel(sound):
    """The energies (frames, 40) of windows of 25 ms every 10 ms, by pitch, at a loudness of -30 dB."""
    sound = sound * (10 ** (-30 / 20) / np.sqrt(np.mean(sound**2)))
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(sound, 200), 400)[::160]
    power = np.abs(np.fft.rfft(frames * np.hanning(401)[:-1])) ** 2
    return power @ _pitches()


def _pitches():
    """(201, 40): triangles of area 1 over frequency, at equal steps of pitch, which is linear up to 1 kHz, then logarithmic."""
    steps = np.linspace(0, 15 + 27 * np.log(8) / np.log(6.4), 42)
    edges = np.where(steps < 15, steps * 200 / 3, 1000 * 6.4 ** ((steps - 15) / 27))
    below, centre, above = edges[:-2], edges[1:-1], edges[2:]
    frequency = np.linspace(0, RATE / 2, 201)[:, None]
    rising, falling = (frequency - below) / (centre - below), (above - frequency) / (above - centre)
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (above - below)
