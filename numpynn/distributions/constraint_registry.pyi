# Written by `python -m stubs`: do not edit.

from typing import Any

class ConstraintRegistry:
    def __init__(self) -> None: ...
    def register(self, constraint: Any, factory: Any = None) -> Any: ...
    def __call__(self, constraint: Any) -> Any: ...

biject_to: ConstraintRegistry
transform_to: ConstraintRegistry
