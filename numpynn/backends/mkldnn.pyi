# Written by `python -m stubs`: do not edit.

allow_tf32: bool
deterministic: bool
enabled: bool
def is_available() -> bool: ...
