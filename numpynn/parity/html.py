"""A Report as HTML, which notebooks show in place of its text."""

from __future__ import annotations

from html import escape

from .report import BUG, Report, Row
from .style import STYLE

# Notebooks stripe tables and indent paragraphs with selectors of their own: these weigh more.
IN_NOTEBOOKS = """
.numpynn.numpynn tr:nth-child(n) { background: none; }
.numpynn .report, .numpynn p { margin: 4px 0 8px; max-width: 72em; }
.numpynn .report td { white-space: nowrap; } .numpynn .report td:first-child { white-space: normal; overflow-wrap: anywhere; }
"""
HEAD = "<thead><tr>{}</tr></thead>".format(
    "".join(f'<th scope="col">{title}</th>' for title in ("", "absolute", "relative", "ulps", "verdict"))
)


def table(report: Report) -> str:
    """The headline, where the networks part, a row for each tensor that the text shows too, the others on demand."""
    first, *others = report.headlines()
    said = "<br>".join([f'<strong class="{report.verdict}">{escape(first)}</strong>', *map(escape, others)])
    shown = report.shown()
    inside = f"<p>{said}</p>{_rows(shown)}"
    if hidden := report.hidden():
        inside += (
            f"<details><summary>{hidden}</summary>{_rows([row for row in report.rows if row not in shown])}</details>"
        )
    return f'<div class="numpynn"><style>{STYLE}{IN_NOTEBOOKS}</style>{inside}</div>'


def _rows(rows):
    return f'<table class="report">{HEAD}<tbody>{"".join(map(_row, rows))}</tbody></table>'


def _row(row: Row):
    difference = row.difference
    numbers = (f"{difference.max_absolute:.2e}", f"{difference.max_relative:.2e}", f"{difference.ulps:.4g}")
    why = f"<br><small>{escape(difference.problem)}</small>" if row.verdict == BUG else ""
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    name = f'<td><span class="dot {row.verdict}"></span> <code>{escape(row.name)}</code>{why}</td>'
    return f'<tr>{name}{cells}<td><span class="{row.verdict}">{row.verdict}</span></td></tr>'
