"""What is explained: digits or a table, the lesson's or the learner's; or a network of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessons.kit import BadUsage, Data, Params, Progress

DRAWN = {"function": "a known function of eight numbers", "copies": "a cause in several columns"}
READ = ("lesson4", "lesson6", "lesson11")
"""Lessons of which a run can be explained."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits, a table, or another run's network with what it learned from. Raises Trouble."""
    settings = hp.as_dict()
    if settings["run"] or settings["task"] == "run":
        return read_run(path, settings, progress)
    if settings["task"] in DRAWN:
        return drawn(path, settings["task"])
    progress("reading the data", 0.0)
    return rows(path, hp, progress) if settings["task"] == "rows" else images(path, hp, progress)


def read_run(path: Path | None, settings: dict[str, Any], progress: Progress) -> Data:
    """A network that is trained already."""
    from lessons.kit.engine.trained_run import trained_run

    if not settings["run"]:
        raise BadUsage("no run is named", "name one of yours: --preset own-run --set run=NAME")
    if settings["task"] != "run":
        what = "a run is explained by a preset of its own, which trains nothing"
        raise BadUsage(what, "add --preset own-run")
    if path is not None:
        raise BadUsage("a run brings its data along", "leave --data out, or leave run= out")
    found = trained_run(settings["run"], of=READ)
    data = found.data(progress)
    notes = [*data.summary.get("notes", []), *found.notes]
    return Data((found, data), {**data.summary, **found.summary, "notes": notes})


def drawn(path: Path | None, task: str) -> Data:
    """An experiment that draws its rows."""
    if path is not None:
        fix = "leave --data out; --preset rows takes a table, and the default run images"
        raise BadUsage(f"the experiment {task!r} draws its own rows", fix)
    return Data(None, {"source": DRAWN[task]})


def rows(path: Path | None, hp: Params, progress: Progress) -> Data:
    """A table with a class to predict."""
    from lessons.shared.pictures import holds_images  # numpy: the menu need not wait
    from lessons.shared.tables import bundled, read_table

    if path is None:
        return bundled("breast_cancer", hp)
    if holds_images(path):
        raise BadUsage("these are images, and the preset rows takes a table", "leave --preset out")
    return read_table(path, hp, progress)


def images(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Images with a class each."""
    from lessons.shared.pictures import digits, holds_images, read_pictures

    if path is None:
        return digits(hp)
    if path.exists() and not holds_images(path):
        raise BadUsage("the default run takes images", "for a table add --preset rows")
    return read_pictures(path, hp, progress)
