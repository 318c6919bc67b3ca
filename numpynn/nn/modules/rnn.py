"""Recurrent networks over sequences: Elman's, LSTM, GRU, of any number of layers and in both directions."""

from __future__ import annotations

import math
import warnings

from ...derivatives import recurrent
from ...derivatives.shape import stack
from ...functional.creation import empty
from ...functional.joining import cat
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..functional.recurrent import check_dtypes, one_lstm
from ..parameter import Parameter
from ..utils.rnn import PackedSequence
from .module import Module

_GATES = {"LSTM": 4, "GRU": 3, "RNN_TANH": 1, "RNN_RELU": 1}


class RNNBase(Module):
    """What RNN, LSTM and GRU share: layers, directions, packed and padded sequences.

    Parameters of layer k: weight_ih_l{k}, weight_hh_l{k}, bias_ih_l{k}, bias_hh_l{k}, (weight_hr_l{k}), and the same with
    `_reverse`; all drawn from U(-1 / sqrt(hidden_size), 1 / sqrt(hidden_size)).
    """

    def __init__(
        self, mode: str, input_size: int, hidden_size: int, num_layers: int = 1, bias: bool = True, batch_first: bool = False,
        dropout: float = 0.0, bidirectional: bool = False, proj_size: int = 0, device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = self._checked_dropout(dropout, num_layers)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._check_options()
        self._all_weights = []
        for layer in range(num_layers):
            for suffix in ("", "_reverse") if bidirectional else ("",):
                self._add_layer(layer, suffix, device, dtype)
        self.reset_parameters()

    @staticmethod
    def _checked_dropout(dropout, num_layers):
        if not isinstance(dropout, (int, float)) or isinstance(dropout, bool) or not 0 <= dropout <= 1:
            raise ValueError(
                f"dropout should be a number in range [0, 1] representing the probability of an element being zeroed, got {dropout}"
            )
        if dropout > 0 and num_layers == 1:
            warnings.warn(
                "dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater "
                f"than 1, but got dropout={dropout} and num_layers={num_layers}",
                stacklevel=4,
            )
        return float(dropout)

    def _check_options(self):
        for name, kind in (("bias", bool), ("batch_first", bool), ("input_size", int), ("hidden_size", int)):
            value = getattr(self, name)
            if not isinstance(value, kind):
                raise TypeError(f"{name} should be of type {kind.__name__}, got: {type(value).__name__}")
        for name in ("input_size", "hidden_size", "num_layers"):
            if getattr(self, name) <= 0:
                raise ValueError(f"{name} must be greater than zero, got {getattr(self, name)}")
        if self.proj_size < 0:
            raise ValueError(
                f"proj_size should be a positive integer or zero to disable projections, got {self.proj_size}"
            )
        if self.proj_size >= self.hidden_size:
            raise ValueError(
                f"proj_size has to be smaller than hidden_size, got {self.proj_size} and {self.hidden_size}"
            )
        if self.mode not in _GATES:
            raise ValueError(f"Unrecognized RNN mode: {self.mode}")

    @property
    def _directions(self):
        return 2 if self.bidirectional else 1

    @property
    def _state_size(self):
        return self.proj_size or self.hidden_size

    def _add_layer(self, layer, suffix, device, dtype):
        rows = _GATES[self.mode] * self.hidden_size
        inputs = self.input_size if layer == 0 else self._state_size * self._directions
        shapes = {"weight_ih": (rows, inputs), "weight_hh": (rows, self._state_size)}
        if self.bias:
            shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        if self.proj_size:
            shapes["weight_hr"] = (self.proj_size, self.hidden_size)
        names = [f"{name}_l{layer}{suffix}" for name in shapes]
        for name, shape in zip(names, shapes.values(), strict=True):
            setattr(self, name, Parameter(empty(shape, device=device, dtype=dtype)))
        self._all_weights.append(names)

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each layer and direction."""
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def flatten_parameters(self) -> None:
        """Nothing: torch lays the parameters out for a GPU here."""

    def reset_parameters(self) -> None:
        """Draws all parameters anew."""
        bound = 1.0 / math.sqrt(self.hidden_size)
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def extra_repr(self) -> str:
        defaults = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        changed = [f"{k}={getattr(self, k)}" for k, default in defaults.items() if getattr(self, k) != default]
        return ", ".join([f"{self.input_size}, {self.hidden_size}", *changed])

    def forward(self, input, hx=None):
        if isinstance(input, PackedSequence):
            return self._forward_packed(input, hx)
        name, ndim = type(self).__name__, input.array.ndim
        if ndim not in (2, 3):
            raise ValueError(f"{name}: Expected input to be 2D or 3D, got {ndim}D instead")
        batch_dim = 0 if self.batch_first else 1
        states = self._given_states(hx, ndim)
        x = input if ndim == 3 else input.unsqueeze(batch_dim)
        self._check_input(x, 3)
        states = self._states(states, x, x.array.shape[batch_dim])
        steps, batch = (x.array.shape[1 - batch_dim], x.array.shape[batch_dim])
        rows = (x.transpose(0, 1) if self.batch_first else x).reshape(steps * batch, self.input_size)
        out, states = self._run(rows, states, (batch,) * steps)
        out = out.reshape(steps, batch, out.array.shape[1])
        out = out.transpose(0, 1) if self.batch_first else out
        if ndim == 2:
            out, states = out.squeeze(batch_dim), [state.squeeze(1) for state in states]
        return out, self._returned(states)

    def _forward_packed(self, packed, hx):
        data, batch_sizes, sorted_indices, unsorted_indices = packed
        self._check_input(data, 2)
        sizes = tuple(batch_sizes.tolist())
        states = None if hx is None else self._given_states(hx, None)
        if states is not None:
            states = _permuted(states, sorted_indices)
        out, states = self._run(data, self._states(states, data, sizes[0]), sizes)
        states = _permuted(states, unsorted_indices)
        return PackedSequence(out, batch_sizes, sorted_indices, unsorted_indices), self._returned(states)

    def _given_states(self, hx, ndim):
        """The states as a list of (layers * directions, batch, size), or None. Checks how many dimensions they have."""
        if hx is None:
            return None
        states = list(hx) if self.mode == "LSTM" else [hx]
        if ndim is None:
            return states
        for state in states:
            if state.array.ndim != ndim:
                raise RuntimeError(
                    f"For {'batched' if ndim == 3 else 'unbatched'} {ndim}-D input, hx should also be {ndim}-D but got "
                    f"{state.array.ndim}-D tensor"
                )
        return states if ndim == 3 else [state.unsqueeze(1) for state in states]

    def _check_input(self, x, ndim):
        weight = getattr(self, self._all_weights[0][0])
        if x.array.dtype != weight.array.dtype:
            raise ValueError(
                f"RNN input dtype ({x.dtype}) does not match weight dtype ({weight.dtype}). Convert input: "
                f"input.to({weight.dtype}), or convert model: model.to({x.dtype})"
            )
        if x.array.ndim != ndim:
            raise RuntimeError(f"input must have {ndim} dimensions, got {x.array.ndim}")
        if x.array.shape[-1] != self.input_size:
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got {x.array.shape[-1]}"
            )

    def _states(self, given, x, batch):
        """The states to start from, for each layer and direction: those given, their sizes checked, or zeros."""
        count = self.num_layers * self._directions
        sizes = [self._state_size, self.hidden_size] if self.mode == "LSTM" else [self._state_size]
        if given is None:
            return [[x.new_zeros(batch, size) for size in sizes]] * count
        for name, state, size in zip(("hidden[0]", "hidden[1]"), given, sizes, strict=False):
            if state.array.shape != (count, batch, size):
                name = name if self.mode == "LSTM" else "hidden"
                raise RuntimeError(f"Expected {name} size {(count, batch, size)}, got {list(state.array.shape)}")
        check_dtypes(self._get_name(), x, *given)
        return list(zip(*given))

    def _returned(self, states):
        return tuple(states) if self.mode == "LSTM" else states[0]

    def _run(self, rows, states, sizes):
        """All layers over packed rows (N, input): the last layer's output (N, ...) and the final states."""
        final = []
        for layer in range(self.num_layers):
            outputs = []
            for direction in range(self._directions):
                k = layer * self._directions + direction
                out, *last = self._layer(rows, states[k], k, sizes, direction == 1)
                outputs.append(out)
                final.append(last)
            rows = outputs[0] if len(outputs) == 1 else cat(outputs, 1)
            if self.dropout and self.training and layer < self.num_layers - 1:
                rows = F.dropout(rows, self.dropout)
        return rows, [stack(*states, dim=0) for states in zip(*final, strict=True)]

    def _layer(self, rows, states, k, sizes, reverse):
        w_ih, w_hh, *others = [getattr(self, name) for name in self._all_weights[k]]
        parameters = (w_ih, w_hh, *(others[:2] if self.bias else (None, None)))
        if self.mode == "LSTM":
            return one_lstm(rows, *states, *parameters, others[-1] if self.proj_size else None, sizes, reverse)
        if self.mode == "GRU":
            return recurrent.gru(rows, *states, *parameters, sizes, reverse)
        return recurrent.rnn(rows, *states, *parameters, sizes, reverse, self.mode == "RNN_RELU")


def _permuted(states, permutation):
    return states if permutation is None else [state.index_select(1, permutation) for state in states]


class RNN(RNNBase):
    """h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh), or relu of it; (T, B, input) or with batch_first (B, T, input).

    Gradient of the sum in step t, g_t being that of h_t: d_t = (g_t + W_hhᵀ d_{t+1}) (1 - h_t^2); in W_ih it is
    sum_t d_t x_tᵀ, in W_hh sum_t d_t h_{t-1}ᵀ.

    Gives the outputs (T, B, directions * hidden) and the last states (layers * directions, B, hidden). Elman, 1990.
    """

    def __init__(self, *args, **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        if len(args) > 3:
            self.nonlinearity, args = args[3], args[:3] + args[4:]
        else:
            self.nonlinearity = kwargs.pop("nonlinearity", "tanh")
        if self.nonlinearity not in ("tanh", "relu"):
            raise ValueError(f"Unknown nonlinearity '{self.nonlinearity}'. Select from 'tanh' or 'relu'.")
        super().__init__(f"RNN_{self.nonlinearity.upper()}", *args, **kwargs)


class LSTM(RNNBase):
    """i, f, g, o = W_ih x + b_ih + W_hh h + b_hh; c = sigmoid(f) c + sigmoid(i) tanh(g); h = sigmoid(o) tanh(c).

    Gradient of the cell, back through time: ∂c_t = sigmoid(o_t) (1 - tanh(c_t)^2) ∂h_t + sigmoid(f_{t+1}) ∂c_{t+1};
    from it those of the gates by the chain rule.

    With proj_size h is W_hr times that. Gives the outputs and (h_n, c_n). Hochreiter and Schmidhuber, 1997.

    >>> import numpynn
    >>> out, (h, c) = numpynn.nn.LSTM(10, 20, num_layers=2)(numpynn.zeros(5, 3, 10))
    >>> out.shape, h.shape
    (torch.Size([5, 3, 20]), torch.Size([2, 3, 20]))
    """

    def __init__(self, *args, **kwargs):
        super().__init__("LSTM", *args, **kwargs)


class GRU(RNNBase):
    """r, z = sigmoid(W x + b + U h + c); n = tanh(W_n x + b_n + r (U_n h + c_n)); h = (1 - z) n + z h. Cho et al., 2014.

    Gradient of the state, back through time: ∂h_t = g_t + z_{t+1} ∂h_{t+1} + what comes back through the three gates.
    """

    def __init__(self, *args, **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__("GRU", *args, **kwargs)


class RNNCellBase(Module):
    """What the cells share: the weights of one step."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool, num_chunks: int, device=None, dtype=None):
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        made = {"device": device, "dtype": dtype}
        rows = num_chunks * hidden_size
        self.weight_ih = Parameter(empty((rows, input_size), **made))
        self.weight_hh = Parameter(empty((rows, hidden_size), **made))
        self.register_parameter("bias_ih", Parameter(empty(rows, **made)) if bias else None)
        self.register_parameter("bias_hh", Parameter(empty(rows, **made)) if bias else None)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        bound = 1.0 / math.sqrt(self.hidden_size) if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def extra_repr(self) -> str:
        parts = [f"{self.input_size}, {self.hidden_size}"]
        if self.bias is not True:
            parts.append(f"bias={self.bias}")
        if getattr(self, "nonlinearity", "tanh") != "tanh":
            parts.append(f"nonlinearity={self.nonlinearity}")
        return ", ".join(parts)

    def _inputs(self, input, states):
        """Input and states with a batch dimension, zeros where no states are given."""
        name, ndim = type(self).__name__, input.array.ndim
        if ndim not in (1, 2):
            raise ValueError(f"{name}: Expected input to be 1D or 2D, got {ndim}D instead")
        for i, state in enumerate(states or ()):
            if state.array.ndim not in (1, 2):
                what = f"hx[{i}]" if name == "LSTMCell" else "hidden"
                raise ValueError(f"{name}: Expected {what} to be 1D or 2D, got {state.array.ndim}D instead")
        x = input if ndim == 2 else input.unsqueeze(0)
        if states is not None and ndim == 1:
            states = [state.unsqueeze(0) for state in states]
        self._check_sizes(x, states or ())
        return x, states

    def _check_sizes(self, x, states):
        if x.array.shape[1] != self.input_size:
            raise RuntimeError(f"input has inconsistent input_size: got {x.array.shape[1]} expected {self.input_size}")
        for i, state in enumerate(states):
            if state.array.shape[0] != x.array.shape[0]:
                raise RuntimeError(
                    f"Input batch size {x.array.shape[0]} doesn't match hidden{i} batch size {state.array.shape[0]}"
                )
            if state.array.shape[1] != self.hidden_size:
                raise RuntimeError(
                    f"hidden{i} has inconsistent hidden_size: got {state.array.shape[1]}, expected {self.hidden_size}"
                )

    def _step(self, primitive, input, states, count, *options):
        x, given = self._inputs(input, states)
        if given is None:
            given = [x.new_zeros(x.array.shape[0], self.hidden_size)] * count
        weights = (self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        check_dtypes(self._get_name(), x, *given, *weights)
        _, *new = primitive(x, *given, *weights, *options)
        return new if input.array.ndim == 2 else [state.squeeze(0) for state in new]


class RNNCell(RNNCellBase):
    """h' = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu of it: (B, input), (B, hidden) -> (B, hidden)."""

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, nonlinearity: str = "tanh", device=None, dtype=None
    ):
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        if self.nonlinearity not in ("tanh", "relu"):
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        options = ((_batch_of(input),), False, self.nonlinearity == "relu")
        return self._step(recurrent.rnn, input, None if hx is None else [hx], 1, *options)[0]


def _batch_of(input):
    return input.array.shape[0] if input.array.ndim == 2 else 1


class LSTMCell(RNNCellBase):
    """One step of LSTM: (B, input), ((B, hidden), (B, hidden)) -> ((B, hidden), (B, hidden))."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> tuple[Tensor, Tensor]:
        options = (None, (_batch_of(input),), False)
        return tuple(self._step(one_lstm, input, None if hx is None else list(hx), 2, *options))


class GRUCell(RNNCellBase):
    """One step of GRU: (B, input), (B, hidden) -> (B, hidden)."""

    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, device=None, dtype=None):
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Tensor:
        options = ((_batch_of(input),), False)
        return self._step(recurrent.gru, input, None if hx is None else [hx], 1, *options)[0]
