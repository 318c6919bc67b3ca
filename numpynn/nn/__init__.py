"""Neural networks: modules, parameters, and the functions they call. `from numpynn import nn`  ~  torch.nn"""

from . import functional, init, modules, parameter
from .modules import (
    Bilinear,
    Container,
    Flatten,
    Identity,
    LazyLinear,
    Linear,
    Module,
    ModuleDict,
    ModuleList,
    ParameterDict,
    ParameterList,
    Sequential,
    Unflatten,
)
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter

__all__ = [
    "Bilinear",
    "Buffer",
    "Container",
    "Flatten",
    "Identity",
    "LazyLinear",
    "Linear",
    "Module",
    "ModuleDict",
    "ModuleList",
    "Parameter",
    "ParameterDict",
    "ParameterList",
    "Sequential",
    "UninitializedBuffer",
    "UninitializedParameter",
    "Unflatten",
    "functional",
    "init",
    "modules",
    "parameter",
]
