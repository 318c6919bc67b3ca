"""torch.utils.tensorboard: files that TensorBoard shows."""

from .writer import FileWriter, SummaryWriter

__all__ = ["FileWriter", "SummaryWriter"]
