"""The derivatives of recurrent layers: all gradients together, back through time; by formula on Tensors."""

from __future__ import annotations

from ..kernels import gru as gru_kernel
from ..kernels import lstm as lstm_kernel
from ..kernels import lstm_values as values_kernel
from ..kernels import recurrent as kernel
from ..kernels import recurrent_formulas as formula
from ..primitive import differentiable
from ..tensor import Tensor


def _rnn(g, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu, out, needed):
    g_out, g_h = g
    if isinstance(g_out, Tensor):
        *found, b = formula.rnn_formula(g_out, g_h, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu)
    else:
        *found, b = kernel.rnn_backward(g_out, g_h, x, h0, w_ih, w_hh, out[0], sizes, reverse, relu, needed[0])
    return (*found, b, b)


def _lstm(g, x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse, out, needed):
    if isinstance(g[0], Tensor):
        *found, b, w_hr = formula.lstm_formula(*g, x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse)
    else:
        *found, b, w_hr = lstm_kernel.lstm_backward(
            *g, x, h0, c0, w_ih, w_hh, w_hr, out[0], *out[3:], sizes, reverse, needed[0]
        )
    return (*found, b, b, w_hr)


def _gru(g, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, out, needed):
    if isinstance(g[0], Tensor):
        return formula.gru_formula(*g, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse)
    return gru_kernel.gru_backward(*g, x, h0, w_ih, w_hh, out[0], *out[2:], sizes, reverse, needed[0])


_PARAMETERS = ("w_ih", "w_hh", "b_ih", "b_hh")

rnn = differentiable(kernel.rnn, several=True, inputs=("x", "h0", *_PARAMETERS), together=_rnn)
lstm = differentiable(
    lstm_kernel.lstm, several=True, kept=3, inputs=("x", "h0", "c0", *_PARAMETERS, "w_hr"), together=_lstm
)
lstm_values = differentiable(values_kernel.lstm_values, several=True, constants=("x", "h0", "c0", *_PARAMETERS, "w_hr"))
gru = differentiable(gru_kernel.gru, several=True, kept=2, inputs=("x", "h0", *_PARAMETERS), together=_gru)
