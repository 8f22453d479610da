"""What is kept of the rows of a log, to say later what was odd in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import le

from lessons.kit.errors import one_line
from tui_lab.foreign.axes import EPOCHS, Axes, last_part
from tui_lab.foreign.points import number_of

MOST_CELL = 40


class Epochs:
    """Whether the steps go back as the next epoch begins: no training that is resumed does so."""

    def __init__(self) -> None:
        self.begin_again = False
        self._step, self._epoch = 0, 0.0
        """Of the last row with an epoch."""

    def look(self, found: Mapping[str, Sequence[str]], steps: Sequence[int], axes: Axes) -> None:
        """At the next rows."""
        name = next((each for each in found if last_part(each) in EPOCHS), None)
        if name is None or name == axes.step:
            return
        is_rising = steps[0] >= self._step and all(map(le, steps, steps[1:]))
        for place in range(len(steps) - 1, -1, -1) if is_rising else range(len(steps)):
            epoch = number_of(found[name][place])
            if epoch is not None:
                self.begin_again |= steps[place] < self._step and epoch > self._epoch
                self._step, self._epoch = steps[place], epoch
                if is_rising:
                    return


class Columns:
    """Which columns have numbers, and what stands in the others."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        """A cell of each column that has no number yet."""
        self._numeric: set[str] = set()

    def take(self, name: str, words: Sequence[str], *, has_numbers: bool) -> bool:
        """The next cells that are no numbers; whether the column has numbers."""
        if has_numbers:
            self._words.pop(name, None)
            self._numeric.add(name)
        elif words and name not in self._numeric:
            self._words.setdefault(name, one_line(words[0])[:MOST_CELL])
        return name in self._numeric

    def notes(self) -> Iterator[str]:
        """Columns that may have been meant as numbers: a word without a digit was not."""
        for name, cell in self._words.items():
            if any(map(str.isdigit, cell)):
                yield f'"{name}" has no number: "{cell}"'
