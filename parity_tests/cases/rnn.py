"""Recurrent networks."""

from parity_tests.case import expr, module, refuses, typed

KINDS = ("RNN", "LSTM", "GRU")
X = (5, 2, 3)


def state(kind, count, batch=2, size=4, proj=0):
    return [(count, batch, proj or size), (count, batch, size)] if kind == "LSTM" else [(count, batch, size)]


def call(kind):
    return "m(x, (y, z))" if kind == "LSTM" else "m(x, y)"


CASES = [
    *[module(f"nn.{k}(3, 4)", X) for k in KINDS],
    *[module(f"nn.{k}(3, 4)", (5, 3), why="unbatched") for k in KINDS],
    *[module(f"nn.{k}(3, 4, num_layers=2, bias=False, batch_first=True, bidirectional=True)", X) for k in KINDS],
    *[module(f"nn.{k}(3, 4, 2, bidirectional=True)", X, *state(k, 4), call=call(k)) for k in KINDS],
    *[module(f"nn.{k}(3, 4)", (5, 3), *[s[:1] + s[2:] for s in state(k, 1)], call=call(k), why="unbatched") for k in KINDS],
    *[module(f"nn.{k}(3, 4, 3, dropout=0.5)", X) for k in KINDS],
    *[module(f"nn.{k}(3, 4)", (1, 2, 3), why="one step") for k in KINDS],
    module("nn.RNN(3, 4, nonlinearity='relu')", X),
    module("nn.RNN(3, 4, 2, 'relu', bidirectional=True)", X),
    module("nn.LSTM(3, 4, proj_size=2)", X),
    module("nn.LSTM(3, 4, 2, proj_size=2, bidirectional=True, bias=False)", X, *state("LSTM", 4, proj=2), call="m(x, (y, z))"),
    *[module(f"nn.{k}(3, 4, 2, bidirectional=True)", (5, 3, 3), call="(lambda out, *rest: (out.data, *rest))(*m(nn.utils.rnn.pack_padded_sequence(x, [5, 3, 2])))") for k in KINDS],
    *[module(f"nn.{k}(3, 4)", (3, 5, 3), call="(lambda out, *rest: (nn.utils.rnn.pad_packed_sequence(out, batch_first=True), *rest))(*m(nn.utils.rnn.pack_padded_sequence(x, [2, 5, 3], batch_first=True, enforce_sorted=False)))") for k in KINDS],
    *[expr(f"[[w.shape for w in ws] for ws in nn.{k}(3, 4, 2, bidirectional=True).all_weights]") for k in KINDS],
    *[expr(f"m = nn.{k}(3, 4); m.flatten_parameters(); repr(m)") for k in KINDS],
    *[refuses(f"nn.{k}(3, 4).to(x.dtype)(x)", x=(5, 2, 7), why="another input size") for k in KINDS],
    *[refuses(f"nn.{k}(3, 4).to(x.dtype)(x)", x=(3,)) for k in KINDS],
    *[refuses(f"nn.{k}(3, 4).to(x.dtype)(x, {'(y, y)' if k == 'LSTM' else 'y'})", x=X, y=(1, 3, 4), why="another batch size") for k in KINDS],
    *[refuses(f"nn.{k}(3, 4).to(x.dtype)(x, {'(y, y)' if k == 'LSTM' else 'y'})", x=X, y=(2, 4)) for k in KINDS],
    *[refuses(f"nn.{k}(3, 4)(x)", x=typed("float64", X), why="another dtype") for k in KINDS],
    expr("repr(nn.RNNBase('GRU', 3, 4, 2, True, True))"),
    expr("repr(nn.RNNCellBase(3, 4, False, 1)), [p.shape for p in nn.RNNCellBase(3, 4, True, 3).parameters()]"),
    refuses("nn.LSTM(3, 4, proj_size=4)"),
    refuses("nn.LSTM(3, 4, proj_size=-1)"),
    refuses("nn.GRU(3, 4, proj_size=2)"),
    refuses("nn.RNN(3, 4, proj_size=2)"),
    refuses("nn.RNN(3, 4, nonlinearity='sin')"),
    refuses("nn.LSTM(3, 0)"),
    refuses("nn.LSTM(0, 4)"),
    refuses("nn.LSTM(3, 4, 0)"),
    refuses("nn.LSTM(3, 4.0)"),
    refuses("nn.LSTM(3, 4, bias=1)"),
    refuses("nn.LSTM(3, 4, 2, dropout=1.5)"),
    refuses("nn.LSTM(3, 4, 2, dropout=True)"),
    *[module(f"nn.{k}Cell(3, 4)", (2, 3)) for k in KINDS],
    *[module(f"nn.{k}Cell(3, 4)", (3,), why="unbatched") for k in KINDS],
    *[module(f"nn.{k}Cell(3, 4, bias=False)", (2, 3), *[(2, 4)] * (2 if k == "LSTM" else 1), call=call(k)) for k in KINDS],
    *[module(f"nn.{k}Cell(3, 4)", (3,), *[(4,)] * (2 if k == "LSTM" else 1), call=call(k), why="unbatched") for k in KINDS],
    module("nn.RNNCell(3, 4, nonlinearity='relu')", (2, 3)),
    *[refuses(f"nn.{k}Cell(3, 4).to(x.dtype)(x)", x=(1, 2, 3)) for k in KINDS],
    *[refuses(f"nn.{k}Cell(3, 4).to(x.dtype)(x)", x=(2, 5)) for k in KINDS],
    *[refuses(f"nn.{k}Cell(3, 4).to(x.dtype)(x, {'(y, y)' if k == 'LSTM' else 'y'})", x=(2, 3), y=(3, 4)) for k in KINDS],
    *[refuses(f"nn.{k}Cell(3, 4).to(x.dtype)(x, {'(y, y)' if k == 'LSTM' else 'y'})", x=(2, 3), y=(2, 5)) for k in KINDS],
    refuses("nn.RNNCell(3, 4, nonlinearity='sin').to(x.dtype)(x)", x=(2, 3)),
]
