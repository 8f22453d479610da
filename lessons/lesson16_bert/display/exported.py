"""`dl-lab export RUN --format predictions`: each labelled text, and what the network says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lessons.kit.errors import BadUsage
from lessons.kit.stream.safe_csv import as_csv


def predicted_rows(state: dict[str, Any]) -> Iterator[str]:
    """A CSV file with a row for each labelled text: those to learn from, and those held out."""
    kept = state.get("predicted")
    if not kept:
        what = "this run had no labels, so it predicts none"
        raise BadUsage(what, "train on some first: --set labelled=FILE")
    names: list[str] = kept["classes"]
    yield from as_csv([["text", "label", "predicted", *(f"p({name})" for name in names), "part"]])
    for part, each in kept["parts"].items():
        columns = zip(each["texts"], each["labels"], each["said"], strict=True)
        yield from as_csv(_row(text, label, p, names, part) for text, label, p in columns)


def _row(text: str, label: int, p: Any, names: list[str], part: str) -> list[object]:
    likely = [float(each) for each in p]
    said = names[likely.index(max(likely))]
    return [text, names[label], said, *(f"{each:.6g}" for each in likely), part]
