"""A kernel applied to Batches: by its rule, or to one sample after the other."""

from __future__ import annotations

import itertools

import numpy as np

from .array import Batch, VmapError

RULES: dict = {}


class Rows:
    """A Batch inside an argument of a rule, such as an index: its samples along the first axis."""

    __slots__ = ("array",)

    def __init__(self, array):
        self.array = array


def runner(quiet):
    """What runs kernels while some tensors hold Batches; `quiet` runs all others."""

    def run(kernel, *args, **kwargs):
        if _levels(args) or _levels(kwargs.values()):
            return quiet(apply, kernel, args, kwargs)
        return quiet(kernel, *args, **kwargs)

    run.quiet = quiet
    return run


def apply(kernel, args, kwargs):
    """kernel(*args, **kwargs) for every sample."""
    if kernel in DIRECT:
        return kernel(*args, **kwargs)
    levels = _levels((*args, *kwargs.values()))
    rule = RULES.get(kernel) or (RULES["ufunc"] if isinstance(kernel, np.ufunc) else None)
    if rule is not None and not _levels(kwargs.values()):
        result = _by_rule(rule, kernel, args, kwargs, levels)
        if result is not NotImplemented:
            return result
    return _each(kernel, args, kwargs, levels)


# Kernels that take Batches as they are.
DIRECT: set = set()


def _levels(args):
    """The levels of all Batches among the arguments, and within tuples and lists of them, the outermost first."""
    levels = ()
    for arg in args:
        if arg.__class__ is Batch:
            found = arg.levels
        elif arg.__class__ is tuple or arg.__class__ is list:
            found = _levels(arg)
        else:
            continue
        if found and found != levels:
            levels = tuple(sorted({*levels, *found}, key=_start))
    return levels


def _start(level):
    return level.start


def _by_rule(rule, kernel, args, kwargs, levels):
    """The rule sees one axis of samples in front, whatever the number of levels."""
    n = _count(levels)
    batched = [arg.__class__ is Batch for arg in args]
    plain = [_rows(arg, levels) for arg in args]
    result = rule(kernel, n, plain, batched, kwargs)
    if result is NotImplemented:
        return result
    if isinstance(result, (tuple, list)):
        return tuple([None if part is None else _as_batch(part, levels) for part in result])
    return _as_batch(result, levels)


def _as_batch(array, levels):
    if len(levels) != 1:
        array = array.reshape(*[level.size for level in levels], *array.shape[1:])
    return Batch(levels, array)


def _count(levels):
    n = 1
    for level in levels:
        n *= level.size
    return n


def _rows(arg, levels):
    if arg.__class__ is Batch:
        return rows(arg, levels)
    if (arg.__class__ is tuple or arg.__class__ is list) and _levels(arg):
        return arg.__class__([Rows(rows(part, levels)) if part.__class__ is Batch else part for part in arg])
    return arg


def rows(batch, levels):
    """The samples of all these levels along one first axis."""
    if len(levels) == 1:
        return batch.whole
    sizes = tuple([level.size for level in levels])
    whole = np.broadcast_to(aligned(batch, levels, batch.ndim), sizes + batch.shape)
    return whole.reshape(_count(levels), *batch.shape)


def aligned(batch, levels, ndim):
    """The values with an axis for each of these levels, and `ndim` dimensions behind: those that are missing of size one."""
    index = [slice(None) if level in batch.levels else None for level in levels]
    return batch.whole[(*index, *[None] * (ndim - batch.ndim), ...)]


def samples(levels, args):
    """(position, arguments of that sample) for every sample."""
    sizes = [range(level.size) for level in levels]
    for position in itertools.product(*sizes):
        yield position, _sample(args, dict(zip(levels, position, strict=True)))


def _sample(arg, position):
    if arg.__class__ is Batch:
        return arg.whole[(*[position[level] for level in arg.levels], ...)]
    if arg.__class__ is tuple or arg.__class__ is list:
        return arg.__class__([_sample(part, position) for part in arg])
    return arg


def _each(kernel, args, kwargs, levels):
    """One sample after the other, the results put together."""
    names = tuple(kwargs)
    found = [
        kernel(*given, **dict(zip(names, options, strict=True)))
        for _, (given, options) in samples(levels, (tuple(args), tuple(kwargs.values())))
    ]
    if not found:
        raise VmapError(f"vmap: {getattr(kernel, '__name__', kernel)} on a batch of no samples is not supported")
    if isinstance(found[0], (tuple, list)):
        return tuple([_together(part, levels) for part in zip(*found, strict=True)])
    return _together(found, levels)


def _together(found, levels):
    first = found[0]
    if not isinstance(first, (np.ndarray, np.generic, float, complex)):
        if any([other is not first and other != first for other in found]):
            raise VmapError(f"vmap: the samples give different results that are no tensors: {first} and others")
        return first
    if len({np.shape(part) for part in found}) > 1:
        raise VmapError("vmap: the samples give results of different shapes, which vmap cannot put together")
    return Batch(levels, np.stack(found).reshape(*[level.size for level in levels], *np.shape(first)))
