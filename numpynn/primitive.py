"""differentiable(): a kernel and its rows become a function on Tensors that records itself.

Whatever can be decided when a primitive is declared is decided then: its call and its pull are written out as source,
specialised to its arguments and to what its rows name, and compiled once, at its first call (as namedtuple does it). A
generic call over dictionaries of names was measured at 5 us; this one costs about 1 us over the kernel.
"""

from __future__ import annotations

from types import FunctionType

import numpy as np

from .dtypes import of_numpy
from .graph import ALL, CONSTANT, OUT, WATCHED, Lookalike, Pick, Rule, Vertex
from .kernels import promotion
from .modes import thread
from .tensor import Tensor, wrap

_code_of = {}


def differentiable(
    kernel, *, name=None, unify=None, constants=(), several=False, kept=0, inputs=(), together=None, lacks="",
    refusal=NotImplementedError, title=None, **rows
):  # fmt: skip
    """A function that runs `kernel` on arrays or Tensors and can be differentiated in the arguments that have a row.

    rows: for an argument of the kernel, `(g, *needs) -> gradient`, where the needs are arguments of the kernel, `out`,
        `<argument>_shape` or `<argument>_strides`. For a variadic argument the row gives one gradient for each, and
        `<argument>_shapes` is known. With `several` outputs, `out` is their tuple and so is `g`, with zeros where no
        gradient arrived; a row that names `gs` gets None there instead.
    constants: further arguments that may be Tensors, and are not differentiable.
    unify: "same" brings all Tensors to torch's common dtype, "float" also turns integers into floats, "difference" refuses
        bools.
    several: the kernel gives a tuple of arrays.
    inputs, together: instead of rows, the names of the differentiable arguments and one row that gives the gradients of all
        of them as a tuple; where it names `needed`, it is told for each whether anyone wants it.
    title: for what torch names by its options, the name of a call, `(*what was saved) -> name`, by the rows' names for it.
    lacks: the kinds of dtype (NumPy's letters) that torch does not have the function for, though the kernel has.
    refusal: what is raised for these, and for what the kernel does not have either.
    kept: how many arrays at the end of the kernel's tuple are not given to the caller, but only kept for the rows, which find
        them at the end of `out`, or in `kept` without the output: then the caller may write into the output.
    """
    namespace = {}
    call = FunctionType(_write_and_call.__code__, namespace, kernel.__name__)
    namespace["write"] = lambda: _write(
        call, kernel, rule, rows or tuple(inputs), together, constants, unify, several, kept, lacks, refusal, title
    )
    rule = Rule(name or _title(kernel.__name__) + "Backward0")
    call.rule, call.kernel, call.rows, call.__doc__ = (
        rule,
        kernel,
        rows or dict.fromkeys(inputs, together),
        kernel.__doc__,
    )
    return call


def _write_and_call(*args, **kwargs):
    """What a primitive does at its first call; then it is what was written. `import numpynn` pays for no unused one."""
    return write()(*args, **kwargs)  # noqa: F821  # pyright: ignore[reportUndefinedVariable]


def _write(call, kernel, rule, rows, together, constants, unify, several, kept, lacks, refusal, title):
    """Write out the primitive and put it in the place of the first call."""
    writer = _Writer(kernel, rows, together, tuple(constants), unify, several, kept, lacks)
    rule.settle(writer.links(), writer.gaps())
    if title is not None:
        rule.title = writer.title(title)
    namespace = call.__globals__
    namespace |= {
        "Tensor": Tensor, "Vertex": Vertex, "_kernel": kernel, "ndarray": np.ndarray, "asarray": as_array,
        "new": object.__new__, "rule": rule, "thread": thread, "unify": _UNIFIERS.get(unify), "to_float": promotion.to_float,
        "finish": _finish_several, "unbroadcastable": _unbroadcastable, "refuse": _refuser(rule, refusal), "numbers": (float, int),
        "together": together,
        **{f"row_{argument}": row for argument, row in writer.rows.items() if not together},
    }  # fmt: skip
    if rows:
        rule.pull = _compile(writer.pull(), namespace, "pull")
    written = _compile(writer.call(), namespace, "call")
    call.__defaults__, call.__kwdefaults__ = writer.defaults, writer.keyword_defaults
    call.__code__ = written.__code__
    return call


