"""A plan: everything that decides what a run will do. Written down before it starts."""

from pathlib import Path
from typing import Any

import msgspec

from lessons.kit.errors import BadUsage
from lessons.kit.page.params import plain_number, shown
from lessons.kit.stream.former import renew

LARGEST_SEED, MOST_SEEDS = 2**31, 1000


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """One run to be done: the same plan on the same machine gives the same numbers."""

    lesson: str
    config: dict[str, Any]
    """Every setting, also those left at their default."""
    variants: dict[str, dict[str, Any]]
    """What each racing network has different from `config`."""
    seeds: list[int]
    device: str = "cpu"
    threads: int = 1
    devices: int = 1
    """Processes that share each batch, every one on a device of its own kind."""
    data: str | None = None
    """The path of the learner's own data; None for what ships with the lesson."""
    origin: str | None = None
    """Where a lesson of somebody's own is imported from; None for ours."""
    preset: str | None = None
    max_seconds: float | None = None
    max_memory: int | None = None
    """Bytes that the run may hold; None is what is free when it starts."""
    nice: int = 10
    """How far it stands back for others on a CPU, 0 to 19."""
    together: bool = False
    """Whether seeds of one variant may train in one loop, where the lesson has one for that."""
    edits: dict[str, str] = {}
    """The learner's own texts of files that the lesson shows, by name; the others are its own."""
    source: str | None = None
    """In plans from before every shown file could be edited: the text of train.py. None here."""

    def __post_init__(self) -> None:
        if self.source is not None:
            msgspec.structs.force_setattr(self, "edits", {"train.py": self.source} | self.edits)
            msgspec.structs.force_setattr(self, "source", None)
        renew(self)

    @property
    def data_path(self) -> Path | None:
        """The learner's file, if there is one."""
        return Path(self.data) if self.data is not None else None

    @property
    def own_data(self) -> bool:
        """Whether it trains on what comes with the lesson."""
        return self.data is None

    @property
    def steps(self) -> int:
        """How many steps each network is to train."""
        return int(self.config["steps"])


def require(plan: Plan, setting: str) -> None:
    """Raises BadUsage where a setting is empty that the plan's preset is nothing without."""
    if setting and not plan.config[setting]:
        what = f"the preset {plan.preset} needs the setting {setting}, and it is empty"
        raise BadUsage(what, f"give it: --set {setting}=…, or :set {setting} … on the screen")


def seeds_from(first: Any, count: Any) -> list[int]:
    """This many seeds, counted from the first one. Raises BadUsage for what cannot be a seed."""
    start = _whole("seed", first, 0, LARGEST_SEED)
    return list(range(start, start + _whole("seeds", count, 1, MOST_SEEDS)))


def _whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within bounds. True is none, though Python counts it as 1."""
    number = plain_number(value)
    if type(number) is int and low <= number <= high:
        return number
    raise BadUsage(
        f"{name} cannot be {shown(number)!r}", f"use a whole number from {low} to {high}"
    )
