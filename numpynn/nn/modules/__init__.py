"""torch.nn's modules, a file a family: a module holds parameters and calls one function."""

from .container import Container, ModuleDict, ModuleList, Sequential
from .flatten import Flatten, Unflatten
from .linear import Bilinear, Identity, LazyLinear, Linear
from .module import Module
from .parameter_container import ParameterDict, ParameterList

__all__ = [
    "Bilinear",
    "Container",
    "Flatten",
    "Identity",
    "LazyLinear",
    "Linear",
    "Module",
    "ModuleDict",
    "ModuleList",
    "ParameterDict",
    "ParameterList",
    "Sequential",
    "Unflatten",
]
