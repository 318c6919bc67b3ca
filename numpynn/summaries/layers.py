"""The calls of modules that make up one pass through a network, each noted with its shapes."""

from __future__ import annotations

from typing import NamedTuple

from ..nn.utils.rnn import PackedSequence
from ..tensor import Tensor
from .multiply_adds import multiply_adds


class Layer(NamedTuple):
    """One call of a module; `mult_adds`, shapes and bytes are those of the call, None where nothing was run."""

    module: object
    name: str  # the last part of its name in the network
    depth: int
    input_size: list | None = None
    output_size: list | None = None
    output_bytes: int = 0
    mult_adds: int = 0


def called(model, args, kwargs) -> list[Layer]:
    """Run the model; its calls of modules, outer ones before those within them."""
    names = _names(model)
    layers, open_calls, handles = [], [], []

    def before(module, args, kwargs):
        open_calls.append(len(layers))
        layers.append(Layer(module, names[module], len(open_calls) - 1))

    def after(module, args, kwargs, output):
        place = open_calls.pop()
        given = tensors_in([*args, *kwargs.values()])
        layers[place] = _noted(layers[place], given, tensors_in(output))

    try:
        for module in names:
            handles.append(module.register_forward_pre_hook(before, with_kwargs=True))
            handles.append(module.register_forward_hook(after, with_kwargs=True))
        model(*args, **kwargs)
    finally:
        for handle in handles:
            handle.remove()
    return layers


def _names(model):
    names = {module: name.rpartition(".")[2] for name, module in model.named_modules()}
    return names | {model: type(model).__name__}


def _noted(layer, given, made):
    return layer._replace(
        input_size=_size(given),
        output_size=_size(made),
        output_bytes=bytes_of(made),
        mult_adds=multiply_adds(layer.module, given, made),
    )


def declared(model) -> list[Layer]:
    """The modules of a model that was not run, outer ones before those within them."""

    def walk(module, name, depth):
        yield Layer(module, name, depth)
        for child_name, child in module.named_children():
            yield from walk(child, child_name, depth + 1)

    return list(walk(model, type(model).__name__, 0))


def tensors_in(value) -> list:
    """The tensors that a value holds; of a packed sequence its data."""
    if isinstance(value, Tensor):
        return [value]
    if isinstance(value, PackedSequence):
        return [value.data]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return []
    return [tensor for part in value for tensor in tensors_in(part)]


def bytes_of(tensors) -> int:
    """What their elements take."""
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def _size(tensors):
    """That of the first, as torchinfo shows it."""
    return list(tensors[0].shape) if tensors else None
