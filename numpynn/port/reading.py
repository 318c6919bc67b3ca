"""Reads a program of torch.export. Nothing of torch is needed but for the structure of what goes in and comes out."""

from __future__ import annotations

import inspect
import keyword

from .constructors import constructor
from .errands import UNREADABLE, Refusal
from .expressions import Ref
from .program import Argument, Call, DType, Node, Program, Signature, Size, State, refs_in, state_ref

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
# Operators that pass on what they are given.
_SAME = {"lift_fresh_copy", "lift_fresh", "alias", "resolve_conj", "resolve_neg"}
# How torch.export writes `with torch.no_grad()`.
_WITHOUT_GRAD = "wrap_with_set_grad_enabled"
# Operators of decomposed programs whose first result is all there is here.
_FIRST = {"native_layer_norm", "native_group_norm", "_native_batch_norm_legit_no_training", "native_dropout"}
# Nodes that check what export has found out, or mark something for compilers.
_CHECKS = ("_assert", "sym_constrain", "_guards")
_END = 2**63 - 1
_DTYPES = {"bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"}
_DTYPES |= {"float16", "float32", "float64", "complex64", "complex128"}


def read(exported, module=None) -> Program:
    """The Program of a torch.export.ExportedProgram; `module`, if there is one, is what was exported."""
    return _Reader(exported).program(module)