_UNIFIERS = {"same": promotion.unify, "float": promotion.unify_float, "difference": promotion.unify_difference}


def _title(name):
    return "".join(part.capitalize() for part in name.strip("_").split("_"))


def _compile(source, namespace, name):
    code = _code_of.get(source)
    if code is None:
        code = _code_of[source] = compile(source, "<numpynn primitive>", "exec")
    exec(code, namespace)
    return namespace[name]


class _Writer:
    """Writes the source of a primitive's call and pull."""

    def __init__(self, kernel, rows, together, constants, unify, several, kept, lacks):
        tensors = tuple(rows) + constants
        self.rows = dict.fromkeys(rows, together) if together else dict(rows)
        self.together = together
        self.unify = unify
        self.several = several
        self.kept = kept
        self.lacks = lacks
        self.defaults = getattr(kernel, "__defaults__", None)
        self.keyword_defaults = getattr(kernel, "__kwdefaults__", None)
        self.positional, self.variadic, self.keywords = self._arguments(kernel, tensors)
        self.tensors = [a for a in tensors if a != self.variadic]
        self.inputs = [a for a in rows if a != self.variadic]
        self.needs = self._needs()

    def _arguments(self, kernel, tensors):
        code = getattr(getattr(kernel, "__wrapped__", kernel), "__code__", None)
        if code is None:
            return list(tensors), None, []
        names = code.co_varnames
        positional = list(names[: code.co_argcount])
        keywords = list(names[code.co_argcount : code.co_argcount + code.co_kwonlyargcount])
        variadic = names[code.co_argcount + code.co_kwonlyargcount] if code.co_flags & 4 else None
        return positional, variadic, keywords

    def _needs(self):
        """What the rows name, each with the inputs whose rows name it."""
        needs = {}
        for argument, row in self.rows.items():
            for need in row.__code__.co_varnames[1 : row.__code__.co_argcount]:
                if need != "needed":
                    needs.setdefault(need, []).append(argument)
        return needs

    def links(self):
        """For each saved value the position of the input whose history it carries, or OUT, or None."""
        return tuple([self._link(need) for need in self.needs])

    def title(self, title):
        """A function of what is saved, from one of some of it by name."""
        positions = [list(self.needs).index(need) for need in title.__code__.co_varnames[: title.__code__.co_argcount]]
        return lambda saved: title(*[saved[i] for i in positions])

    def _link(self, need):
        if need == "out":
            return OUT
        if need in self.inputs:
            return self.inputs.index(need)
        if need in self.tensors:
            return CONSTANT
        return ALL if need == self.variadic else WATCHED if need == "index" else None

    def gaps(self):
        """Whether the rows of a primitive with several outputs take None for a gradient that did not arrive."""
        return any(row.__code__.co_varnames[0] == "gs" for row in self.rows.values())

    def call(self):
        lines = [f"def call({self._signature()}):"]
        lines += self._unwrap()
        lines += self._unify()
        lines += self._refuse()
        arguments = self._kernel_arguments()
        lines.append("    _state = thread.state")
        lines += self._run(f"out = _state.run(_kernel, {arguments})")
        if self.kept:
            lines.append(f"    everything = out; out = out{self._given()}")
        lines += self._record_several() if self.several else self._record()
        return "\n".join(lines)

    def _refuse(self):
        """A check of the dtype where torch lacks some that the kernel has."""
        if not self.lacks:
            return []
        first, *rest = [f"a_{a}" for a in self._together()] or [f"a_{a}" for a in self.tensors]
        lines = [f"    _array = {first}"]
        lines += [f"    if _array.__class__ is not ndarray: _array = {other}" for other in rest]
        return [
            *lines,
            f"    if _array.__class__ is ndarray and _array.dtype.kind in {self.lacks!r}: raise refuse(None, _array)",
        ]

    def _run(self, statement):
        """The call of the kernel; where operands are broadcast, with torch's error if they cannot be."""
        if self.unify is None and len(self.tensors) > 1:
            return [f"    {statement}"]
        operands = ", ".join(f"a_{a}" for a in self._together() or self.tensors)
        lines = ["    try: " + statement]
        if self.unify is not None and len(self._together()) > 1:
            lines.append(f"    except ValueError: raise unbroadcastable({operands}) from None")
        return [*lines, f"    except TypeError as error: raise refuse(error, {operands}) from None"]

    def _together(self):
        """The arguments that are brought to one dtype, and broadcast."""
        return [a for a in self.tensors if a in self.inputs or not self.rows]

    def _given(self):
        """The part of the kernel's tuple that the caller gets."""
        return f"[:-{self.kept}]" if self.several else "[0]"

    def _signature(self):
        parts = list(self.positional)
        if self.variadic:
            parts.append("*" + self.variadic)
        elif self.keywords:
            parts.append("*")
        return ", ".join(parts + self.keywords)

    def _unwrap(self):
        lines = ["    plain = True"]
        for a in self.tensors:
            v = f"; v_{a} = {a}.vertex" if a in self.inputs else ""
            none = f"; v_{a} = None" if a in self.inputs else ""
            lines += [
                f"    if isinstance({a}, Tensor): a_{a} = {a}.array{v}; plain = False",
                f"    else: a_{a} = {a}{none}",
            ]
        if self.variadic:
            a = self.variadic
            lines += [
                f"    plain = plain and not any([isinstance(t, Tensor) for t in {a}])",
                f"    a_{a} = [t.array if isinstance(t, Tensor) else t for t in {a}]",
                f"    v_{a} = [t.vertex if isinstance(t, Tensor) else None for t in {a}]",
            ]
        given = self._given() if self.kept else ""
        return [*lines, f"    if plain: return _kernel({self._kernel_arguments()}){given}"]

    def _kernel_arguments(self):
        parts = [self._array(a) for a in self.positional]
        if self.variadic:
            parts.append(f"*a_{self.variadic}")
        return ", ".join(parts + [f"{a}={self._array(a)}" for a in self.keywords])

    def _array(self, argument):
        return f"a_{argument}" if argument in self.tensors else argument

    def _unify(self):
        if self.unify is None:
            return []
        together = self._together()
        if len(together) == 1:
            (a,) = together
            return [f"    if a_{a}.dtype.kind not in 'fc': a_{a} = to_float(a_{a})"]
        first, *rest = [f"a_{a}" for a in together]
        same = [f"{first}.__class__ is ndarray"]
        # A Python number does not change the dtype of a float array.
        same += [
            f"({other}.__class__ is ndarray and {other}.dtype is {first}.dtype"
            f" or {other}.__class__ in numbers and {first}.dtype.kind == 'f')"
            for other in rest
        ]
        if self.unify == "float":
            same.append(f"{first}.dtype.kind in 'fc'")
        both = ", ".join([first, *rest])
        return [f"    if not ({' and '.join(same)}): {both} = unify({both})"]

    def _recording(self):
        vertices = [f"v_{a} is not None" for a in self.inputs]
        if self.variadic in self.rows:
            vertices.append(f"any(v_{self.variadic})")
        return f"({' or '.join(vertices)}) and _state.enabled"

    def _parents(self):
        if self.variadic in self.rows:
            return f"(*v_{self.variadic},)"
        return "(" + "".join(f"v_{a}, " for a in self.inputs) + ")"

    def _record(self):
        lines = [
            "    if out.__class__ is not ndarray: out = asarray(out)",
            "    tensor = new(Tensor); tensor.array = out",
        ]
        if self.rows:
            lines += [
                f"    if {self._recording()}:",
                f"        tensor.vertex = Vertex(rule, {self._parents()}, {self._saved()}, out.shape, out.dtype)",
            ]
        return [*lines, "    if _state.inference: tensor._inference = True", "    return tensor"]

    def _record_several(self):
        if not self.rows:
            return ["    return finish(out, None)"]
        vertex = f"Vertex(rule, {self._parents()}, {self._saved()}, [o.shape for o in out], [o.dtype for o in out])"
        return [f"    return finish(out, {vertex} if {self._recording()} else None)"]

    def _saved(self):
        parts = []
        for need, users in self.needs.items():
            value = self._saved_value(need)
            # An input is kept alive only for those rows that will run.
            if (need in self.tensors or need == "out") and set(users) != set(self.rows):
                wanted = " or ".join(f"v_{user} is not None" for user in users)
                value = f"({value} if {wanted} else None)"
            parts.append(value)
        return "(" + "".join(f"{part}, " for part in parts) + ")"

    def _saved_value(self, need):
        if need == "out":
            return "everything" if self.kept else "out"
        if need == "kept":
            return f"everything[-{self.kept}:]"
        if need.endswith("_shapes"):
            return f"[a.shape for a in a_{need[:-7]}]"
        if need.endswith("_shape") and need[:-6] in self.tensors:
            return f"a_{need[:-6]}.shape"
        if need.endswith("_strides") and need[:-8] in self.tensors:
            return f"a_{need[:-8]}.strides"
        return f"a_{need}" if need in (*self.tensors, self.variadic) else need

    def pull(self):
        lines = ["def pull(gradient, parents, saved):"]
        if self.needs:
            lines.append("    " + "".join(f"{need}, " for need in self.needs) + "= saved")
        if self.together:
            lines.append("    needed = [parent is not None for parent in parents]")
            return "\n".join([*lines, f"    return {self._row(self.inputs[0], 'together')}"])
        if self.variadic in self.rows:
            return "\n".join([*lines, f"    return {self._row(self.variadic)}"])
        lines.append("    " + "".join(f"v_{a}, " for a in self.inputs) + "= parents")
        gradients = "".join(f"None if v_{a} is None else {self._row(a)}, " for a in self.inputs)
        return "\n".join([*lines, f"    return ({gradients})"])

    def _row(self, argument, name=None):
        code = self.rows[argument].__code__
        needs = code.co_varnames[1 : code.co_argcount]
        return f"{name or 'row_' + argument}({', '.join(['gradient', *needs])})"


