"""SummaryWriter: curves, histograms, images and words for TensorBoard, written without TensorBoard."""

from __future__ import annotations

import itertools
import os
import socket
import time

import numpy as np

from ..._absent import absent
from ...tensor import Tensor
from . import events

_count = itertools.count()
_AXES = {"NCHW": (0, 2, 3, 1), "NHWC": (0, 1, 2, 3), "CHW": (1, 2, 0), "HWC": (0, 1, 2)}


def _array(value) -> np.ndarray:
    return value.detach().numpy() if isinstance(value, Tensor) else np.asarray(value)


class FileWriter:
    """One file of events in a folder."""

    def __init__(self, log_dir, max_queue=10, flush_secs=120, filename_suffix=""):
        self._folder = str(log_dir)
        os.makedirs(self._folder, exist_ok=True)
        name = f"events.out.tfevents.{int(time.time()):010d}.{socket.gethostname()}.{os.getpid()}.{next(_count)}"
        self._file = open(os.path.join(self._folder, name + filename_suffix), "wb")
        self._flush_secs, self._flushed = flush_secs, time.time()
        self._waiting, self._max_queue = 0, max_queue
        self.add(events.version())
        self.flush()

    def get_logdir(self) -> str:
        """The folder."""
        return self._folder

    def add(self, body, step=None, walltime=None) -> None:
        """Write an event, and let it reach the file after a while."""
        moment = time.time() if walltime is None else walltime
        self._file.write(events.record(events.event(moment, step, body)))
        self._waiting += 1
        if self._waiting >= self._max_queue or time.time() - self._flushed > self._flush_secs:
            self.flush()

    def flush(self) -> None:
        """Let all that was written reach the file."""
        self._file.flush()
        self._waiting, self._flushed = 0, time.time()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class SummaryWriter:
    """Writes a file of events to `log_dir`, by default runs/<time>_<host><comment>, which TensorBoard shows.

    Scalars, histograms, images and text are written as torch writes them. The other methods of torch's writer raise
    NotImplementedError.
    """

    def __init__(self, log_dir=None, comment="", purge_step=None, max_queue=10, flush_secs=120, filename_suffix=""):
        if purge_step is not None:
            raise NotImplementedError("SummaryWriter: purge_step is not supported")
        if not log_dir:
            log_dir = os.path.join("runs", f"{time.strftime('%b%d_%H-%M-%S')}_{socket.gethostname()}{comment}")
        self.log_dir = str(log_dir)
        self._options = (max_queue, flush_secs, filename_suffix)
        self.file_writer = FileWriter(self.log_dir, *self._options)
        self.all_writers = {self.log_dir: self.file_writer}

    def get_logdir(self) -> str:
        """The folder."""
        return self.log_dir

    def _add(self, tag, value, global_step, walltime):
        self.file_writer.add(events.summary(tag, value), global_step, walltime)

    def add_scalar(
        self, tag, scalar_value, global_step=None, walltime=None, new_style=False, double_precision=False
    ) -> None:
        """One number of a curve."""
        if new_style or double_precision:
            raise NotImplementedError("add_scalar: new_style and double_precision are not supported")
        self._add(tag, events.scalar(float(_only(scalar_value))), global_step, walltime)

    def add_scalars(self, main_tag, tag_scalar_dict, global_step=None, walltime=None) -> None:
        """One number of each of several curves in one plot: each has a folder of its own."""
        for tag, value in tag_scalar_dict.items():
            folder = os.path.join(self.log_dir, f"{main_tag.replace('/', '_')}_{tag}")
            if folder not in self.all_writers:
                self.all_writers[folder] = FileWriter(folder, *self._options)
            body = events.summary(main_tag, events.scalar(float(_only(value))))
            self.all_writers[folder].add(body, global_step, walltime)

    def add_histogram(self, tag, values, global_step=None, bins="tensorflow", walltime=None, max_bins=None) -> None:
        """How values are distributed, over bins that grow by a tenth, or over NumPy's `bins`."""
        if max_bins is not None:
            raise NotImplementedError("add_histogram: max_bins is not supported")
        values = _array(values).reshape(-1)
        if values.size == 0:
            raise ValueError("The input has no element.")
        limits = _limits() if isinstance(bins, str) and bins == "tensorflow" else np.histogram_bin_edges(values, bins)
        self._add(tag, events.histogram(values, limits), global_step, walltime)

    def add_image(self, tag, img_tensor, global_step=None, walltime=None, dataformats="CHW") -> None:
        """An image: bytes, or floats from 0 to 1. dataformats names the dimensions: CHW, HWC, HW."""
        self._add(tag, events.image(_pixels(_array(img_tensor), dataformats)), global_step, walltime)

    def add_images(self, tag, img_tensor, global_step=None, walltime=None, dataformats="NCHW") -> None:
        """Several images, in rows of eight."""
        self._add(tag, events.image(_pixels(_array(img_tensor), dataformats)), global_step, walltime)

    def add_text(self, tag, text_string, global_step=None, walltime=None) -> None:
        """Words, in Markdown."""
        self._add(f"{tag}/text_summary", events.text(text_string), global_step, walltime)

    def flush(self) -> None:
        """Let all that was written reach the files."""
        for writer in self.all_writers.values():
            writer.flush()

    def close(self) -> None:
        """Close the files."""
        for writer in self.all_writers.values():
            writer.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
        return False


_ABSENT = (
    "add_audio add_custom_scalars add_custom_scalars_marginchart add_custom_scalars_multilinechart add_embedding add_figure "
    "add_graph add_histogram_raw add_hparams add_image_with_boxes add_mesh add_onnx_graph add_pr_curve add_pr_curve_raw "
    "add_tensor add_video"
)
for _name, _method in zip(
    _ABSENT.split(),
    absent("numpynn.SummaryWriter", _ABSENT, "scalars, histograms, images and text are written"),
    strict=True,
):
    setattr(SummaryWriter, _name, _method)


def _only(value):
    array = _array(value)
    if array.size != 1:
        raise AssertionError(f"scalar should be 0D, got {array.ndim} dimensions of {array.size} elements")
    return array.item()


def _limits():
    """-1e20 to 1e20, each limit a tenth further from 0."""
    up = 1e-12 * 1.1 ** np.arange(775)
    up = up[up < 1e20]
    return np.concatenate([-up[::-1], [0.0], up])


def _pixels(array, dataformats):
    """(H, W, C) bytes of an image, or of several in a grid."""
    names = dataformats.upper()
    if array.ndim != len(names) or (names not in _AXES and names != "HW"):
        raise AssertionError(f"size of tensor {array.shape} and dataformats {dataformats} do not match")
    scaled = array if array.dtype == np.uint8 else np.clip(array.astype(np.float32) * 255, 0, 255).astype(np.uint8)
    if names == "HW":
        return np.repeat(scaled[:, :, None], 3, 2)
    scaled = scaled.transpose(_AXES[names])
    if names[0] == "N":
        scaled = _grid(scaled)
    return np.repeat(scaled, 3, 2) if scaled.shape[2] == 1 else scaled


def _grid(images):
    count, height, width, channels = images.shape
    columns = min(count, 8)
    rows = -(-count // columns)
    whole = np.zeros((rows * columns, height, width, channels), np.uint8)
    whole[:count] = images
    return (
        whole.reshape(rows, columns, height, width, channels).swapaxes(1, 2).reshape(rows * height, columns * width, -1)
    )
