"""vmap itself: samples enter as Batches, the function runs once, results leave as arrays."""

from __future__ import annotations

import functools

import numpy as np

from .. import graph
from ..derivatives.selection import take
from ..derivatives.shape import stack
from ..modes import thread
from ..primitive import differentiable
from ..tensor import Tensor
from . import rules as _rules  # noqa: F401 (it fills the table)
from . import trees
from .apply import DIRECT, aligned, runner
from .array import Batch, Level, VmapError


def _enter(x, level, dim):
    """An array of samples as a Batch; of a Batch, one with a further level."""
    levels, whole = (x.levels, x.whole) if x.__class__ is Batch else ((), x)
    # Levels stand in the order of their dates; in a walk an earlier one may be entered again within a later one.
    place = sum([other.start < level.start for other in levels])
    whole = np.moveaxis(whole, dim + len(levels) if dim >= 0 else dim, place)
    return Batch((*levels[:place], level, *levels[place:]), whole)


def _leave(x, level, dim):
    """The samples of a level along an axis of the result; what it has the same for all of them is repeated."""
    levels = x.levels if x.__class__ is Batch else ()
    if level not in levels:
        whole = x.whole if levels else x
        sizes = (*whole.shape[: len(levels)], level.size, *whole.shape[len(levels) :])
        whole = np.broadcast_to(np.expand_dims(whole, len(levels)), sizes)
    else:
        whole = np.moveaxis(x.whole, levels.index(level), len(levels) - 1)
        levels = tuple([other for other in levels if other is not level])
    whole = np.moveaxis(whole, len(levels), dim + len(levels) if dim >= 0 else dim)
    return Batch(levels, whole) if levels else whole


def _total(x, level):
    """The sum over the samples of a level."""
    axis = x.levels.index(level)
    levels = tuple([other for other in x.levels if other is not level])
    whole = np.add.reduce(x.whole, axis=axis)
    return Batch(levels, whole) if levels else np.asarray(whole)


enter = differentiable(_enter, name="VmapBackward0", x=lambda g, level, dim: leave(g, level, dim))
leave = differentiable(_leave, name="VmapBackward0", x=lambda g, level, dim: enter(g, level, dim))
total = differentiable(_total, name="SumBackward1", x=lambda g: g)
DIRECT.update((_enter, _leave, _total))


class _Together:
    """A context in which kernels take Batches."""

    def __enter__(self):
        state = thread.state
        self.before = state.run
        state.run = runner(getattr(state.run, "quiet", state.run))

    def __exit__(self, *exception):
        thread.state.run = self.before


def together():
    """A context in which kernels take Batches: that of a function under vmap, and of its derivatives."""
    graph.batches = True
    return _Together()


class _Randomness:
    """A context in which random functions ask `rule` first, by their name."""

    def __init__(self, rule):
        self.rule = rule

    def __enter__(self):
        self.before = thread.state.random
        thread.state.random = self.rule

    def __exit__(self, *exception):
        thread.state.random = self.before


def _refuse(function):
    raise VmapError(
        "vmap: called random operation while in randomness error mode. Please either use the 'same' or 'different' randomness "
        "flags on vmap or perform the randomness operation out of vmap"
    )


def _one_by_one(function):
    raise TypeError(f"{function}: random numbers of its own for each sample are drawn one sample after the other")


def _freely(function):
    return None


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    """`func`, which takes one sample, as a function of many: tensors with an axis of samples, at `in_dims`, None for shared.

    in_dims: an int for all arguments, or a nest like the arguments of ints and None.
    out_dims: where the axis of samples stands in the results, an int or a nest like them; None for what is the same for all.
    randomness: "error" refuses random functions, "same" draws once for all samples, "different" for each its own.
    chunk_size: how many samples are computed at a time; None for all.

    Whole arrays are computed wherever a kernel has a rule for it, else one sample after the other: slower, with the same
    result. Composes with itself and with derivatives on either side. Raises ValueError for arguments that do not fit
    `in_dims`, RuntimeError for what depends on the values of a sample (`.item()`, a condition on a tensor). Differs from
    torch: with randomness="different" normal numbers are those of one sample drawn after the other.

    >>> import numpynn
    >>> numpynn.vmap(numpynn.dot)(numpynn.ones(2, 3), numpynn.ones(2, 3))
    tensor([3., 3.])
    """
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(f"Only allowed values for randomness are 'error', 'different', or 'same'. Got {randomness}")
    if chunk_size is not None and not chunk_size > 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")

    @functools.wraps(func)
    def mapped(*args, **kwargs):
        call = _Call(func, in_dims, out_dims, randomness, args, kwargs)
        return call.in_chunks(chunk_size) if chunk_size is not None else call.run()

    return mapped


