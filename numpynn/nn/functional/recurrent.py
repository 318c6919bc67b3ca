"""Recurrent networks and their cells as functions of their weights: lstm, gru, rnn_tanh ... as at the top of torch."""

from __future__ import annotations

from ...derivatives import recurrent
from ...functional.joining import cat, stack
from ...modes import is_grad_enabled
from ...tensor import Tensor
from .dropout import dropout as drop


def one_lstm(*arguments):
    """One layer of an LSTM in one direction, of the arguments of `derivatives.recurrent.lstm`: out, h_n, c_n."""
    if is_grad_enabled() and any([tensor is not None and tensor.vertex is not None for tensor in arguments[:-2]]):
        return recurrent.lstm(*arguments)
    return recurrent.lstm_values(*arguments)


def _rnn(relu):
    return lambda x, states, w, sizes, reverse: recurrent.rnn(x, *states, *w[:4], sizes, reverse, relu)


_STEPS = {
    "lstm": lambda x, states, w, sizes, reverse: one_lstm(x, *states, *w, sizes, reverse),
    "gru": lambda x, states, w, sizes, reverse: recurrent.gru(x, *states, *w[:4], sizes, reverse),
    "rnn_tanh": _rnn(False),
    "rnn_relu": _rnn(True),
}


def _network(name):
    def network(input, *args, **kwargs):
        # Of padded sequences the third argument is a list of weights, of packed ones the fourth.
        padded = "batch_sizes" not in kwargs and (len(args) < 3 or isinstance(args[2], (bool, int)))
        return (_padded if padded else _packed)(name, input, *args, **kwargs)

    network.__name__ = network.__qualname__ = name
    network.__doc__ = f"""A network of layers of `nn.{name.partition("_")[0].upper()}` with given weights.

    `{name}(input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first)` for sequences
    (T, B, input), or `{name}(data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional)` for packed
    ones. params: of each layer and direction w_ih, w_hh, b_ih, b_hh (and of an LSTM with projections w_hr), the biases only if
    `has_biases`. Gives the outputs and each of the last states.
    """
    return network


def _padded(name, input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first):
    x = input.transpose(0, 1) if batch_first else input
    steps, batch, size = x.array.shape
    layers = _layers(params, has_biases, num_layers * (1 + bidirectional))
    rows = x.reshape(steps * batch, size)
    out, states = _run(name, rows, hx, layers, (batch,) * steps, dropout if train else 0, bidirectional)
    out = out.reshape(steps, batch, out.array.shape[1])
    return (out.transpose(0, 1) if batch_first else out, *states)


def _packed(name, data, batch_sizes, hx, params, has_biases, num_layers, dropout, train, bidirectional):
    layers = _layers(params, has_biases, num_layers * (1 + bidirectional))
    out, states = _run(name, data, hx, layers, tuple(batch_sizes.tolist()), dropout if train else 0, bidirectional)
    return (out, *states)


def _layers(params, has_biases, count):
    """The weights by layer and direction, in full: w_ih, w_hh, b_ih, b_hh, w_hr."""
    each, rest = divmod(len(params), count)
    if rest or each not in ((4, 5) if has_biases else (2, 3)):
        raise RuntimeError(
            f"got an incorrect number of RNN parameters: {len(params)} for {count} layers and directions"
        )
    layers = []
    for k in range(count):
        w_ih, w_hh, *others = params[k * each : (k + 1) * each]
        biases = others[:2] if has_biases else [None, None]
        projection = others[2 * has_biases :] or [None]
        layers.append([w_ih, w_hh, *biases, *projection])
    return layers


def _run(name, rows, hx, layers, sizes, dropout, bidirectional):
    """All layers over rows (N, input): the last one's output (N, ...) and the final states (layers * directions, B, ...)."""
    states = [hx] if isinstance(hx, Tensor) else list(hx)
    check_dtypes(name, rows, *states, *layers[0])
    directions = 1 + bidirectional
    final = []
    for first in range(0, len(layers), directions):
        outputs = []
        for k in range(first, first + directions):
            out, *last = _STEPS[name](rows, [state[k] for state in states], layers[k], sizes, k > first)
            outputs.append(out)
            final.append(last)
        rows = outputs[0] if directions == 1 else cat(outputs, 1)
        if dropout and first + directions < len(layers):
            rows = drop(rows, dropout)
    return rows, [stack(states) for states in zip(*final, strict=True)]


def check_dtypes(name, rows, *tensors):
    """Raise RuntimeError where states or weights have another dtype than the input."""
    for tensor in tensors:
        if tensor is not None and tensor.array.dtype != rows.array.dtype:
            raise RuntimeError(
                f"{name}(): mat1 and mat2 must have the same dtype, but got {rows.dtype.name} and {tensor.dtype.name}"
            )


lstm, gru, rnn_tanh, rnn_relu = map(_network, _STEPS)


def _cell(name):
    def cell(input, hx, w_ih, w_hh, b_ih=None, b_hh=None):
        states = [hx] if isinstance(hx, Tensor) else list(hx)
        weights = [w_ih, w_hh, b_ih, b_hh, None]
        check_dtypes(name, input, *states, *weights)
        _, *last = _STEPS[name](input, states, weights, (input.array.shape[0],), False)
        return last[0] if isinstance(hx, Tensor) else tuple(last)

    cell.__name__ = cell.__qualname__ = f"{name}_cell"
    cell.__doc__ = f"One step of `{name}` over (B, input): the next state, of an LSTM the two."
    return cell


lstm_cell, gru_cell, rnn_tanh_cell, rnn_relu_cell = map(_cell, _STEPS)
