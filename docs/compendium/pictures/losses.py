"""Losses against the prediction, and their derivatives in it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpynn as torch
from numpynn import nn
from numpynn.nn import functional as F

from .style import COLOURS, cross, legend_above, panels

SIGNS = (1.0, -1.0)


class Curves(NamedTuple):
    """What is plotted of a loss: over which x, what x is, and by its label each function from x to the loss."""

    low: float
    high: float
    axis: str
    of: dict


def curve(entry, kind):
    """The loss to the left, its derivative to the right, in one colour for each target."""
    curves = CURVES[kind.__name__]
    figure, ((left, right),) = panels(2, width=6.0, height=2.7)
    for (label, loss), colour in zip(curves.of.items(), COLOURS):
        x = torch.linspace(curves.low, curves.high, 801, dtype=torch.float64, requires_grad=True)
        y = loss(x)
        (slope,) = torch.autograd.grad(y.sum(), x)
        left.plot(x.detach().numpy(), y.detach().numpy(), color=colour, linewidth=2.2, label=label)
        right.plot(x.detach().numpy(), slope.numpy(), color=colour, linewidth=1.4, label=label)
    for axes, title in ((left, "loss"), (right, "derivative")):
        cross(axes)
        axes.set(title=title, xlabel=curves.axis)
    if len(curves.of) > 1:
        legend_above(figure, left)
    yield "", figure


def _each(name, values, loss):
    """A curve for each value of what is called `name`, of which `loss` is a function after x."""
    return {f"{name} = {value:g}".strip(): lambda x, value=value: loss(x, value) for value in values}


def _targets(loss, *targets):
    """A curve for each target of single numbers."""
    return _each("y", targets, lambda x, y: loss(x, torch.full_like(x, y), reduction="none"))


def _labels(x, label):
    return torch.full((len(x),), label, dtype=torch.int64)


def _columns(*parts):
    """A row for each x, of x and of fixed numbers."""
    (x,) = (part for part in parts if not isinstance(part, float))
    return torch.stack([torch.full_like(x, part) if isinstance(part, float) else part for part in parts], 1)


def _classes(loss):
    """A curve for each class, where the scores are x, 1 and 0."""
    names = ("the class of x", "the class of score 1", "the class of score 0")
    return {name: partial(_of_class, loss, i) for i, name in enumerate(names)}


def _of_class(loss, label, x):
    return loss(_columns(x, 1.0, 0.0), _labels(x, label), reduction="none")


def _classified(labels, x):
    """The margin of scores x, 1 and 0, where these labels are right."""
    return F.multilabel_margin_loss(_columns(x, 1.0, 0.0), torch.tensor(labels).expand(len(x), 3), reduction="none")


def _weighted(x, weight):
    weights = torch.tensor([weight, 1.0], dtype=torch.float64)
    return F.nll_loss(_columns(x, 0.0), _labels(x, 0), weights, reduction="none")


def _around(x, y):
    """Of unit vectors at the angle x."""
    vectors = torch.stack([x.cos(), x.sin()], 1)
    fixed = torch.tensor([[1.0, 0.0]], dtype=torch.float64).expand_as(vectors)
    return F.cosine_embedding_loss(vectors, fixed, torch.full_like(x, y), margin=0.2, reduction="none")


def _triplet(loss):
    """The anchor at 0, one of the others at 1, the third at x, on a line."""
    anchor, fixed = (lambda x, at=at: _columns(x, 0.0) * 0 + torch.tensor([at, 0.0]) for at in (0.0, 1.0))
    return {
        "positive at x, negative at 1": lambda x: loss(anchor(x), _columns(x, 0.0), fixed(x), reduction="none"),
        "negative at x, positive at 1": lambda x: loss(anchor(x), fixed(x), _columns(x, 0.0), reduction="none"),
    }


def _squared(a, b):
    return (a - b).square().sum(1)


def _aligned(targets, x):
    """CTC of 4 steps: at each, label 1 has score x, label 2 and the blank have 0."""
    scores = _columns(0.0, x, 0.0).log_softmax(1).expand(4, len(x), 3)
    spelt = torch.tensor(targets).expand(len(x), len(targets))
    return F.ctc_loss(scores, spelt, [4] * len(x), [len(targets)] * len(x), reduction="none")


def _linear(x, label):
    weight = torch.tensor([[1.0], [0.0], [-1.0]], dtype=torch.float64)
    return F.linear_cross_entropy(x[:, None], weight, _labels(x, int(label)), reduction="none")


def _adaptive(label, x):
    torch.manual_seed(3)
    loss = nn.AdaptiveLogSoftmaxWithLoss(16, 12, [3, 6]).double()
    return -loss(x[:, None] * torch.randn(16, dtype=torch.float64), _labels(x, label))[0]


CLUSTERS = {0: "a class of the head", 4: "of the first cluster", 8: "of the second cluster"}
CURVES = {
    "L1Loss": Curves(-3, 3, "x", _targets(F.l1_loss, 0.0)),
    "MSELoss": Curves(-3, 3, "x", _targets(F.mse_loss, 0.0)),
    "SmoothL1Loss": Curves(
        -3, 3, "x − y", _each("beta", (0.5, 1, 2), lambda x, b: F.smooth_l1_loss(x, 0 * x.detach(), beta=b, reduction="none"))
    ),
    "HuberLoss": Curves(
        -3, 3, "x − y", _each("delta", (0.5, 1, 2), lambda x, d: F.huber_loss(x, 0 * x.detach(), delta=d, reduction="none"))
    ),
    "PoissonNLLLoss": Curves(-2, 3, "x", _targets(F.poisson_nll_loss, 0.0, 2.0, 5.0)),
    "GaussianNLLLoss": Curves(
        -3, 3, "x − y",
        _each("var", (0.25, 1, 4), lambda x, v: F.gaussian_nll_loss(x, 0 * x.detach(), torch.full_like(x, v), reduction="none")),
    ),
    "CrossEntropyLoss": Curves(-6, 6, "x", _classes(F.cross_entropy)),
    "NLLLoss": Curves(-5, 0, "log p of the class", _each("weight", (1.0, 0.5), _weighted)),
    "BCELoss": Curves(0.04, 0.96, "x", _targets(F.binary_cross_entropy, 0.0, 0.3, 1.0)),
    "BCEWithLogitsLoss": Curves(-6, 6, "x", _targets(F.binary_cross_entropy_with_logits, 0.0, 0.3, 1.0)),
    "KLDivLoss": Curves(-5, 0, "x = log q", _targets(F.kl_div, 0.1, 0.3, 0.9)),
    "MultiMarginLoss": Curves(-6, 6, "x", _classes(F.multi_margin_loss)),
    "MultiLabelMarginLoss": Curves(
        -4, 4, "x", {"only the class of x": partial(_classified, [0, -1, -1]), "the others": partial(_classified, [1, 2, -1])}
    ),
    "MultiLabelSoftMarginLoss": Curves(
        -6, 6, "x",
        _targets(lambda x, y, reduction: F.multilabel_soft_margin_loss(x[:, None], y[:, None], reduction=reduction), 0.0, 1.0),
    ),
    "SoftMarginLoss": Curves(-4, 4, "x", _targets(F.soft_margin_loss, *SIGNS)),
    "LinearCrossEntropyLoss": Curves(-6, 6, "x, the weights being 1, 0 and −1", _each("class", (0, 1, 2), _linear)),
    "AdaptiveLogSoftmaxWithLoss": Curves(
        -6, 6, "x, times a direction", {name: partial(_adaptive, label) for label, name in CLUSTERS.items()}
    ),
    "CTCLoss": Curves(
        -6, 6, "score of label 1 at each of 4 steps",
        {f"target {' '.join(map(str, target))}": partial(_aligned, target) for target in ([1], [1, 2], [1, 1])},
    ),
    "MarginRankingLoss": Curves(
        -3, 3, "x1 − x2, margin 0.5",
        _each("y", SIGNS, lambda x, y: F.margin_ranking_loss(x, 0 * x.detach(), torch.full_like(x, y), 0.5, reduction="none")),
    ),
    "HingeEmbeddingLoss": Curves(-1, 3, "x", _targets(F.hinge_embedding_loss, *SIGNS)),
    "CosineEmbeddingLoss": Curves(-3.14159, 3.14159, "angle between x1 and x2, margin 0.2", _each("y", SIGNS, _around)),
    "TripletMarginLoss": Curves(0.01, 3, "distance x from the anchor", _triplet(F.triplet_margin_loss)),
    "TripletMarginWithDistanceLoss": Curves(
        0.01, 3, "distance x from the anchor",
        _triplet(partial(F.triplet_margin_with_distance_loss, distance_function=_squared)),
    ),
}  # fmt: skip
