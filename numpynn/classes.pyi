# Written by `python -m stubs`: do not edit.


