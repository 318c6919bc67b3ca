"""The table of a summary, as lines of text."""

from __future__ import annotations

from typing import NamedTuple

from .layers import Layer

NOTHING = "--"


class Row(NamedTuple):
    """A layer, with what is counted in its row."""

    layer: Layer
    params: int
    recursive: bool  # all its parameters were counted above
    mult_adds: int
    trainable: set  # requires_grad of its parameters


# column -> its head, and what stands there for a row, given the number of all parameters
COLUMNS = {
    "input_size": ("Input shape", lambda row, total: _or_nothing(row.layer.input_size)),
    "output_size": ("Output shape", lambda row, total: _or_nothing(row.layer.output_size)),
    "num_params": ("Params", lambda row, total: "(recursive)" if row.recursive else _count(row.params)),
    "params_percent": ("Params %", lambda row, total: f"{row.params / total:.2%}" if row.params else NOTHING),
    "kernel_size": ("Kernel shape", lambda row, total: _kernel(row.layer.module)),
    "mult_adds": ("Mult-adds", lambda row, total: _count(row.mult_adds)),
    "trainable": ("Trainable", lambda row, total: _trainable(row.trainable)),
}
OF_NUMBERS = ("num_params", "params_percent", "mult_adds")
GAP = "  "


def table(rows: list[Row], columns, settings, total: int) -> list[str]:
    """Head and rows between rules."""
    names = [f"Layer (type{' (name)' * ('var_names' in settings)}{':depth-idx' * ('depth' in settings)})"]
    stems = _stems([row.layer.depth for row in rows], "ascii_only" in settings)
    labels = names + [stem + label for stem, label in zip(stems, _labels(rows, settings))]
    cells = [labels, *([COLUMNS[c][0], *(COLUMNS[c][1](row, total) for row in rows)] for c in columns)]
    aligned = [_column(texts, name in OF_NUMBERS) for texts, name in zip(cells, ("", *columns))]
    lines = [GAP.join(parts).rstrip() for parts in zip(*aligned)]
    rule = ("-" if "ascii_only" in settings else "─") * max(map(len, (*lines, " " * 44)))
    return [rule, lines[0], rule, *lines[1:], rule]


def _column(texts, of_numbers):
    width = max(map(len, texts))
    return [text.rjust(width) if of_numbers else text.ljust(width) for text in texts]


def _labels(rows, settings):
    """`Linear (head): 1-3`: type, name, depth and how many there were at that depth."""
    counts = {}
    for row in rows:
        layer, kind = row.layer, type(row.layer.module).__name__
        counts[layer.depth] = counts.get(layer.depth, 0) + 1
        name = f" ({layer.name})" if "var_names" in settings and layer.depth else ""
        place = f": {layer.depth}-{counts[layer.depth]}" if "depth" in settings and layer.depth else ""
        yield kind + name + place


def _stems(depths, ascii_only):
    """The lines of the tree before each row: from the last to the first, which levels go on below."""
    go_on, stems = set(), []
    for depth in reversed(depths):
        go_on = {level for level in go_on if level <= depth}
        marks = ["│  " if level in go_on else "   " for level in range(1, depth)]
        stems.append("".join([*marks, "├─ " if depth in go_on else "└─ "]) if depth else "")
        go_on.add(depth)
    stems.reverse()
    return ["+ ".rjust(len(stem)) if stem and ascii_only else stem for stem in stems]


def footer(summary, ran: bool) -> list[str]:
    """The totals."""
    lines = {
        "Total params": _count(summary.total_params),
        "Trainable params": _count(summary.trainable_params),
        "Non-trainable params": _count(summary.total_params - summary.trainable_params),
    }
    if ran:
        lines |= {
            "Total mult-adds": _count(summary.total_mult_adds),
            "Bytes of input": _count(summary.input_bytes),
            "Bytes of layers' outputs": _count(summary.output_bytes),
            "Bytes of params": _count(summary.param_bytes),
        }
    return [f"{name + ':':<26}{value.replace(NOTHING, '0'):>18}" for name, value in lines.items()]


def _count(number):
    return f"{number:,}" if number else NOTHING


def _or_nothing(size):
    return NOTHING if size is None else str(size)


def _kernel(module):
    size = getattr(module, "kernel_size", None)
    return NOTHING if size is None else str(list(size) if isinstance(size, tuple) else size)


def _trainable(flags):
    return NOTHING if not flags else "Partial" if len(flags) > 1 else str(*flags)
