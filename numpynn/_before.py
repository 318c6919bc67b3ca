"""What comes before everything else: a setting that NumPy's BLAS reads when it is loaded, and the check that this is NumPy 2.

OpenBLAS's threads spin for 2^26 cycles after a product, some 20 ms, on the cores where the team of threads is to work next. With
2^20, 0.3 ms, they are still awake from one layer's product to the next: the training step of a GPT went from 45 to 40 ms on two
threads, that of batch norm alone from 2.3 to 1.5. Where NumPy was imported before numpynn it comes too late, and
OpenBLAS is told to read it again before the team first works (`kernels/blas.py`).
"""

import os

os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")

from numpy import __version__

if int(__version__.partition(".")[0]) < 2:
    raise ImportError(
        f"numpynn needs NumPy 2 or later, and this is NumPy {__version__}: python -m pip install --upgrade numpy"
    )
