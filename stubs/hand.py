"""What is written by hand of stubs: overloads, generics, protocols. by_hand/<module>.pyi holds it, without imports."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from .layout import block, definition
from .names import Names

FOLDER = Path(__file__).parent / "by_hand"


def hand_of(room: str) -> dict[str, list[ast.stmt]]:
    """name -> its statements, of what is written by hand of a module; several of a name are overloads."""
    path = FOLDER / f"{room}.pyi"
    return _by_name(ast.parse(path.read_text(encoding="utf-8")).body if path.exists() else [])


def members_of(tree: ast.ClassDef | None) -> dict[str, list[ast.stmt]]:
    """The same of a class."""
    return _by_name(tree.body if tree is not None else [])


def _by_name(statements):
    found: dict[str, list[ast.stmt]] = {}
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            found.setdefault(statement.name, []).append(statement)
        elif isinstance(statement, ast.Assign):
            found.setdefault(ast.unparse(statement.targets[0]), []).append(statement)
        elif isinstance(statement, ast.AnnAssign):
            found.setdefault(ast.unparse(statement.target), []).append(statement)
    return found


def written(names: Names, statement: ast.stmt, indent: int = 0) -> str:
    """A statement with its types spelled as the stub does."""
    space = " " * indent
    if isinstance(statement, ast.FunctionDef):
        decorators = [f"{space}@{names.written(ast.unparse(d))}\n" for d in statement.decorator_list]
        result = names.written(ast.unparse(statement.returns)) if statement.returns else "None"
        return "".join(decorators) + definition(statement.name, _parameters(names, statement.args), result, indent)
    if isinstance(statement, ast.AnnAssign):
        value = f" = {names.written(ast.unparse(statement.value))}" if statement.value else ""
        return f"{space}{ast.unparse(statement.target)}: {names.written(ast.unparse(statement.annotation))}{value}"
    if isinstance(statement, ast.ClassDef):
        bases = [names.written(ast.unparse(base)) for base in statement.bases]
        body = [written(names, inner, indent + 4) for inner in statement.body if not isinstance(inner, ast.Expr)]
        return block(f"{space}class {statement.name}({', '.join(bases)})", body)
    return _type_variable(names, statement)


def _type_variable(names, statement):
    names.use("typing_extensions", "TypeVar")  # type checkers know it wherever they run: a default, before Python 3.13
    for keyword in statement.value.keywords:
        if keyword.arg in ("bound", "default"):
            keyword.value = ast.parse(names.written(ast.unparse(keyword.value)), mode="eval").body
    return ast.unparse(statement).replace("'", '"')


def check(statement: ast.stmt, value, place: str) -> None:
    """Raise NameError where a parameter is written by hand that the function does not have."""
    if not isinstance(statement, ast.FunctionDef) or statement.name.startswith("__"):
        return
    if not inspect.isroutine(getattr(value, "__func__", value)):
        return
    there = inspect.signature(getattr(value, "__func__", value)).parameters
    open_kinds = {p.kind for p in there.values()} & {inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD}
    args = statement.args
    named = [a.arg for a in [*args.args, *args.kwonlyargs] if a.arg not in ("self", "cls")]
    if unknown := [name for name in named if name not in there and not open_kinds]:
        raise NameError(f"written by hand: {place}.{statement.name} has no {unknown}")


def _parameters(names, args):
    listed = [*args.posonlyargs, *args.args]
    defaults = [None] * (len(listed) - len(args.defaults)) + args.defaults
    text = [_parameter(names, a, d) for a, d in zip(listed, defaults)]
    if args.posonlyargs:
        text.insert(len(args.posonlyargs), "/")
    if args.vararg is not None:
        text.append("*" + _parameter(names, args.vararg, None))
    elif args.kwonlyargs:
        text.append("*")
    text += [_parameter(names, a, d) for a, d in zip(args.kwonlyargs, args.kw_defaults)]
    return text + (["**" + _parameter(names, args.kwarg, None)] if args.kwarg is not None else [])


def _parameter(names, argument, default):
    if argument.annotation is None:
        return argument.arg
    text = f"{argument.arg}: {names.written(ast.unparse(argument.annotation))}"
    return text if default is None else f"{text} = {ast.unparse(default).replace(chr(39), chr(34))}"
