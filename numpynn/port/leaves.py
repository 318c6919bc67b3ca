"""Which calls of torch's own modules can be told from the operators that they run: data, one row a class.

A row names the operators that the module may run, and how those of its constructor's arguments are found that do
not have the name of one of the operator's. What is found is checked: the module so made must have the same parameters.
"""

from __future__ import annotations

from typing import NamedTuple

from .program import Node, Program


class Given(NamedTuple):
    """What the operator of a module was given: `a.shape('weight')`, `a['groups']`."""

    node: Node
    program: Program

    def __getitem__(self, name):
        argument = self.node.arguments.get(name)
        return None if argument is None else argument.value

    def get(self, name, default):
        """The value of an argument, `default` where torch's default was meant."""
        argument = self.node.arguments.get(name)
        return default if argument is None else argument.value

    def shape(self, name):
        """The shape of a tensor among the arguments."""
        return self.program.shapes[self[name].name]

    def weight(self, index):
        """The shape of one of the weights of a recurrent network."""
        return self.program.shapes[self["params"][index].name]


class Leaf(NamedTuple):
    """The operators that tell a module; its arguments; which of the operator's arguments are the module's inputs."""

    operators: str
    arguments: dict = {}
    inputs: str = "input self"
    states: str = "weight bias running_mean running_var"


def _has(name):
    return lambda a: a[name] is not None


def _conv(rank):
    return Leaf(
        f"conv{rank}d",
        {
            "in_channels": lambda a: a.shape("weight")[1] * a.get("groups", 1),
            "out_channels": lambda a: a.shape("weight")[0],
            "kernel_size": lambda a: a.shape("weight")[2:],
        },
    )


def _conv_transpose(rank):
    return Leaf(
        f"conv_transpose{rank}d",
        {
            "in_channels": lambda a: a.shape("weight")[0],
            "out_channels": lambda a: a.shape("weight")[1] * a.get("groups", 1),
            "kernel_size": lambda a: a.shape("weight")[2:],
        },
    )


_FEATURES = {"num_features": lambda a: a.shape("input")[1]}
_STATISTICS = _FEATURES | {"affine": _has("weight"), "track_running_stats": _has("running_mean")}
_AFFINE = {"elementwise_affine": _has("weight")}


def _norm(operator):
    return Leaf(operator, _STATISTICS)


def _recurrent(operators, gates, **more):
    return Leaf(
        operators,
        {
            "input_size": lambda a: a.weight(0)[1],
            "hidden_size": lambda a: a.weight(0)[0] // gates,
            "bias": lambda a: a["has_biases"],
            **more,
        },
        "input hx",
        "params",
    )


LEAVES = {
    "Linear": Leaf(
        "linear", {"in_features": lambda a: a.shape("weight")[1], "out_features": lambda a: a.shape("weight")[0]}
    ),
    **{f"Conv{rank}d": _conv(rank) for rank in (1, 2, 3)},
    **{f"ConvTranspose{rank}d": _conv_transpose(rank) for rank in (1, 2, 3)},
    **{f"BatchNorm{rank}d": _norm("batch_norm") for rank in (1, 2, 3)},
    **{f"InstanceNorm{rank}d": _norm("instance_norm") for rank in (1, 2, 3)},
    "LayerNorm": Leaf("layer_norm", _AFFINE),
    "RMSNorm": Leaf("rms_norm", _AFFINE),
    "GroupNorm": Leaf("group_norm", {"num_channels": lambda a: a.shape("input")[1], "affine": _has("weight")}),
    "Embedding": Leaf(
        "embedding",
        {"num_embeddings": lambda a: a.shape("weight")[0], "embedding_dim": lambda a: a.shape("weight")[1]},
        "indices",
    ),
    "LSTM": _recurrent("lstm", 4, proj_size=lambda a: 0 if a.weight(1)[1] == a.weight(0)[0] // 4 else a.weight(1)[1]),
    "GRU": _recurrent("gru", 3),
    "RNN": _recurrent("rnn_tanh rnn_relu", 1, nonlinearity=lambda a: a.node.operator.removeprefix("rnn_")),
    "Dropout": Leaf("dropout dropout_"),
    **{f"Dropout{rank}d": Leaf("feature_dropout feature_dropout_") for rank in (1, 2, 3)},
    "AlphaDropout": Leaf("alpha_dropout"),
    "ReLU": Leaf("relu relu_"),
    "ReLU6": Leaf("relu6 relu6_ hardtanh hardtanh_"),
    "LeakyReLU": Leaf("leaky_relu leaky_relu_"),
    "ELU": Leaf("elu elu_"),
    "CELU": Leaf("celu celu_"),
    "SELU": Leaf("selu selu_"),
    "GELU": Leaf("gelu"),
    "SiLU": Leaf("silu silu_"),
    "Mish": Leaf("mish mish_"),
    "Hardswish": Leaf("hardswish hardswish_"),
    "Hardsigmoid": Leaf("hardsigmoid hardsigmoid_"),
    "Hardtanh": Leaf("hardtanh hardtanh_"),
    "Hardshrink": Leaf("hardshrink"),
    "Softshrink": Leaf("softshrink"),
    "Threshold": Leaf("threshold threshold_"),
    "Sigmoid": Leaf("sigmoid"),
    "LogSigmoid": Leaf("log_sigmoid"),
    "Tanh": Leaf("tanh"),
    "Softplus": Leaf("softplus"),
    "Softmax": Leaf("softmax"),
    "LogSoftmax": Leaf("log_softmax"),
    "GLU": Leaf("glu"),
    "PReLU": Leaf("prelu", {"num_parameters": lambda a: a.shape("weight")[0]}),
    **{f"MaxPool{rank}d": Leaf(f"max_pool{rank}d") for rank in (1, 2, 3)},
    **{f"AvgPool{rank}d": Leaf(f"avg_pool{rank}d") for rank in (1, 2, 3)},
    **{f"AdaptiveAvgPool{rank}d": Leaf(f"adaptive_avg_pool{rank}d") for rank in (1, 2, 3)},
    "Flatten": Leaf(
        "flatten", {"start_dim": lambda a: a.get("start_dim", 0), "end_dim": lambda a: a.get("end_dim", -1)}
    ),
    "Unflatten": Leaf("unflatten", {"unflattened_size": lambda a: a["sizes"]}),
    "PixelShuffle": Leaf("pixel_shuffle"),
    "PixelUnshuffle": Leaf("pixel_unshuffle"),
    "ZeroPad1d": Leaf("pad", {"padding": lambda a: a["pad"]}),
    "ZeroPad2d": Leaf("pad", {"padding": lambda a: a["pad"]}),
    "ReflectionPad1d": Leaf("pad", {"padding": lambda a: a["pad"]}),
    "ReflectionPad2d": Leaf("pad", {"padding": lambda a: a["pad"]}),
    "Upsample": Leaf(
        "upsample_nearest1d upsample_nearest2d upsample_linear1d upsample_bilinear2d upsample_bicubic2d",
        {
            "size": lambda a: a["output_size"],
            "scale_factor": lambda a: a["scale_factors"],
            "mode": lambda a: a.node.operator.removeprefix("upsample_").rstrip("123d"),
        },
    ),
}


def row(cls: str) -> Leaf | None:
    """The row of a class as the program names it, such as 'torch.nn.modules.conv.Conv2d'."""
    return LEAVES.get(cls.rpartition(".")[2]) if cls.startswith("torch.nn.modules.") else None
