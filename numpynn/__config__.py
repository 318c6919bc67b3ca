"""torch.__config__: what the library is built with."""

from __future__ import annotations

import numpy as np

from .kernels.threads import get_num_threads
from .version import __version__


def show() -> str:
    """The versions of numpynn and NumPy, and NumPy's BLAS."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"numpynn {__version__} built with:\n  - NumPy {np.__version__}\n  - BLAS {blas['name']} {blas['version']}\n"


def parallel_info() -> str:
    """The number of threads."""
    return f"numpynn.get_num_threads() : {get_num_threads()}\n"
