"""A step on other parameters and other state than an optimizer's own."""

from __future__ import annotations

import contextlib
from collections import defaultdict

from ..tensor import Tensor

_NAME = "swap_in_optimizer_params_and_state"


@contextlib.contextmanager
def swap_in_optimizer_params_and_state(optimizer, swapin_parameters: dict, swapin_optim_state: dict):
    """Within the block the optimizer works on `swapin_parameters` and `swapin_optim_state`; afterwards on its own again.

    `swapin_parameters` maps names to Tensors in the order of the optimizer's parameters, `swapin_optim_state` has the
    form of `state_dict()`. Only in-place changes of its tensors outlive the block. Raises RuntimeError where the
    optimizer has no state yet, or where either does not fit the optimizer.
    """
    state, params = _check(optimizer, swapin_parameters, swapin_optim_state)
    own_state = optimizer.state
    own_groups = [dict(group) for group in optimizer.param_groups]
    try:
        optimizer.state = defaultdict(dict)
        for group, new, group_params in zip(
            optimizer.param_groups, swapin_optim_state["param_groups"], params, strict=True
        ):
            for param, index in zip(group_params, new["params"], strict=True):
                optimizer.state[param] = dict(state.get(index, {}))
            group.update(new)
            group["params"] = group_params
        yield
    finally:
        for group, own in zip(optimizer.param_groups, own_groups, strict=True):
            group.clear()
            group.update(own)
        optimizer.state = own_state


def _check(optimizer, parameters, state_dict):
    """The state by index, and the parameters of each group."""
    _require(optimizer.state, "initialized optimizer state.")
    _require(isinstance(state_dict, dict), "a state_dict of an optimizer.")
    state, groups = state_dict.get("state"), state_dict.get("param_groups")
    _check_state(state)
    _require(
        isinstance(groups, list),
        f"swapin_optim_state['param_groups'] to be a list of dicts, got {type(groups).__name__}.",
    )
    if len(groups) != len(optimizer.param_groups):
        raise RuntimeError(
            f"swapin_optim_state has a different number of parameter groups than the live optimizer: "
            f"{len(groups)} and {len(optimizer.param_groups)}."
        )
    remaining = list(parameters.values())
    params, indices = [], set()
    for i, (own, new) in enumerate(zip(optimizer.param_groups, groups, strict=True)):
        _check_group(i, own, new)
        count = len(new["params"])
        _require(count <= len(remaining), "the parameters to match the optimizer's param_groups in order.")
        params.append(remaining[:count])
        remaining = remaining[count:]
        indices.update(new["params"])
    extra = [key for key in state if key not in indices]
    _require(not extra, f"swapin_optim_state['state'] to hold indices of parameters alone; got {extra!r}.")
    return state, params


def _check_state(state):
    _require(
        isinstance(state, dict),
        f"swapin_optim_state['state'] to be a dict by index of the parameter, got {type(state).__name__}.",
    )
    _require(
        not any(isinstance(key, Tensor) for key in state), "state keyed by the parameters' indices, not by Tensors."
    )
    _require(
        all(isinstance(value, dict) for key, value in state.items() if isinstance(key, int)),
        "the state of each parameter to be a dict.",
    )


def _check_group(i, own, new):
    _require(isinstance(new, dict), "each param group to be a dict.")
    indices = new.get("params")
    _require(
        isinstance(indices, list) and all(isinstance(index, int) for index in indices),
        "param_groups[*]['params'] to be lists of the parameters' indices.",
    )
    if len(own["params"]) != len(indices):
        raise RuntimeError(
            f"swapin_optim_state param group {i} has a different number of params than the live optimizer param group: "
            f"{len(indices)} and {len(own['params'])}."
        )
    ours, theirs = set(own) - set(new), set(new) - set(own)
    _require(
        not ours and not theirs,
        f"the options of group {i} to be those of the optimizer. Only there: {sorted(theirs)}; only here: {sorted(ours)}.",
    )


def _require(condition, what: str):
    if not condition:
        raise RuntimeError(f"{_NAME} requires {what}")
