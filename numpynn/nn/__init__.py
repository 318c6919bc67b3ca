"""Neural networks: modules, parameters, and the functions they call. `from numpynn import nn`  ~  torch.nn"""

from . import attention, functional, init, modules, parallel, parameter, utils
from .modules import *  # noqa: F403
from .parallel import DataParallel
from .parameter import Buffer, Parameter, UninitializedBuffer, UninitializedParameter

__all__ = ["Buffer", "DataParallel", "Parameter", "UninitializedBuffer", "UninitializedParameter"]
__all__ += ["attention", "functional", "init", "modules", "parallel", "parameter", "utils"]
__all__ += modules.__all__
__all__.sort()
