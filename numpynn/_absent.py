"""Names of torch's that are here to say that they are not supported."""

from __future__ import annotations


def absent(module: str, names: str, why: str) -> list:
    """For each name something that raises NotImplementedError, with the name and the reason, when it is called."""
    return [_placeholder(f"torch.{module.partition('.')[2]}.{name}", name, why) for name in names.split()]


def _placeholder(full, name, why):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f"{full} is not supported: {why}")

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = "Raises NotImplementedError."
    if not name[0].isupper():
        return refuse
    return type(name, (), {"__new__": refuse, "__doc__": refuse.__doc__})
