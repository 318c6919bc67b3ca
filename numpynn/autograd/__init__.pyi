# Written by `python -m stubs`: do not edit.

from collections.abc import Callable, Sequence
from typing import Any
from numpynn.tensor import Tensor
from . import anomaly_mode as anomaly_mode
from . import forward_ad as forward_ad
from . import function as function
from . import functional as functional
from . import grad_mode as grad_mode
from . import graph as graph
from . import profiler as profiler
from . import variable as variable
from numpynn import enable_grad as enable_grad
from numpynn import inference_mode as inference_mode
from numpynn import is_grad_enabled as is_grad_enabled
from numpynn import no_grad as no_grad
from numpynn import set_grad_enabled as set_grad_enabled
from numpynn.autograd.anomaly_mode import detect_anomaly as detect_anomaly
from numpynn.autograd.anomaly_mode import set_detect_anomaly as set_detect_anomaly
from numpynn.autograd.function import Function as Function
from numpynn.autograd.function import NestedIOFunction as NestedIOFunction
from numpynn.autograd.grad_mode import enforce_grad_layout_policy as enforce_grad_layout_policy
from numpynn.autograd.grad_mode import set_multithreading_enabled as set_multithreading_enabled
from numpynn.autograd.profiler import ProfilerActivity as ProfilerActivity
from numpynn.autograd.variable import Variable as Variable

def backward(
    tensors: Tensor | Sequence[Tensor],
    grad_tensors: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Tensor | Sequence[Tensor] | None = None,
) -> None: ...
def grad(
    outputs: Tensor | Sequence[Tensor],
    inputs: Tensor | Sequence[Tensor],
    grad_outputs: Tensor | Sequence[Tensor | None] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    only_inputs: bool = True,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Tensor, ...]: ...
def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: Any = None,
) -> bool: ...
def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-06,
    atol: float = 1e-05,
    rtol: float = 0.001,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool: ...
