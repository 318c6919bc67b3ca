"""How the time of a training step grows with batch, width, depth and sequence length, in both libraries, as a picture."""

from __future__ import annotations

from . import networks, sequences
from .rows import training
from .timing import compare

BATCHES = (1, 4, 16, 64, 256, 512)
WIDTHS = (16, 64, 256, 1024)
DEPTHS = (1, 2, 4, 8, 16, 32)
LENGTHS = (4, 16, 64, 256)

CURVES = {
    "batch, of an MLP 64-64-64-10": (BATCHES, lambda n: training(networks.mlp, n, 64)),
    "width, of an MLP, batch 32": (WIDTHS, lambda n: training(networks.square(n, 2), 32, n)),
    "depth, of an MLP of width 64, batch 32": (DEPTHS, lambda n: training(networks.square(64, n), 32, 64)),
    "steps, of an LSTM 32 -> 128, batch 16": (
        LENGTHS,
        lambda n: training(sequences.recurrent("LSTM"), n, 16, 32, batch_axis=1),
    ),
}


def measure(ours, theirs, seconds: float) -> dict[str, list[tuple[int, float, float]]]:
    """For each curve its points: the size, the seconds of a step of ours, and of theirs."""
    found = {}
    for name, (sizes, row) in CURVES.items():
        pairs = [compare(row(size)(ours), row(size)(theirs), seconds=seconds) for size in sizes]
        found[name] = [(size, pair.ours, pair.theirs) for size, pair in zip(sizes, pairs, strict=True)]
    return found


def draw(found, path) -> None:
    """The curves on logarithmic axes, written to `path`."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(found), figsize=(4 * len(found), 3.6), layout="constrained")
    for axis, (name, points) in zip(axes, found.items(), strict=True):
        sizes, ours, theirs = zip(*points, strict=True)
        axis.loglog(sizes, [1e3 * t for t in ours], "o-", color="#1f6feb", label="numpynn")
        axis.loglog(sizes, [1e3 * t for t in theirs], "s--", color="#d1495b", label="torch")
        axis.set(title=name, xlabel=name.split(",")[0], ylabel="milliseconds a step")
        axis.grid(alpha=0.3, which="both")
        axis.legend()
    figure.savefig(path, dpi=110)
    pyplot.close(figure)
