"""How reports look, in notebooks and on the page of the parity tests: one palette, one kind of table.

Soft ink, lines and fills are mixed from the colour of the text around, so that they suit a light and a dark ground alike.
"""

from __future__ import annotations

BUG, ROUNDING, CLOSE = "#cf4034", "#a8730f", "#2f8a63"  # of verdicts: legible on white and on black

STYLE = f"""
.numpynn {{
  --soft: color-mix(in srgb, currentColor 64%, transparent); --line: color-mix(in srgb, currentColor 16%, transparent);
  --fill: color-mix(in srgb, currentColor 5%, transparent); --bug: {BUG}; --rounding: {ROUNDING}; --close: {CLOSE};
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}}
.numpynn table {{ border-collapse: collapse; font-variant-numeric: tabular-nums; }}
.numpynn th, .numpynn td {{ padding: 6px 10px; text-align: right; }}
.numpynn th {{ color: var(--soft); font-size: 13px; font-weight: 500; vertical-align: bottom; }}
.numpynn td {{ border-top: 1px solid var(--line); font-size: 14px; vertical-align: baseline; }}
.numpynn th:first-child, .numpynn td:first-child {{ text-align: left; }}
.numpynn code {{ font-family: var(--mono); font-size: 13px; background: none; padding: 0; }}
.numpynn small {{ color: var(--soft); font-size: 13px; }}
.numpynn summary {{ color: var(--soft); cursor: pointer; }}
.numpynn .dot {{ display: inline-block; width: 9px; height: 9px; border-radius: 50%; background: var(--line); }}
.numpynn .bug {{ color: var(--bug); }} .numpynn .rounding {{ color: var(--rounding); }}
.numpynn .dot.bug {{ background: var(--bug); }} .numpynn .dot.rounding {{ background: var(--rounding); }}
.numpynn .dot.close, .numpynn .dot.same {{ background: var(--close); }}
"""
