"""`dl-lab export RUN --format predictions`: each token or text of the file, and what is said of it.

Kept in the checkpoint, and so asked when one is written: it agrees with the weights beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from lessons.kit.errors import BadUsage
from lessons.kit.stream.safe_csv import as_csv

if TYPE_CHECKING:
    from lessons.lesson12_sequences.model import Reader
    from lessons.lesson12_sequences.words import Words

AT_ONCE = 256


class Predictions:
    """Named in `run.steps(…, predicted=…)`; a run on the lesson's own sequences keeps nothing."""

    def __init__(self, model: Reader, task: Any) -> None:
        self.model, self.task = model, task

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps: for each part its rows, words, answers and what is said."""
        if not self.task.codes:
            return {}
        parts = {"train": self.task.data.train, "test": self.task.data.test}
        if self.task.data.others:
            parts["others"] = self.task.data.others
        return {
            "classes": self.task.classes,
            "whole": self.task.whole,
            "parts": {name: self._kept(name, part) for name, part in parts.items()},
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Nothing to take back: the network, which is kept too, says it again."""

    def _kept(self, name: str, part: Any) -> dict[str, Any]:
        tagged = self.task.data.tagged
        sentences = getattr(tagged, name) if tagged else []
        said: list[Any] = []
        for at in range(0, len(part.words), AT_ONCE):
            piece = slice(at, at + AT_ONCE)
            said += classes_said(self.model, self.task, part.words[piece], part.answers[piece])
        return {
            "rows": [each.rows for each in sentences],
            "words": part.words,
            "answers": part.answers,
            "said": said,
        }


def classes_said(
    model: Reader, task: Words, words: Sequence[list[str]], answers: Sequence[list[int]]
) -> list[list[int]]:
    """The classes that the network says, as many for each text as there are answers."""
    from lessons.lesson12_sequences.measures import said_of

    batch = task.batch(words, answers)
    found = said_of(model, batch).argmax(-1).tolist()
    if task.whole:
        return [[each] for each in found]
    return [row[: len(each)] for row, each in zip(found, words, strict=True)]


def predicted_rows(state: dict[str, Any]) -> Iterator[str]:
    """A CSV file: row, token, tag, predicted, part, in the order of the file; or of texts."""
    kept = state.get("predicted")
    if not kept:
        what = "this run learned from no file, so it predicts none"
        raise BadUsage(what, "train on one first: --data FILE")
    if kept["whole"]:
        yield from as_csv([["text", "label", "predicted", "part"]])
        yield from as_csv(_texts(kept))
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
        for words, label, said in zip(each["words"], each["answers"], each["said"], strict=True):
            yield [" ".join(words), names[label[0]], names[said[0]], part]
