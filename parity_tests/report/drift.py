"""How far optimizers drift from torch's over a hundred steps: every rule trains the same tiny network in both libraries.

The network starts from the same weights and sees the same batches; nothing is carried over between the libraries after
that. The difference of a step is the worst of any weight, in units in the last place of the largest weight. Runs that round
differently drift apart, how fast is the rule's own doing: so torch stands beside itself too, started one ulp away.
"""

from __future__ import annotations

import numpy as np
import torch

import numpynn
from numpynn.parity.structure import to_array

from .measured import PRECISIONS, distance

STEPS = 100
WORDS, WIDTH, CLASSES = 12, 6, 4
EXAMPLES, BATCH = 64, 16
RULES = (
    "SGD(lr=0.1)",
    "SGD(lr=0.1, momentum=0.9, nesterov=True)",
    "Adagrad(lr=0.1)",
    "Adadelta(lr=1.0)",
    "RMSprop(lr=0.01)",
    "RMSprop(lr=0.01, momentum=0.9, centered=True)",
    "Rprop(lr=0.01)",
    "Adam(lr=0.01)",
    "Adam(lr=0.01, amsgrad=True)",
    "AdamW(lr=0.01)",
    "Adamax(lr=0.01)",
    "NAdam(lr=0.01)",
    "RAdam(lr=0.01)",
    "ASGD(lr=0.1)",
    "Adafactor(lr=0.1)",
    "Muon(lr=0.01)",
    "LBFGS(lr=0.1, max_iter=2)",
    "LBFGS(max_iter=2, line_search_fn='strong_wolfe')",
)
REMARKS = {
    "Rprop": "knows only the signs of gradients: the same bits, until one rounds to the other sign",
    "Muon": "orthogonalises in bfloat16: one rounding to the other side there is a step of 1/256",
    "LBFGS": "goes on where the loss is flat already, and there directions are all rounding",
}
NOT_SHOWN = {"SparseAdam": "numpynn's gradients are dense, which it refuses as torch's does"}


def drifts() -> dict[str, dict[str, list[list[float]]]]:
    """The differences of every rule in each precision."""
    return {rule: {precision: drift(rule, precision) for precision in PRECISIONS} for rule in RULES}


def remark(rule: str) -> str:
    """What is peculiar to a rule."""
    return REMARKS.get(rule.partition("(")[0], "")


def drift(rule: str, precision: str, steps: int = STEPS) -> list[list[float]]:
    """The difference after each step: of numpynn from torch, and of torch from itself when it starts one ulp away."""
    expected = list(_path(torch, rule, precision, steps))
    others = _path(numpynn, rule, precision, steps), _path(torch, rule, precision, steps, moved=True)
    return [[distance(*pair, precision) for pair in zip(other, expected, strict=True)] for other in others]


def _path(library, rule, precision, steps, moved=False):
    """All weights after each step, in one row."""
    network = _network(library, precision, moved)
    name, _, options = rule.partition("(")
    scope = {"make": getattr(library.optim, name), "weights": network.parameters()}
    optimizer = eval(f"make(weights, {options}", scope)
    for step in range(steps):
        optimizer.step(_closure(library, network, optimizer, *_batch(step, whole=name == "LBFGS")))
        yield np.concatenate([to_array(weight).ravel() for weight in network.parameters()])


def _network(library, precision, moved):
    """Words to classes; matrices alone, since Muon moves nothing else. `moved` starts each weight one ulp away."""
    nn, rng = library.nn, np.random.default_rng(1)
    layers = (nn.Linear(WIDTH, WIDTH, bias=False), nn.SiLU(), nn.Linear(WIDTH, CLASSES, bias=False))
    network = nn.Sequential(nn.Embedding(WORDS, WIDTH), *layers)
    drawn = {
        name: rng.standard_normal(tuple(w.shape)).astype(precision) / 2 for name, w in network.state_dict().items()
    }
    weights = {name: np.nextafter(w, np.inf, dtype=precision) if moved else w for name, w in drawn.items()}
    network.to(getattr(library, precision))
    network.load_state_dict({name: library.from_numpy(w) for name, w in weights.items()})
    return network


def _batch(step, whole):
    """Words and their classes, some of which are wrong, so that there is always something to learn."""
    rng = np.random.default_rng(2)
    words = rng.integers(0, WORDS, EXAMPLES)
    classes = np.where(rng.random(EXAMPLES) < 0.2, rng.integers(0, CLASSES, EXAMPLES), words % CLASSES)
    chosen = slice(None) if whole else np.arange(step * BATCH, (step + 1) * BATCH) % EXAMPLES
    return words[chosen], classes[chosen]


def _closure(library, network, optimizer, words, classes):
    def loss():
        optimizer.zero_grad()
        out = library.nn.functional.cross_entropy(network(library.from_numpy(words)), library.from_numpy(classes))
        out.backward()
        return out

    return loss
