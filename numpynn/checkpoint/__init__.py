"""Checkpoints: bytes <-> {name: array}, and whole values with tensors in them.

Reads the zip and legacy formats of torch.save, TorchScript archives, safetensors, npz and npy, with no torch installed and
without running anything that is in the file; writes the zip format, safetensors and npz. `numpynn.load` and `numpynn.save` are
`load` and `save`.
"""

from .api import load, save
from .errors import CheckpointError, FormatError, TruncatedError, UnpicklingError, UnsupportedError

__all__ = ["CheckpointError", "FormatError", "TruncatedError", "UnpicklingError", "UnsupportedError", "load", "save"]
