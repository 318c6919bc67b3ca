# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.nn.modules.module import Module
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor
from . import clip_grad as clip_grad
from . import convert_parameters as convert_parameters
from . import init as init
from . import memory_format as memory_format
from . import parametrization_list as parametrization_list
from . import parametrizations as parametrizations
from . import parametrize as parametrize
from . import prune as prune
from . import rnn as rnn
from . import stateless as stateless
from numpynn.nn.utils.clip_grad import clip_grad_norm as clip_grad_norm
from numpynn.nn.utils.clip_grad import clip_grad_norm_ as clip_grad_norm_
from numpynn.nn.utils.clip_grad import clip_grad_value_ as clip_grad_value_
from numpynn.nn.utils.clip_grad import clip_grads_with_norm_ as clip_grads_with_norm_
from numpynn.nn.utils.clip_grad import get_total_norm as get_total_norm
from numpynn.nn.utils.convert_parameters import parameters_to_vector as parameters_to_vector
from numpynn.nn.utils.convert_parameters import vector_to_parameters as vector_to_parameters
from numpynn.nn.utils.init import skip_init as skip_init
from numpynn.nn.utils.memory_format import convert_conv2d_weight_memory_format as convert_conv2d_weight_memory_format
from numpynn.nn.utils.memory_format import convert_conv3d_weight_memory_format as convert_conv3d_weight_memory_format
from numpynn.nn.utils.spectral_norm import remove_spectral_norm as remove_spectral_norm
from numpynn.nn.utils.spectral_norm import spectral_norm as spectral_norm
from numpynn.nn.utils.weight_norm import remove_weight_norm as remove_weight_norm
from numpynn.nn.utils.weight_norm import weight_norm as weight_norm

def fuse_conv_bn_eval(conv: Any, bn: Any, transpose: bool = False) -> Module: ...
def fuse_conv_bn_weights(
    conv_w: Tensor,
    conv_b: Tensor | None,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: float,
    bn_w: Tensor | None,
    bn_b: Tensor | None,
    transpose: bool = False,
) -> tuple[Parameter, Parameter]: ...
def fuse_linear_bn_eval(linear: Any, bn: Any) -> Module: ...
def fuse_linear_bn_weights(
    linear_w: Tensor, linear_b: Tensor | None, bn_rm: Tensor, bn_rv: Tensor, bn_eps: float, bn_w: Tensor, bn_b: Tensor
) -> tuple[Parameter, Parameter]: ...
