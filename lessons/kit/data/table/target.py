"""Which column of a table is to be predicted, and whether it is a class or a number."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from lessons.kit.data.table.columns import LEFT_OUT, WORD, Column
from lessons.kit.errors import BadUsage, visible

NAMES = (
    "target", "label", "class", "y", "outcome", "diagnosis", "species", "survived", "quality",
    "result", "response", "output", "income", "default", "churn", "exited", "price", "saleprice",
    "medv", "category", "type", "deathevent", "approved", "fraud", "isfraud", "attrition",
)  # fmt: skip
"""Names that say so themselves, the plainest first."""
TWO = frozenset(("income", "default"))
"""Names that say so where there are two values: above or below, yes or no; else an amount."""
PARTS = frozenset(("target", "label", "class", "binary", "diagnosis", "churn", "fraud"))
"""Words that say so in a longer name, if one column alone has them: target_class, Churn Label."""
TIMES = frozenset(("year", "yr", "month", "day", "hour"))
"""Names of numbers that nobody wants to have predicted."""
FEW = 20
"""Whole numbers with more different values are a quantity, and not classes."""
LISTED = 12

NUMBERS = ("number", "rows", "id")
"""Kinds of columns whose cells are numbers."""

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
    mostly the last of two that have; the only category among numbers; or the last. `how` is
    "class", "number", or "" to find out; for a number, columns that are amounts come first.
    Raises BadUsage for a column that is not there, or that cannot be a target.
    """
    at, why = (_named(columns, asked), "as you said") if asked else _likely(columns, how)
    column = columns[at]
    if len(column.levels) < 2:
        what = f"column {visible(column.name)!r} has one value: there is nothing to predict"
        raise BadUsage(what, "choose another: --set target=NAME")
    if how == "number" and column.kind not in NUMBERS:
        raise _no_number(columns, column, asked)
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


def _no_number(columns: Sequence[Column], column: Column, asked: str) -> BadUsage:
    """The refusal of a target without numbers, where a number is to be predicted."""
    names = [visible(column.name) for column in columns if column.kind == "number"]
    if not names:
        what = "no column of the table holds numbers, and a number is to be predicted"
        return BadUsage(what, "take a lesson that predicts classes, such as lesson6")
    what = f"column {visible(column.name)!r} does not hold numbers"
    more = "" if len(names) <= LISTED else f" and {len(names) - LISTED} more"
    return BadUsage(what, f"--set target=NAME with one of {', '.join(names[:LISTED])}{more}")


def _likely(columns: Sequence[Column], how: str) -> tuple[int, str]:
    kinds = ("number",) if how == "number" else ("number", "category")
    able = [at for at, column in enumerate(columns) if column.kind in kinds]
    if not able:
        return len(columns) - 1, "the last column"
    named = _by_name(columns, able, how)
    if named is None:
        named = next((at for at, c in enumerate(columns) if _is_one_class(c)), None)
    if named is not None:
        return named, "by its name"
    if how == "number":
        return _amount(columns, able)
    if how == "class" and columns[-1].kind == "constant" and not _has_class(columns, able):
        return len(columns) - 1, "the last column"
    return _by_values(columns, able)


def _by_name(columns: Sequence[Column], able: Sequence[int], how: str) -> int | None:
    """The column with the plainest of NAMES; y beside x is a coordinate, 0 and 1 no amount."""
    plain = {_plain(columns[at].name): at for at in reversed(able)}
    if "x" in plain:
        plain.pop("y", None)
    sizes = {name: len(columns[at].levels) for name, at in plain.items()}
    if how == "number":
        plain = {name: at for name, at in plain.items() if sizes[name] > 2}
    else:
        plain = {name: at for name, at in plain.items() if name not in TWO or sizes[name] == 2}
    named = next((plain[name] for name in NAMES if name in plain), None)
    return _by_part(columns, able, how) if named is None else named


