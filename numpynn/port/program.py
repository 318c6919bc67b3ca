"""Reads a program of torch.export into plain data: nodes with named arguments, the calls of modules, the state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .constructors import Constructor, constructor
from .errands import UNREADABLE, Refusal
from .expressions import Ref

# Arguments that say where or how torch keeps a tensor: there is one place and one way here.
_PLACING = {
    "device",
    "layout",
    "pin_memory",
    "non_blocking",
    "memory_format",
    "cudnn_enable",
    "cudnn_enabled",
    "implicit",
}
# Nodes that check what export has found out, or mark something for compilers.
_CHECKS = ("_assert", "sym_constrain", "_guards")
_END = 2**63 - 1


class Size(NamedTuple):
    """A size that depends on the inputs, as a formula of symbols: '2*s77'."""

    formula: str


class DType(NamedTuple):
    """A dtype, by name."""

    name: str


class Argument(NamedTuple):
    """What an operator was given for one of its parameters."""

    value: object
    required: bool
    keyword: bool


class Call(NamedTuple):
    """One call of a module: `key` tells calls apart, `path` is the module's name, `cls` its class."""

    key: str
    path: str
    cls: str

    @property
    def entry(self) -> str:
        """What the program's list of calls knows it by: 'block' for the first, 'block@1' for the second."""
        _, at, count = self.key.partition("@")
        return f"{self.path}{at}{count}"


class Node(NamedTuple):
    """One operation: the operator, its arguments by name, the calls of modules that it was made in."""

    name: str
    operator: str
    overload: str
    arguments: dict[str, Argument]
    calls: tuple[Call, ...]
    shape: tuple | None
    dtype: str | None
    results: tuple[str, ...]
    line: str

    @property
    def writes(self) -> bool:
        """Whether it changes its first argument."""
        return self.operator.endswith("_") and not self.operator.endswith("__")

    def refs(self) -> list[str]:
        """The names of the values that it uses, in order."""
        return list(refs_in([argument.value for argument in self.arguments.values()]))


class Signature(NamedTuple):
    """What a module was called with, and what it gave, as nested as it was."""

    arguments: tuple
    keywords: dict
    output: object


class State(NamedTuple):
    """A parameter, a buffer, or a constant of the program."""

    name: str
    kind: str
    array: np.ndarray
    trained: bool


class Program(NamedTuple):
    """A whole program. Values are known by name; those of parameters and buffers start with 'state:'."""

    nodes: list[Node]
    arguments: tuple
    keywords: dict
    names: list[str]
    output: object
    state: dict[str, State]
    shapes: dict[str, tuple]
    dtypes: dict[str, str]
    modules: list[str]
    signatures: dict[str, Signature]
    constructors: dict[str, Constructor]
    ties: dict[str, tuple[str, ...]]


def refs_in(value):
    """The names of all values in an argument, which may be a list."""
    if isinstance(value, Ref):
        yield value.name
    elif isinstance(value, dict):
        yield from refs_in(list(value.values()))
    elif isinstance(value, list | tuple) and not isinstance(value, Size | DType):
        for item in value:
            yield from refs_in(item)


def state_ref(name: str) -> str:
    """The name that the value of a parameter or buffer has among the values."""
    return f"state:{name}"


def read(exported, module=None) -> Program:
    """The Program of a torch.export.ExportedProgram; `module`, if there is one, is what was exported."""
    return _Reader(exported).program(module)