class _Reader:
    def __init__(self, exported):
        self.exported = exported
        self.values = {}  # name in the graph -> what stands for it
        self.first: set[str] = set()  # nodes of which only the first of their results is there
        self.prefix = ""  # of the names of nodes in an inner graph
        self.shapes: dict[str, tuple] = {}
        self.dtypes: dict[str, str] = {}

    def program(self, module):
        state = self._read_state()
        self._bind_inputs()
        nodes = list(self._nodes(self.exported.graph_module))
        output = self._output()
        arguments, keywords = self._arguments()
        entries = self.exported.module_call_graph
        names = list((entries[0].signature and entries[0].signature.forward_arg_names) or [])
        modules = [entry.fqn for entry in entries if entry.fqn and "@" not in entry.fqn]
        _check_names([*names, *modules, *state])
        return Program(
            _living(nodes, output),
            arguments,
            keywords,
            names,
            output,
            state,
            self.shapes,
            self.dtypes,
            modules,
            self._signatures(entries[1:]),
            {} if module is None else _constructors(module),
            {} if module is None else _parameters(module),
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

    def _signatures(self, entries):
        """What modules were called with, where torch was asked to note it down."""
        noted = {}
        for entry in entries:
            signature = entry.signature
            if signature is None or not all(map(self._is_known, [*signature.inputs, *signature.outputs])):
                continue
            given = _nested(map(self._given, signature.inputs), signature.in_spec)
            noted[entry.fqn] = Signature(*given, _nested(map(self._given, signature.outputs), signature.out_spec))
        return noted

    def _is_known(self, argument):
        return argument.__class__.__name__ == "ConstantArgument" or argument.name in self.values

    def _given(self, argument):
        if argument.__class__.__name__ == "ConstantArgument":
            return argument.value
        found = self.values.get(argument.name)
        if found is None:
            raise Refusal(f"the program has an input or output {argument.name} that is no tensor", UNREADABLE)
        return found

    def _nodes(self, graph_module):
        for fx in graph_module.graph.nodes:
            if fx.op != "call_function":
                continue
            if _target(fx.target)[0] == _WITHOUT_GRAD:
                yield from self._in_grad_mode(fx, graph_module)
            elif (node := self._node(fx)) is not None:
                yield node

    def _in_grad_mode(self, fx, graph_module):
        """The nodes of an inner graph; what comes out of torch.no_grad() is detached."""
        enabled, inner, *given = fx.args
        inner = getattr(graph_module, inner.target)
        outer, prefix, arguments = self.values, self.prefix, [self._value(value) for value in given]
        self.prefix = f"{prefix}{fx.name}:"
        placeholders = [node.name for node in inner.graph.nodes if node.op == "placeholder"]
        self.values = dict(zip(placeholders, arguments))
        yield from self._nodes(inner)
        (output,) = (node for node in inner.graph.nodes if node.op == "output")
        results = self._value(output.args[0])
        self.values, self.prefix = outer, prefix
        if not enabled:
            yield from (self._detached(fx, ref) for ref in results)
            results = [Ref(_detached_name(ref)) for ref in results]
        self.values[fx.name] = results

    def _detached(self, fx, ref):
        name = _detached_name(ref)
        self.shapes[name], self.dtypes[name] = self.shapes[ref.name], self.dtypes[ref.name]
        arguments = {"self": Argument(ref, True, False)}
        return Node(name, "detach", "", arguments, _calls(fx), self.shapes[name], self.dtypes[name], (), "", {})

    def _node(self, fx):
        """The node of one in torch's graph; None for those that are worked out again, or change nothing."""
        operator, overload, schema = _target(fx.target)
        value = fx.meta.get("val")
        if _is_number(value):
            self.values[fx.name] = _size(value)
            return None
        if operator.startswith(_CHECKS):
            return None
        arguments = self._named(fx, schema)
        if operator == "lift_fresh_copy" and _is_written(fx):
            operator, overload = "clone", "default"
        if operator == "getitem" and getattr(arguments["0"].value, "name", None) in self.first:
            self.values[fx.name] = arguments["0"].value
            return None
        if (same := _unchanged(operator, arguments)) is not None:
            self.values[fx.name] = same
            return None
        ref = Ref(self.prefix + fx.name)
        self._bind(fx, ref)
        dtype = _dtype_name(value.dtype) if hasattr(value, "dtype") else None
        shape = self.shapes.get(ref.name)
        results = () if operator in _FIRST else _results(value, schema)
        if operator in _FIRST:
            self.shapes[ref.name], self.dtypes[ref.name] = (
                tuple(map(_size, value[0].shape)),
                _dtype_name(value[0].dtype),
            )
            self.first.add(ref.name)
        return Node(
            ref.name, operator, overload, arguments, _calls(fx), shape, dtype, results, _line(fx), _defaults(schema)
        )

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
            return self.values.get(value.name, Ref(self.prefix + value.name))
        if kind == "dtype":
            return DType(_dtype_name(value))
        return _size(value) if _is_number(value) else value


def _detached_name(ref):
    return f"{ref.name}:detached"


def _target(target):
    schema = getattr(target, "_schema", None)
    if schema is None:
        return getattr(target, "__name__", str(target)), "", None
    space, _, name = schema.name.partition("::")
    return name if space == "aten" else schema.name, schema.overload_name, schema


def _defaults(schema):
    parameters = schema.arguments if schema else ()
    return {parameter.name: parameter.default_value for parameter in parameters if parameter.has_default_value()}


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
    if operator == "getitem" and isinstance(own, list):
        return own[arguments["1"].value]
    of_state = isinstance(own, Ref) and own.name.startswith("state:")
    whole = operator == "slice" and all(
        arguments.get(name, Argument(plain, False, False)).value in (plain, None)
        for name, plain in (("start", 0), ("end", _END), ("step", 1))
    )
    if whole or operator in _SAME or (operator in ("detach", "detach_") and of_state):
        return own
    return None


def _is_written(fx):
    """Whether something writes into this value, or into a view of it."""
    for user in fx.users:
        operator, _, schema = _target(user.target)
        own = (
            schema.arguments[0].alias_info if schema and schema.arguments and user.args and user.args[0] is fx else None
        )
        if own is not None and operator != "detach_" and (own.is_write or _is_written(user)):
            return True
        if operator == "detach_" and _is_written(user):
            return True
    return False


def _calls(fx):
    stack = fx.meta.get("nn_module_stack") or {}
    calls = [Call(key, path, _class_name(cls)) for key, (path, cls) in stack.items() if not key.startswith("_empty")]
    _check_names(name for call in calls for name in (call.path, call.cls.rpartition(".")[2]))
    return tuple(calls)


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


def _check_names(names):
    """Only names can stand in the source: a program may come from anywhere."""
    for name in names:
        for part in name.split(".") if name else ():
            if not (part.isdigit() or part.isidentifier()) or keyword.iskeyword(part):
                raise Refusal(f"{name!r} cannot be a name in Python", UNREADABLE)


def _state(name, kind, tensor):
    trained = kind == "parameter" and tensor.requires_grad
    if str(tensor.layout) != "torch.strided":
        raise Refusal(f"{name} is a tensor of layout {tensor.layout}; dense ones can be ported", UNREADABLE)
    if _dtype_name(tensor.dtype) not in _DTYPES:
        raise Refusal(
            f"{name} is of dtype {tensor.dtype}, which NumPy lacks; convert the model, as by float()", UNREADABLE
        )
    return State(name, kind, tensor.detach().cpu().resolve_conj().resolve_neg().numpy().copy(), trained)


def _constructors(module):
    made = {name: constructor(each) for name, each in module.named_modules(remove_duplicate=False)}
    return {name: each for name, each in made.items() if each is not None}


def _parameters(module):
    """The names of the positional parameters of each module's forward."""
    return {name: _positional(each.forward) for name, each in module.named_modules(remove_duplicate=False)}


def _positional(function):
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [name for name, each in inspect.signature(function).parameters.items() if each.kind in kinds]


def _ties(tensors):
    """The names that share one tensor, for each of them."""
    groups: dict[tuple, list] = {}
    for name, tensor in tensors.items():
        if tensor.numel():
            groups.setdefault((tensor.data_ptr(), tuple(tensor.shape), tensor.stride()), []).append(name)
    return {name: tuple(group) for group in groups.values() if len(group) > 1 for name in group}


def _nested(flat, spec):
    from torch.utils._pytree import tree_unflatten

    return tree_unflatten(list(flat), spec)


def _living(nodes, output):
    """The nodes that the output depends on, and those that write into something."""
    wanted, living = set(refs_in(output)), []
    for node in reversed(nodes):
        if node.name in wanted or node.writes:
            living.append(node)
            wanted.update(node.refs())
    return living[::-1]
