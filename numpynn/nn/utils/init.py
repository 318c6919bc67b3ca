"""Making a module without drawing its first values."""

from __future__ import annotations

import inspect

from ...device import check_device
from ..init import skipped
from ..modules.module import Module


def skip_init(module_cls: type[Module], *args, **kwargs) -> Module:
    """`module_cls(*args, **kwargs)` with arbitrary values in its parameters: nn.init draws none.

    Raises RuntimeError for what is no Module class, or one that takes no `device`.
    """
    if not issubclass(module_cls, Module):
        raise RuntimeError(f"Expected a Module; got {module_cls}")
    if "device" not in inspect.signature(module_cls).parameters:
        raise RuntimeError("Module must support a 'device' arg to skip initialization")
    check_device(kwargs.get("device"))
    with skipped():
        return module_cls(*args, **kwargs)
