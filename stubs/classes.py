"""One class as a stub has it. What a base holds that has no home of its own is written into the class."""

from __future__ import annotations

import ast
import inspect
import sys
from enum import Enum

from numpynn.nn import Module
from numpynn.optim import Optimizer

from .attributes import annotations, attributes
from .hand import check, members_of, written
from .layout import block
from .names import BARE, Names
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
# What subclasses have for themselves, or have from their base as users see it.
INNER = {Optimizer: frozenset(["step", "rule"]), Module: frozenset(["function"])}


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
    hidden = PLAIN.union(*[names for base, names in INNER.items() if issubclass(cls, base) and cls is not base])
    for owner in merged:
        for name, value in vars(owner).items():
            if name not in hidden and (not name.startswith("_") or name.startswith("__")):
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
    inner = names.inside(found.keys(), merged)
    hand = members_of(by_hand)
    _check_hand(place, hand, cls)
    body = attributes(inner, merged, place, found.keys() | hand.keys())
    body += [written(inner, s, 4) for name, s_ in hand.items() if name not in found for s in s_]
    body += _body(inner, found, hand, place)
    body += _call_of(cls, body)
    if by_hand is not None and by_hand.bases:
        bases = [names.written(ast.unparse(base)) for base in by_hand.bases]
    return block(f"class {name}({', '.join(bases)})" if bases else f"class {name}", body)


def _body(names, found, hand, place):
    """The statements for the members; one function under several names is declared once."""
    body, done = [], {}
    for member, (value, owner) in found.items():
        if member in hand:
            body += [written(names, statement, 4) for statement in hand[member]]
        elif id(value) in done and inspect.isfunction(value) and not member.startswith("__"):
            body.append(f"    {member} = {done[id(value)]}")
        else:
            body += _member(names, member, value, owner, place)
            done.setdefault(id(value), member)
    return body


def _call_of(cls, body):
    """A layer's call, which takes and gives what its forward does; a container's may give anything."""
    forward = [line for line in body if line.lstrip().startswith("def forward(")]
    is_layer = issubclass(cls, Module) and cls is not Module and not any("-> Any" in line for line in forward)
    return [line.replace("def forward(", "def __call__(", 1) for line in forward if is_layer]


def named_tuple(names: Names, cls, name: str) -> str:
    """A class of named tuples: its fields, then what else it has."""
    place = f"{names.room}.{name}"
    owner = cls.__mro__[1] if cls.__mro__[1] is not tuple else cls
    written_ = annotations(cls) or annotations(owner)
    inner = names.inside(cls._fields)
    body = []
    for field in cls._fields:
        type_ = names.written(written_.get(field, "Tensor"), sys.modules[cls.__module__] if field in written_ else None)
        body.append(f"    {field}: {type_}{' = ...' if field in cls._field_defaults else ''}")
    own = {key: value for key, value in vars(cls).items() if not key.startswith("_")}
    for key, value in own.items():
        if isinstance(value, property) or inspect.isfunction(value):
            body += _member(inner, key, value, cls, place)
    return block(f"class {name}({names.use('typing', 'NamedTuple')})", body)


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
    annotation = annotations(owner).get(name)
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
