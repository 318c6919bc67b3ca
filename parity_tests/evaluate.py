"""A case on one library: a stream of labelled results.

Both libraries go through the very same steps here, and `run.py` draws from both streams in turn. So the
first thing that differs is found first, and nothing is computed after it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from numpynn.parity.structure import is_tensor, tensors, to_array

from . import layouts
from .draw import Draw
from .library import requires_grad

TRAIN_STEPS = 3
SPREAD = 0.1  # of the noise added to parameters: a weight that starts as 1 would hide that it is never used
NO_SECOND = ("not implemented", "differentiable twice", "differentiate twice", "does not support double")


@dataclass(frozen=True)
class Setting:
    """How a case is evaluated: the precision, the layout of its inputs, the order of derivatives.

    For rounding.py and accuracy.py: `nudge` other than 0 moves all inputs and weights by one ulp, in directions of
    its own; `through` is a coarser precision that all that is drawn is rounded to first; `scale` makes normal inputs
    larger or smaller, or "mixed"; `draw` counts the draws of inputs; `modes` of a module may be training alone.

    In `refused` torch, which goes first, notes where it has no second derivative, so that ours is not asked for it.
    """

    dtype: str = "float64"
    layout: str = "contiguous"
    order: int = 2
    nudge: int = 0
    through: str = ""
    scale: float | str = 1.0
    draw: int = 0
    modes: tuple[str, ...] = ("train", "eval")
    refused: set[str] = field(default_factory=set, compare=False)

    def __str__(self):
        return self.dtype if self.layout == "contiguous" else f"{self.dtype}, {self.layout} inputs"


class NoGradientInTorch(Exception):
    """torch has no derivative where the case asks for one."""


def evaluate(case, library, setting, weights=None, built=None):
    """The stream of (label, value) of a case; `built` is its module, if that is there from an earlier time."""
    return _module(case, library, setting, weights, built) if case.kind == "module" else _expr(case, library, setting)


def inputs(case, library, setting, step=0):
    """The case's inputs as this library's tensors, drawn by the case's own text."""
    rng = np.random.default_rng((1, case.crc, step, setting.draw))
    arrays = {name: _cast(_sample(draw, rng, setting), draw, setting) for name, draw in case.draws.items()}
    arrays = layouts.LAYOUTS[setting.layout]({name: _nudged(a, setting) for name, a in arrays.items()})
    drawn = {name: library.tensor(array) for name, array in arrays.items()}
    for name, draw in case.draws.items():
        if case.grad and draw.grad and arrays[name].dtype.kind in "fc":
            drawn[name].requires_grad_()
    return case.inputs | drawn


def _sample(draw, rng, setting):
    array = np.asarray(draw.sample(rng))
    if setting.scale == 1.0 or not draw.any_size:
        return array
    factor = 10.0 ** rng.uniform(-3, 3, array.shape) if setting.scale == "mixed" else setting.scale
    return np.asarray(array * factor)


def _cast(array, draw, setting):
    """The array in the precision of the setting, rounded to that of `through` on the way."""
    if draw.dtype:
        return array.astype(draw.dtype)
    for precision in filter(None, (setting.through, setting.dtype)):
        if array.dtype.kind == "f":
            array = array.astype(precision)
        elif array.dtype.kind == "c":
            array = array.astype(np.result_type(precision, np.complex64))
    return array


def _nudged(array, setting):
    """The array with each floating element one ulp up or down, if the setting says so."""
    if not setting.nudge or array.dtype.kind not in "fc":
        return array
    rng = np.random.default_rng((4, setting.nudge))
    nudged = array * (1 + np.finfo(array.dtype).eps * rng.choice([-1, 1], array.shape))
    return np.asarray(nudged, array.dtype)


def _expr(case, library, setting):
    given = inputs(case, library, setting)
    library.seed(case.seed)
    out, _ = library.run(case.program, given | {"dtype": library.dtype(setting.dtype)})
    yield "result", out
    yield from ((f"{name} afterwards", value) for name, value in given.items() if is_tensor(value))
    if case.grad:
        leaves = {name: value for name, value in given.items() if requires_grad(value) and value.is_leaf}
        yield from derivatives(case, library, setting, out, leaves, "")


