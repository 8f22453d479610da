"""What a network is worth on the learner's file, beside who only counts; and all that it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from lessons.kit import Grid
from lessons.kit.errors import visible
from lessons.kit.loop import Picture
from lessons.lesson12_sequences.measures import said_of
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.own.words import Words
from lessons.lesson12_sequences.tasks import IGNORED, Batch, Task
from lessons.shared.spans import are_spans, span_f1

MOST_CLASSES, EXAMPLES, MOST_WORDS = 30, 6, 25
"""Classes in a map; sentences that are shown, and words of each."""
LETTERS = 12
"""Of a class's name beside a map."""
COLUMNS = ["prec.", "recall", "F1"]
AT_ONCE = 256
"""Sentences whose tags are kept at once."""


def confusion(said: Tensor, y: Tensor, classes: int) -> Tensor:
    """How often class i (row) is called j (column), (C, C)."""
    asked = (y != IGNORED).flatten()
    pairs = (classes * y + said.argmax(-1)).flatten()[asked]
    return torch.bincount(pairs, minlength=classes**2).view(classes, classes).cpu()


def class_scores(task: Task, table: Tensor) -> Grid:
    """Precision, recall and F1 of each class as a map; how many there are stands in its name."""
    right, there, guessed = (each.tolist() for each in
                             (table.diagonal(), table.sum(1), table.sum(0)))  # fmt: skip
    names = [f"{visible(name)[:LETTERS]} ({n:,})"
             for name, n in zip(task.classes, there, strict=True)]  # fmt: skip
    shares = [
        [r / g if g else 0.0, r / n if n else 0.0, 2 * r / (n + g) if r else 0.0]
        for r, n, g in zip(right, there, guessed, strict=True)
    ]
    return Grid(shares[:MOST_CLASSES], rows=names[:MOST_CLASSES], columns=COLUMNS)


def class_pictures(task: Task, said: Tensor, y: Tensor) -> list[Picture]:
    """The scores of the classes, and which is taken for which."""
    table = confusion(said, y, len(task.classes))
    names = [visible(name)[:LETTERS] for name in task.classes]
    pictures = [Picture("class_scores", class_scores(task, table))]
    if len(names) <= MOST_CLASSES:
        pictures.append(Picture("confusion", Grid(table, rows=names, columns=names)))
    return pictures


def tags_said(task: Words, said: Tensor, batch: Batch) -> list[list[str]]:
    """The tags by name, sentence by sentence."""
    rows = zip(said.argmax(-1).tolist(), batch.lengths.tolist(), strict=True)
    return [[task.classes[tag] for tag in row[:n]] for row, n in rows]


def figures(task: Words, said: Tensor) -> dict[str, float]:
    """Every scalar about the test: the network's, and who only counts beside it."""
    tagged = task.data.tagged
    if tagged is None:
        assert task.data.labelled is not None
        return {"majority": task.data.labelled.majority}
    guesses = tags_said(task, said, task.test)
    counted = [tagged.by_word(sentence) for sentence in tagged.test]
    truth = [sentence.tags for sentence in tagged.test]
    is_new = [token not in tagged.counts for each in tagged.test for token in each.tokens]
    found = {
        "majority": right_of(truth, [[tagged.majority] * len(each) for each in truth]),
        "by_word": right_of(truth, counted),
        "known": right_of(truth, guesses, [not new for new in is_new]),
        "unknown": right_of(truth, guesses, is_new),
        "by_word_unknown": right_of(truth, counted, is_new),
    }
    if are_spans(task.classes):
        found["span_f1"] = span_f1(truth, guesses)
        found["by_word_span_f1"] = span_f1(truth, counted)
    return {name: value for name, value in found.items() if value is not None}


Tags = Sequence[Sequence[str]]


def right_of(truth: Tags, said: Tags, chosen: Sequence[bool] | None = None) -> float | None:
    """The share of the tokens that is right, of those that are chosen; None where none is."""
    pairs = [a == b for true, guess in zip(truth, said, strict=True)
             for a, b in zip(true, guess, strict=True)]  # fmt: skip
    if chosen is not None:
        pairs = [right for right, wanted in zip(pairs, chosen, strict=True) if wanted]
    return sum(pairs) / len(pairs) if pairs else None


def beside(task: Words, found: dict[str, float], score: float) -> list[list[str]]:
    """The majority, each word's most frequent tag, and the network; then spans."""

    def of(name: str) -> str:
        return f"{found[name]:.3f}" if name in found else ""

    def unknown(name: str) -> str:
        return f"{of(name)} of unknown words" if name in found else ""

    if task.data.tagged is None:
        return [["largest class", of("majority"), ""], ["this network", f"{score:.3f}", ""]]
    rows = [
        ["majority tag", of("majority"), ""],
        ["each word's most frequent tag", of("by_word"), unknown("by_word_unknown")],
        ["this network", f"{score:.3f}", unknown("unknown")],
    ]
    if "span_f1" in found:
        rows += [["spans, F1: most frequent tag", of("by_word_span_f1"), ""],
                 ["spans, F1: this network", of("span_f1"), ""]]  # fmt: skip
    return rows


def examples(task: Words, said: Tensor) -> list[list[str]]:
    """Some texts of the test as the network reads them, those with mistakes first."""
    y, guess = task.test.y, said.argmax(-1)
    wrong = ((guess != y) & (y != IGNORED)).flatten(1).sum(1) if not task.whole else guess != y
    chosen = wrong.long().argsort(descending=True, stable=True)[:EXAMPLES].tolist()
    return [[str(int(wrong[at])), spelled(task, at, guess[at].tolist())] for at in chosen]


def spelled(task: Words, at: int, guess: Any) -> str:
    """A text with what is said of it, and what is true where that is another thing."""
    words, true = task.data.test.words[at], task.data.test.answers[at]
    if task.whole:
        return f"{_said(task, guess, true[0])}: {visible(' '.join(words[:MOST_WORDS]))}"
    pairs = zip(words[:MOST_WORDS], guess, true, strict=False)
    return " ".join(f"{visible(word)}/{_said(task, g, t)}" for word, g, t in pairs)


def _said(task: Words, guess: int, true: int) -> str:
    named = visible(task.classes[guess])
    return named if guess == true else f"{named}(not {visible(task.classes[true])})"


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
        rows = [each.rows for each in getattr(tagged, name)] if tagged else part.rows
        said: list[Any] = []
        for at in range(0, len(part.words), AT_ONCE):
            piece = slice(at, at + AT_ONCE)
            said += classes_said(self.model, self.task, part.words[piece], part.answers[piece])
        return {
            "rows": rows,
            "words": part.words,
            "answers": part.answers,
            "said": said,
        }


def classes_said(
    model: Reader, task: Words, words: Sequence[list[str]], answers: Sequence[list[int]]
) -> list[list[int]]:
    """The classes that the network says, as many for each text as there are answers."""
    batch = task.batch(words, answers)
    found = said_of(model, batch).argmax(-1).tolist()
    if task.whole:
        return [[each] for each in found]
    return [row[: len(each)] for row, each in zip(found, words, strict=True)]
