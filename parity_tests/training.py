"""Training the same parameters with an optimizer of either library, and carrying its state from one to the other."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np

from numpynn.parity.structure import map_tensors, to_array

SHAPES = ((3, 4), (5, 3), (2, 2))


def initial(dtype):
    """The parameters that every run starts from."""
    rng = np.random.default_rng(7)
    return [rng.standard_normal(shape).astype(dtype) for shape in SHAPES]


def start(torch, text, arrays):
    """A run in one of the libraries: the optimizer of this text over parameters with these values."""
    params = [torch.from_numpy(array.copy()).requires_grad_() for array in arrays]
    dtype = getattr(torch, str(arrays[0].dtype))
    scope = {"params": params, "torch": torch, "optim": torch.optim, "dtype": dtype}
    return SimpleNamespace(params=params, o=eval(f"optim.{text}", scope), done=0)


def train(run, steps):
    """Go on for some steps: in a bowl, shaken but for L-BFGS, which would take it for curvature; under maximize on a hill."""
    turn = -1.0 if run.o.param_groups[0].get("maximize") else 1.0
    shaken = type(run.o).__name__ != "LBFGS"
    for k in range(run.done, run.done + steps):
        pushes = [math.sin(1.7 * k + i) if shaken else 0.1 for i in range(len(run.params))]
        run.o.step(lambda pushes=pushes: _loss(run, turn, pushes))
    run.done += steps


def _loss(run, turn, pushes):
    run.o.zero_grad()
    loss = turn * sum((0.35 * (p - 0.2) ** 2 + 0.05 * p**4 + push * p).sum() for p, push in zip(run.params, pushes))
    loss.backward()
    return loss


def values(run):
    """The parameters as arrays."""
    return [to_array(p).copy() for p in run.params]


def carried(state, torch):
    """A state_dict, or any structure, with all Tensors as those of another library, in memory of their own."""
    return map_tensors(lambda tensor: torch.from_numpy(np.array(to_array(tensor))), state)


def journey(libraries, text, dtype, steps):
    """A run that goes on in one library after the other: the parameters are copied, the state is carried over."""
    run = start(libraries[0], text, initial(dtype))
    train(run, steps)
    for library in libraries[1:]:
        done, state = run.done, carried(run.o.state_dict(), library)
        run = start(library, text, values(run))
        run.o.load_state_dict(state)
        _restore_counters(run.o, state)
        run.done = done
        train(run, steps)
    return run


def _restore_counters(o, saved):
    """Give counters back the dtype that a load takes from them: the run is then the one that never stopped."""
    for state, old in zip(o.state.values(), saved["state"].values()):
        state.update({name: old[name] for name in ("mu_product", "eta", "mu") if name in state})
