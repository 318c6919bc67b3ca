"""A Report as a table of HTML, which notebooks show in place of its text."""

from __future__ import annotations

from html import escape

from .report import BUG, ROUNDING, Report, Row

COLOURS = {BUG: "#c0362c", ROUNDING: "#b07a12"}  # of verdicts; the others are as the text around
NUMBERS = "text-align: right; font-variant-numeric: tabular-nums"


def table(report: Report) -> str:
    """The headline, where the networks part, and a row for each tensor that the text shows too."""
    first, *others = report.headlines()
    head = f"<tr><th>{'</th><th>'.join(('', 'absolute', 'relative', 'ulps', 'verdict'))}</th></tr>"
    lines = [f"<strong>{escape(first)}</strong>", *map(escape, others)]
    hidden = report.hidden()
    caption = f"<p>{'<br>'.join(lines)}</p>"
    return f"{caption}<table>{head}{''.join(map(_row, report.shown()))}</table>{f'<p>{hidden}</p>' if hidden else ''}"


def _row(row: Row):
    difference = row.difference
    numbers = (f"{difference.max_absolute:.2e}", f"{difference.max_relative:.2e}", f"{difference.ulps:.4g}")
    cells = "".join(f'<td style="{NUMBERS}">{number}</td>' for number in numbers)
    colour = f' style="color: {COLOURS[row.verdict]}"' if row.verdict in COLOURS else ""
    why = f"<br><small>{escape(difference.problem)}</small>" if row.verdict == BUG else ""
    name = f'<td style="text-align: left"><code>{escape(row.name)}</code>{why}</td>'
    return f"<tr{colour}>{name}{cells}<td>{row.verdict}</td></tr>"
