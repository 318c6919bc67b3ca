"""What a ported model's source is made of: the tables name what there is, lines are broken as a formatter would."""

import re

import pytest

import numpynn
from numpynn import nn
from numpynn.nn import functional as F
from numpynn.port import leaves, operators
from numpynn.port.expressions import Expression, Literal, Ref, call, filled, infix, method, source_of
from numpynn.port.forwards import Statement, free, merged, named
from numpynn.port.layout import laid_out

NAMESPACES = {"numpynn": numpynn, "F": F}


def holder(row):
    """What a row names, and where it is looked up."""
    name = re.match(r"[\w.]+", row)[0]
    if name.startswith("."):
        return numpynn.Tensor, name[1:]
    space, *names = name.split(".")
    found = NAMESPACES[space]
    for part in names[:-1]:
        found = getattr(found, part)
    return found, names[-1]


def test_every_row_names_what_there_is():
    rows = {name: row for name, row in operators.OPERATORS.items() if "{" not in row}
    assert [name for name, row in rows.items() if not hasattr(*holder(row))] == []


def test_every_leaf_is_a_module():
    assert [name for name in leaves.LEAVES if not hasattr(nn, name)] == []


A, B = Expression(Ref("a")), Expression(Ref("b"))


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (infix(infix(A, "+", B), "*", A), "(a + b) * a"),
        (infix(A, "*", infix(A, "+", B)), "a * (a + b)"),
        (infix(A, "-", infix(A, "-", B)), "a - (a - b)"),
        (infix(infix(A, "-", A), "-", B), "a - a - b"),
        (infix(filled("-{self}", {"self": A}), "**", B), "(-a) ** b"),
        (method(infix(A, "@", B), "sum", []), "(a @ b).sum()"),
        (filled("~{self}", {"self": infix(A, "==", B)}), "~(a == b)"),
        (infix(infix(A, "==", B), "&", A), "(a == b) & a"),
        (call("f", [A, Expression(Literal((1, 2), "size"))], [("p", B)]), "f(a, (1, 2), p=b)"),
    ],
)
def test_brackets_stand_where_python_needs_them(expression, text):
    assert expression.text({}) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("-inf"), 'float("-inf")'),
        (1e38, "1e38"),
        ((3,), "(3,)"),
        ('a"b', '"a\\"b"'),
        ("it's", '"it\'s"'),
        ('\\"', '"\\\\\\""'),
    ],
)
def test_constants(value, text):
    assert source_of(value) == text
    assert eval(text) == value


def statements(*texts):
    """'y = f(x)' as Statements; every single letter is a value."""
    made = []
    for text in texts:
        target, _, right = text.partition(" = ")
        pieces = [Ref(part) if re.fullmatch(r"[a-z]", part) else part for part in re.split(r"\b([a-z])\b(?!\()", right)]
        made.append(Statement([target], Expression(*filter(None, pieces)), target * 2))
    return made


def written(found, names):
    return [f"{names[each.targets[0]]} = {each.expression.text(names)}" for each in found]


def test_what_is_used_once_and_next_is_written_out():
    found = merged(statements("y = F(x)", "z = G(y)", "w = z + x"))
    assert [each.expression.text({}) for each in found] == ["G(F(x)) + x"]


def test_the_order_of_evaluation_stays():
    found = merged(statements("y = F(x)", "z = G(x)", "w = z + y"))
    assert len(found) == 2


def test_what_is_used_twice_is_named():
    found = merged(statements("y = F(x)", "z = y + y"))
    assert len(found) == 2


def test_a_variable_goes_on_as_long_as_nobody_needs_what_it_held():
    found = statements("y = F(x)", "z = G(y)", "w = z + y")
    assert written(found, named(found, {"x": "x"})) == ["x = F(x)", "zz = G(x)", "zz = zz + x"]


@pytest.mark.parametrize(
    ("hint", "name"), [("sum", "sum_"), ("class", "class_"), ("x", "x2"), ("x|total", "total"), ("2d", "value")]
)
def test_variables_shadow_nothing(hint, name):
    assert free(hint, {"x"}) == name


def test_long_lines_are_broken():
    line = f"x = F.conv2d({', '.join(['argument'] * 10)})"
    assert laid_out(line, 12) == [
        "            x = F.conv2d(",
        "                " + ", ".join(["argument"] * 10),
        "            )",
    ]
    longer = f"x = f({', '.join(['argument'] * 20)})"
    assert laid_out(longer) == ["x = f(", *["    argument,"] * 20, ")"]
    assert laid_out(longer.replace("x = f(", "return ").rstrip(")")) == ["return (", *["    argument,"] * 20, ")"]
    assert laid_out("y = x ** 2 + f(x) ** 2 + a.b ** -1") == ["y = x**2 + f(x) ** 2 + a.b**-1"]
    many = f"x = nn.ModuleList([Block({', '.join(['argument'] * 11)}) for _ in range(2)])"
    assert [line.strip() for line in laid_out(many)] == [
        "x = nn.ModuleList(",
        "[",
        "Block(",
        ", ".join(["argument"] * 11),
        ")",
        "for _ in range(2)",
        "]",
        ")",
    ]
