"""NumPy 2 is needed: said plainly here, where an older one would fail somewhere within."""

from numpy import __version__

if int(__version__.partition(".")[0]) < 2:
    raise ImportError(
        f"numpynn needs NumPy 2 or later, and this is NumPy {__version__}: python -m pip install --upgrade numpy"
    )
