"""What stands beside a text in the learner's table: a picture file, or columns of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.kit import BadEnvironment, BadUsage, Progress
from lessons.kit.data.images.pictures import Pile, is_picture, read_picture
from lessons.kit.data.sources.files import refusal, shown
from lessons.kit.data.table.columns import Column
from lessons.kit.data.table.inputs import encoded
from lessons.kit.data.table.table_file import Rows
from lessons.kit.data.table.tabular import USED, Tabular, Unlabelled
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted
from lessons.shared.dataset import Numbers

if TYPE_CHECKING:
    from lessons.lesson22_fusion.own.table import Body

SEEN = 1000
"""Rows that tell which column has pictures."""
MOSTLY = 0.5
NAMED = 3
WHITE = 255
ADDRESS = ("http://", "https://", "s3://", "gs://", "data:")


@dataclass(frozen=True, eq=False)
class Inputs:
    """The first sense of every row."""

    x: Numbers
    """(N, F)"""
    shape: tuple[int, ...]
    """(C, H, W) of pictures, (F,) of numbers."""
    names: list[str]
    """Of the inputs; "" for each pixel."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Sense:
    """The first sense, before it is known which rows are to learn from."""

    kept: list[int]
    """The rows that have it."""
    keys: list[Hashable]
    """What makes two of those rows the same, for each of them."""
    inputs: Callable[[Sequence[int]], Inputs]
    """What goes into the network, standardised by these training rows alone."""
    is_picture: bool


def picture_column(path: Path, rows: Rows, asked: str) -> int | None:
    """The column that is asked for, by name or number; else the one whose cells name pictures."""
    width = max(map(len, rows.cells), default=0)
    first = [name.strip() for name in rows.names or (rows.cells[0] if rows.cells else [])]
    if asked.strip():
        return _named(path, asked, first, width)
    some = rows.cells[:SEEN]
    for at in range(width):
        cells = [row[at].strip() for row in some if len(row) > at and row[at].strip()]
        if cells and sum(is_picture(Path(cell[-200:])) for cell in cells) > MOSTLY * len(cells):
            return at
    return None


def _named(path: Path, asked: str, names: list[str], width: int) -> int:
    wanted, lower = asked.strip().casefold(), [name.casefold() for name in names]
    if wanted in lower:
        return lower.index(wanted)
    if wanted.isdecimal() and 0 < int(wanted) <= width:
        return int(wanted) - 1
    near = get_close_matches(wanted, lower, n=1, cutoff=0.5)
    some = ", ".join(repr(visible(name))[:40] for name in names[:12])
    fix = f"--set image={names[lower.index(near[0])]}" if near else "name it: --set image=NAME"
    raise BadUsage(f"{shown(path)} has no column {visible(asked)!r}: there are {some}", fix)


def pictures_of(path: Path, body: Body, settings: dict[str, Any], progress: Progress) -> Sense:
    """The pictures of all rows, at one size; rows whose picture cannot be read are left out."""
    assert body.image is not None
    pile, places, lost = Pile(settings["side"]), dict[str, int](), dict[str, str]()
    cells = body.column(body.image)
    for done, cell in enumerate(cells):
        if done % 100 == 0:
            progress("reading the pictures", done / len(cells))
        if cell not in places and cell not in lost:
            _read(path, cell, pile, places, lost)
    kept = [at for at, cell in enumerate(cells) if cell in places]
    if not kept or len(kept) < MOSTLY * len(cells):
        raise _no_pictures(path, body, cells, lost)
    body.notes += _lost(cells, lost)
    images, notes = pile.stacked()
    channels = images[:, None] if images.ndim == 3 else np.moveaxis(images, 3, 1)
    shape = channels.shape[1:]
    fractions = channels.reshape(len(images), -1).astype(np.float32) / np.float32(WHITE)
    which = [places[cells[at]] for at in kept]
    keys: list[Hashable] = [images[at].tobytes() for at in which]
    size = f"{shape[2]} × {shape[1]} pixels, {'grey' if shape[0] == 1 else 'in colour'}"
    name = visible(body.columns.names[body.image])
    said = [f"pictures are column {name!r}: {len(images):,} of {size}; change with "
            f"--set image={'NUMBER' if name.isdecimal() else 'NAME'}", *notes]  # fmt: skip
    return Sense(kept, keys, lambda _: Inputs(fractions[which], shape, [""] * fractions.shape[1],
                                              said), is_picture=True)  # fmt: skip


