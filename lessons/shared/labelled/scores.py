"""What a classifier is worth, from its guesses: accuracy, precision, recall, F1, confusion."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Scores:
    """The guesses for some texts against the truth, both as places in the list of classes."""

    truth: Sequence[int]
    said: Sequence[int]
    classes: int

    @cached_property
    def confusion(self) -> list[list[int]]:
        """How many of each true class (row) were taken for which (column)."""
        table = [[0] * self.classes for _ in range(self.classes)]
        for true, said in zip(self.truth, self.said, strict=True):
            table[true][said] += 1
        return table

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return sum(self.confusion[c][c] for c in range(self.classes)) / len(self.truth)

    def precision_of(self, c: int) -> float:
        """Of those taken for this class, the share that is; 0 where none was."""
        return _share(self.confusion[c][c], sum(row[c] for row in self.confusion))

    def recall_of(self, c: int) -> float:
        """Of those that are this class, the share that was found; 0 where there is none."""
        return _share(self.confusion[c][c], sum(self.confusion[c]))

    def f1_of(self, c: int) -> float:
        """The harmonic mean of both: 2PR / (P + R)."""
        precision, recall = self.precision_of(c), self.recall_of(c)
        return _share(2 * precision * recall, precision + recall)

    @property
    def macro_f1(self) -> float:
        """The mean F1 of all classes that occur among the texts or the guesses, small or large."""
        found = {*self.truth, *self.said}
        return sum(map(self.f1_of, found)) / len(found)

    def summary(self) -> dict[str, float]:
        """Accuracy, precision and recall of the last class of two or the mean over more, F1 alike.

        Macro-F1 is the mean over the classes however many there are.
        """
        of = [1] if self.classes == 2 else range(self.classes)
        return {
            "accuracy": self.accuracy,
            "precision": sum(map(self.precision_of, of)) / len(of),
            "recall": sum(map(self.recall_of, of)) / len(of),
            "f1": self.f1_of(1) if self.classes == 2 else self.macro_f1,
            "macro_f1": self.macro_f1,
        }


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
