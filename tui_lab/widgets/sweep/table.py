"""The trials of a sweep as a list: state, score, settings and the score of each seed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets.option_list import Option

from lessons.kit.search.space import in_words
from tui_lab.charts.palette import Sign, state_sign
from tui_lab.charts.rows import fit
from tui_lab.session.sweep.order import Order, in_order
from tui_lab.session.sweep.standing import Standing, TrialRow
from tui_lab.system.words import in_column, number
from tui_lab.widgets.lists.choices import Choices

MOST = 500  # rows: a list of more takes longer to write than there is between two looks
WIDEST = 12  # columns of a setting
BEFORE, GAP = "    ", "  "
"""Before a row stand the signs of the best and of its state."""
Column = tuple[str, list[str]]
"""A heading, and a word for each row."""
NONE_YET = "no trial has begun yet"
SIGNS = {
    "pruned": Sign("⊘", "pruned", "muted"),
    "diverged": Sign("✗", "diverged", "warning"),
    "waiting": Sign("◌", "waiting", "muted"),
}


def sign_of(state: str) -> Sign:
    """How the state of a trial is shown."""
    return SIGNS.get(state) or state_sign(state)


class TrialTable(Choices):
    """One line a trial."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(id="trials", markup=False)
        self.standing, self.order = standing, Order()
        self.heading, self.room = "", 80
        """What stands above the columns, and how many characters are seen of a row."""

    @property
    def chosen(self) -> TrialRow | None:
        """The trial under the cursor."""
        option = self.highlighted_option
        return self.standing.row(int(option.id)) if option and option.id else None

    def catch_up(self) -> None:
        """Write what is new; the cursor stays on its trial."""
        rows = in_order(self.standing, self.order)
        lines = self._written(rows[:MOST])
        names = [str(row.trial) for row in rows[:MOST]]
        if names != [option.id for option in self.options if option.id] or not self.options:
            options = [Option(line, id=name) for name, line in zip(names, lines, strict=True)]
            if len(rows) > MOST:
                options.append(Option(f"… {len(rows) - MOST} more", disabled=True))
            self.offer(options or [Option(NONE_YET, disabled=True)])
            return
        for name, line in zip(names, lines, strict=True):
            self.write(name, line)

    def _written(self, rows: Sequence[TrialRow]) -> list[Content]:
        """A line for each trial, in columns that are as wide as their widest word."""
        columns = list(self._columns(rows))
        widths = [_width(column) for column in columns]
        heads = [head.ljust(width) for (head, _), width in zip(columns, widths, strict=True)]
        self.heading = fit(BEFORE + GAP.join(heads), self.room)
        return [
            self._row(row, [cells[n] for _, cells in columns], widths) for n, row in enumerate(rows)
        ]

    def _columns(self, rows: Sequence[TrialRow]) -> list[Column]:
        """Headings with the words below them; what matters most is on the left.

        The scores by seed stand there where there is room for them: their mean is there anyway.
        """
        plan = self.standing.plan
        steps = plan.base.config.get("steps", 0)
        found: list[Column] = [
            ("trial", ["fresh" if row.trial < 0 else str(row.trial) for row in rows]),
            ("state", [_state(row, int(row.knobs.get("steps", steps) or 0)) for row in rows]),
            ("score", _numbers([row.score for row in rows])),
        ]
        if any(row.spread is not None for row in rows):
            found.append(("±", _numbers([row.spread for row in rows])))
        for name in plan.space:
            words = [_short(row.knobs[name]) for row in rows]
            found.append((fit(name, WIDEST), words))
        if len(plan.base.seeds) > 1:
            seeds = " ".join(map(str, plan.base.seeds))
            by_seed = (fit(f"by seed {seeds}", 24), [_by_seed(row) for row in rows])
            found += [by_seed] if self._have_room([*found, by_seed]) else []
        if any(row.note for row in rows):
            found.append(("", [row.note for row in rows]))
        return found

    def _have_room(self, columns: Sequence[Column]) -> bool:
        """Whether every column would be seen whole."""
        needed = sum(width + len(GAP) for width in map(_width, columns)) + len(BEFORE)
        return needed - len(GAP) <= self.room

    def _row(self, row: TrialRow, cells: Sequence[str], widths: Sequence[int]) -> Content:
        sign = sign_of(row.state)
        words = [
            fit(cell, width) + " " * (width - cell_len(cell))
            for cell, width in zip(cells, widths, strict=True)
        ]
        number_, state, score, *rest = words
        mark = ("★ ", "bold $accent") if row.is_best else ("  ", "")
        return Content.assemble(
            mark, (f"{sign.glyph} ", f"bold ${sign.colour}"), f"{number_}  ",
            (f"{state}  ", f"${sign.colour}"),
            (score, "bold" if row.is_best else ""), GAP, GAP.join(rest),
        )  # fmt: skip


def _width(column: Column) -> int:
    head, cells = column
    return max(map(cell_len, (head, *cells)))


def _state(row: TrialRow, steps: int) -> str:
    if row.is_over or not steps:
        return sign_of(row.state).word
    return f"{sign_of(row.state).word} {row.step}/{steps}"


def _numbers(values: Sequence[float | None]) -> list[str]:
    """Beside each other with the same decimals, and a dash where there is none."""
    known = in_column([value for value in values if value is not None])
    written = iter(known)
    return ["–" if value is None else next(written) for value in values]


def _short(value: bool | int | float | str) -> str:
    is_float = isinstance(value, float)
    return fit(number(float(value)) if is_float else in_words(value), WIDEST)


def _by_seed(row: TrialRow) -> str:
    return " ".join("–" if v is None else number(v) for v in row.by_seed.values())