class _Reader:
    def __init__(self, exported):
        self.exported = exported
        self.values = {}  # name in the graph -> what stands for it
        self.shapes: dict[str, tuple] = {}
        self.dtypes: dict[str, str] = {}

    def program(self, module):
        state = self._read_state()
        self._bind_inputs()
        nodes = [node for fx in self.exported.graph.nodes if (node := self._node(fx)) is not None]
        output = self._output()
        arguments, keywords = self._arguments()
        entries = self.exported.module_call_graph
        return Program(
            _living(nodes, output),
            arguments,
            keywords,
            list((entries[0].signature and entries[0].signature.forward_arg_names) or []),
            output,
            state,
            self.shapes,
            self.dtypes,
            [entry.fqn for entry in entries if entry.fqn and "@" not in entry.fqn],
            {entry.fqn: self._signature(entry.signature) for entry in entries[1:] if entry.signature},
            {} if module is None else _constructors(module),
            _ties(self.exported.state_dict),
        )

    def _read_state(self):
        exported, state = self.exported, {}
        for spec in exported.graph_signature.input_specs:
            kind = spec.kind.name
            if kind == "USER_INPUT":
                continue
            if kind not in ("PARAMETER", "BUFFER", "CONSTANT_TENSOR"):
                raise Refusal(f"the program has an input of kind {kind}, which has no counterpart here", UNREADABLE)
            self.values[spec.arg.name] = Ref(state_ref(spec.target))
            kept = exported.state_dict if spec.target in exported.state_dict else exported.constants
            state[spec.target] = _state(spec.target, kind.split("_")[0].lower(), kept[spec.target])
        for name, tensor in exported.state_dict.items():
            # Of names that share one tensor the program knows but one.
            kind = "parameter" if tensor.__class__.__name__ == "Parameter" else "buffer"
            state.setdefault(name, _state(name, kind, tensor))
        self.shapes |= {state_ref(name): each.array.shape for name, each in state.items()}
        in_order = [*exported.state_dict, *(name for name in state if name not in exported.state_dict)]
        return {name: state[name] for name in in_order}

    def _bind_inputs(self):
        for fx in self.exported.graph.nodes:
            if fx.op == "placeholder" and fx.name not in self.values:
                self._bind(fx, Ref(fx.name))

    def _bind(self, fx, ref):
        self.values[fx.name] = ref
        value = fx.meta.get("val")
        if hasattr(value, "shape"):
            self.shapes[ref.name] = tuple(map(_size, value.shape))
            self.dtypes[ref.name] = _dtype_name(value.dtype)

    def _arguments(self):
        """The arguments of the whole model, as nested as the user gave them."""
        flat = [self._given(spec.arg) for spec in self.exported.graph_signature.input_specs if _is_input(spec)]
        return _nested(flat, self.exported.call_spec.in_spec)

    def _output(self):
        flat = [self._given(spec.arg) for spec in self.exported.graph_signature.output_specs if _is_output(spec)]
        return _nested(flat, self.exported.call_spec.out_spec)

    def _signature(self, signature):
        arguments, keywords = _nested([self._given(each) for each in signature.inputs], signature.in_spec)
        return Signature(
            arguments, keywords, _nested([self._given(each) for each in signature.outputs], signature.out_spec)
        )

    def _given(self, argument):
        if argument.__class__.__name__ == "ConstantArgument":
            return argument.value
        found = self.values.get(argument.name)
        if found is None:
            raise Refusal(f"the program has an input or output {argument.name} that is no tensor", UNREADABLE)
        return found

    def _node(self, fx):
        """The node of one in torch's graph; None for those that are worked out again, or change nothing."""
        if fx.op != "call_function":
            return None
        operator, overload, schema = _target(fx.target)
        value = fx.meta.get("val")
        if _is_number(value):
            self.values[fx.name] = _size(value)
            return None
        if operator.startswith(_CHECKS):
            return None
        arguments = self._named(fx, schema)
        if (same := _unchanged(operator, arguments)) is not None:
            self.values[fx.name] = same
            return None
        self._bind(fx, Ref(fx.name))
        dtype = _dtype_name(value.dtype) if hasattr(value, "dtype") else None
        shape = self.shapes.get(fx.name)
        results = _results(value, schema)
        return Node(fx.name, operator, overload, arguments, _calls(fx), shape, dtype, results, _line(fx))

    def _named(self, fx, schema):
        if schema is None:
            positional = {str(i): Argument(self._value(value), True, False) for i, value in enumerate(fx.args)}
            return positional | {name: Argument(self._value(value), True, True) for name, value in fx.kwargs.items()}
        given = dict(zip((parameter.name for parameter in schema.arguments), fx.args)) | dict(fx.kwargs)
        named = {}
        for parameter in schema.arguments:
            if parameter.name not in given or parameter.name in _PLACING:
                continue
            required = not parameter.has_default_value()
            value = self._value(given[parameter.name])
            if required or value != parameter.default_value:
                named[parameter.name] = Argument(value, required, parameter.kwarg_only)
        return named

    def _value(self, value):
        if isinstance(value, list | tuple):
            return [self._value(item) for item in value]
        kind = type(value).__name__
        if kind == "Node":
            return self.values.get(value.name, Ref(value.name))
        if kind == "dtype":
            return DType(_dtype_name(value))
        return _size(value) if _is_number(value) else value


