# Written by `python -m stubs`: do not edit.

enabled: bool
def is_available() -> bool: ...
strategy: None
