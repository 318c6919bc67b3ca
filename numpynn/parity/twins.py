"""Twins: one network in both libraries with the same weights, run side by side."""

from __future__ import annotations

import numpy as np

from .compare import NONE, Difference, compare, largest
from .report import BUG, CLOSE, ROUNDING, SAME, Report, Row
from .side import GRADIENT, Nudged, Side
from .trace import first_gradient, first_output, trace

FACTOR = 8.0  # times torch's own error: what errs more than that is not rounding
NUDGES = (1, 2, 3)


def twin(theirs, ours, names=None) -> Twins:
    """The twins of a torch network and a numpynn network of the same shape; copies torch's weights into ours.

    `names` gives ours for those of torch's parameters and buffers that have another name there.
    Raises what `load_state_dict` raises if parameters or buffers differ in name or shape.

        def test_my_network():
            twins = parity.twin(TorchNet(), NumpyNet())
            twins.run(np.random.randn(8, 3, 32, 32)).assert_close()
    """
    twins = Twins(theirs, ours, names)
    twins.copy_weights()
    return twins


class Twins:
    """A torch network and its twin.

    `run` compares one pass, `train` some optimizer steps; both leave the twins as they were.

    Inputs are arrays or tensors of either library, or hold such; floating ones get gradients.
    `loss(library, output)` is a function in the words of torch or numpynn, whichever `library` is; by
    default the loss is a weighted sum of all outputs. Both generators are seeded with `seed`. `training`
    chooses the mode, by default torch's present one. `names` gives ours for those of torch's parameters
    and buffers that have another name there.
    """

    def __init__(self, theirs, ours, names=None):
        self.theirs, self.ours = Side(theirs, names), Side(ours)

    def copy_weights(self) -> None:
        """Copy torch's parameters and buffers into numpynn's."""
        self.ours.load({self.theirs.name(name): value for name, value in self.theirs.state().items()})

    def copy_back(self) -> None:
        """Copy numpynn's parameters and buffers into torch's."""
        state = self.ours.state()
        self.theirs.load({name: state[self.theirs.name(name)] for name in self.theirs.state()})

    def run(self, *inputs, loss=None, seed=0, training=None, **named_inputs) -> Report:
        """Compare outputs, gradients of inputs and parameters, and buffers after a pass forward and back."""
        settings = self._settings(inputs, named_inputs, loss, seed, training)
        return self._report(settings, Side.run, {})

    def train(self, *inputs, optimizer, steps=5, loss=None, seed=0, training=None, **named_inputs) -> Report:
        """Compare the loss of each step; after the last one parameters, optimizer state and buffers.

        `optimizer(library, parameters)` makes one: `lambda lib, p: lib.optim.Adam(p, lr=1e-3)`.
        """
        settings = self._settings(inputs, named_inputs, loss, seed, training)
        return self._report(settings, Side.train, {"optimizer": optimizer, "steps": steps})

    def _settings(self, inputs, named_inputs, loss, seed, training):
        training = self.theirs.module.training if training is None else training
        return {
            "inputs": dict(enumerate(inputs)) | named_inputs,
            "loss": loss,
            "seed": seed,
            "training": training,
        }

    def _report(self, settings, act, extra):
        dtype = self.theirs.dtype
        theirs, ours = (act(side, dtype=dtype, **settings, **extra) for side in (self.theirs, self.ours))
        rows = _rows(ours, theirs)
        if all(row.difference.close for row in rows):
            return Report(dtype, rows)
        nudged = [Nudged(self.theirs.module, seed) for seed in NUDGES]
        truth, exact, *moved = (act(s, dtype="float64", **settings, **extra) for s in (self.theirs, self.ours, *nudged))
        exact_rows = {row.name: _in_exact(row, exact, truth, moved) for row in _rows(exact, truth)}
        if dtype == "float64":
            rows = list(exact_rows.values())
        else:
            others = [theirs, *[act(s, dtype=dtype, **settings, **extra) for s in nudged]]
            rows = [_in_float32(row, exact_rows, ours, others, truth) for row in rows]
        return self._with_first(Report(dtype, rows), settings)

    def _with_first(self, report, settings):
        """The report with the first modules that differ: in float64, unless float32 alone shows them."""
        for dtype in dict.fromkeys(("float64", report.dtype)):
            theirs, ours = (trace(side, dtype=dtype, **settings) for side in (self.theirs, self.ours))
            output, gradient = first_output(ours, theirs, self.theirs.module_name), first_gradient(ours, theirs)
            if output is not None or gradient is not None:
                break
        else:
            remark = "" if report.close else "Forward and backward agree: see the optimizer."
            return Report(report.dtype, report.rows, remark=remark)
        return Report(report.dtype, report.rows, self._described(output), self._described(gradient))

    def _described(self, name):
        if name is None:
            return None
        kind = type(self.theirs.module.get_submodule(name)).__name__
        return f"{name} ({kind})" if name else f"{kind}, the network itself"


def _rows(ours, theirs):
    """A row for each name, judged as far as one precision tells; gradients are seen among each other."""
    gradients = largest(value for name, value in theirs.items() if name.startswith(GRADIENT))
    among = {name: gradients if name.startswith(GRADIENT) else 0.0 for name in theirs | ours}
    return [Row(name, *_judged(ours.get(name), theirs.get(name), among[name])) for name in among]


def _judged(ours, theirs, among):
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        difference = compare(ours, theirs, among=among)
        return difference, BUG if difference.problem else CLOSE if difference.max_absolute else SAME
    if type(ours) is type(theirs) and ours == theirs:
        return NONE, SAME
    return Difference(np.inf, np.inf, np.inf, f"{_short(ours)}, expected {_short(theirs)}"), BUG


def _in_exact(row, ours, theirs, moved):
    """A row of float64: a difference is rounding if torch's own result moves as far when its inputs do by one ulp."""
    yardstick = max(_error(other, theirs, row.name) for other in moved)
    return _rounding_if(row, _error(ours, theirs, row.name), yardstick)


def _in_float32(row, exact_rows, ours, others, truth):
    """A row of float32: a difference is rounding if there is none in float64 and our error is like torch's.

    That is the largest of some: of its own, and of those when its inputs move by one ulp. What is nothing but rounding, as is
    all that an optimizer makes of a gradient of zero, is by chance a tenth as large in one of them as in the next.
    """
    if exact_rows[row.name].verdict == BUG:
        return row
    yardstick = max(_error(other, truth, row.name) for other in others)
    return _rounding_if(row, _error(ours, truth, row.name), yardstick)


def _rounding_if(row, error, yardstick):
    explained = error < np.inf and error <= FACTOR * yardstick
    return row._replace(verdict=ROUNDING) if row.verdict == BUG and explained else row


def _error(values, truth, name):
    """The largest difference from the truth; infinite where there is no number to compare."""
    value, exact = values.get(name), truth.get(name)
    if not isinstance(value, np.ndarray) or not isinstance(exact, np.ndarray) or value.shape != exact.shape:
        return np.inf
    return compare(value.astype(exact.dtype), exact).max_absolute


def _short(value):
    return f"an array of shape {value.shape}" if isinstance(value, np.ndarray) else repr(value)
