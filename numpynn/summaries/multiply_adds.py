"""How many products one call of a layer adds up. What is elementwise, or only picks elements, counts none."""

from __future__ import annotations

from ..nn import modules as nn
from ..nn.modules.conv import _Conv, _ConvTranspose
from ..nn.modules.rnn import RNNBase, RNNCellBase


def multiply_adds(module, given, made) -> int:
    """Of one call of this module itself: not of the modules that it calls."""
    for kind, count in COUNTS.items():
        if isinstance(module, kind):
            return count(module, given, made[0])
    return 0


def _linear(module, given, out):
    return out.numel() * module.in_features


def _bilinear(module, given, out):
    return out.numel() * module.in1_features * module.in2_features


def _conv(module, given, out):
    """Each element of the output sees the kernel at all channels of its group."""
    return out.numel() * module.weight[0].numel()


def _conv_transpose(module, given, out):
    """Each element of the input is spread by the kernel over all channels of its group."""
    return given[0].numel() * module.weight[0].numel()


def _recurrent(module, given, out):
    """Each step of each sequence meets every weight once."""
    steps = given[0].numel() // module.input_size
    return steps * sum(weight.numel() for weight in module.parameters() if weight.dim() == 2)


def _attention(module, given, out):
    """The maps of query, key, value and output, and the two products of L queries with S keys or values."""
    query, key, value = given[:3]
    width, (length, source) = module.embed_dim, (x.shape[x.dim() == 3 and module.batch_first] for x in (query, key))
    samples = query.numel() // max(length * width, 1)
    maps = 2 * query.numel() + key.numel() + value.numel()
    return width * (maps + 2 * samples * length * source)


COUNTS = {
    nn.Linear: _linear,
    nn.Bilinear: _bilinear,
    _ConvTranspose: _conv_transpose,
    _Conv: _conv,
    RNNBase: _recurrent,
    RNNCellBase: _recurrent,
    nn.MultiheadAttention: _attention,
}
