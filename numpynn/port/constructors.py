"""How a live module of torch.nn was made, read off its attributes, in the words of numpynn.nn."""

from __future__ import annotations

import inspect

from .expressions import Expression, Literal, call

_CONTAINERS = {"Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict", "Container"}


class Constructor:
    """nn.Linear(3, 4): the name of the class, the arguments that are required, and those that differ from the defaults.

    An argument may be a Constructor itself.
    """

    def __init__(self, name: str, required: dict, others: dict):
        self.name, self.required, self.others = name, required, others

    def __eq__(self, other):
        return isinstance(other, Constructor) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]

    def build(self):
        """The module."""
        from .. import nn

        required, others = (
            {key: _built(value) for key, value in given.items()} for given in (self.required, self.others)
        )
        return getattr(nn, self.name)(*required.values(), **others)

    def expression(self) -> Expression:
        """The call that makes it."""
        positional = [_expression(value, name) for name, value in self.required.items()]
        return call(
            f"nn.{self.name}", positional, [(name, _expression(value, name)) for name, value in self.others.items()]
        )


def _built(value):
    return value.build() if isinstance(value, Constructor) else value


def _expression(value, name):
    return value.expression() if isinstance(value, Constructor) else Expression(Literal(value, name))


def parameters(cls) -> list[inspect.Parameter]:
    """The parameters of the constructor that say what is computed; those of the base where it takes any."""
    for base in cls.__mro__:
        found = list(inspect.signature(base.__init__).parameters.values())[1:]
        if not any(parameter.kind is parameter.VAR_POSITIONAL for parameter in found):
            return [*filter(_says_what, found), *([_NONLINEARITY] if cls.__name__ == "RNN" else [])]
    return []


# What RNN takes beside what all recurrent modules take.
_NONLINEARITY = inspect.Parameter("nonlinearity", inspect.Parameter.KEYWORD_ONLY, default="tanh")


def _says_what(parameter):
    """Not where, nor which of the recurrent modules it is: that is the class."""
    name = parameter.name
    return (
        name not in ("device", "dtype") and name[0] != "_" and (name != "mode" or parameter.default != parameter.empty)
    )


def with_arguments(name: str, value_of) -> Constructor:
    """The Constructor of a class of numpynn.nn, given what each parameter is."""
    from .. import nn

    required, others = {}, {}
    for parameter in parameters(getattr(nn, name)):
        value = _plain(value_of(parameter), parameter.name)
        if parameter.default is parameter.empty:
            required[parameter.name] = value
        elif value != parameter.default:
            others[parameter.name] = value
    return Constructor(name, required, others)


def _plain(value, name):
    """Lists as tuples, and as one number where all of theirs are the same."""
    if not isinstance(value, list | tuple):
        return value
    same = len(set(value)) == 1 and name not in ("normalized_shape", "unflattened_size")
    return value[0] if same or (name == "normalized_shape" and len(value) == 1) else tuple(value)


def constructor(module) -> Constructor | None:
    """How a module whose class is torch.nn's own was made; None if that cannot be told."""
    from .. import nn

    cls = type(module)
    name = cls.__name__
    if not cls.__module__.startswith("torch.nn.modules.") or name in _CONTAINERS or not hasattr(nn, name):
        return None
    known = _KNOWN.get(name, {})
    try:
        found = with_arguments(name, lambda parameter: _attribute(module, parameter, known))
        made = found.build()
    except (AttributeError, TypeError, ValueError, NotImplementedError):
        return None
    return found if _shapes(made) == _shapes(module) else None


def _shapes(module):
    return {name: tuple(value.shape) for name, value in module.state_dict().items()}


def _attribute(module, parameter, known):
    if parameter.name in known:
        return known[parameter.name](module)
    value = getattr(module, parameter.name)
    return value is not None if parameter.name == "bias" and not isinstance(value, bool) else value


def _required(module):
    """The constructor of a module inside another, which must be known."""
    found = None if module is None else constructor(module)
    if found is None and module is not None:
        raise TypeError(type(module).__name__)
    return found


def _first_layer(module):
    layers = [_required(layer) for layer in module.layers]
    if any(layer != layers[0] for layer in layers):
        raise TypeError("layers that differ")
    return layers[0]


def _activation_of_layer(module):
    name = getattr(module.activation, "__name__", None)
    return name if name in ("relu", "gelu") else _required(module.activation)


_ATTENTION = {"bias": lambda m: m.in_proj_bias is not None, "add_bias_kv": lambda m: m.bias_k is not None}
_LAYER = {
    "d_model": lambda m: m.self_attn.embed_dim,
    "nhead": lambda m: m.self_attn.num_heads,
    "dim_feedforward": lambda m: m.linear1.out_features,
    "dropout": lambda m: m.dropout.p,
    "activation": _activation_of_layer,
    "layer_norm_eps": lambda m: m.norm1.eps,
    "batch_first": lambda m: m.self_attn.batch_first,
    "bias": lambda m: m.linear1.bias is not None,
}
_TRANSFORMER = {
    **{name: lambda m, take=take: take(m.encoder.layers[0]) for name, take in _LAYER.items()},
    "num_encoder_layers": lambda m: m.encoder.num_layers,
    "num_decoder_layers": lambda m: m.decoder.num_layers,
    "norm_first": lambda m: m.encoder.layers[0].norm_first,
    "custom_encoder": lambda m: None,
    "custom_decoder": lambda m: None,
}
_KNOWN = {
    "Transformer": _TRANSFORMER,
    "MultiheadAttention": _ATTENTION,
    "TransformerEncoderLayer": _LAYER,
    "TransformerDecoderLayer": _LAYER,
    "TransformerEncoder": {
        "encoder_layer": _first_layer,
        "norm": lambda m: _required(m.norm),
        "enable_nested_tensor": lambda m: m.use_nested_tensor,
    },
    "TransformerDecoder": {"decoder_layer": _first_layer, "norm": lambda m: _required(m.norm)},
}
