"""torchvision's most used names, for programs that read images of digits: `transforms`, `datasets`, `utils`.

Images are arrays of pixels, (H, W) or (H, W, C), where torchvision has images of Pillow. Other names raise, by name.
"""

from __future__ import annotations

import importlib

_ROOMS = ("datasets", "transforms", "utils")
__all__ = list(_ROOMS)
__version__ = "0.28.0"  # the torchvision that goes with the torch that numpynn follows


def __getattr__(name):
    """A room is built when it is first entered."""
    if name in _ROOMS:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"numpynn.vision has no {name!r}: of torchvision there are {', '.join(_ROOMS)}")
