"""`dl-lab export RUN --format predictions`: each row of the data, and what the network says of it.

Columns: row, where it stands in the file; part: train, valid, test, copies or unknown; the target
as it is there; predicted; and for classes the probability of each, for numbers the residual.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lessons.kit.errors import BadUsage
from lessons.kit.stream.safe_csv import as_csv

UNKNOWN = "unknown"


def predictions(state: dict[str, Any]) -> Iterator[str]:
    """A CSV file, in the order of the data, from what `Predicted` kept as `predicted`.

    A row whose target is empty in the file is there too, with what the network says.
    """
    if "predicted" not in state:
        what = "this run learned from no rows of a table or of images, so it predicts none"
        raise BadUsage(what, "train on some first: --data FILE")
    kept = state["predicted"]
    parts = [name for name, count in kept["parts"] for _ in range(count)]
    classes: list[str] = kept["classes"]
    yield from as_csv([_heading(kept["target"], classes)])
    order = sorted(range(len(parts)), key=lambda at: kept["rows"][at])
    yield from as_csv(_row(kept, parts, classes, at) for at in order)


def _heading(target: str, classes: Sequence[str]) -> list[str]:
    beside = [f"p({name})" for name in classes] or ["residual"]
    return ["row", "part", target or "target", "predicted", *beside]


def _row(
    kept: dict[str, Any], parts: Sequence[str], classes: Sequence[str], at: int
) -> list[object]:
    said = kept["said"][at]
    target, is_known = kept["targets"][at], parts[at] != UNKNOWN
    start: list[object] = [int(kept["rows"][at]), parts[at]]
    if classes:
        true = classes[target] if is_known else ""
        return [*start, true, classes[said.argmax()], *(f"{p:.6g}" for p in said)]
    true, residual = (f"{target:.15g}", f"{target - said:.7g}") if is_known else ("", "")
    return [*start, true, f"{said:.7g}", residual]
