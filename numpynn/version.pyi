# Written by `python -m stubs`: do not edit.

__version__: str
cuda: str | None
debug: bool
hip: str | None
rocm: str | None
xpu: str | None
