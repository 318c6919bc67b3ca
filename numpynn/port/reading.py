"""Reads a program of torch.export. Nothing of torch is needed but for the structure of what goes in and comes out."""

from __future__ import annotations

from . import graphs
from .errands import UNREADABLE, Refusal
from .expressions import Ref
from .program import Argument, DType, Node, Program, Signature, State, refs_in, state_ref

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
# Operators that give indices too, and those without have the name without.
_PAIRS = {f"max_pool{rank}d_with_indices" for rank in (1, 2, 3)}
# Operators that give indices too, which are left where they are not taken; there is no row for both.
_WITH_INDICES = {f"adaptive_max_pool{rank}d" for rank in (1, 2, 3)}
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
        graphs.check_names([*names, *modules, *state])
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
            {} if module is None else graphs.constructors_of(module),
            {} if module is None else graphs.parameters_of(module),
            graphs.ties_of(self.exported.state_dict),
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
                self._bind(fx.name, fx.meta.get("val"), Ref(fx.name))

    def _bind(self, name, value, ref):
        self.values[name] = ref
        if hasattr(value, "shape"):
            self.shapes[ref.name] = tuple(map(graphs.size_of, value.shape))
            self.dtypes[ref.name] = graphs.dtype_name(value.dtype)

    def _arguments(self):
        """The arguments of the whole model, as graphs.nested as the user gave them."""
        flat = [self._given(spec.arg) for spec in self.exported.graph_signature.input_specs if _is_input(spec)]
        return graphs.nested(flat, self.exported.call_spec.in_spec)

    def _output(self):
        flat = [self._given(spec.arg) for spec in self.exported.graph_signature.output_specs if _is_output(spec)]
        return graphs.nested(flat, self.exported.call_spec.out_spec)

    def _signatures(self, entries):
        """What modules were called with, where torch was asked to note it down."""
        noted = {}
        for entry in entries:
            signature = entry.signature
            if signature is None or not all(map(self._is_known, [*signature.inputs, *signature.outputs])):
                continue
            given = graphs.nested(map(self._given, signature.inputs), signature.in_spec)
            noted[entry.fqn] = Signature(*given, graphs.nested(map(self._given, signature.outputs), signature.out_spec))
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
            if graphs.target_of(fx.target)[0] == _WITHOUT_GRAD:
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
        return Node(
            name, "detach", "", arguments, graphs.calls_of(fx), self.shapes[name], self.dtypes[name], (), "", {}
        )

    def _node(self, fx):
        """The node of one in torch's graph; None for those that are worked out again, or change nothing."""
        operator, overload, schema = graphs.target_of(fx.target)
        value = fx.meta.get("val")
        if graphs.is_number(value):
            self.values[fx.name] = graphs.size_of(value)
            return None
        if operator.startswith(_CHECKS):
            return None
        ref, arguments = Ref(self.prefix + fx.name), self._named(fx, schema)
        operator = self._plain_operator(fx, operator, ref)
        if (same := self._passed_on(operator, arguments)) is not None:
            self.values[fx.name] = same
            return None
        results = graphs.results_of(value, schema)
        if ref.name in self.first:
            value, results = value[0], ()
        self._bind(fx.name, value, ref)
        place = (graphs.calls_of(fx), self.shapes.get(ref.name), self.dtypes.get(ref.name), results, graphs.line_of(fx))
        return Node(ref.name, operator, overload, arguments, *place, graphs.defaults_of(schema))

    def _plain_operator(self, fx, operator, ref):
        """The operator by the name that says what is meant here."""
        if operator in _PAIRS and not any(map(_takes_second, fx.users)):
            self.first.add(ref.name)
            return operator.removesuffix("_with_indices")
        if operator in _WITH_INDICES and any(map(_takes_second, fx.users)):
            return f"{operator} with its indices"
        if operator in _FIRST or operator in _WITH_INDICES:
            self.first.add(ref.name)
        if operator == "clone" and str(fx.kwargs.get("memory_format")) == "torch.contiguous_format":
            return "contiguous"
        return "clone" if operator == "lift_fresh_copy" and graphs.is_written(fx) else operator

    def _passed_on(self, operator, arguments):
        """What a node passes on without a change, None if it does more."""
        own = next(iter(arguments.values())).value if arguments else None
        if operator == "getitem":
            if getattr(own, "name", None) in self.first:
                return own
            return own[arguments["1"].value] if isinstance(own, list) else None
        of_state = isinstance(own, Ref) and own.name.startswith("state:")
        unchanged = operator in _SAME or (operator in ("detach", "detach_") and of_state)
        return own if unchanged or (operator == "slice" and _is_whole(arguments)) else None

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
            return DType(graphs.dtype_name(value))
        return graphs.size_of(value) if graphs.is_number(value) else value


def _detached_name(ref):
    return f"{ref.name}:detached"


def _is_input(spec):
    return spec.kind.name == "USER_INPUT"


def _is_output(spec):
    return spec.kind.name == "USER_OUTPUT"


def _takes_second(user):
    return graphs.target_of(user.target)[0] == "getitem" and user.args[1] != 0 and bool(user.users)


def _is_whole(arguments):
    """Whether a slice takes all there is."""
    plain = {"start": (0, None), "end": (_END, None), "step": (1, None)}
    return all(name not in arguments or arguments[name].value in values for name, values in plain.items())


def _state(name, kind, tensor):
    trained = kind == "parameter" and tensor.requires_grad
    if str(tensor.layout) != "torch.strided":
        raise Refusal(f"{name} is a tensor of layout {tensor.layout}; dense ones can be ported", UNREADABLE)
    if graphs.dtype_name(tensor.dtype) not in _DTYPES:
        raise Refusal(
            f"{name} is of dtype {tensor.dtype}, which NumPy lacks; convert the model, as by float()", UNREADABLE
        )
    return State(name, kind, tensor.detach().cpu().resolve_conj().resolve_neg().numpy().copy(), trained)


def _living(nodes, output):
    """The nodes that the output depends on, and those that write into something."""
    wanted, living = set(refs_in(output)), []
    for node in reversed(nodes):
        if node.name in wanted or node.writes:
            living.append(node)
            wanted.update(node.refs())
    return living[::-1]
