"""The graph: what was computed from what, the walk back through it, and the ledger of in-place writes.

A vertex stands for one recorded call. It holds arrays and other vertices, never Tensors, so a graph has no reference
cycles and is freed with the last Tensor that hangs on it. Ages come from one clock: parents are always older than
their children, so sorting by age replaces a topological sort.
"""

from __future__ import annotations

import itertools
import operator
import weakref

import numpy as np

from .kernels import reduction

clock = itertools.count(1).__next__
# What sees the gradients that each vertex gives, where someone looks for nan: see autograd.anomaly_mode.
watch = None
# The vertices of the walks that are under way, one list within the other.
walks: list[list] = []
# Whether anything was ever computed for many samples together, as vmap does: then a walk looks for it.
batches = False


class Lookalike:
    """The base of what may stand where an array is expected: `numpynn.batching.Batch`."""

    __slots__ = ()


class Vertex:
    """One recorded call: its rule, the vertices of its inputs, and what its rows need.

    `parents` has None for an input that needs no gradient. `shape` and `dtype` are those of the output (lists of them
    where there are several). `hooks` (by their handle's id) are called with the gradient of the output before the rule
    is pulled, and give the gradient to go on with.
    """

    __slots__ = ("__weakref__", "age", "dtype", "hooks", "parents", "rule", "saved", "shape")
    # Whether the backward is the user's own, so that no view of the output may be given another history.
    custom = False

    def __init__(self, rule, parents, saved, shape, dtype):
        self.rule = rule
        self.parents = parents
        self.saved = saved
        self.shape = shape
        self.dtype = dtype
        self.age = clock()
        self.hooks = None

    def name(self):
        """The name of the recorded operation, such as "MulBackward0"."""
        rule = self.rule
        return rule.name if rule.title is None or self.saved.__class__ is not tuple else rule.title(self.saved)

    @property
    def next_functions(self):
        """For each input the vertex it came from, and which of that vertex's outputs it is; (None, 0) without history."""
        return tuple([_source(parent) for parent in self.parents])

    def __repr__(self):
        return f"<{self.name()} object at {id(self):#x}>"


def _source(parent):
    return (parent.parents[0], parent.index) if parent.__class__ is Pick else (parent, 0)


_observers: list = []
_plain_init = Vertex.__init__


def _observed_init(self, *args):
    _plain_init(self, *args)
    for observer in tuple(_observers):
        observer(self)


def observe(observer, wanted: bool) -> None:
    """Show every new vertex to `observer`, or no longer. While nobody looks, nothing is spent on it."""
    if observer in _observers:
        _observers.remove(observer)
    if wanted:
        _observers.append(observer)
    Vertex.__init__ = _observed_init if _observers else _plain_init


class Pick:
    """One output of a call that has several."""

    __slots__ = ("__weakref__", "age", "dtype", "hooks", "index", "parents", "shape")

    def __init__(self, vertex, index):
        self.parents = (vertex,)
        self.index = index
        self.shape = vertex.shape[index]
        self.dtype = vertex.dtype[index]
        self.age = clock()
        self.hooks = None


class Leaf:
    """The end of a walk: a tensor made by the user that requires grad, held weakly."""

    __slots__ = ("__weakref__", "age", "dtype", "hooks", "parents", "shape", "tensor")

    def __init__(self, tensor, shape, dtype):
        self.parents = ()
        self.tensor = weakref.ref(tensor)
        self.shape = shape
        self.dtype = dtype
        self.age = clock()
        self.hooks = None

    def name(self):
        """What backward does here, it adds to the tensor's gradient, under the name that torch has for it."""
        return "torch::autograd::AccumulateGrad"

    @property
    def next_functions(self):
        """None: this is where a walk ends."""
        return ()

    @property
    def variable(self):
        """The tensor itself, or None if it is no longer in use."""
        return self.tensor()

    def __repr__(self):
        return f"<AccumulateGrad object at {id(self):#x}>"


class Rule:
    """What a primitive's vertices share: its name and its pull, `(g, parents, saved) -> gradients of the parents`.

    `links` says for each saved value whose history it carries: a parent's position, OUT, ALL (a list, one for each parent),
    CONSTANT (an array without history), WATCHED (an option that holds arrays, such as an index), or None (no array).
    `gaps`: whether the pull of a call with several outputs takes None for a gradient that did not arrive. `title`: what
    gives a vertex its name from what it saved, where torch names calls by their options; asked only when someone asks.
    """

    __slots__ = ("frees", "gaps", "links", "name", "others", "pull", "title")

    def __init__(self, name, pull=None, links=(), gaps=False):
        self.name = name
        self.pull = pull
        self.title = None
        self.others = None
        self.settle(links, gaps)

    def named(self, name):
        """The same rule under another name."""
        if self.others is None:
            self.others = {}
        if name not in self.others:
            self.others[name] = Rule(name, self.pull, self.links, self.gaps)
        return self.others[name]

    def settle(self, links, gaps):
        """Say what the vertices of this rule save."""
        self.links = links
        self.gaps = gaps
        self.frees = any([link is not None for link in links])


