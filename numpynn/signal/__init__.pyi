# Written by `python -m stubs`: do not edit.

from . import windows as windows
