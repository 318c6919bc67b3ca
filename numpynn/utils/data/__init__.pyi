# Written by `python -m stubs`: do not edit.

from typing import Any
from . import collate as collate
from . import dataloader as dataloader
from . import dataset as dataset
from . import distributed as distributed
from . import sampler as sampler
from numpynn.utils.data.collate import default_collate as default_collate
from numpynn.utils.data.collate import default_convert as default_convert
from numpynn.utils.data.dataloader import DataLoader as DataLoader
from numpynn.utils.data.dataset import ChainDataset as ChainDataset
from numpynn.utils.data.dataset import ConcatDataset as ConcatDataset
from numpynn.utils.data.dataset import Dataset as Dataset
from numpynn.utils.data.dataset import IterableDataset as IterableDataset
from numpynn.utils.data.dataset import StackDataset as StackDataset
from numpynn.utils.data.dataset import Subset as Subset
from numpynn.utils.data.dataset import TensorDataset as TensorDataset
from numpynn.utils.data.dataset import random_split as random_split
from numpynn.utils.data.distributed import DistributedSampler as DistributedSampler
from numpynn.utils.data.sampler import BatchSampler as BatchSampler
from numpynn.utils.data.sampler import RandomSampler as RandomSampler
from numpynn.utils.data.sampler import Sampler as Sampler
from numpynn.utils.data.sampler import SequentialSampler as SequentialSampler
from numpynn.utils.data.sampler import SubsetRandomSampler as SubsetRandomSampler
from numpynn.utils.data.sampler import WeightedRandomSampler as WeightedRandomSampler

def get_worker_info() -> Any: ...