OUT, CONSTANT, ALL, WATCHED = -1, -2, -3, -4


class ArrayAlgebra:
    """How a walk handles gradients that are plain arrays."""

    @staticmethod
    def saved(vertex):
        saved = vertex.saved
        return saved if saved.__class__ is tuple else saved.unpacked()

    @staticmethod
    def fit(g, vertex):
        """`g` summed to the vertex's shape and cast to its dtype: undoes broadcasting and promotion."""
        shape, dtype = vertex.shape, vertex.dtype
        if g.shape != shape:
            g = reduction.sum_to(g, shape)
        if g.dtype != dtype:
            g = g.real.astype(dtype) if g.dtype.kind == "c" and dtype.kind == "f" else g.astype(dtype)
        return g

    zeros = staticmethod(np.zeros)
    in_place = True


def walk(roots, gradients, algebra=ArrayAlgebra, keep=False, wanted=None):
    """Carry `gradients` from `roots` back to the leaves, youngest vertex first.

    Gives (vertex, gradient, owned) for every leaf, or for the vertices in `wanted` alone; `owned` says that no one else
    holds the gradient's memory. What a vertex saved is freed behind the walk unless `keep`.
    """
    pending = _Pending(algebra)
    for root, gradient in zip(roots, gradients, strict=True):
        pending.add(root, gradient)
    order = _youngest_first(roots)
    wanted = None if wanted is None else frozenset(wanted)
    reaching = None if wanted is None else _reaching(wanted, order)
    found = []
    walks.append(order)
    try:
        _visit(order, pending, reaching, wanted, keep, found)
    finally:
        walks.pop()
    return found


def _visit(order, pending, reaching, wanted, keep, found):
    arrived, owned = pending.arrived, pending.owned
    for vertex in order:
        g = arrived.pop(vertex, None)
        if g is None:
            continue
        if vertex.hooks:
            for hook in vertex.hooks.values():
                g = hook(g)
            # A hook may have kept what it saw, or given what is another's.
            owned.discard(vertex)
        kind = vertex.__class__
        if wanted is None:
            if kind is Leaf:
                found.append((vertex, g, vertex in owned))
                continue
        elif vertex in wanted:
            found.append((vertex, g, vertex in owned))
        parents = vertex.parents
        if reaching is not None:
            parents = tuple([parent if parent in reaching else None for parent in parents])
        if kind is Pick:
            if parents[0] is not None:
                pending.add_output(parents[0], vertex.index, g)
        elif reaching is None or any(parents):
            _pull(vertex, parents, g, pending, keep)


def _pull(vertex, parents, g, pending, keep):
    saved, rule = vertex.saved, vertex.rule
    if saved is None:
        raise freed(vertex)
    if ledger.latest > vertex.age:
        ledger.check(vertex)
    if g.__class__ is list and not rule.gaps:
        g = [_zeros(vertex, i, pending.algebra) if part is None else part for i, part in enumerate(g)]
    if saved.__class__ is not tuple or not pending.algebra.in_place:
        saved = pending.algebra.saved(vertex)
    gradients = rule.pull(g, parents, saved)
    if watch is not None:
        watch(vertex, gradients)
    if not keep and rule.frees:
        _free(vertex)
    arrived = pending.arrived
    for parent, gradient in zip(parents, gradients):
        if parent is None or gradient is None:
            continue
        if gradient.shape == parent.shape and gradient.dtype is parent.dtype and parent not in arrived:
            # The usual case, at the cost of no call.
            arrived[parent] = gradient
            if parent.__class__ is Leaf and _is_fresh(gradient, g, saved, gradients):
                pending.owned.add(parent)
        else:
            pending.add(parent, gradient)


def freed(vertex):
    """What to raise where the saved values are wanted again."""
    return RuntimeError(
        f"Trying to backward through the graph a second time (or directly access saved tensors after they have already "
        f"been freed): {vertex.rule.name}. Saved intermediate values of the graph are freed when you call .backward() or "
        "autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you "
        "need to access saved tensors after calling backward."
    )


def _free(vertex):
    """Let go of saved arrays; a call that saved only numbers can be walked again, as in torch."""
    for value in vertex.saved:
        if value.__class__ is np.ndarray or value.__class__ is list or vertex.saved.__class__ is not tuple:
            vertex.saved = None
            return


def _is_fresh(gradient, g, saved, gradients):
    """Whether the row made this array itself: it owns its memory, and it is nothing that went in or came out twice."""
    if gradient.__class__ is not np.ndarray or gradient.base is not None or gradient is g:
        return False
    for value in saved:
        if gradient is value:
            return False
    times = 0
    for other in gradients:
        if gradient is other:
            times += 1
    return times == 1