def _refuser(rule, refusal):
    """What makes the error for a dtype that a function does not have; any other TypeError stays."""

    def refuse(error, *operands):
        if error is not None and "support" not in str(error) and "loop" not in str(error):
            return error
        dtypes = {a.dtype for a in operands if hasattr(a, "dtype")}
        names = " and ".join(sorted([of_numpy(dtype).name for dtype in dtypes]))
        return refusal(f"\"{rule.name.removesuffix('Backward0').lower()}\" not implemented for '{names}'")

    return refuse


def _unbroadcastable(*operands):
    """What to raise where shapes do not broadcast: it names the first pair of sizes that differ."""
    shapes = [operand.shape for operand in operands if isinstance(operand, np.ndarray)]
    ndim = max(map(len, shapes))
    padded = [(1,) * (ndim - len(shape)) + shape for shape in shapes]
    for dim in range(ndim - 1, -1, -1):
        sizes = [shape[dim] for shape in padded if shape[dim] != 1]
        if len(set(sizes)) > 1:
            return RuntimeError(
                f"The size of tensor a ({sizes[0]}) must match the size of tensor b ({sizes[1]}) at non-singleton dimension {dim}: "
                f"shapes {', '.join(str(list(shape)) for shape in shapes)}"
            )
    return RuntimeError(f"shapes {shapes} cannot be broadcast together")


def as_array(out):
    """What a kernel gave as an array: NumPy's scalars become 0-dim, what stands for an array stays."""
    return out if isinstance(out, Lookalike) else np.asarray(out)


def _finish_several(outputs, vertex):
    if vertex is None:
        return tuple([wrap(as_array(out)) for out in outputs])
    return tuple([wrap(out, Pick(vertex, i) if out.dtype.kind in "fc" else None) for i, out in enumerate(outputs)])
