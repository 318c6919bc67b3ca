"""Docstrings as they are read on a page: formulas set with raised and lowered parts, and what is said of torch apart."""

from __future__ import annotations

import inspect
import re

from reference_pages import escaped, prose

# What is said of a difference; "as in torch" says that there is none.
ABOUT_TORCH = re.compile(r"numpynn has not|^(?!.*\bas (in |does )?torch).*\btorch('s)?\b(?!\.)", re.IGNORECASE)
FORMULA = re.compile(r"(^| )\S+ ([+*-]?=|←) ")
SIGNS = (
    (" -= ", " −= "),
    (" *= ", " ×= "),
    (" - ", " − "),
    (" -> ", " → "),
    (" <- ", " ← "),
    (" >= ", " ≥ "),
    (" <= ", " ≤ "),
    (" != ", " ≠ "),
    (" * ", " · "),
    ("sqrt(", "√("),
    ("sum_", "Σ_"),
)


def told(thing) -> tuple[str, list[str]]:
    """The docstring, but for what it says of torch: what it computes, and paragraphs of what else there is to know."""
    first, *others = _paragraphs(thing)
    paragraphs = [_kept(first) or first, *filter(None, map(_kept, others))]
    count = next(
        (i for i, text in enumerate(paragraphs) if text.startswith(("Raises ", "Source", ">>> "))), len(paragraphs)
    )
    return "\n\n".join(map(_set, paragraphs[:count])), list(map(_set, paragraphs[count:]))


def about_torch(*things) -> list[str]:
    """What the docstrings say of torch: sentences, and of lists whole items."""
    said = []
    for text in [text for thing in things for text in _paragraphs(thing) if not text.startswith(">>>")]:
        said += _sentences(text) if _is_plain(text) else [" ".join(item.split()) for item in re.split(r"\n(?! )", text)]
    return [prose(part, typeset) for part in dict.fromkeys(said) if ABOUT_TORCH.search(part)]


def _paragraphs(thing):
    return re.split(r"\n\n(?! )", inspect.getdoc(thing) or "")


def _is_plain(paragraph):
    return not paragraph.startswith(">>>") and not re.search(r"^( |- )", paragraph, flags=re.MULTILINE)


def _sentences(paragraph):
    """Its sentences; formulae one after the other have two spaces between them, or a line each."""
    flowing = re.sub(r"(?<![.;:])\n", " ", paragraph)
    return re.split(r"(?<=[.;]) (?=[A-Z`0-9]|torch )|\n|(?<=;) +(?=[^.;]{1,12} [+*-]?= )", flowing)


def _kept(paragraph):
    if not _is_plain(paragraph):
        return paragraph
    return "\n".join(part for part in _sentences(paragraph) if not ABOUT_TORCH.search(part))


def _set(paragraph):
    """As Markdown, formulae on lines of their own."""
    if not _is_plain(paragraph):
        return prose(paragraph)
    text, was_formula = "", False
    for line in paragraph.split("\n"):
        is_formula = bool(FORMULA.search(line))
        text += ("\\\n" if text and (is_formula or was_formula) else " ") + prose(line, typeset)
        was_formula = is_formula
    return text.strip()


def typeset(text: str) -> str:
    """A formula in a docstring as Markdown: x^2 and W_ih raised and lowered, - and <= as the signs they stand for."""
    for plain, sign in SIGNS:
        text = text.replace(plain, sign)
    text = re.sub(r"(?<![\w)\]-])-(?=[\w(|])", "−", text)
    text = re.sub(r"\b([A-Za-z])'(?![a-z])", r"\1′", text)
    text = _raised(text)
    text = re.sub(
        r"(\b[A-Za-zΑ-ω]|\))_(\{[^}]*\}|\w{1,2})(?!\w)", lambda found: f"{found[1]}\2{found[2].strip('{}')}\3", text
    )
    text = escaped(text)
    for mark, tag in (("\0", "<sup>"), ("\1", "</sup>"), ("\2", "<sub>"), ("\3", "</sub>")):
        text = text.replace(mark, tag)
    return text


def _raised(text):
    """What follows a ^, to its end: a word, or what its parentheses hold."""
    before, mark, after = text.partition("^")
    if not mark:
        return text
    end = _closing(after) if after.startswith("(") else re.match(r"[−-]?\w*", after).end()
    raised = after[1 : end - 1] if after.startswith("(") else after[:end]
    return f"{before}\0{raised}\1{_raised(after[end:])}"


def _closing(text):
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return place + 1
    return len(text)
