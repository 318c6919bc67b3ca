# Written by `python -m stubs`: do not edit.

from typing import Any
from . import adadelta as adadelta
from . import adafactor as adafactor
from . import adagrad as adagrad
from . import adam as adam
from . import adamax as adamax
from . import adamw as adamw
from . import asgd as asgd
from . import lbfgs as lbfgs
from . import lr_scheduler as lr_scheduler
from . import muon as muon
from . import nadam as nadam
from . import optimizer as optimizer
from . import radam as radam
from . import rmsprop as rmsprop
from . import rprop as rprop
from . import sgd as sgd
from . import sparse_adam as sparse_adam
from . import swa_utils as swa_utils
from numpynn.optim.adadelta import Adadelta as Adadelta
from numpynn.optim.adafactor import Adafactor as Adafactor
from numpynn.optim.adagrad import Adagrad as Adagrad
from numpynn.optim.adam import Adam as Adam
from numpynn.optim.adamax import Adamax as Adamax
from numpynn.optim.adamw import AdamW as AdamW
from numpynn.optim.asgd import ASGD as ASGD
from numpynn.optim.lbfgs import LBFGS as LBFGS
from numpynn.optim.muon import Muon as Muon
from numpynn.optim.nadam import NAdam as NAdam
from numpynn.optim.optimizer import Optimizer as Optimizer
from numpynn.optim.radam import RAdam as RAdam
from numpynn.optim.rmsprop import RMSprop as RMSprop
from numpynn.optim.rprop import Rprop as Rprop
from numpynn.optim.sgd import SGD as SGD
from numpynn.optim.sparse_adam import SparseAdam as SparseAdam

def swap_in_optimizer_params_and_state(
    optimizer: Optimizer, swapin_parameters: dict[str, Any], swapin_optim_state: dict[str, Any]
) -> None: ...