def _read(path: Path, cell: str, pile: Pile, places: dict[str, int], lost: dict[str, str]) -> None:
    """Put one picture on the pile, or write down why not."""
    if not cell:
        lost[cell] = "no file is named"
        return
    try:
        where = place_of(path, cell)
        if where is None:
            lost[cell] = "an address, not a file" if cell.startswith(ADDRESS) else "no such file"
            return
        image, _ = read_picture(where)
    except (BadEnvironment, OSError, ValueError) as refused:
        message = refused.message if isinstance(refused, BadEnvironment) else "cannot be read"
        lost[cell] = message.removeprefix(f"{shown(where)} ") if where else message
        return
    places[cell] = len(pile.images)
    pile.add_image(image)


def place_of(path: Path, cell: str) -> Path | None:
    """Where the file of a cell lies: beside the table, whichever way its folders are written."""
    for name in dict.fromkeys((cell, cell.replace("\\", "/"))):
        try:
            where = path.parent / Path(name).expanduser()
            if where.is_file():
                return where
        except (OSError, ValueError, RuntimeError):
            continue
    return None


def _no_pictures(path: Path, body: Body, cells: list[str], lost: dict[str, str]) -> BadEnvironment:
    """The refusal of a table most of whose pictures are not there."""
    assert body.image is not None
    gone = [cell for cell in cells if cell in lost]
    name = visible(body.columns.names[body.image])
    first = f"such as {visible(gone[0])[:60]!r} ({lost[gone[0]]})"
    what = f"{len(gone):,} of {len(cells):,} pictures of column {name!r} cannot be read, {first}"
    if gone[0].startswith(ADDRESS):
        return refusal(path, f"names addresses in column {name!r}, not files",
                       "download the pictures and name the files")  # fmt: skip
    fix = f"paths begin where the table lies, in {shown(path.parent)}; or --set image=NAME"
    return BadEnvironment(f"{shown(path)}: {what}", fix)


def _lost(cells: list[str], lost: dict[str, str]) -> list[str]:
    """The rows that have no picture, by reason, with the first names."""
    by_reason = Counter(lost[cell] for cell in cells if cell in lost)
    notes = []
    for why, count in by_reason.most_common():
        names = [visible(cell)[:60] for cell, reason in lost.items() if cell and reason == why]
        such = f": {', '.join(names[:NAMED])}" if names else ""
        notes.append(f"{counted(count, 'rows')} left out, picture: {why}{such}")
    return notes


def numbers_of(path: Path, body: Body, settings: dict[str, Any], progress: Progress) -> Sense:
    """The columns of numbers and categories beside the text, standardised."""
    progress("reading the numbers", 0.0)
    taken = {body.columns.text, body.columns.label, body.columns.split}
    free = [at for at in range(len(body.columns.names)) if at not in taken]
    columns = [Column(body.columns.names[at], body.column(at)) for at in free]
    used = [column for column in columns if column.kind in USED]
    if not used:
        what = "has neither a column of picture files nor one of numbers beside the text"
        raise refusal(path, what, "name the pictures' column: --set image=NAME")
    names = ", ".join(visible(column.name) for column in used[:6])
    more = f" and {len(used) - 6} more" if len(used) > 6 else ""
    target = Column(body.columns.names[body.columns.label], body.column(body.columns.label))
    nothing = Unlabelled([column.rows([]) for column in used], [])
    values = np.zeros(len(target.cells), dtype=np.int64)
    table = Tabular(used, target, "class", values, ["", " "], body.lines, nothing)

    def inputs(train: Sequence[int]) -> Inputs:
        found = encoded(table, train)
        said = f"in place of an image: {counted(len(used), 'columns')} ({names}{more})"
        notes = [said, *found.notes]
        return Inputs(found.inputs, (found.inputs.shape[1],), found.names, notes)

    keys: list[Hashable] = list(table.keys)
    return Sense(list(range(len(body.cells))), keys, inputs, is_picture=False)
