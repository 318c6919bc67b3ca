"""numpynn: PyTorch's API on NumPy alone. `import numpynn` reads like `import torch`.

Here is what a plain small network needs; `on_demand` tells of the rest, which is read when it is first asked for.
"""

import typing
from math import e, inf, nan, pi

from . import _before  # what NumPy is to find when it is loaded
from . import allocation, autograd, on_demand
from .autograd import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from .device import device
from .dtypes import *
from .functional.activation import *
from .functional.comparison import *
from .functional.conversion import *
from .functional.creation import *
from .functional.indexing import *
from .functional.joining import *
from .functional.linalg import *
from .functional.pointwise import *
from .functional.reduction import *
from .functional.shape import *
from .modes import is_inference_mode_enabled
from .printing import set_printoptions
from .tensor import Tensor
from .version import __version__

newaxis = None

if typing.TYPE_CHECKING:
    from . import (
        __config__,
        accelerator,
        amp,
        backends,
        checkpoint,
        classes,
        compiler,
        cpu,
        cuda,
        datasets,
        distributed,
    )
    from . import (
        distributions,
        fft,
        func,
        futures,
        hub,
        jit,
        library,
        linalg,
        models,
        mps,
        nested,
        nn,
        optim,
        parity,
        port,
    )
    from . import profiler, random, serialization, signal, sparse, special, testing, types, utils, version, xpu
    from .amp import GradScaler, autocast
    from .checkpoint import load, save
    from .compiler import compile
    from .errors import *
    from .functional.arranging import *
    from .functional.complex_numbers import *
    from .functional.constructors import *
    from .functional.contractions import *
    from .functional.diagonals import *
    from .functional.dtype_rules import *
    from .functional.eigenpairs import *
    from .functional.elementwise_calls import *
    from .functional.factorizations import *
    from .functional.legacy import *
    from .functional.linear_algebra import *
    from .functional.linear_algebra_at_the_top import *
    from .functional.low_rank import *
    from .functional.matrix_equations import *
    from .functional.matrix_products import *
    from .functional.observations import *
    from .functional.pieces import *
    from .functional.random import *
    from .functional.running import *
    from .functional.scattering import *
    from .functional.short_time import *
    from .functional.softmax import *
    from .functional.sorting import *
    from .functional.special import *
    from .functional.special_functions import *
    from .functional.statistics import *
    from .functional.storages import *
    from .functional.view_updates import *
    from .functional.window_functions import *
    from .kernels.threads import get_num_threads, set_num_threads
    from .random import *
    from .settings import *
    from .summaries import summary
    from .utils.dlpack import from_dlpack, to_dlpack

_AT_HAND = {
    name for name, value in globals().items() if not name.startswith("_") and type(value) is not type(on_demand)
}
__all__ = sorted(_AT_HAND | on_demand.NAMES | {"autograd"})


def __getattr__(name):
    found = globals()[name] = on_demand.find(name)
    return found


def __dir__():
    return __all__
