# Written by `python -m stubs`: do not edit.

from . import datasets as datasets
from . import transforms as transforms
from . import utils as utils

__version__: str
