"""Modules as pure functions of their parameters and buffers."""

from __future__ import annotations

from ..nn.modules.batchnorm import _BatchNorm
from ..nn.utils.stateless import _functional_call
from ..tensor import Tensor


def functional_call(
    module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights: bool = True, strict: bool = False
):
    """Calls `module(*args, **kwargs)` with the named tensors in the places of its parameters and buffers.

    parameter_and_buffer_dicts: {name: Tensor}, or several of them without a common name. What is not a tuple of arguments is
    the one argument. tie_weights: what the module holds under several names is replaced under all. strict: raises
    RuntimeError unless exactly the module's names are given. Raises ValueError for anything but dicts.

    >>> import numpynn
    >>> double = {"weight": numpynn.full((1, 1), 2.0), "bias": numpynn.zeros(1)}
    >>> numpynn.func.functional_call(numpynn.nn.Linear(1, 1), double, numpynn.ones(1))
    tensor([2.])
    """
    return _functional_call(
        module, _one_dict(parameter_and_buffer_dicts), args, kwargs, tie_weights=tie_weights, strict=strict
    )


def _one_dict(dicts):
    if isinstance(dicts, dict):
        return dicts
    if not isinstance(dicts, (list, tuple)):
        raise ValueError(
            f"Expected parameter_and_buffer_dicts to be a dict, or a list/tuple of dicts, but got {type(dicts)}"
        )
    if not all(isinstance(d, dict) for d in dicts):
        raise ValueError("Expected all elements of parameter_and_buffer_dicts to be dictionaries")
    names = [name for d in dicts for name in d]
    repeated = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    if repeated:
        raise ValueError(f"{repeated} appeared in multiple dictionaries; behavior of functional call is ambiguous")
    return {name: tensor for d in dicts for name, tensor in d.items()}


def stack_module_state(models) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """({name: Tensor} of parameters, of buffers) of models of one class, stacked along a new first axis, for vmap.

    Raises RuntimeError for no models, for models of several classes or modes, and where some require grad and others not.
    """
    if len(models) == 0:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if len({model.training for model in models}) > 1:
        raise RuntimeError("stack_module_state: Expected all models to have the same training/eval mode.")
    if len({type(model) for model in models}) > 1:
        raise RuntimeError("stack_module_state: Expected all models to be of the same class.")
    parameters = [dict(model.named_parameters()) for model in models]
    buffers = [dict(model.named_buffers()) for model in models]
    return _stacked(parameters), _stacked(buffers)


def _stacked(states):
    return {name: _stack(name, [state[name] for state in states]) for name in states[0]}


def _stack(name, tensors):
    from ..derivatives.shape import stack

    if len({tensor.requires_grad for tensor in tensors}) > 1:
        raise RuntimeError(
            f"Expected {name} from each model to have the same .requires_grad but found both True and False"
        )
    return stack(*tensors, dim=0).detach().requires_grad_(tensors[0].requires_grad)


def replace_all_batch_norm_modules_(root):
    """In place: no batch norm keeps running statistics any longer, so that vmap can call the module. Returns it."""
    for module in root.modules():
        if isinstance(module, _BatchNorm):
            module.running_mean = module.running_var = module.num_batches_tracked = None
            module.track_running_stats = False
    return root
