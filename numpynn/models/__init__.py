"""Networks and blocks that torch.nn has no name for."""

from .lenet import LeNet5

__all__ = ["LeNet5"]