def _by_part(columns: Sequence[Column], able: Sequence[int], how: str) -> int | None:
    """The only column with one of PARTS in its name, if what it holds is what is predicted."""
    found = [at for at in able
             if PARTS & {word.casefold() for word in WORD.findall(columns[at].name)}]  # fmt: skip
    fits = len(found) == 1 and is_class(columns[found[0]]) is not (how == "number")
    return found[0] if fits else None


def _amount(columns: Sequence[Column], able: Sequence[int]) -> tuple[int, str]:
    """The last column if it holds numbers, more than two; else, without names, the first; else
    the last amount.
    """
    able = [at for at in able if _plain(columns[at].name) not in TIMES] or list(able)
    if able[-1] == len(columns) - 1 and len(columns[-1].levels) > 2:
        return able[-1], "the last column"
    amounts = [at for at in able if not is_class(columns[at])]
    if amounts and amounts[0] == 0 and columns[0].name == "1":
        return 0, "the first column"
    return (amounts or able)[-1], "the last column of numbers"


def _is_one_class(column: Column) -> bool:
    """Whether a column is called as targets are, and has one value alone: it is refused."""
    return column.kind == "constant" and _plain(column.name) in NAMES[:4]


def _has_class(columns: Sequence[Column], able: Sequence[int]) -> bool:
    return any(is_class(columns[at]) for at in able)


def _by_values(columns: Sequence[Column], able: Sequence[int]) -> tuple[int, str]:
    """The first or the last column, if one has classes; or the only category; or the last."""
    first, last = able[0], able[-1]
    if is_class(columns[first]) or is_class(columns[last]):
        best = _better_end(columns, first, last)
        what = _last(columns, last) if best == last else "the first column"
        return best, f"{what}, with {len(columns[best].levels)} different values"
    categories = [at for at in able if columns[at].kind == "category"]
    if len(categories) == 1:
        return categories[0], "the only column without numbers"
    return last, _last(columns, last)


def _last(columns: Sequence[Column], at: int) -> str:
    """The last column that can be predicted, and why none behind it can."""
    behind = columns[at + 1 :]
    if not behind:
        return "the last column"
    if len(behind) > 1:
        return f"the last column but {len(behind)}, which cannot be predicted"
    return f"the last column but {visible(behind[0].name)!r}, which is {LEFT_OUT[behind[0].kind]}"


def _better_end(columns: Sequence[Column], first: int, last: int) -> int:
    """The end that has classes, and of two ends that have: the last, but for three reasons.

    Its values are those of many columns (where all questions are answered by y and n, the one of
    republican and democrat is the target); the first alone has two; or is the only one of words.
    """
    ends = [at for at in (first, last) if is_class(columns[at])]
    rare = [at for at in ends if not _is_one_of_many(columns, at)] or ends
    if len(rare) == 1:
        return rare[0]
    has_two = [len(columns[at].levels) == 2 for at in rare]
    words = [at for at, c in enumerate(columns) if c.kind == "category"]
    coded = not has_two[0] and (not has_two[1] or _is_code(columns, last))
    is_odd = has_two == [True, False] or (coded and words == [first])
    return first if is_odd else last


def _is_one_of_many(columns: Sequence[Column], at: int) -> bool:
    """Whether a third of the other columns with classes, two at least, have the same values."""
    return _are_shared(columns, at, lambda own, other: own == other)


def _is_code(columns: Sequence[Column], at: int) -> bool:
    """Whether a third have its values, and perhaps more values: 0 and 1 beside 0, 1 and 2."""
    return _are_shared(columns, at, lambda own, other: own <= other)


def _are_shared(
    columns: Sequence[Column], at: int, is_like: Callable[[Set[str], Set[str]], bool]
) -> bool:
    own = columns[at].levels.keys()
    others = [c for place, c in enumerate(columns) if place != at and is_class(c)]
    alike = sum(is_like(own, other.levels.keys()) for other in others)
    return alike > 1 and 3 * alike >= len(others)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
