"""The learner's table: a text and a picture, or a text and numbers, and a class. No torch."""

from __future__ import annotations

import random
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from lessons.kit import BadUsage, Data, Params, Progress
from lessons.kit.data.labelled.columns import Columns, WantedColumns, find_columns
from lessons.kit.data.rows.rows import Table
from lessons.kit.data.sources.files import digest_of, refusal, shown, told
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.data.sources.parts import parts_in
from lessons.kit.data.table.columns import is_missing
from lessons.kit.data.table.table_file import Rows, rows_of
from lessons.kit.errors import visible
from lessons.kit.stream.numbers import counted, natural
from lessons.lesson22_fusion.own.pairs import Pairs
from lessons.lesson22_fusion.own.senses import Sense, numbers_of, picture_column, pictures_of
from lessons.lesson22_fusion.own.wording import counted_in
from lessons.shared.dataset import Dataset, Part
from lessons.shared.labelled.wording import words_of
from lessons.shared.parts import Places, said_of, shared_out

MOST_ROWS = 20_000
"""Rows that are used: each is thousands of numbers."""
MOST_CLASSES = 100
MOST_COLUMNS = 10_000
TABLE = "give a table (CSV, TSV, JSON Lines) with a text, a picture file or numbers, and a class"


@dataclass
class Body:
    """The rows that are used, cell by cell."""

    columns: Columns
    cells: list[list[str]]
    lines: list[int]
    image: int | None
    """The column of picture files; None where numbers stand beside the text."""
    notes: list[str] = field(default_factory=list)

    def column(self, at: int) -> list[str]:
        """The cells of one column."""
        return [row[at].strip() for row in self.cells]

    def only(self, places: Sequence[int]) -> None:
        """Keep these rows."""
        self.cells = [self.cells[at] for at in places]
        self.lines = [self.lines[at] for at in places]


def read_pairs(path: Path, hp: Params, progress: Progress) -> Data:
    """The learner's pairs as `Pairs`, split, with a note for everything that was decided.

    Raises BadUsage for a column that is not there, BadEnvironment for what cannot be used.
    """
    settings = hp.as_dict()
    if is_folder(path):
        raise refusal(path, "is a folder", TABLE)
    rows = rows_of(path, settings["encoding"], settings["delimiter"], settings["quotes"],
                   lambda what, at: progress(what, 0.4 * at))  # fmt: skip
    body = body_of(path, rows, settings)
    usable(path, body, settings)
    sense = (pictures_of if body.image is not None else numbers_of)(
        path, body, settings, lambda what, at: progress(what, 0.4 + 0.5 * at)
    )
    return split_pairs(path, rows, body, sense, settings)


def body_of(path: Path, rows: Rows, settings: dict[str, Any]) -> Body:
    """The rows below the header, and which columns are the picture, the text and the label."""
    width = max(map(len, rows.cells), default=0)
    if width > MOST_COLUMNS:
        raise refusal(path, f"has {width:,} columns", f"give a table of at most {MOST_COLUMNS:,}")
    image = picture_column(path, rows, settings["image"])
    asked = WantedColumns(settings["text"], settings["label"], settings["split"])
    columns = find_columns(path, _without(rows, image), asked)
    if image is not None and image in (columns.text, columns.label, columns.split):
        raise BadUsage(
            f"column {visible(columns.names[image])!r} cannot be the pictures and more",
            "name others: --set image=NAME, --set text=NAME, --set label=NAME",
        )
    skip = int(columns.header)
    body = Body(columns, rows.cells[skip:], rows.lines[skip:], image)
    body.notes = [*rows.notes, *columns.notes]
    whole = [at for at, row in enumerate(body.cells) if len(row) == len(columns.names)]
    _leave(body, whole, f"without {len(columns.names)} columns")
    return body


def _without(rows: Rows, image: int | None) -> Table:
    """The table with an empty column of pictures, which is neither text nor label."""
    cells = [[*row] for row in rows.cells]
    for row in cells[1:] if image is not None and rows.names is None else cells:
        if image is not None and image < len(row):
            row[image] = ""
    numbered = list(zip(rows.lines, cells, strict=True))
    return Table(rows.source, rows.format, numbered, len(cells), rows.names)


def _leave(body: Body, kept: list[int], why: str) -> None:
    """Keep these rows, and say how many others there are and why they go."""
    lost = len(body.cells) - len(kept)
    if lost:
        body.notes.append(f"{counted(lost, 'rows')} {why}: left out")
        body.only(kept)


