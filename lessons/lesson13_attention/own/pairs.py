"""The learner's table of pairs: which two columns, and what of them can be looked up. No torch."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage, Data, Progress
from lessons.kit.data.rows.headers import is_header
from lessons.kit.data.sources.files import digest_of, refusal, told
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.data.table.table_file import Rows, rows_of
from lessons.kit.errors import one_line, visible
from lessons.lesson13_attention.own.brought import Words

MOST = 2000
"""Keys that are kept: each needs to be seen some hundred times before it can be told apart."""
FORMS = (
    "give CSV, TSV or JSON Lines with a key and its value in each row; "
    "the lines of a text can be reversed: --set task=reverse"
)


@dataclass
class Pairs:
    """Keys with their values, in the order of the file, and what was left out."""

    values: dict[str, str] = field(default_factory=dict)
    """Key to value."""
    empty: int = 0
    again: int = 0
    others: int = 0
    """Rows whose key came before: with the same value, and with another one."""
    beyond: int = 0

    def add(self, key: str, value: str) -> None:
        """Take a row, unless its key is there already."""
        if not key or not value:
            self.empty += 1
        elif key in self.values:
            self.again += self.values[key] == value
            self.others += self.values[key] != value
        elif len(self.values) == MOST:
            self.beyond += 1
        else:
            self.values[key] = value

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        said = {
            "rows left out, without a key or a value": self.empty,
            "rows left out, the same pair again": self.again,
            "rows left out, a key with another value: the first one counts": self.others,
            f"rows left out: {MOST:,} keys are as many as are read": self.beyond,
        }
        return [f"{count:,} {what}" for what, count in said.items() if count]


def read_pairs(path: Path, settings: dict[str, Any], progress: Progress) -> Data:
    """Two columns of a table as keys and values. Raises BadEnvironment, BadUsage."""
    if is_folder(path):
        raise refusal(path, "is a folder", "give one file of pairs: CSV, TSV or JSON Lines")
    rows = table_of(path, settings, progress)
    (key, value), names = columns_of(path, rows, settings)
    pairs, notes = Pairs(), list(rows.notes)
    for row in rows.cells[names is not None and rows.names is None :]:
        cells = [" ".join(cell.split()) for cell in row]
        pairs.add(
            cells[key] if key < len(cells) else "", cells[value] if value < len(cells) else ""
        )
    check(path, pairs, settings["pairs"])
    if names is None:
        first = " and ".join(visible(rows.cells[0][at].strip()) for at in (key, value))
        notes.append(f"the first row, {first}, is a pair (if it names the columns: --set key=NAME)")
    found = words_of(pairs.values)
    taught = "learned: these words in pairs put together at random; the test: your pairs"
    summary = {
        "source": one_line(str(path)), "format": rows.format, "digest": digest_of([rows.source]),
        "pairs": len(found.pairs), "keys": len(found.keys), "values": len(found.values),
        "notes": [*notes, *pairs.notes, taught, *told([rows.source])],
    }  # fmt: skip
    return Data(found, summary)


def table_of(path: Path, settings: dict[str, Any], progress: Progress) -> Rows:
    """The rows of a file, and for a text what to do with it."""
    try:
        return rows_of(path, settings["encoding"], settings["delimiter"], "auto", progress)
    except BadEnvironment as refused:
        if "is not a table" not in refused.message:
            raise
        raise refusal(path, "is not a table of pairs", FORMS) from None


def columns_of(
    path: Path, rows: Rows, settings: dict[str, Any]
) -> tuple[tuple[int, int], list[str] | None]:
    """The places of keys and values, and the names of all columns where the file has them."""
    asked = [settings["key"].strip(), settings["value"].strip()]
    wanted = {name.casefold() for name in asked if name and not name.isdecimal()}
    names = rows.names
    if names is None and rows.cells and is_header(rows.cells[0], rows.cells[1:], wanted):
        names = [cell.strip() for cell in rows.cells[0]]
    width = max(map(len, rows.cells), default=0)
    if width < 2:
        raise refusal(path, "has one column, and a pair has two", FORMS)
    if width > 2 and not all(asked):
        shown = f": {', '.join(map(visible, names[:6]))}" if names else ""
        fix = "name the two: --set key=NAME --set value=NAME, or their numbers from 1"
        raise refusal(path, f"has {width} columns{shown}, and a pair has two", fix)
    places = [placed(name, at, names, width) for at, name in enumerate(asked)]
    if places[0] == places[1]:
        other = 2 if places[0] == 0 else 1
        if all(asked):
            raise BadUsage("key and value name the same column", "name two different ones")
        places[1 if asked[0] else 0] = other - 1
    return (places[0], places[1]), names


def placed(asked: str, at: int, names: list[str] | None, width: int) -> int:
    """Which column a name or a number from 1 means; the first for keys, the second for values."""
    if not asked:
        return at
    known = [name.casefold() for name in names or ()]
    if asked.casefold() in known:
        return known.index(asked.casefold())
    if asked.isdecimal() and 1 <= int(asked) <= width:
        return int(asked) - 1
    there = f"there are {', '.join(map(visible, names))}" if names else f"there are 1 to {width}"
    raise BadUsage(f"no column {visible(asked)!r}", there)


def check(path: Path, pairs: Pairs, at_once: int) -> None:
    """Raise BadEnvironment for too few pairs to ask about."""
    if len(pairs.values) < at_once:
        fix = f"give more, or let it read fewer at once: --set pairs={max(1, len(pairs.values))}"
        raise refusal(path, f"has {len(pairs.values)} different keys, fewer than {at_once}", fix)
    if len(set(pairs.values.values())) < 2:
        raise refusal(path, "has one value for every key", "give pairs with different values")


def words_of(pairs: dict[str, str]) -> Words:
    """Every word once, and the pairs as places in the two lists."""
    keys, values = list(pairs), list(dict.fromkeys(pairs.values()))
    place = {value: at for at, value in enumerate(values)}
    return Words(keys, values, [(at, place[pairs[key]]) for at, key in enumerate(keys)])