def _target(target):
    schema = getattr(target, "_schema", None)
    if schema is None:
        return getattr(target, "__name__", str(target)), "", None
    space, _, name = schema.name.partition("::")
    return name if space == "aten" else schema.name, schema.overload_name, schema


def _is_input(spec):
    return spec.kind.name == "USER_INPUT"


def _is_output(spec):
    return spec.kind.name == "USER_OUTPUT"


def _is_number(value):
    return type(value).__name__ in ("SymInt", "SymFloat", "SymBool")


def _size(value):
    """A size as an int where it is fixed, else as a formula."""
    if isinstance(value, int):
        return value
    formula = str(value.node.expr)
    return int(formula) if formula.lstrip("-").isdigit() else Size(formula)


def _dtype_name(dtype):
    return str(dtype).rpartition(".")[2]


def _results(value, schema):
    """The names of several results, '' where they have none; empty for a single one."""
    if not isinstance(value, list | tuple):
        return ()
    named = [result.name for result in schema.returns] if schema else []
    return tuple(named) if len(named) == len(value) else ("",) * len(value)


def _unchanged(operator, arguments):
    """What a node passes on without a change."""
    own = next(iter(arguments.values())).value if arguments else None
    of_state = isinstance(own, Ref) and own.name.startswith("state:")
    whole = operator == "slice" and all(
        arguments.get(name, Argument(plain, False, False)).value in (plain, None)
        for name, plain in (("start", 0), ("end", _END), ("step", 1))
    )
    if (
        whole
        or operator in ("lift_fresh_copy", "alias", "lift_fresh")
        or (operator in ("detach", "detach_") and of_state)
    ):
        return own
    return None


def _calls(fx):
    stack = fx.meta.get("nn_module_stack") or {}
    calls = (Call(key, path, _class_name(cls)) for key, (path, cls) in stack.items())
    return tuple(call for call in calls if not call.key.startswith("_empty"))


def _class_name(cls):
    return cls if isinstance(cls, str) else f"{cls.__module__}.{cls.__qualname__}"


def _line(fx):
    """Where the user's source called this, as 'net.py:12'."""
    traced = [
        line.strip() for line in (fx.meta.get("stack_trace") or "").splitlines() if line.strip().startswith("File ")
    ]
    if not traced:
        return ""
    path, _, rest = traced[-1].removeprefix('File "').partition('", line ')
    return f"{path.rpartition('/')[2]}:{rest.partition(',')[0]}"


def _state(name, kind, tensor):
    trained = kind == "parameter" and tensor.requires_grad
    if not str(tensor.layout) == "torch.strided":
        raise Refusal(f"{name} is a tensor of layout {tensor.layout}; dense ones can be ported", UNREADABLE)
    return State(name, kind, tensor.detach().cpu().resolve_conj().resolve_neg().numpy().copy(), trained)


def _constructors(module):
    made = {name: constructor(each) for name, each in module.named_modules(remove_duplicate=False)}
    return {name: each for name, each in made.items() if each is not None}


def _ties(tensors):
    """The names that share one tensor, for each of them."""
    groups: dict[tuple, list] = {}
    for name, tensor in tensors.items():
        if tensor.numel():
            groups.setdefault((tensor.data_ptr(), tuple(tensor.shape), tensor.stride()), []).append(name)
    return {name: tuple(group) for group in groups.values() if len(group) > 1 for name in group}


def _nested(flat, spec):
    from torch.utils._pytree import tree_unflatten

    return tree_unflatten(flat, spec)


def _living(nodes, output):
    """The nodes that the output depends on, and those that write into something."""
    wanted, living = set(refs_in(output)), []
    for node in reversed(nodes):
        if node.name in wanted or node.writes:
            living.append(node)
            wanted.update(node.refs())
    return living[::-1]
