"""numpynn.summary: its tables to the letter, what it counts, and that the network is left as it was."""

import numpy as np
import pytest

import numpynn
from numpynn import nn, summary


class Net(nn.Module):
    """Something of everything: an inner network, a recurrent layer, a layer that is called twice."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2))
        self.rnn = nn.LSTM(14, 8, 2, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, x):
        states, _ = self.rnn(self.features(x).mean(1))
        return self.head(states), self.head(states[:, 0])


TABLE = """\
──────────────────────────────────────────────────────────────
Layer (type:depth-idx)  Output shape         Params  Mult-adds
──────────────────────────────────────────────────────────────
Net                     [2, 14, 3]               --         --
├─ Sequential: 1-1      [2, 6, 14, 14]           --         --
│  ├─ Conv2d: 2-1       [2, 6, 28, 28]          156    235,200
│  ├─ ReLU: 2-2         [2, 6, 28, 28]           --         --
│  └─ MaxPool2d: 2-3    [2, 6, 14, 14]           --         --
├─ LSTM: 1-2            [2, 14, 8]            1,344     34,048
├─ Linear: 1-3          [2, 14, 3]               27        672
└─ Linear: 1-4          [2, 3]          (recursive)         48
──────────────────────────────────────────────────────────────
Total params:                          1,527
Trainable params:                      1,527
Non-trainable params:                      0
Total mult-adds:                     269,968
Bytes of input:                        6,272
Bytes of layers' outputs:             86,184
Bytes of params:                       6,108
──────────────────────────────────────────────────────────────"""

UNRUN = """\
────────────────────────────────────────────
Layer (type:depth-idx)  Params
────────────────────────────────────────────
Sequential                  --
├─ Linear: 1-1              12
└─ LazyLinear: 1-2          --
────────────────────────────────────────────
Total params:                             12
Trainable params:                         12
Non-trainable params:                      0
────────────────────────────────────────────"""


def test_the_table():
    assert str(summary(Net(), (2, 1, 28, 28))) == TABLE


def test_nothing_is_run_without_an_input():
    assert str(summary(nn.Sequential(nn.Linear(3, 3), nn.LazyLinear(2)))) == UNRUN


def test_every_column_and_setting():
    net = Net()
    net.features.requires_grad_(False)
    columns = ("input_size", "output_size", "num_params", "params_percent", "kernel_size", "mult_adds", "trainable")
    lines = str(summary(net, (2, 1, 28, 28), col_names=columns, row_settings=("var_names", "ascii_only"), depth=1))
    rows = [line.split("  ") for line in lines.splitlines()]
    assert [[cell.strip() for cell in row if cell.strip()] for row in rows[1:9] if len(row) > 1] == [
        ["Layer (type (name))", "Input shape", "Output shape", "Params", "Params %", "Kernel shape", "Mult-adds", "Trainable"],
        ["Net", "[2, 1, 28, 28]", "[2, 14, 3]", "--", "--", "--", "--", "Partial"],
        ["+ Sequential (features)", "[2, 1, 28, 28]", "[2, 6, 14, 14]", "156", "10.22%", "--", "235,200", "False"],
        ["+ LSTM (rnn)", "[2, 14, 14]", "[2, 14, 8]", "1,344", "88.02%", "--", "34,048", "True"],
        ["+ Linear (head)", "[2, 14, 8]", "[2, 14, 3]", "27", "1.77%", "--", "672", "True"],
        ["+ Linear (head)", "[2, 8]", "[2, 3]", "(recursive)", "--", "--", "48", "True"],
    ]  # fmt: skip
    assert lines.isascii()


def test_the_totals():
    net = Net()
    net.head.bias.requires_grad_(False)
    made = summary(net, (2, 1, 28, 28))
    assert (made.total_params, made.trainable_params, made.param_bytes) == (1527, 1524, 4 * 1527)
    assert [layer.mult_adds for layer in made.layers] == [0, 0, 235200, 0, 0, 34048, 672, 48]


# Counted by hand: products that are added up, biases left aside.
@pytest.mark.parametrize(
    ("module", "sizes", "count"),
    [
        (nn.Linear(5, 7), (2, 3, 5), 2 * 3 * 5 * 7),
        (nn.Linear(5, 7), (5,), 5 * 7),
        (nn.Bilinear(2, 3, 4), [(6, 2), (6, 3)], 6 * 2 * 3 * 4),
        (nn.Conv1d(4, 6, 3, groups=2), (2, 4, 9), 2 * 7 * 6 * 3 * 2),
        (nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2), (1, 4, 5, 5), 25 * 4 * 9 * 3),
        (nn.GRU(3, 5, bidirectional=True), (4, 2, 3), 2 * 4 * 2 * 3 * 5 * (3 + 5)),
        (nn.LSTM(3, 5, proj_size=2), (4, 2, 3), 8 * (4 * 5 * (3 + 2) + 2 * 5)),
        (nn.RNNCell(3, 5), (2, 3), 2 * 5 * (3 + 5)),
        (nn.MultiheadAttention(4, 2), [(3, 2, 4), (5, 2, 4), (5, 2, 4)], 2 * 4 * (2 * 3 * 4 + 2 * 5 * 4 + 2 * 3 * 5)),
        (nn.MultiheadAttention(4, 2, batch_first=True), [(2, 3, 4)] * 3, 2 * 4 * (4 * 3 * 4 + 2 * 3 * 3)),
        (nn.BatchNorm1d(3), (2, 3), 0),
    ],
)
def test_multiply_adds(module, sizes, count):
    assert summary(module, sizes).total_mult_adds == count


def test_the_network_is_left_as_it_was():
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Dropout())
    net[1].eval()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    generator = numpynn.get_rng_state()
    summary(net, (5, 3), mode="train")
    assert [module.training for module in net.modules()] == [True, True, False, True]
    assert all(numpynn.equal(value, before[name]) for name, value in net.state_dict().items())
    assert numpynn.equal(numpynn.get_rng_state(), generator)
    assert not net[0]._forward_hooks and not net[0]._forward_pre_hooks


def test_hooks_are_taken_off_when_the_pass_fails():
    net = nn.Sequential(nn.Linear(3, 4))
    with pytest.raises(RuntimeError):
        summary(net, (5, 2))
    assert not net[0]._forward_hooks and net.training


def test_data_in_place_of_sizes():
    model = nn.Embedding(10, 4)
    ids = numpynn.tensor(np.array([[1, 2, 3]]))
    for made in (
        summary(model, input_data=ids),
        summary(model, input_data=[ids]),
        summary(model, input_data={"input": ids}),
        summary(model, input=ids),
        summary(model, (1, 3), dtypes=[numpynn.int64]),
        summary(model, (3,), dtypes=[numpynn.int64], batch_dim=0),
    ):
        assert (made.layers[0].output_size, made.input_bytes) == ([1, 3, 4], 24)


def test_tied_weights_count_once():
    net = nn.Sequential(nn.Linear(4, 4, bias=False), nn.Linear(4, 4, bias=False))
    net[1].weight = net[0].weight
    made = summary(net, (1, 4))
    assert made.total_params == 16 and "(recursive)" in str(made)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"col_names": ["params"]}, "no 'params'"),
        ({"row_settings": ["names"]}, "no 'names'"),
        ({"mode": "test"}, "not 'test'"),
        ({"input_data": 1}, "not both"),
        ({"dtypes": []}, "1 input sizes, but 0 dtypes"),
    ],
)
def test_refused(options, message):
    with pytest.raises(ValueError, match=message):
        summary(nn.Linear(2, 2), (1, 2), **options)
