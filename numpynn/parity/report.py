"""What came out of comparing two twins: a row for each tensor, and the module at which they part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .compare import Difference

SAME, CLOSE, ROUNDING, BUG = "same", "close", "rounding", "bug"
SHOWN = 40


class Row(NamedTuple):
    """One tensor, or other value, of both twins.

    `verdict` is "same" (to the bit), "close" (within the tolerance table), "rounding" (beyond it in
    float32, but float64 explains it), or "bug".
    """

    name: str
    difference: Difference
    verdict: str

    def __str__(self):
        d = self.difference
        numbers = f"{d.max_absolute:>10.2e} {d.max_relative:>10.2e} {d.ulps:>10.4g}"
        return f"{self.name:<44} {numbers}  {self.verdict}"


@dataclass(frozen=True)
class Report:
    """The comparison of two twins. `print(report)` shows it, `report.assert_close()` raises if they differ.

    `rows` has a `Row` for each output, gradient, buffer, or whatever was compared. Where some differ,
    `first_output` and `first_gradient` say which module is the first whose output, or whose gradient, does.
    """

    dtype: str
    rows: list[Row] = field(repr=False)
    first_output: str | None = None
    first_gradient: str | None = None
    remark: str = ""

    @property
    def verdict(self) -> str:
        """The worst verdict of any row."""
        ranks = (SAME, CLOSE, ROUNDING, BUG)
        return max((row.verdict for row in self.rows), key=ranks.index, default=SAME)

    @property
    def close(self) -> bool:
        """Whether no row is a bug."""
        return self.verdict != BUG

    def assert_close(self) -> None:
        """Raise AssertionError, with the whole report, if any difference is more than rounding."""
        if not self.close:
            raise AssertionError(str(self))

    def __str__(self):
        header = f"{'':<44} {'absolute':>10} {'relative':>10} {'ulps':>10}"
        parts = [*self.headlines(), header, *map(str, self.shown()), self.hidden()]
        problems = [f"    {row.name}: {row.difference.problem}" for row in self.rows if row.verdict == BUG]
        return "\n".join(filter(None, [*parts, *problems]))

    def _repr_html_(self):
        from .html import table

        return table(self)

    def headlines(self) -> list[str]:
        """What came out in words: how many tensors differ, and which modules are the first that do."""
        return [self._headline(), *self._where()]

    def _headline(self):
        beyond = [row for row in self.rows if row.verdict in (ROUNDING, BUG)]
        if not beyond:
            return f"{len(self.rows)} tensors agree in {self.dtype}"
        count = f"{len(beyond)} of {len(self.rows)} tensors differ in {self.dtype}"
        return f"{count}: {self.verdict}. {self.remark}".strip()

    def _where(self):
        if self.first_output is not None:
            yield f"first module whose output differs: {self.first_output}"
        if self.first_gradient is not None:
            follows = "" if self.first_output is None else "; this may follow from that output"
            yield f"first module, on the way back, whose gradient differs: {self.first_gradient}{follows}"

    def shown(self) -> list[Row]:
        """All rows, or those that differ most if there are very many."""
        worst = sorted(self.rows, key=lambda row: (row.verdict == BUG, row.difference.ulps), reverse=True)[:SHOWN]
        return [row for row in self.rows if row in worst]

    def hidden(self) -> str:
        """How many rows are not shown, in words."""
        hidden = len(self.rows) - min(len(self.rows), SHOWN)
        return f"... and {hidden} that differ less" if hidden else ""
