"""In which order the trials stand: by score, number, state or a setting."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tui_lab.session.sweep.standing import Standing, TrialRow

OWN = ("score", "trial", "state")


@dataclass(frozen=True)
class Order:
    """By which column, and whether the other way round."""

    by: str = "score"
    is_reversed: bool = False

    def __str__(self) -> str:
        return f"{self.by}{', reversed' if self.is_reversed else ''}"


def columns(standing: Standing) -> list[str]:
    """What the trials can be sorted by."""
    return [*OWN, *standing.plan.space]


def next_order(order: Order, names: Sequence[str]) -> Order:
    """By the next column."""
    return Order(names[(list(names).index(order.by) + 1) % len(names)])


def in_order(standing: Standing, order: Order) -> list[TrialRow]:
    """The trials in this order, above them the best one on fresh seeds.

    Those that lack what it goes by are last, whichever way round.
    """
    key = _keys(standing, order.by)
    rows = [row for row in standing.rows if row.trial >= 0]
    fresh = [row for row in standing.rows if row.trial < 0]
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return [*fresh, *sorted(known, key=key, reverse=order.is_reversed), *unknown]


def _keys(standing: Standing, by: str) -> Any:
    side = -1.0 if standing.plan.objective.maximize else 1.0
    match by:
        case "score":  # the best first; of those that did not finish, a score is no figure
            return lambda row: (
                (row.state != "finished", side * row.score) if row.score is not None else None
            )
        case "trial":
            return lambda row: row.trial
        case "state":
            return lambda row: row.state
    return lambda row: _comparable(row.knobs.get(by))


def _comparable(value: object) -> tuple[int, Any] | None:
    if value is None:
        return None
    return (1, value) if isinstance(value, str) else (0, value)


def names_of(rows: Iterable[TrialRow]) -> list[str]:
    """Each row's own name in a list."""
    return [str(row.trial) for row in rows]
