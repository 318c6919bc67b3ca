"""What the compendium has a page for: plain data, read without Sphinx and without matplotlib."""

from .activations import ACTIVATIONS
from .entry import Entry, Family
from .layers import LAYERS
from .losses import LOSSES
from .optimizers import OPTIMIZERS
from .schedulers import SCHEDULERS

__all__ = ["FAMILIES", "NOT_SHOWN", "Entry", "Family"]

FAMILIES = (ACTIVATIONS, LOSSES, LAYERS, OPTIMIZERS, SCHEDULERS)

# Public classes of nn, optim, lr_scheduler and swa_utils that compute nothing by themselves.
NOT_SHOWN = {
    "Module": "the base of all layers",
    "Container": "an old name of Module",
    "Sequential": "holds layers",
    "ModuleList": "holds layers",
    "ModuleDict": "holds layers",
    "ParameterList": "holds parameters",
    "ParameterDict": "holds parameters",
    "Parameter": "a tensor",
    "Buffer": "a tensor",
    "UninitializedParameter": "a tensor",
    "UninitializedBuffer": "a tensor",
    "DataParallel": "calls another layer",
    "Optimizer": "the base of all optimizers",
    "LRScheduler": "the base of all schedulers",
}
