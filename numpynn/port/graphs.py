"""What torch keeps beside the nodes of an exported graph: operators, sizes, calls, lines; and what a live module tells."""

from __future__ import annotations

import inspect
import keyword

from .constructors import Constructor, constructor
from .errands import UNREADABLE, Refusal
from .program import Call, Size


def target_of(target):
    """The operator that a node calls: its name, its overload, and its schema, None for Python's own functions."""
    schema = getattr(target, "_schema", None)
    if schema is None:
        return getattr(target, "__name__", str(target)), "", None
    space, _, name = schema.name.partition("::")
    return name if space == "aten" else schema.name, schema.overload_name, schema


def defaults_of(schema) -> dict:
    """The defaults of an operator's parameters."""
    parameters = schema.arguments if schema else ()
    return {parameter.name: parameter.default_value for parameter in parameters if parameter.has_default_value()}


def is_number(value) -> bool:
    """Whether this is a number that depends on the inputs."""
    return type(value).__name__ in ("SymInt", "SymFloat", "SymBool")


def size_of(value) -> int | Size:
    """A size as an int where it is fixed, else as a formula."""
    if isinstance(value, int):
        return value
    formula = str(value.node.expr)
    return int(formula) if formula.lstrip("-").isdigit() else Size(formula)


def dtype_name(dtype) -> str:
    """The name of a dtype, as 'float32'."""
    return str(dtype).rpartition(".")[2]


def results_of(value, schema) -> tuple[str, ...]:
    """The names of several results, '' where they have none; empty for a single one."""
    if not isinstance(value, list | tuple):
        return ()
    named = [result.name for result in schema.returns] if schema else []
    return tuple(named) if len(named) == len(value) else ("",) * len(value)


def is_written(fx) -> bool:
    """Whether something writes into this value, or into a view of it."""
    for user in fx.users:
        operator, _, schema = target_of(user.target)
        own = (
            schema.arguments[0].alias_info if schema and schema.arguments and user.args and user.args[0] is fx else None
        )
        if own is not None and operator != "detach_" and (own.is_write or is_written(user)):
            return True
        if operator == "detach_" and is_written(user):
            return True
    return False


def calls_of(fx) -> tuple[Call, ...]:
    """The calls of modules that a node was made in, the outermost first."""
    stack = fx.meta.get("nn_module_stack") or {}
    calls = [Call(key, path, _class_name(cls)) for key, (path, cls) in stack.items() if not key.startswith("_empty")]
    check_names(name for call in calls for name in (call.path, call.cls.rpartition(".")[2]))
    return tuple(calls)


def _class_name(cls):
    return cls if isinstance(cls, str) else f"{cls.__module__}.{cls.__qualname__}"


def line_of(fx) -> str:
    """Where the user's source called this, as 'net.py:12'."""
    traced = [
        line.strip() for line in (fx.meta.get("stack_trace") or "").splitlines() if line.strip().startswith("File ")
    ]
    if not traced:
        return ""
    path, _, rest = traced[-1].removeprefix('File "').partition('", line ')
    return f"{path.rpartition('/')[2]}:{rest.partition(',')[0]}"


def check_names(names) -> None:
    """Only names can stand in the source: a program may come from anywhere."""
    for name in names:
        for part in name.split(".") if name else ():
            if not (part.isdigit() or part.isidentifier()) or keyword.iskeyword(part):
                raise Refusal(f"{name!r} cannot be a name in Python", UNREADABLE)


def constructors_of(module) -> dict[str, Constructor]:
    """How the modules of torch.nn inside were made, where that can be told."""
    made = {name: constructor(each) for name, each in module.named_modules(remove_duplicate=False)}
    return {name: each for name, each in made.items() if each is not None}


def parameters_of(module) -> dict[str, list[str]]:
    """The names of the positional parameters of each module's forward."""
    return {name: _positional(each.forward) for name, each in module.named_modules(remove_duplicate=False)}


def _positional(function):
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return [name for name, each in inspect.signature(function).parameters.items() if each.kind in kinds]


def ties_of(tensors) -> dict[str, tuple[str, ...]]:
    """The names that share one tensor, for each of them."""
    groups: dict[tuple, list] = {}
    for name, tensor in tensors.items():
        if tensor.numel():
            groups.setdefault((tensor.data_ptr(), tuple(tensor.shape), tensor.stride()), []).append(name)
    return {name: tuple(group) for group in groups.values() if len(group) > 1 for name in group}


def nested(flat, spec):
    """The structure that torch has laid out flat."""
    from torch.utils._pytree import tree_unflatten

    return tree_unflatten(list(flat), spec)
