"""Calling a module with other tensors in the places of its own."""

from __future__ import annotations

import warnings
from contextlib import contextmanager

from ...tensor import Tensor

_MISSING = object()


def functional_call(
    module, parameters_and_buffers: dict[str, Tensor], args=None, kwargs=None, *, tie_weights=True, strict=False
):
    """Calls `module(*args, **kwargs)` with the named tensors in the places of its parameters and buffers.

    The module is as before when the call ends; buffers that the call replaced are handed back in the dict.
    What is not an argument tuple is taken as the one argument.

    tie_weights: a tensor that the module holds under several names is replaced under all, if one is given;
    raises ValueError if several differ. strict: raises RuntimeError unless exactly the module's names are
    given.
    """
    warnings.warn(
        "`torch.nn.utils.stateless.functional_call` is deprecated; please use `torch.func.functional_call` instead.",
        FutureWarning,
        stacklevel=2,
    )
    return _functional_call(module, parameters_and_buffers, args, kwargs, tie_weights=tie_weights, strict=strict)


def _functional_call(module, tensors, args=None, kwargs=None, *, tie_weights=True, strict=False):
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    with _reparametrized(module, tensors, tie_weights, strict):
        return module(*args, **(kwargs or {}))


@contextmanager
def _reparametrized(module, tensors, tie_weights, strict):
    """Inside, `module` holds `tensors`; afterwards its own again, and `tensors` what it held at the end."""
    tensors.keys()
    everywhere = {**tensors, **_ties(module, tensors)} if tie_weights else dict(tensors)
    if strict:
        _check_names(module, everywhere)
    own = {}
    try:
        for name, tensor in everywhere.items():
            own[name] = _swap(module, name, tensor)
        yield
    finally:
        held = {name: _swap(module, name, tensor) for name, tensor in own.items()}
        tensors.update({name: held[name] for name in tensors if name in held})


def _ties(module, tensors):
    """{name: tensor} for all names that the module's tied tensors have, where one of them is given."""
    names_of = {}
    for name, own in _named_tensors(module):
        names_of.setdefault(own, []).append(name)
    ties = {}
    for names in names_of.values():
        given = [tensors[name] for name in names if name in tensors]
        # As in torch, several given names of a tensor must be all of its names: else KeyError.
        if len(given) > 1 and len({id(tensors[name]) for name in names}) > 1:
            raise ValueError(
                f"functional_call got multiple values for keys {sorted(names)}, which are tied. Consider "
                "using tie_weights=False"
            )
        ties.update((name, given[0]) for name in names if given)
    return ties


def _named_tensors(module):
    yield from module.named_parameters(remove_duplicate=False)
    yield from module.named_buffers(remove_duplicate=False)


def _check_names(module, tensors):
    names = [name for name, _ in _named_tensors(module)]
    unexpected = [repr(name) for name in tensors if name not in names]
    missing = [repr(name) for name in names if name not in tensors]
    kinds = (("Unexpected", unexpected), ("Missing", missing))
    lines = [f"{kind} key(s): {', '.join(found)}." for kind, found in kinds if found]
    if lines:
        raise RuntimeError(f"Error(s) in reparametrizing for {module._get_name()}:\n\t" + "\n\t".join(lines))


def _swap(module, path, tensor):
    """Put a tensor in the place of another, which is returned; `_MISSING` stands for none."""
    if tensor is not _MISSING and tensor is not None and not isinstance(tensor, Tensor):
        raise TypeError(f"{tensor} is not an instance of torch.Tensor")
    prefix, _, name = path.rpartition(".")
    module = module.get_submodule(prefix)
    store = next((s for s in (module._parameters, module._buffers) if name in s), None)
    if store is None:
        return _swap_attribute(module, name, tensor)
    before = store.pop(name) if tensor is _MISSING else store[name]
    if tensor is not _MISSING:
        store[name] = tensor
    return before


def _swap_attribute(module, name, tensor):
    before = getattr(module, name, _MISSING)
    if before is not _MISSING and before is not None and not isinstance(before, Tensor):
        raise TypeError(f"attribute `{name}`: {before} is not an instance of torch.Tensor")
    if tensor is not _MISSING:
        setattr(module, name, tensor)
    elif before is not _MISSING:
        delattr(module, name)
    return before
