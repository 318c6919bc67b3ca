"""numpynn.port.from_torch: a torch module as a numpynn module, in memory."""

from __future__ import annotations

from .constructors import constructor


def from_torch(module, *inputs, **named_inputs):
    """A numpynn Module that computes what a torch module does, with its weights, in its mode.

    What torch.nn itself offers (layers, Sequential, ModuleList, ModuleDict, whole Transformers) is built from its
    attributes. Any other module has a forward of its own: it is exported, with `inputs` as examples, ported as
    `python -m numpynn port-model` does, and compared with the original on them.

    Raises TypeError where inputs are needed and none were given, RuntimeError if an operator has no counterpart, or if
    the port differs. Needs torch.

        model = numpynn.port.from_torch(torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.ReLU()))
    """

    made = built(module, {})
    if made is not None:
        made.to(_dtype(module)).load_state_dict(_arrays(module.state_dict()))
        _copy_settings(module, made)
        return made
    if not inputs and not named_inputs:
        raise TypeError(
            f"from_torch(): {type(module).__name__} has a forward of its own: give inputs, with which it can be called"
        )
    from .models import checked, port

    return checked(port(module, *inputs, **named_inputs)).model.train(module.training)


def built(module, done: dict):
    """The module made of numpynn.nn's own, without its weights; None if there is another class in it.

    `done` has the modules that are made already: one that stands in two places stays one.
    """
    if module not in done:
        known = constructor(module)
        done[module] = _container(module, done) if known is None else known.build()
    return done[module]


def _container(module, done):
    from .. import nn

    cls = type(module)
    if cls.__module__ != "torch.nn.modules.container" or any(True for _ in module.parameters(recurse=False)):
        return None
    children = {name: built(child, done) for name, child in module._modules.items()}
    if any(child is None for child in children.values()):
        return None
    made = getattr(nn, cls.__name__)()
    for name, child in children.items():
        made.add_module(name, child)
    return made


def _dtype(module):
    import numpynn

    found = {tensor.dtype for tensor in module.state_dict().values() if tensor.is_floating_point()}
    if len(found) > 1:
        raise ValueError(f"from_torch(): the weights have several dtypes: {', '.join(map(str, found))}")
    return getattr(numpynn, str(found.pop()).rpartition(".")[2]) if found else numpynn.get_default_dtype()


def _arrays(state):
    import numpynn

    return {name: numpynn.from_numpy(tensor.detach().cpu().numpy().copy()) for name, tensor in state.items()}


def _copy_settings(theirs, ours):
    """What the weights do not tell: which are trained, which are one, and the mode of each module."""
    modules = dict(ours.named_modules(remove_duplicate=False))
    for name, module in theirs.named_modules():
        modules[name].training = module.training
    seen = {}
    for name, parameter in theirs.named_parameters(remove_duplicate=False):
        owner, _, own = name.rpartition(".")
        if id(parameter) in seen:
            setattr(modules[owner], own, seen[id(parameter)])
        mine = seen[id(parameter)] = getattr(modules[owner], own)
        mine.requires_grad_(parameter.requires_grad)
