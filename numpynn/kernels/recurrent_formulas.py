"""The gradients of the recurrent kernels written with operators, so that they can be differentiated again.

They give the same values as the backward kernels, step by step and with fresh arrays: they are for create_graph, where
each argument is a Tensor. The states before each step are computed anew from the inputs, since the gradients depend on
them through every weight.
"""

from __future__ import annotations

import numpy as np

from .recurrent import steps


def rnn_formula(g_out, g_h, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu):
    """As `recurrent.rnn_backward`: gradients of x, h0, w_ih, w_hh and b."""
    projected, order = _affine(x, w_ih, b_ih), steps(sizes, reverse)
    h, before, after = h0, [], []
    for rows, size in order:
        state = h[:size]
        z = projected[rows] + _affine(state, w_hh, b_hh)
        new = z * (z > 0) if relu else np.tanh(z)
        h = _replaced(h, new)
        before.append(state)
        after.append(new)
    dh, dzs = g_h, []
    for (rows, size), new in zip(order[::-1], after[::-1], strict=True):
        dz = (dh[:size] + g_out[rows]) * ((new > 0) if relu else 1 - new * new)
        dh = _replaced(dh, dz @ w_hh)
        dzs.append(dz)
    dz, prev = _joined(dzs, not reverse), _joined(before, reverse)
    return dz @ w_ih, dh, dz.T @ x, dz.T @ prev, np.sum(dz, axis=0)


def lstm_formula(g_out, g_h, g_c, x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse):
    """As `lstm.lstm_backward`: gradients of x, h0, c0, w_ih, w_hh, b and w_hr (or None)."""
    projected, order = _affine(x, w_ih, b_ih), steps(sizes, reverse)
    h, c, saved = h0, c0, []
    for rows, size in order:
        state, cell = h[:size], c[:size]
        i, f, g, o = _split(projected[rows] + _affine(state, w_hh, b_hh), 4)
        i, f, g, o = _sigmoid(i), _sigmoid(f), np.tanh(g), _sigmoid(o)
        new = f * cell + i * g
        t = np.tanh(new)
        m = o * t
        saved.append((i, f, g, o, t, m, cell, state))
        c, h = _replaced(c, new), _replaced(h, m if w_hr is None else m @ w_hr.T)
    dh, dc, dzs, dhs = g_h, g_c, [], []
    for (rows, size), (i, f, g, o, t, _, cell, _) in zip(order[::-1], saved[::-1], strict=True):
        d = dh[:size] + g_out[rows]
        dm = d if w_hr is None else d @ w_hr
        dcell = dc[:size] + dm * o * (1 - t * t)
        gates = [dcell * g * i * (1 - i), dcell * cell * f * (1 - f), dcell * i * (1 - g * g), dm * t * o * (1 - o)]
        dz = np.concatenate(gates, axis=1)
        dh, dc = _replaced(dh, dz @ w_hh), _replaced(dc, dcell * f)
        dzs.append(dz)
        dhs.append(d)
    dz, prev = _joined(dzs, not reverse), _joined([s[-1] for s in saved], reverse)
    dw_hr = None if w_hr is None else _joined(dhs, not reverse).T @ _joined([s[5] for s in saved], reverse)
    return dz @ w_ih, dh, dc, dz.T @ x, dz.T @ prev, np.sum(dz, axis=0), dw_hr


def gru_formula(g_out, g_h, x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse):
    """As `gru.gru_backward`: gradients of x, h0, w_ih, w_hh, b_ih and b_hh."""
    projected, order = _affine(x, w_ih, b_ih), steps(sizes, reverse)
    h, saved = h0, []
    for rows, size in order:
        state = h[:size]
        (xr, xz, xn), (hr, hz, hn) = _split(projected[rows], 3), _split(_affine(state, w_hh, b_hh), 3)
        r, z = _sigmoid(xr + hr), _sigmoid(xz + hz)
        n = np.tanh(xn + r * hn)
        saved.append((r, z, n, hn, state))
        h = _replaced(h, n + z * (state - n))
    dh, outer, inner = g_h, [], []
    for (rows, size), (r, z, n, hn, state) in zip(order[::-1], saved[::-1], strict=True):
        d = dh[:size] + g_out[rows]
        dn = d * (1 - z) * (1 - n * n)
        dr, dz = dn * hn * r * (1 - r), d * (state - n) * z * (1 - z)
        outer.append(np.concatenate([dr, dz, dn], axis=1))
        inner.append(np.concatenate([dr, dz, dn * r], axis=1))
        dh = _replaced(dh, d * z + inner[-1] @ w_hh)
    outer, inner = _joined(outer, not reverse), _joined(inner, not reverse)
    prev = _joined([s[-1] for s in saved], reverse)
    return outer @ w_ih, dh, outer.T @ x, inner.T @ prev, np.sum(outer, axis=0), np.sum(inner, axis=0)


def _affine(x, weight, bias):
    product = x @ weight.T
    return product if bias is None else product + bias


def _sigmoid(x):
    return 0.5 * np.tanh(0.5 * x) + 0.5


def _split(z, parts):
    width = z.shape[1] // parts
    return [z[:, k * width : (k + 1) * width] for k in range(parts)]


def _replaced(state, rows):
    """`state` with its first rows replaced: those of the sequences that this step has moved on."""
    size = rows.shape[0]
    return rows if size == state.shape[0] else np.concatenate([rows, state[size:]], axis=0)


def _joined(parts, backwards):
    """The rows of every step, one step after another; `backwards` if the last step comes first in `parts`."""
    return np.concatenate(parts[::-1] if backwards else parts, axis=0)
