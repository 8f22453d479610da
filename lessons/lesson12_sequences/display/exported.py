"""`dl-lab export RUN --format predictions`: each token or text of the file, and what is said of it.

Kept in the checkpoint, and so asked when one is written: it agrees with the weights beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from lessons.kit.errors import BadUsage
from lessons.kit.stream.safe_csv import as_csv


def predicted_rows(state: dict[str, Any]) -> Iterator[str]:
    """A CSV file, in the order of the file: row, token or text, tag or label, predicted, part."""
    kept = state.get("predicted")
    if not kept:
        what = "this run learned from no file, so it predicts none"
        raise BadUsage(what, "train on one first: --data FILE")
    if kept["whole"]:
        yield from as_csv([["row", "text", "label", "predicted", "part"]])
        yield from as_csv(sorted(_texts(kept), key=itemgetter(0)))
        return
    yield from as_csv([["row", "token", "tag", "predicted", "part"]])
    rows = list(_tokens(kept))
    rows.sort(key=itemgetter(0))
    yield from as_csv(rows)


def _tokens(kept: dict[str, Any]) -> Iterator[list[Any]]:
    names = kept["classes"]
    for part, each in kept["parts"].items():
        columns = (each["rows"], each["words"], each["answers"], each["said"])
        for rows, words, tags, said in zip(*columns, strict=True):
            for row, word, tag, guess in zip(rows, words, tags, said, strict=True):
                yield [row, word, names[tag], names[guess], part]


def _texts(kept: dict[str, Any]) -> Iterator[list[Any]]:
    names = kept["classes"]
    for part, each in kept["parts"].items():
        rows = each["rows"] or [""] * len(each["words"])  # a run from before texts had rows
        columns = (rows, each["words"], each["answers"], each["said"])
        for row, words, label, said in zip(*columns, strict=True):
            yield [row, " ".join(words), names[label[0]], names[said[0]], part]
