"""What is read before anything trains: the digits, or the learner's table. No torch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit import BadEnvironment, BadUsage, Data, Params, Progress
from lessons.kit.errors import unknown, visible

if TYPE_CHECKING:
    from lessons.shared.dataset import Dataset, Part

DRAWN = {
    "threshold": "people who were screened, made up for each seed",
    "leaks": "noise, drawn anew at every step",
}
JUDGED = ("threshold", "calibration")
"""The experiments that a table of the learner's can be brought to."""
VALID_SHARE = 0.2  # of the learner's rows, to fit the calibration
ENOUGH = 20
"""Training rows of a class that is one of many: of fewer there is little to learn or to judge."""
PARTS = {"train": "training", "valid": "validation", "test": "test"}
LEAST = 2  # positives, and as many negatives, in each part


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The lesson's own rows are drawn in the loop; the digits come with scikit-learn."""
    settings = hp.as_dict()
    task = settings["task"]
    if path is not None and task not in JUDGED:
        fix = "leave --data out (on the screen :data lesson), or choose --set task=threshold"
        raise BadUsage(f"the experiment {task!r} draws its own data", fix)
    if path is not None:
        from lessons.shared.tables import read_table

        found = read_table(path, hp, progress, valid_share=VALID_SHARE)
        return of_two(found, settings["positive"])
    return Data(None, {"source": DRAWN[task]}) if task in DRAWN else read_digits(progress)


def read_digits(progress: Progress) -> Data:
    """Pixels from 0 to 1, (N, 64), and which digit each shows, (N,)."""
    import numpy as np

    from lessons.kit.data.bundled import digits

    progress("reading the digits", 0.0)
    found = digits()
    pixels = found.images.reshape(len(found.images), -1).astype(np.float32) / 255
    labels = np.array(found.labels, dtype=np.int64)
    return Data((pixels, labels), {"source": found.source, "digest": found.digest, **found.facts})


def of_two(found: Data, positive: str) -> Data:
    """The table with two classes: the one that is asked for, else the rarest, and the rest."""
    from lessons.shared.dataset import Dataset

    table: Dataset = found.content
    at, why = chosen(table, positive)
    name, others = table.classes[at], [each for each in table.classes if each != table.classes[at]]
    rest = others[0] if len(others) == 1 else f"not {name}"
    every = {part: as_one(rows, at) for part, rows in table.parts()}
    counts = {part: int(rows.y.sum()) for part, rows in every.items()}
    against = "" if len(others) == 1 else f", against the other {len(others)} classes together"
    note = (
        f"positive is {visible(name)!r}{against}: {why}; {counts['train']:,} of "
        f"{len(table.train):,} training rows; another one with --set positive=NAME"
    )
    for part in ("train", "valid", "test"):
        if not LEAST <= counts[part] <= len(every[part]) - LEAST:
            raise too_few(part, name, counts[part], table)
    notes = [*table.notes, note]
    if counts["test"] < ENOUGH:
        notes.append(f"only {counts['test']} positives to test on: figures on them say little")
    two = [rest, name]
    parts = every["train"], every["valid"], every["test"], every["copies"], every["unknown"]
    content = Dataset(
        *parts, two, table.inputs, table.target, table.source, notes, is_own=table.is_own
    )
    return Data(content, {**found.summary, "positive": visible(name), "notes": notes})


def chosen(table: Dataset, positive: str) -> tuple[int, str]:
    """The place of the positive class, and why it is that one. Raises BadUsage for no class."""
    import numpy as np

    if positive:
        if positive not in table.classes:
            raise unknown("class", positive, table.classes)
        return table.classes.index(positive), "as you chose"
    counts = np.bincount(table.train.y, minlength=len(table.classes))
    enough = counts >= ENOUGH if len(table.classes) > 2 else counts > 0
    least = counts[enough if enough.any() else counts > 0].min()
    why = f"the rarest with at least {ENOUGH} training rows" if least >= ENOUGH else "the rarest"
    return int(np.flatnonzero(counts == least)[-1]), why if len(counts) > 2 else "the rarer"


def as_one(part: Part, at: int) -> Part:
    """1 for a row of this class, 0 for another."""
    import numpy as np

    return replace(part, y=(part.y == at).astype(np.int64))


def too_few(part: str, name: str, count: int, table: Dataset) -> BadEnvironment:
    """The refusal of a table in which a part has one class alone, or almost."""
    rows, copies = len(getattr(table, part)), len(table.copies)
    what = f"the {PARTS[part]} rows have {count} of {visible(name)!r} and {rows - count} others"
    if copies:
        what += f"; {copies:,} copies of other rows are kept out of them"
    other = "--set positive=NAME, or " if len(table.classes) > 2 else ""
    longer = "more rows that differ" if copies else "a longer table"
    return BadEnvironment(what, f"at least {LEAST} of each are needed: {other}{longer}")