class _Call:
    """One call of a mapped function: its arguments, flat, with the axis of samples of each."""

    def __init__(self, func, in_dims, out_dims, randomness, args, kwargs):
        self.func, self.out_dims, self.randomness = func, out_dims, randomness
        self.args, self.kwargs = args, kwargs
        self.name = getattr(func, "__name__", repr(func))
        self.leaves, self.dims = self._flat(in_dims)
        kwargs_leaves = trees.leaves(kwargs)
        self.leaves += kwargs_leaves
        self.dims += [None] * len(kwargs_leaves)
        self.size = self._size()

    def _flat(self, in_dims):
        if not isinstance(in_dims, (int, tuple)):
            raise ValueError(
                f"vmap({self.name}, in_dims={in_dims}, ...)(<inputs>): expected `in_dims` to be int or a (potentially nested) "
                f"tuple matching the structure of inputs, got: {type(in_dims)}."
            )
        if not self.args:
            raise ValueError(
                f"vmap({self.name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are trying to vmap over a "
                "function with no inputs. The latter is unsupported."
            )
        dims = trees.matched(in_dims, self.args)
        if dims is None:
            raise ValueError(
                f"vmap({self.name}, in_dims={in_dims}, ...)(<inputs>): in_dims is not compatible with the structure of `inputs`. "
                f"in_dims has structure {in_dims} but inputs has {len(self.args)} arguments."
            )
        found = trees.leaves(self.args)
        return found, [self._checked(dim, leaf) for dim, leaf in zip(dims, found, strict=True)]

    def _checked(self, dim, leaf):
        """A dimension counted from the start, or None."""
        where = f"vmap({self.name}, in_dims, ...)(<inputs>): Got in_dim={dim} for an input"
        if dim is not None and (not isinstance(dim, int) or isinstance(dim, bool)):
            raise ValueError(f"{where} but in_dim must be either an integer dimension or None.")
        if dim is None:
            return None
        if not isinstance(leaf, Tensor):
            raise ValueError(
                f"{where} but the input is of type {type(leaf)}. We cannot vmap over non-Tensor arguments, please use None as the "
                "respective in_dim"
            )
        ndim = leaf.array.ndim
        if not -ndim <= dim < ndim:
            raise ValueError(
                f"{where}, but that input is a Tensor of dimensionality {ndim} so expected in_dim to satisfy "
                f"-{ndim} <= in_dim < {ndim}."
            )
        return dim % ndim

    def _size(self):
        sizes = [leaf.array.shape[dim] for leaf, dim in zip(self.leaves, self.dims, strict=True) if dim is not None]
        if not sizes:
            raise ValueError(
                f"vmap({self.name})(<inputs>): Expected at least one Tensor to vmap over, but in_dims has None for all inputs."
            )
        if len(set(sizes)) > 1:
            raise ValueError(
                f"vmap: Expected all tensors to have the same size in the mapped dimension, got sizes {sizes} for the "
                "mapped dimension"
            )
        return sizes[0]

    def run(self):
        """All samples together if that is possible, else one after the other."""
        level = Level(self.size, self.randomness)
        try:
            result = self._together(level)
        except VmapError:
            raise
        except Exception:
            level.active = False
            if graph.ledger.latest > level.start or not self.size:
                # Samples that were written in place cannot be computed anew.
                raise
            return self._one_by_one()
        finally:
            level.active = False
        with together():
            return self._outside(result, level)

    def _together(self, level):
        """What the function gives for Batches."""
        rules = {"error": _refuse, "same": _freely, "different": _one_by_one}
        with together(), _Randomness(rules[self.randomness]):
            entered = [
                x if dim is None else enter(x, level, dim) for x, dim in zip(self.leaves, self.dims, strict=True)
            ]
            return self._called(entered)

    def _outside(self, result, level):
        found, dims = self._results(result)
        return trees.rebuilt(result, [self._left(out, level, dim) for out, dim in zip(found, dims, strict=True)])

    def _called(self, values):
        args, kwargs = trees.rebuilt((self.args, self.kwargs), values)
        return self.func(*args, **kwargs)

    def _results(self, result):
        found = trees.leaves(result)
        dims = trees.matched(self.out_dims, result)
        if dims is None and isinstance(self.out_dims, tuple) and len(self.out_dims) == 1 and len(found) == 1:
            dims = list(self.out_dims)
        if dims is None:
            raise ValueError(
                f"vmap({self.name}, ..., out_dims={self.out_dims}): out_dims is not compatible with the structure of `outputs`."
            )
        for leaf, dim in zip(found, dims, strict=True):
            if not isinstance(leaf, Tensor) and dim is not None:
                raise ValueError(
                    f"vmap({self.name}, ...): `{self.name}` must only return Tensors, got type {type(leaf)}. Did you mean to set "
                    "out_dims= to None for output?"
                )
        return found, dims

    def _left(self, out, level, dim):
        if dim is None:
            if isinstance(out, Tensor) and isinstance(out.array, Batch) and level in out.array.levels:
                raise ValueError(
                    f"vmap({self.name}, ...): `{self.name}` can not return a BatchedTensor when out_dim is None"
                )
            return out
        if not -out.array.ndim - 1 <= dim <= out.array.ndim:
            raise IndexError(
                f"Dimension out of range (expected to be in range of [{-out.array.ndim - 1}, {out.array.ndim}], but got {dim})"
            )
        return leave(out, level, dim)

    def _one_by_one(self):
        rule = _refuse if self.randomness == "error" else _freely
        state = None
        results = []
        with _Randomness(rule):
            for i in range(self.size):
                state = self._replay(state)
                results.append(
                    self._called([self._sample(x, dim, i) for x, dim in zip(self.leaves, self.dims, strict=True)])
                )
        _, dims = self._results(results[0])
        columns = zip(*[trees.leaves(result) for result in results], strict=True)
        return trees.rebuilt(
            results[0],
            [column[0] if dim is None else stack(*column, dim=dim) for column, dim in zip(columns, dims, strict=True)],
        )

    def _replay(self, state):
        """With randomness="same" every sample starts from the same state of the generator."""
        if self.randomness == "same":
            from ..random.generator import default_generator

            if state is None:
                return default_generator.get_state()
            default_generator.set_state(state)
        return state

    @staticmethod
    def _sample(x, dim, i):
        return x if dim is None else take(x, (*[slice(None)] * dim, i, Ellipsis))

    def in_chunks(self, size):
        """As `run`, with so many samples at a time."""
        if self.size <= size:
            return self.run()
        results = []
        for start in range(0, self.size, size):
            part = object.__new__(_Call)
            part.__dict__.update(self.__dict__)
            stop = min(start + size, self.size)
            part.size = stop - start
            part.leaves = [
                x if dim is None else take(x, (*[slice(None)] * dim, slice(start, stop)))
                for x, dim in zip(self.leaves, self.dims, strict=True)
            ]
            results.append(part.run())
        return self._joined(results)

    def _joined(self, results):
        from ..derivatives.shape import cat

        _, dims = self._results(results[0])
        columns = zip(*[trees.leaves(result) for result in results], strict=True)
        return trees.rebuilt(
            results[0],
            [
                column[0] if dim is None else cat(*column, dim=dim % column[0].array.ndim)
                for column, dim in zip(columns, dims, strict=True)
            ],
        )


__all__ = ["aligned", "enter", "leave", "together", "total", "vmap"]
