"""Softmax over very many classes, the rare ones in clusters."""

from __future__ import annotations

import itertools
from collections import namedtuple

import numpy as np

from ...derivatives import selection
from ...functional.joining import cat
from ...tensor import Tensor, wrap
from .. import functional as F
from .container import ModuleList, Sequential
from .linear import Linear
from .module import Module

_ASMoutput = namedtuple("_ASMoutput", ["output", "loss"])


class AdaptiveLogSoftmaxWithLoss(Module):
    """log p(target) (N,) and minus their mean, of input (N, in) and target (N,), or of (in,) and ().

    Its derivative is that of the cross entropy of the head, and of the target's cluster where it is in one.

    `cutoffs` are the ends of the most frequent classes and of the clusters after them. The head scores the former and the
    clusters; cluster i scores its classes from in // div_value^(i + 1) features. log p of a class in a cluster is that of the
    cluster plus that of the class within it.

    Raises ValueError for cutoffs that do not grow from 1 to at most n_classes - 1. Grave et al., 2017.

    >>> import numpynn
    >>> m = numpynn.nn.AdaptiveLogSoftmaxWithLoss(16, 20, [5, 10])
    >>> output, loss = m(numpynn.zeros(3, 16), numpynn.tensor([0, 7, 19]))
    >>> output.shape, loss.shape, m.log_prob(numpynn.zeros(3, 16)).shape
    (torch.Size([3]), torch.Size([]), torch.Size([3, 20]))
    """

    def __init__(
        self, in_features: int, n_classes: int, cutoffs, div_value: float = 4.0, head_bias: bool = False,
        device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        cutoffs = _checked(list(cutoffs), n_classes)
        made = {"device": device, "dtype": dtype}
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = [*cutoffs, n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(cutoffs)
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, bias=head_bias, **made)
        self.tail = ModuleList()
        for i, (low, high) in enumerate(self._clusters()):
            width = int(in_features // (div_value ** (i + 1)))
            self.tail.append(
                Sequential(
                    Linear(in_features, width, bias=False, **made), Linear(width, high - low, bias=False, **made)
                )
            )

    def _clusters(self):
        """The first class of each cluster, and the first after it."""
        return itertools.pairwise(self.cutoffs)

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        self.head.reset_parameters()
        for narrow, wide in self.tail:
            narrow.reset_parameters()
            wide.reset_parameters()

    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput:
        _check_shapes(input_, target_)
        single = target_.array.ndim == 0
        x = input_.unsqueeze(0) if single else input_
        target = target_.array.reshape(-1)
        self._check_target(target)
        # The place in the head of each target: its own, or that of its cluster.
        cluster = np.searchsorted(self.cutoffs, target, side="right")
        place = np.where(cluster == 0, target, self.shortlist_size + cluster - 1)
        output = _picked(F.log_softmax(self.head(x), 1), place)
        for i, (low, _) in enumerate(self._clusters()):
            rows = np.flatnonzero(cluster == i + 1)
            if rows.size:
                within = F.log_softmax(self.tail[i](x[wrap(rows)]), 1)
                output = output + selection.put(_picked(within, target[rows] - low), rows, target.shape)
        loss = (-output).mean()
        return _ASMoutput(output.squeeze(0) if single else output, loss)

    def _check_target(self, target):
        if target.size and (target.min() < 0 or target.max() >= self.n_classes):
            raise RuntimeError(
                f"Target values should be in [0, {self.n_classes - 1}], but values in range [{target.min()}, {target.max()}] "
                "were found."
            )

    def log_prob(self, input: Tensor) -> Tensor:
        """log p of all classes: (N, in) -> (N, n_classes)."""
        return self._all(input, self.head(input))

    def _all(self, input, scores):
        head = F.log_softmax(scores, 1)
        parts = [head[:, : self.shortlist_size]]
        for i, cluster in enumerate(self.tail):
            parts.append(F.log_softmax(cluster(input), 1) + head[:, self.shortlist_size + i].unsqueeze(1))
        return cat(parts, 1)

    def predict(self, input: Tensor) -> Tensor:
        """The likeliest class: (N, in) -> (N,). Clusters are only looked into for rows whose head points to one."""
        scores = self.head(input)
        best = scores.array.argmax(1)
        rows = np.flatnonzero(best >= self.shortlist_size)
        if rows.size:
            some = wrap(rows)
            best[rows] = self._all(input[some], scores[some]).array.argmax(1)
        return wrap(best)


def _checked(cutoffs, n_classes):
    if not cutoffs:
        raise ValueError("cutoffs should be a sequence of length larger than 0")
    ends = [0, *cutoffs, n_classes]
    if any(int(c) != c for c in cutoffs) or any(a >= b for a, b in itertools.pairwise(ends)):
        raise ValueError(
            "cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is "
            f"between 1 and n_classes-1={n_classes - 1}, got {cutoffs}"
        )
    return cutoffs


def _check_shapes(input, target):
    x, t = input.array.shape, target.array.shape
    if len(t) > 1:
        raise RuntimeError(f"0D or 1D target tensor expected, multi-target not supported, got shape {list(t)}")
    if t and x[0] != t[0]:
        raise RuntimeError(f"Input and target should have the same size in the batch dimension, got {x[0]} and {t[0]}")
    if len(x) != len(t) + 1:
        raise RuntimeError(
            f"{len(t)}D target tensor expects {len(t) + 1}D input tensors, but found inputs of size {list(x)}"
        )


def _picked(log_probs, places):
    """The log probability at one place of each row."""
    return log_probs.gather(1, wrap(places[:, None])).squeeze(1)
