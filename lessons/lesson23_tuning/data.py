"""What is read before anything trains: the digits, or the learner's table. No torch."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import BadEnvironment, BadUsage, Data, Params, Progress

if TYPE_CHECKING:
    from lessons.shared.dataset import Dataset

LEAST = 30
"""Rows to learn and to choose from: of fewer neither can be done."""
ENGINES = {"tpe": "optuna"}
"""Searches that only Optuna has."""
WIDEST = 2000
"""Inputs of a table that each trial can be solved for in a moment."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits, (pixels, labels), or the learner's table as a `Dataset`; None for the toy."""
    settings = hp.as_dict()
    require_sense(settings)
    task = settings["task"]
    if path is not None and task != "overtuned":
        fix = "leave --data out (on the screen :data lesson), or choose --set task=overtuned"
        raise BadUsage(f"the experiment {task!r} has its own data", fix)
    if path is not None:
        from lessons.shared.tables import read_table

        return checked(read_table(path, hp, progress), settings)
    return Data(None, {"source": "a made-up score"}) if task == "search" else digits(progress)


def require_sense(settings: dict[str, Any]) -> None:
    """Raise BadUsage for a range with nothing in it, and say what is not installed."""
    low, high = settings["lr_low"], settings["lr_high"]
    if not low < high:
        raise BadUsage(f"from lr_low={low:g} to lr_high={high:g} is no range", "turn them round")
    task, search = settings["task"], settings["search"]
    if task in ("overtuned", "halving") and search != "random":
        what = f"in the experiment {task!r} each trial is drawn at random"
        raise BadUsage(f"{what}, and search={search} means nothing", "choose --preset search")
    if "optuna" in (settings["engine"], ENGINES.get(search)) and not has_optuna():
        fix = 'pip install "dl-lab[sweep]"; presets other than tpe and trap do without it'
        raise BadEnvironment("this search needs optuna, which is not installed", fix)


def has_optuna() -> bool:
    """Whether the extra `sweep` is installed; looking does not load it."""
    try:
        return find_spec("optuna") is not None
    except ValueError:  # somebody has put None in its place
        return False


def digits(progress: Progress) -> Data:
    """Pixels from 0 to 1, (N, 64), and which digit each shows, (N,)."""
    import numpy as np

    from lessons.kit.data import bundled

    progress("reading the digits", 0.0)
    found = bundled.digits()
    pixels = found.images.reshape(len(found.images), -1).astype(np.float32) / 255
    labels = np.array(found.labels, dtype=np.int64)
    return Data((pixels, labels), {"source": found.source, "digest": found.digest, **found.facts})


def checked(found: Data, settings: dict[str, Any]) -> Data:
    """The table, and which rows do what. Raises BadEnvironment where it is too small."""
    table: Dataset = found.content
    rows, width = len(table.train), table.train.x.shape[1]
    if len(table.classes) < 2:
        raise BadEnvironment("all rows have one class", "bring a table with two classes or more")
    if rows < LEAST or not len(table.test):
        raise BadEnvironment(
            f"{rows} rows are left to learn from, and {len(table.test)} to test on",
            f"bring a table of at least {2 * LEAST} different rows with a class",
        )
    if width > WIDEST:
        raise BadEnvironment(
            f"the columns make {width:,} inputs, and this lesson takes {WIDEST:,} at most",
            "leave out columns of names and numbers that never come back",
        )
    notes = [*found.summary["notes"], *said_of(rows, len(table.test), settings)]
    return Data(found.content, {**found.summary, "notes": notes})


def shared_out(rows: int, taught: int) -> tuple[int, int]:
    """How many of so many rows each trial learns from, and how many can choose the best."""
    learned = min(taught, rows * 2 // 3)
    return learned, min(rows - learned, 400)


def said_of(rows: int, tested: int, settings: dict[str, Any]) -> list[str]:
    """Which rows do what, in words."""
    taught, pool = shared_out(rows, settings["taught"])
    choose = min(settings["valid"], pool)
    short = f" (of {settings['valid']} that were asked for)" if choose < settings["valid"] else ""
    return [
        f"in each search {taught} rows are learned from (--set taught=N), and {choose} others "
        f"choose the best{short} (--set valid=N); the {tested:,} test rows choose nothing"
    ]
