# Written by `python -m stubs`: do not edit.

from . import checkpoint as checkpoint
from . import cpp_extension as cpp_extension
from . import data as data
from . import dlpack as dlpack
from . import hooks as hooks
from . import model_zoo as model_zoo
from . import tensorboard as tensorboard