def usable(path: Path, body: Body, settings: dict[str, Any]) -> None:
    """Leave out rows without a label or a word; of very many rows take a sample."""
    labels, texts = body.column(body.columns.label), body.column(body.columns.text)
    _leave(body, [at for at, label in enumerate(labels) if not is_missing(label)],
           "without a label")  # fmt: skip
    texts = body.column(body.columns.text)
    has_words = [at for at, text in enumerate(texts) if not is_missing(text) and words_of(text)]
    _leave(body, has_words, "without a word in the text")
    if not body.cells:
        raise refusal(path, "has no row with a label and a word in its text", TABLE)
    classes = {*body.column(body.columns.label)}
    name = visible(body.columns.names[body.columns.label])
    if len(classes) == 1:
        only = f"has one class: every label in column {name!r} is {visible(classes.pop())!r}"
        raise refusal(path, only, "give rows of two classes or more")
    if len(classes) > MOST_CLASSES:
        many = f"has {len(classes):,} different labels in column {name!r}"
        raise refusal(path, many, "name another column: --set label=NAME")
    if len(body.cells) > MOST_ROWS:
        luck = random.Random(settings["split_seed"])
        drawn = sorted(luck.sample(range(len(body.cells)), MOST_ROWS))
        body.notes.append(f"{len(body.cells):,} rows: {MOST_ROWS:,} of them, drawn by chance, "
                          "are used")  # fmt: skip
        body.only(drawn)


def split_pairs(path: Path, rows: Rows, body: Body, sense: Sense, settings: dict[str, Any]) -> Data:
    """Both senses side by side, split into what is learned and what is tested."""
    body.only(sense.kept)
    labels, texts = body.column(body.columns.label), body.column(body.columns.text)
    keys: list[Hashable] = [(*words_of(text), key)
                            for text, key in zip(texts, sense.keys, strict=True)]  # fmt: skip
    shares = (settings["test_share"], 0.0)
    places = shared_out(
        path, keys, labels, _parts(path, body, settings["split"]), shares, settings["split_seed"]
    )
    first = sense.inputs(places.train)
    captions = counted_in([texts[at] for at in places.train], settings["vocabulary"])
    x = np.concatenate([first.x, captions.of(texts)], axis=1)
    notes = [*body.notes, *first.notes, *places.notes, *_seen_before(sense, places)]
    data = _dataset(x, labels, places, body, first.names + captions.words, path, notes)
    notes.extend([captions.said, *said_of(data)])
    pairs = Pairs(data, first.shape, captions.words, captions.one,
                  dict(zip(body.lines, texts, strict=True)))  # fmt: skip
    return Data(pairs, _summary(rows, body, data, notes))


def _parts(path: Path, body: Body, asked: str) -> list[str] | None:
    """What each row is for, where a column says so. Raises BadUsage for one that does not."""
    at = body.columns.split
    if at is None:
        return None
    name, values = visible(body.columns.names[at]), body.column(at)
    parts = parts_in(body.columns.names[at], values)
    if parts is None and asked:
        some = ", ".join(repr(visible(value))[:20] for value in sorted(set(values))[:5])
        what = f"{shown(path)}: column {name!r} does not say train and test, but {some}"
        raise BadUsage(what, "name another: --set split=NAME")
    says = "train and test are as column {!r} says" if parts else "column {!r} is not used"
    body.notes.append(says.format(name))
    return parts


def _seen_before(sense: Sense, places: Places) -> list[str]:
    """The note about pictures of the test that training has too, with another text."""
    if not sense.is_picture:
        return []
    taught = {sense.keys[at] for at in places.train}
    count = sum(sense.keys[at] in taught for at in places.test)
    said = (
        f"{count:,} of {len(places.test):,} pictures of the test are learned too, with other texts"
    )
    return [said] if count else []


def _dataset(
    x: np.ndarray[Any, np.dtype[np.float32]], labels: list[str], places: Places, body: Body,
    inputs: list[str], path: Path, notes: list[str],
) -> Dataset:  # fmt: skip
    classes = sorted(set(labels), key=natural)
    numbers = {name: at for at, name in enumerate(classes)}
    y, lines = np.array([numbers[each] for each in labels], dtype=np.int64), np.array(body.lines)

    def part(rows: list[int]) -> Part:
        return Part(x[rows], y[rows], lines[rows].astype(np.int64))

    name = body.columns.names[body.columns.label]
    return Dataset(
        part(places.train), part(places.valid), part(places.test), part(places.copies), part([]),
        classes, inputs, name, str(path), notes, is_own=True,
    )  # fmt: skip


def _summary(rows: Rows, body: Body, data: Dataset, notes: list[str]) -> dict[str, Any]:
    names = body.columns.names
    counts = {visible(name): 0 for name in data.classes}
    for _, part in data.parts():
        for at in part.y.tolist():
            counts[visible(data.classes[at])] += 1
    return {
        "source": shown(rows.source.path),
        "format": rows.format,
        "digest": digest_of([rows.source]),
        "rows": len(body.cells),
        "text": visible(names[body.columns.text]),
        "label": visible(names[body.columns.label]),
        "image": None if body.image is None else visible(names[body.image]),
        "classes": counts,
        "parts": {name: len(part) for name, part in data.parts()},
        "notes": [*notes, *told([rows.source])],
    }
