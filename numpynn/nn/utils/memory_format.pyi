# Written by `python -m stubs`: do not edit.

from numpynn.dtypes import memory_format
from numpynn.nn.modules.module import Module

def convert_conv2d_weight_memory_format(module: Module, memory_format: memory_format) -> Module: ...
def convert_conv3d_weight_memory_format(module: Module, memory_format: memory_format) -> Module: ...
