"""Which column of a table is to be predicted, and whether it is a class or a number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from lessons.kit.data.table.columns import Column
from lessons.kit.errors import BadUsage, visible

NAMES = (
    "target", "label", "class", "y", "outcome", "diagnosis", "species", "survived", "quality",
    "result", "response", "output", "income", "default", "churn", "exited", "price", "saleprice",
    "medv", "category", "type", "income", "deathevent", "approved", "fraud", "isfraud",
)  # fmt: skip
"""Names that say so themselves, the plainest first."""
FEW = 20
"""Whole numbers with more different values are a quantity, and not classes."""
LISTED = 12

As = Literal["class", "number"]


@dataclass(frozen=True)
class Target:
    """The column that is to be predicted."""

    at: int
    how: As
    why: str
    """Why this one, in words."""


def find_target(columns: Sequence[Column], asked: str = "", how: str = "") -> Target:
    """The column that was asked for by name or number; else the one that is most likely meant.

    That is one with a telling name; of the first and the last column the one that has classes,
    and fewer; the only category among numbers; or the last. `how` is "class", "number", or "" to
    find out; for a number, the columns that are amounts come first.
    Raises BadUsage for a column that is not there, or that cannot be a target.
    """
    at, why = (_named(columns, asked), "as you said") if asked else _likely(columns, how)
    column = columns[at]
    if column.kind in ("empty", "constant"):
        what = f"column {visible(column.name)!r} has one value: there is nothing to predict"
        raise BadUsage(what, "choose another: --set target=NAME")
    if how == "number" and column.kind not in ("number", "rows"):
        what = f"column {visible(column.name)!r} does not hold numbers"
        raise BadUsage(what, _other_numbers(columns))
    return Target(at, _how(column, how), why)


def _how(column: Column, asked: str) -> As:
    if asked:
        return "number" if asked == "number" else "class"
    return "class" if is_class(column) else "number"


def is_class(column: Column) -> bool:
    """Whether the values of a column are kinds and not amounts."""
    if column.kind == "category":
        return True
    few = 2 <= len(column.levels) <= min(FEW, max(2, column.filled // 5))
    return column.kind == "number" and column.is_whole and few


def _named(columns: Sequence[Column], asked: str) -> int:
    names = [column.name for column in columns]
    if asked in names:
        return names.index(asked)
    if asked.isdigit() and 1 <= int(asked) <= len(columns):
        return int(asked) - 1
    plain = [_plain(name) for name in names]
    if _plain(asked) in plain:
        return plain.index(_plain(asked))
    near = get_close_matches(asked, names, n=1)
    listed = ", ".join(visible(name) for name in names[:LISTED])
    listed += "" if len(names) <= LISTED else f" and {len(names) - LISTED} more"
    fix = f"did you mean {visible(near[0])!r}?" if near else f"there are {listed}"
    raise BadUsage(f"no column called {visible(asked)!r}", fix)


def _other_numbers(columns: Sequence[Column]) -> str:
    """What to do where a number is wanted and the column holds none."""
    names = [visible(column.name) for column in columns if column.kind == "number"]
    if not names:
        return "give a table with a column of numbers to predict"
    more = "" if len(names) <= LISTED else f" and {len(names) - LISTED} more"
    return f"choose one that does, --set target=NAME: {', '.join(names[:LISTED])}{more}"


def _likely(columns: Sequence[Column], how: str) -> tuple[int, str]:
    kinds = ("number",) if how == "number" else ("number", "category")
    able = [at for at, column in enumerate(columns) if column.kind in kinds]
    if not able:
        return len(columns) - 1, "the last column"
    plain = {_plain(columns[at].name): at for at in reversed(able)}
    named = next((plain[name] for name in NAMES if name in plain), None)
    if named is not None:
        return named, "by its name"
    alone = next((at for at, c in enumerate(columns) if _is_one_class(c)), None)
    if alone is not None:
        return alone, "by its name"
    return _amount(columns, able) if how == "number" else _by_values(columns, able)


def _amount(columns: Sequence[Column], able: Sequence[int]) -> tuple[int, str]:
    """The last column if it holds numbers, more than two; else the first; else the last amount."""
    if able[-1] == len(columns) - 1 and len(columns[-1].levels) > 2:
        return able[-1], "the last column"
    amounts = [at for at in able if not is_class(columns[at])]
    if amounts and amounts[0] == 0:
        return 0, "the first column"
    return (amounts or able)[-1], "the last column of numbers"


def _is_one_class(column: Column) -> bool:
    """Whether a column is called as targets are, and has one value alone: it is refused."""
    return column.kind == "constant" and _plain(column.name) in NAMES[:4]


def _by_values(columns: Sequence[Column], able: Sequence[int]) -> tuple[int, str]:
    """The first or the last column if it has classes, the one with fewer; or the only category."""
    first, last = able[0], able[-1]
    ends = [at for at in (last, first) if is_class(columns[at])]
    if ends:
        best = min(ends, key=lambda at: len(columns[at].levels))  # of equals the last column
        what = "last" if best == last else "first"
        return best, f"the {what} column, with {len(columns[best].levels)} different values"
    categories = [at for at in able if columns[at].kind == "category"]
    if len(categories) == 1:
        return categories[0], "the only column without numbers"
    return last, "the last column"


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