def _module(case, library, setting, weights, built):
    m = build(case, library) if built is None else built
    m.to(library.dtype(setting.dtype))
    m.load_state_dict({key: library.tensor(_weight(array, setting)) for key, array in weights.items()})
    steps = TRAIN_STEPS if any(True for _ in m.buffers()) else 1
    passes = [("train", step) for step in range(steps)] + [("eval", 0)]
    for mode, step in (one for one in passes if one[0] in setting.modes):
        m.train(mode == "train")
        m.zero_grad()
        given = inputs(case, library, setting, step)
        library.seed(case.seed)
        out, _ = library.run(case.program, given | {"m": m, "dtype": library.dtype(setting.dtype)})
        when = f"in {mode} mode, pass {step + 1}"
        yield f"output {when}", out
        yield from ((f"buffer {name} {when}", value) for name, value in m.named_buffers())
        if case.grad and (mode == "eval" or step == steps - 1):
            leaves = {name: value for name, value in given.items() if requires_grad(value)}
            leaves |= {name: value for name, value in m.named_parameters() if value.requires_grad}
            order = 1 if mode == "eval" and steps == 1 else setting.order
            yield from derivatives(case, library, replace(setting, order=order), out, leaves, when)


def _weight(array, setting):
    return _nudged(_cast(array.copy(), Draw("", None), setting), setting)


def build(case, library):
    """A case's module in float32, its lazy parameters made by a first call."""
    names = {"dtype": library.dtype("float32")}
    library.seed(case.seed)
    m, _ = library.run(case.constructor, names)
    if any("Uninitialized" in type(p).__name__ for p in [*m.parameters(), *m.buffers()]):
        library.run(case.program, inputs(case, library, Setting("float32")) | names | {"m": m})
    return m


def weights_of(case, m, draw=0):
    """The state that a case's modules get: torch's initial one, its floating parameters a little moved."""
    rng = np.random.default_rng((2, case.crc, draw))
    parameters = {name for name, _ in m.named_parameters(remove_duplicate=False)}
    return {key: _moved(to_array(value), key in parameters, rng) for key, value in m.state_dict().items()}


def _moved(array, is_parameter, rng):
    noise = SPREAD * rng.standard_normal(array.shape) if is_parameter and array.dtype.kind in "fc" else 0
    return np.asarray(array + noise).astype(array.dtype)


def derivatives(case, library, setting, out, leaves, when):
    """First derivatives by `.backward()`, then again under create_graph, and from these the second ones."""
    outputs = [tensor for tensor in tensors(out) if tensor.requires_grad]
    yield "which results require grad", [tensor.requires_grad for tensor in tensors(out)]
    if not outputs or not leaves:
        return
    rng = np.random.default_rng((3, case.crc, setting.draw))
    cotangents = [_like(library, tensor, rng, setting) for tensor in outputs]
    _refusal_as(NoGradientInTorch, library, library.backward, outputs, cotangents)
    yield from ((f"gradient of {name}", leaf.grad) for name, leaf in leaves.items())
    if setting.order > 1 and case.second:
        cotangents = {f"cotangent {i}": c.requires_grad_() for i, c in enumerate(cotangents)}
        yield from _second(library, setting, outputs, leaves, cotangents, rng, when)


def _second(library, setting, outputs, leaves, cotangents, rng, when):
    asked = (outputs, [*leaves.values()], [*cotangents.values()])
    if (first := _if_there_is(library, setting, when, *asked, create_graph=True)) is None:
        return
    yield from ((f"gradient of {name} under create_graph", g) for name, g in zip(leaves, first))
    used = [g for g in first if g is not None and g.requires_grad]
    by, directions = leaves | cotangents, [_like(library, gradient, rng, setting) for gradient in used]
    if not used or (second := _if_there_is(library, setting, when, used, [*by.values()], directions)) is None:
        return
    for (name, leaf), gradient in zip(by.items(), second):
        yield f"second derivative by {name}", _zeros(library, leaf) if gradient is None else gradient


def _if_there_is(library, setting, when, *asked, **options):
    """Gradients; None where torch, which is asked first, has none to give."""
    if when in setting.refused:
        return None
    try:
        return library.gradients(*asked, **options)
    except RuntimeError as refusal:
        if library.name != "torch" or not any(words in str(refusal) for words in NO_SECOND):
            raise
        setting.refused.add(when)


def _zeros(library, leaf):
    return library.tensor(np.zeros_like(to_array(leaf)))


def _refusal_as(kind, library, function, *arguments):
    try:
        function(*arguments)
    except RuntimeError as refusal:
        raise (kind(str(refusal)) if library.name == "torch" else refusal) from refusal


def _like(library, tensor, rng, setting):
    """A normal tensor of the same shape and dtype."""
    array = to_array(tensor)
    noise = rng.standard_normal(array.shape)
    if array.dtype.kind == "c":
        noise = noise + 1j * rng.standard_normal(array.shape)
    noise = _cast(np.asarray(noise), Draw("", None), setting)
    return library.tensor(noise.astype(array.dtype))
