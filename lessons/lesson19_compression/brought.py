"""What the learner brings: a table, images, or the network of a run. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit import BadUsage, Data, Params, Progress

if TYPE_CHECKING:
    from lessons.kit.engine.trained_run import TrainedRun
    from lessons.shared.dataset import Dataset

READ = ("lesson4", "lesson6", "lesson11")
"""Lessons whose networks can be compressed here."""


@dataclass(frozen=True, eq=False)
class Brought:
    """Nothing of the learner's, their data, or a network of theirs with its data."""

    own: Dataset | None = None
    run: tuple[TrainedRun, Data] | None = None


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits are split by each network's seed, in the loop. Raises Trouble."""
    settings = hp.as_dict()
    if settings["run"]:
        return read_run(settings["run"], settings["task"], path, progress)
    if path is None:
        return Data(Brought(), {"source": "the digits of scikit-learn, split by the seed"})
    from lessons.shared.own import read_own  # numpy: the menu need not wait for it

    found = read_own(path, hp, progress, flat=True)
    return Data(Brought(own=found.content), found.summary)


def read_run(address: str, task: str, path: Path | None, progress: Progress) -> Data:
    """The network of a run, and the data that it learned from."""
    from lessons.kit.engine.trained_run import trained_run

    if path is not None:
        raise BadUsage(
            "run= and --data cannot be combined", "a run brings its data: leave --data out"
        )
    found = trained_run(address, of=READ)
    if task == "distillation" and found.lesson.id == "lesson4":
        fix = "choose task=bits or task=pruning, or a run of lesson6 or lesson11"
        raise BadUsage("a network that reads texts has no student here", fix)
    data = found.data(progress)
    told = {"parts": data.summary["parts"]} if "parts" in data.summary else {}
    notes = [*found.notes, *data.summary.get("notes", [])]
    return Data(Brought(run=(found, data)), {**told, **found.summary, "notes": notes})
