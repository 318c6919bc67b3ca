"""One class as a stub has it. What a base holds that has no home of its own is written into the class."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from enum import Enum

from numpynn.nn import Module

from .hand import check, members_of, written
from .layout import block
from .names import BARE, Names
from .parameters import PARAMETERS
from .results import RESULTS
from .signature import VAGUE, exact, function, general

# Of every class or of machinery, not of the interface.
PLAIN = frozenset(
    "__module__ __dict__ __weakref__ __doc__ __slots__ __annotations__ __parameters__ __orig_bases__ __match_args__ "
    "__abstractmethods__ _abc_impl __firstlineno__ __static_attributes__ __array_priority__ __reduce__ __reduce_ex__ "
    "__getnewargs__ __copy__ __deepcopy__ __getstate__ __class_getitem__ __dir__ __torch_function__ __annotate__ "
    "__annotate_func__ __annotations_cache__ __replace__ __subclasshook__ __protocol_attrs__ "
    "__non_callable_proto_members__ _is_protocol __dataclass_fields__ __dataclass_params__ __conditional_annotations__".split()
)

# What may be written by hand of a class that has it from object.
OPEN = frozenset(["__init__", "__new__", "__getattr__", "__setattr__"])
# What subclasses have in another form than their base, to the same effect, or for themselves.
LEFT_OUT = frozenset(["step", "rule", "function"])


def bases_of(names: Names, cls) -> tuple[list[str], list[type]]:
    """The bases by name, and the classes whose members are written into this one: itself and homeless bases."""
    found, merged = [], [cls]
    for base in cls.__bases__:
        spelled = None if base is object else names.of_object(base)
        if spelled is not None:
            found.append(names.written(spelled) if base.__name__ in BARE and "." not in spelled else spelled)
        elif base is not object:
            more, inner = bases_of(names, base)
            found += [name for name in more if name not in found]
            merged += inner
    return found, merged


def members(cls, merged) -> dict[str, tuple]:
    """name -> (member, the class it comes from), of what a user may name."""
    found = {}
    for owner in merged:
        for name, value in vars(owner).items():
            if (name not in PLAIN and (not name.startswith("_") or name.startswith("__"))) or name in ("__call__",):
                found.setdefault(name, (value, owner))
    if "__hash__" in found:  # of a dataclass it stands elsewhere from Python to Python
        found["__hash__"] = found.pop("__hash__")
    return found


def class_stub(names: Names, cls, name: str, by_hand: ast.ClassDef | None) -> str:
    """The whole class, as text; what is written by hand is taken as it is."""
    place = f"{names.room}.{name}"
    if issubclass(cls, tuple) and hasattr(cls, "_fields") and by_hand is None:
        return named_tuple(names, cls, name)
    if issubclass(cls, Enum):
        body = [f"    {member.name} = {member.value!r}" for member in cls]
        return block(f"class {name}({names.use('enum', cls.__bases__[0].__name__)})", body)
    bases, merged = bases_of(names, cls)
    found = members(cls, merged)
    if by_hand is None and bases:
        found = {
            member: value for member, value in found.items() if member not in LEFT_OUT or "Scheduler" in str(bases)
        }
    inner = names.inside(found.keys(), merged)
    hand = members_of(by_hand)
    _check_hand(place, hand, cls)
    body = attributes(inner, merged, place, found.keys() | hand.keys())
    body += [written(inner, s, 4) for name, s_ in hand.items() if name not in found for s in s_]
    done: dict[int, str] = {}
    for member, (value, owner) in found.items():
        if member in hand:
            body += [written(inner, statement, 4) for statement in hand[member]]
        elif id(value) in done and inspect.isfunction(value) and not member.startswith("__"):
            body.append(f"    {member} = {done[id(value)]}")
        else:
            body += _member(inner, member, value, owner, place)
            done.setdefault(id(value), member)
    body += _call_of(cls, body)
    if by_hand is not None and by_hand.bases:
        bases = [names.written(ast.unparse(base)) for base in by_hand.bases]
    return block(f"class {name}({', '.join(bases)})" if bases else f"class {name}", body)


def _call_of(cls, body):
    """A layer's call, which takes and gives what its forward does; a container's may give anything."""
    forward = [line for line in body if line.lstrip().startswith("def forward(")]
    is_layer = issubclass(cls, Module) and cls is not Module and not any("-> Any" in line for line in forward)
    return [line.replace("def forward(", "def __call__(", 1) for line in forward if is_layer]


def named_tuple(names: Names, cls, name: str) -> str:
    """A class of named tuples: its fields."""
    owner = cls.__mro__[1] if cls.__mro__[1] is not tuple else cls
    fields = _annotations(cls) or _annotations(owner)
    source = sys.modules[cls.__module__]
    types = [names.written(fields[f], source) if f in fields else names.written("Tensor") for f in cls._fields]
    inner = names.inside(cls._fields)
    own = [(key, value) for key, value in vars(cls).items() if inspect.isfunction(value) and not key.startswith("_")]
    methods = [function(inner, value, key, f"{names.room}.{name}", 4, "self") for key, value in own]
    properties = [
        line
        for key, value in vars(cls).items()
        if isinstance(value, property)
        for line in _property(inner, key, value, cls, f"{names.room}.{name}")
    ]
    ends = [" = ..." if field in cls._field_defaults else "" for field in cls._fields]
    body = [f"    {field}: {type_}{end}" for field, type_, end in zip(cls._fields, types, ends)]
    return block(f"class {name}({names.use('typing', 'NamedTuple')})", body + properties + methods)


def _check_hand(place, hand, cls):
    """Attributes may be written by hand of what sets them elsewhere, methods only of what has them."""
    for name, statements in hand.items():
        if not hasattr(cls, name) and isinstance(statements[0], ast.FunctionDef) and name not in OPEN:
            raise NameError(f"written by hand: {place} has no {name}")
        for statement in statements if name not in OPEN else ():
            check(statement, inspect.getattr_static(cls, name, None), place)


def _member(names, name, value, owner, place):
    """The statements for one member."""
    if isinstance(value, property) or type(value).__name__ in ("lazy_property", "cached_property", "_Lazy"):
        return _property(names, name, value, owner, place)
    if isinstance(value, staticmethod) and name != "__new__":
        return ["    @staticmethod", function(names, value.__func__, name, place, 4)]
    if isinstance(value, classmethod):
        return ["    @classmethod", function(names, value.__func__, name, place, 4, "cls")]
    value = getattr(value, "__func__", value)
    if inspect.isfunction(value):
        first = "cls" if name in ("__new__", "__init_subclass__", "__class_getitem__") else "self"
        return [function(names, value, name, place, 4, first)]
    if inspect.isclass(value) or (name.startswith("__") and name != "__call__"):
        return [f"    {name}: None"] if name == "__hash__" and value is None else []
    return [f"    {name}: {_value_type(names, name, value, owner, place)}"]


def _property(names, name, value, owner, place):
    getter = getattr(value, "fget", None) or getattr(value, "func", None) or value.wrapped
    written = exact(RESULTS, place, name)
    annotation = inspect.signature(getter).return_annotation
    if written is None and annotation is not inspect.Signature.empty:
        type_ = names.written(annotation, sys.modules[getter.__module__])
    else:
        written = written or general(RESULTS, place, name)
        if written is None:
            VAGUE.add(f"{place}.{name}: property")
        type_ = names.written(written or "Any")
    plain = [f"    @{names.use('builtins', 'property')}", f"    def {name}(self) -> {type_}: ..."]
    if getattr(value, "fset", None) is not None:
        plain += [f"    @{name}.setter", f"    def {name}(self, value: {type_}) -> None: ..."]
    if getattr(value, "fdel", None) is not None:
        plain += [f"    @{name}.deleter", f"    def {name}(self) -> None: ..."]
    return plain


def _value_type(names, name, value, owner, place):
    written = exact(RESULTS, place, name) or general(RESULTS, place, name)
    if written is not None:
        return names.written(written)
    annotation = _annotations(owner).get(name)
    if annotation is not None:
        return names.written(annotation, sys.modules[owner.__module__])
    return type_of_value(names, value, f"{place}.{name}")


def type_of_value(names: Names, value, place: str) -> str:
    """The type of something that is no class and no function."""
    written = exact(RESULTS, *place.rpartition(".")[::2])
    if written is not None:
        return names.written(written)
    if value is None:
        return "None"
    if type(value) in (bool, int, float, str):
        return names.use("builtins", type(value).__name__)
    kinds = [kind for kind in type(value).__mro__ if kind.__module__.startswith("numpynn")]
    spelled = next((name for name in map(names.of_object, kinds) if name is not None), None)
    if spelled is None:
        VAGUE.add(f"{place}: {type(value).__name__}")
    return spelled or names.written("Any")


def attributes(names: Names, merged, place: str, known_already) -> list[str]:
    """What instances hold: what the classes annotate, and what their `__init__` assigns to self."""
    found: dict[str, str] = {}
    for owner in merged:
        for name, annotation in _annotations(owner).items():
            if name not in known_already and not name.startswith("_"):
                found.setdefault(name, _attribute(names, name, annotation, owner, place))
        for name, annotation in _assigned(owner).items():
            if name not in known_already and not name.startswith("_"):
                found.setdefault(name, _attribute(names, name, annotation, owner, place))
    return [f"    {name}: {type_}" for name, type_ in found.items()]


def _attribute(names, name, annotation, owner, place):
    written = exact(RESULTS, place, name)
    if written is None and not annotation:
        written = exact(PARAMETERS, place, "__init__", name) or general(RESULTS, place, name)
        written = written or general(PARAMETERS, place, name)
    if written is None and not annotation:
        VAGUE.add(f"{place}.{name}: attribute")
    if written is not None:
        return names.written(written)
    return names.written(annotation, sys.modules[owner.__module__]) if annotation else names.written("Any")


@functools.cache
def _source(cls) -> ast.ClassDef | None:
    try:
        module = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    except (OSError, TypeError, KeyError):
        return None
    found = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name == cls.__name__]
    return found[-1] if found else None


def _annotations(cls) -> dict[str, str]:
    tree = _source(cls)
    body = tree.body if tree is not None else ()
    return {ast.unparse(s.target): ast.unparse(s.annotation) for s in body if isinstance(s, ast.AnnAssign)}


def _assigned(cls) -> dict[str, str | None]:
    """attribute -> its type as the source spells it, or None, of what `__init__` and its helpers assign."""
    tree = _source(cls)
    functions = [s for s in tree.body if isinstance(s, ast.FunctionDef)] if tree is not None else []
    found: dict[str, str | None] = {}
    for function_ in sorted(functions, key=lambda s: s.name != "__init__"):
        if function_.name == "__init__" or (function_.name.startswith("_") and not function_.name.startswith("__")):
            found = _assigned_in(function_) | found
    return found


def _assigned_in(tree: ast.FunctionDef) -> dict[str, str | None]:
    arguments = tree.args
    types = {a.arg: ast.unparse(a.annotation) for a in [*arguments.args, *arguments.kwonlyargs] if a.annotation}
    for argument, default in _defaults(arguments):
        types.setdefault(argument.arg, _guess(default, {}))
    found: dict[str, str | None] = {}
    for node in ast.walk(tree):
        for target, value in _assignments(node):
            found.setdefault(target, _guess(value, types))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.register_parameter":
            if isinstance(node.args[0], ast.Constant):
                found.setdefault(node.args[0].value, "Parameter | Any")
    return found


def _defaults(arguments):
    late = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    return [*zip(late, arguments.defaults), *[(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d]]


def _assignments(node):
    if isinstance(node, ast.Assign):
        for target in node.targets:
            pairs = (
                zip(target.elts, [None] * len(target.elts)) if isinstance(target, ast.Tuple) else [(target, node.value)]
            )
            for each, value in pairs:
                if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "self":
                    yield each.attr, value


def _guess(value, types):
    if isinstance(value, ast.Name):
        return types.get(value.id)
    if isinstance(value, ast.Constant) and value.value is not None:
        return type(value.value).__name__
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("Parameter", "UninitializedParameter"):
        return "Parameter"
    return None
