"""A table, the learner's or one that comes along, as a `Dataset`. No torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lessons.kit.data.brought import Data, Progress
from lessons.kit.data.bundled import bundled_table
from lessons.kit.data.table.inputs import encoded
from lessons.kit.data.table.table_file import read_table_file
from lessons.kit.data.table.tabular import Tabular
from lessons.kit.data.table.target import NUMBERS
from lessons.kit.errors import BadUsage, visible
from lessons.kit.page.params import Params
from lessons.shared.dataset import Dataset, Part
from lessons.shared.parts import Places, said_of, shared_out

MOST_CLASSES = 30
"""A class has to come back: with more different values a target is an amount, or a name."""
READ = ("target", "missing", "encoding", "delimiter", "quotes")


def read_table(
    path: Path, hp: Params, progress: Progress, *, wants: str = "class", valid_share: float = 0.0
) -> Data:
    """The learner's table; `wants` says whether a "class" or a "number" is predicted.

    `hp` has the knobs of `ClassKnobs` or `TableKnobs`. Raises BadUsage and BadEnvironment.
    """
    settings = hp.as_dict()
    task = "number" if wants == "number" or settings.get("cut") else "class"
    asked = {name: settings[name] for name in READ}
    found = read_table_file(path, **asked, task=task, progress=progress)
    return split_table(path, found, settings, wants, valid_share, is_own=True)


def bundled(name: str, hp: Params, *, wants: str = "class", valid_share: float = 0.0) -> Data:
    """A table that comes along: "breast_cancer", "wine" or, with a number, "diabetes"."""
    return split_table(Path(name), bundled_table(name), hp.as_dict(), wants, valid_share)


def split_table(
    path: Path, found: Data, settings: dict[str, Any], wants: str, valid_share: float,
    *, is_own: bool = False,
) -> Data:  # fmt: skip
    """A table that was read, as a `Dataset` with its summary."""
    table: Tabular = found.content
    notes = list(found.summary["notes"])
    if wants == "class":
        table = _with_classes(table, settings.get("cut", 0), notes)
    labels = (table.values if table.classes else _tenths(table.values)).tolist()
    shares = (settings["test_share"], valid_share)
    places = shared_out(path, table.keys, labels, None, shares, settings["split_seed"])
    dataset = _dataset(table, places, notes, found.summary["source"], is_own)
    dataset.notes.extend(said_of(dataset))
    counts = {name: len(part) for name, part in dataset.parts()}
    classes = {"classes": _counted(table)} if wants == "class" else {}
    summary = {**found.summary, **classes, "parts": counts, "notes": dataset.notes}
    return Data(dataset, summary)


def _counted(table: Tabular) -> dict[str, int]:
    counts = np.bincount(table.values, minlength=len(table.classes)).tolist()
    return {visible(name): count for name, count in zip(table.classes, counts, strict=True)}


def _dataset(
    table: Tabular, places: Places, notes: list[str], source: str, is_own: bool
) -> Dataset:
    found = encoded(table, places.train)
    kind = np.int64 if table.classes else np.float64
    values, lines = table.values.astype(kind), np.array(table.lines, dtype=np.int64)

    def part(rows: Sequence[int]) -> Part:
        return Part(found.inputs[rows], values[rows], lines[rows])

    unknown = Part(
        found.unlabelled,
        np.zeros(len(table.unlabelled), dtype=kind),
        np.array(table.unlabelled.lines, dtype=np.int64),
    )
    notes = [*notes, *found.notes, *places.notes]
    return Dataset(
        part(places.train), part(places.valid), part(places.test), part(places.copies), unknown,
        table.classes, found.names, table.target.name, source, notes, is_own,
    )  # fmt: skip


def _tenths(values: NDArray[Any]) -> NDArray[Any]:
    """The tenth of all numbers in which each one is: the test has large and small ones alike."""
    tenths: NDArray[Any] = np.digitize(values, np.quantile(values, np.arange(0.1, 1.0, 0.1)))
    return tenths


def _with_classes(table: Tabular, cut: int, notes: list[str]) -> Tabular:
    """The table with a class to predict; one with a number cut into classes, where asked for."""
    if table.how == "number":
        values, classes = _cut(table, max(2, cut))
        parts = ", ".join(map(visible, classes))
        notes.append(f"{visible(table.target.name)!r} is cut into {len(classes)} classes: {parts}")
        return replace(table, how="class", values=values, classes=classes)
    if len(table.classes) > MOST_CLASSES:
        raise _too_many(table)
    return table


def _cut(table: Tabular, parts: int) -> tuple[NDArray[Any], list[str]]:
    """The class of each number, and their names: with about as many rows in each of them."""
    values = table.values
    edges = np.unique(np.quantile(values, np.arange(1, parts) / parts, method="lower"))
    edges = edges[edges < values.max()]
    told = [f"{edge:.6g}" for edge in edges]
    between = [f"from {low} to {high}" for low, high in pairwise(told)]
    return np.searchsorted(edges, values), [f"up to {told[0]}", *between, f"above {told[-1]}"]


def _too_many(table: Tabular) -> BadUsage:
    name, count = visible(table.target.name), len(table.classes)
    if table.target.kind in NUMBERS:
        what = f"column {name!r} holds {count:,} numbers, and this lesson predicts a class"
        other = "another one with --set target=NAME, or a number in lesson5"
        return BadUsage(what, f"--set cut=2 makes 2 classes of them; {other}")
    what = f"column {name!r} has {count:,} different values, and a class has to come back"
    return BadUsage(what, "choose another column, --set target=NAME")
