"""The loss of a sequence whose alignment is not known."""

from __future__ import annotations

import numpy as np

from ...derivatives import ctc as primitive
from ...functional._make import check_tensor
from ...tensor import Tensor, wrap
from ._common import check_flags
from ._reduce import reduce, reduction_of


def ctc_loss(
    log_probs, targets, input_lengths, target_lengths, blank=0, reduction="mean", zero_infinity=False
) -> Tensor:
    """-log of the total probability of all alignments that spell the targets: (T, N, C) or, unbatched, (T, C).

    targets: (N, S), each padded to the longest, or all one after another, (sum of target_lengths). An alignment repeats
    labels or puts `blank` between them. The mean is of the losses divided by their target lengths. zero_infinity: a loss
    is 0, and so is its gradient, where no alignment is short enough.

    Raises RuntimeError where sizes do not fit, and unlike torch, which reads other memory, where a target is no class.
    The gradient is that of the scores whose log_softmax the log_probs are; it has no second one. Graves et al., 2006.
    """
    reduction = reduction_of(reduction)
    check_flags("ctc_loss", zero_infinity=zero_infinity)
    check_tensor("ctc_loss", "log_probs", log_probs)
    check_tensor("ctc_loss", "targets", targets)
    single = log_probs.array.ndim == 2
    if single:
        log_probs = log_probs.unsqueeze(1)
    _check(log_probs, blank)
    times, samples, classes = log_probs.array.shape
    inputs = _lengths("input_lengths", input_lengths, samples, times)
    wanted = _lengths("target_lengths", target_lengths, samples, None)
    labels = _padded(targets.array, wanted)
    _check_labels(labels, wanted, classes)
    loss = primitive.ctc_loss(log_probs, labels, inputs, wanted, blank, bool(zero_infinity))
    if reduction == "mean":
        return (loss / wrap(np.maximum(wanted, 1).astype(loss.array.dtype))).mean()
    loss = reduce(loss, reduction)
    return loss.squeeze(0) if single and reduction == "none" else loss


def _check(log_probs, blank):
    array = log_probs.array
    if array.ndim != 3:
        raise RuntimeError(f"ctc_loss(): expected log_probs of 2 or 3 dimensions, got shape {list(array.shape)}")
    if array.dtype not in (np.float32, np.float64):
        raise NotImplementedError(f'"ctc_loss" not implemented for {log_probs.dtype.name}')
    if not array.size:
        raise RuntimeError(f"ctc_loss(): log_probs tensor must not be empty, got shape {list(array.shape)}")
    if not 0 <= blank < array.shape[2]:
        raise RuntimeError(f"ctc_loss(): blank must be in label range, got {blank} for {array.shape[2]} classes")


def _lengths(name, lengths, samples, longest):
    """The lengths as an int array. Raises RuntimeError unless there is one for each sample, in range."""
    array = lengths.array if isinstance(lengths, Tensor) else np.array([int(length) for length in lengths], np.int64)
    if array.dtype.kind not in "iu":
        raise RuntimeError(f"ctc_loss(): {name} must be integral, not {lengths.dtype.name}")
    if array.size != samples:
        raise RuntimeError(f"ctc_loss(): {name} must be of size batch_size {samples}, got {array.size}")
    if array.min() < 0:
        raise RuntimeError(f"Expected {name} to have value at least 0, but got value {array.min()}")
    if longest is not None and array.max() > longest:
        raise RuntimeError(f"Expected {name} to have value at most {longest}, but got value {array.max()}")
    return array.reshape(-1).astype(np.int64)


def _padded(targets, lengths):
    """The targets as (N, S), whichever way they were given."""
    if targets.ndim not in (1, 2):
        raise RuntimeError(
            f"Expected 1 to 2 dimensions, but got {targets.ndim}-dimensional tensor for ctc_loss() targets"
        )
    longest = int(lengths.max())
    if targets.ndim == 2:
        if targets.shape[0] != len(lengths) or targets.shape[1] < longest:
            raise RuntimeError(
                f"ctc_loss(): expected targets of size {len(lengths)} at dimension 0 and at least {longest} at dimension 1, got "
                f"{list(targets.shape)}"
            )
        return targets.astype(np.int64)
    if len(targets) != lengths.sum():
        raise RuntimeError(f"Expected tensor to have size {lengths.sum()} at dimension 0, but got size {len(targets)}")
    labels = np.zeros((len(lengths), longest), np.int64)
    labels[np.arange(longest) < lengths[:, None]] = targets
    return labels


def _check_labels(labels, lengths, classes):
    used = labels[np.arange(labels.shape[1]) < lengths[:, None]]
    bad = used[(used < 0) | (used >= classes)]
    if bad.size:
        raise RuntimeError(f"ctc_loss(): target {bad[0]} is out of bounds for {classes} classes")
