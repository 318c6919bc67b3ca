"""Cases that torch refuses: numpynn must refuse them with the same type and a message that says as much."""

from __future__ import annotations

import builtins
import re

from .evaluate import Setting, inputs

NUMBER = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?(?![A-Za-z_\d])")
NOT_A_NUMBER = re.compile(r"\(position \d+\)|argument #?\d+|\d+D\b|'[^']*'")
MESSAGE_LINES = 2  # what torch prints after these are its overloads and its advice


def check_refusal(case, ours, theirs):
    """Both must raise, alike; AssertionError says what is not."""
    expected = _refusal(case, theirs)
    if expected is None:
        raise AssertionError(f"torch itself accepts this\n    {case.id}")
    actual = _refusal(case, ours)
    if problem := _problem(case, expected, actual):
        told = f"torch raises {type(expected).__name__}: {expected}\n    {case.id}"
        raise AssertionError(f"{problem}; {told}") from actual


def _refusal(case, library):
    """What the library raises, or None."""
    given = inputs(case, library, Setting("float32"))
    library.seed(case.seed)
    try:
        library.run(case.program, given | {"dtype": library.dtype("float32")})
    except Exception as refusal:
        return refusal
    return None


def _problem(case, expected, actual):
    if actual is None:
        return "numpynn accepts this"
    said = f"numpynn raises {type(actual).__name__}: {actual}"
    if builtin_type(expected) is not builtin_type(actual):
        return f"another type: {said}"
    if case.says:
        return "" if re.search(case.says, str(actual)) else f"it should say /{case.says}/: {said}"
    missing = sorted(_numbers(str(expected)) & _numbers_of(case) - _numbers(str(actual)))
    if missing:
        return f"without the number {', '.join(missing)}: {said}"
    return f"without a message: {said}" if str(expected) and not str(actual) else ""


def builtin_type(error):
    """The nearest class of an exception that is Python's own: LinAlgError counts as RuntimeError."""
    return next(kind for kind in type(error).__mro__ if vars(builtins).get(kind.__name__) is kind)


def _numbers(message):
    """The numbers in the first lines of a message, "2x3" being two of them."""
    text = " ".join(message.splitlines()[:MESSAGE_LINES])
    text = re.sub(r"(?<=\d)x(?=\d)", " ", NOT_A_NUMBER.sub("", text))
    return set(NUMBER.findall(text))


def _numbers_of(case):
    """The numbers that the case is made of: sizes of its inputs, and those in its text."""
    return set(NUMBER.findall(f"{case.text} {[*case.inputs.values()]}"))