def _zeros(vertex, index, algebra):
    dtype = vertex.dtype[index]
    return algebra.zeros(vertex.shape[index], dtype) if dtype.kind in "fc" else None


class _Pending:
    """The gradients that have arrived so far, by vertex."""

    __slots__ = ("algebra", "arrived", "owned")

    def __init__(self, algebra):
        self.algebra = algebra
        self.arrived = {}
        self.owned = set()

    def add(self, vertex, g):
        # What belongs to the walk may be added to, and given to a leaf; a gradient that a row gave may be shared.
        ours = False
        if g.shape != vertex.shape or g.dtype is not vertex.dtype:
            given, g = g, self.algebra.fit(g, vertex)
            ours = g is not given
        before = self.arrived.get(vertex)
        if before is None:
            self.arrived[vertex] = g
        elif vertex in self.owned:
            before += g
        else:
            self.arrived[vertex] = before + g
            ours = True
        if ours and self.algebra.in_place and self.arrived[vertex].__class__ is np.ndarray:
            self.owned.add(vertex)

    def add_output(self, vertex, index, g):
        outputs = self.arrived.setdefault(vertex, [None] * len(vertex.shape))
        outputs[index] = g if outputs[index] is None else outputs[index] + g


def _youngest_first(roots):
    seen = set(roots)
    order = list(seen)
    for vertex in order:
        for parent in vertex.parents:
            if parent is not None and parent not in seen:
                seen.add(parent)
                order.append(parent)
    order.sort(key=_age, reverse=True)
    return order


_age = operator.attrgetter("age")


def _reaching(wanted, order):
    """The wanted vertices and all from which one of them can be reached."""
    reaching = set(wanted)
    for vertex in reversed(order):
        if not reaching.isdisjoint(vertex.parents):
            reaching.add(vertex)
    return reaching


class Ledger:
    """When each piece of memory was last written in place, and how often.

    Keyed by the array that owns the memory, so that all views of it share one entry. Recording a call costs nothing:
    a vertex need only compare its age with the date of the last write to what it saved.
    """

    def __init__(self):
        self.latest = 0
        self._entries = {}

    def mark(self, array):
        """Enter a write to the memory of `array`."""
        owner = owner_of(array)
        key = id(owner)
        entry = self._entries.get(key)
        self.latest = clock()
        if entry is None:
            gone = weakref.ref(owner, lambda _: self._entries.pop(key, None))
            # date of the last write, how many, the owner, dates of the last write but one and of the first
            self._entries[key] = [self.latest, 1, gone, 0, self.latest]
        else:
            entry[3] = entry[0]
            entry[0] = self.latest
            entry[1] += 1

    def mark_all(self, arrays):
        """Enter a write to the memory of each of `arrays`, all at one date."""
        self.latest = date = clock()
        for array in arrays:
            entry = self._entries.get(id(array if array.base is None else owner_of(array)))
            if entry is None:
                self.mark(array)
            else:
                entry[3] = entry[0]
                entry[0] = date
                entry[1] += 1

    def writes(self, array):
        """How often the memory of `array` was written in place: torch's `_version`."""
        entry = self._entries.get(id(owner_of(array)))
        return 0 if entry is None else entry[1]

    def check(self, vertex):
        """Raise if something that the vertex saved was written after it was saved."""
        for value, link in zip(vertex.saved, vertex.rule.links, strict=True):
            if link is not None:
                for array in value if isinstance(value, (list, tuple)) else (value,):
                    self._check_array(array, vertex)

    def _check_array(self, array, vertex):
        if not isinstance(array, (np.ndarray, Lookalike)):
            return
        entry = self._entries.get(id(owner_of(array)))
        if entry is not None and entry[0] > vertex.age:
            raise RuntimeError(
                "one of the variables needed for gradient computation has been modified by an inplace operation: "
                f"a {array.dtype} tensor of shape {list(array.shape)}, saved by {vertex.rule.name}, is at version {entry[1]}; "
                f"expected {_version_at(vertex.age, entry)} instead. Hint: clone it before writing to it."
            )


def _version_at(age, entry):
    """Which version the memory had at this age, as far as its entry tells."""
    _, writes, _, before, first = entry
    if age < first:
        return "version 0"
    return f"version {writes - 1}" if before <= age else "an earlier version"


def owner_of(array):
    """The array that owns the memory which `array` looks at."""
    base = array.base
    while base is not None:
        if isinstance(base, np.ndarray):
            array = base
        # Between a view that as_strided made and its array NumPy puts an object that only has a base.
        base = getattr(base, "base", None)
    return array


ledger = Ledger()
mark_written = ledger.mark
