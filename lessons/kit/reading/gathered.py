"""Labelled texts as they come in, and what had to be left out."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from lessons.kit.errors import visible
from lessons.kit.reading.files import Source
from lessons.kit.reading.layout import FASTTEXT

FIRST = 3
"""Places named for each reason; more are counted."""
WHOLE_NUMBER = re.compile(r"([+-]?\d+)\.0+")


@dataclass
class Dropped:
    """Rows left out, by reason, with the first places of each."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, reason: str, place: str) -> None:
        """One more row is left out."""
        self.counts[reason] += 1
        if self.counts[reason] <= FIRST:
            self.places.setdefault(reason, []).append(place)

    def __str__(self) -> str:
        """Such as "2 without text (line 4, line 9); 1 without a label (line 7)"."""
        return "; ".join(
            f"{count} {reason} ({', '.join(self.places[reason])}{', …' if count > FIRST else ''})"
            for reason, count in self.counts.most_common()
        )


@dataclass
class Gathered:
    """Texts with their labels, from one file or many."""

    texts: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    parts: list[str | None] = field(default_factory=list)
    dropped: Dropped = field(default_factory=Dropped)
    sources: list[Source] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    seen: int = 0
    """Rows that there are, those left out by a sample too."""

    def add(self, place: str, text: str, label: str, part: str | None) -> None:
        """One more example, or one more left out."""
        text, label = text.strip(), label.strip()
        if not text:
            self.dropped.add("without text", place)
        elif not label:
            self.dropped.add("without a label", place)
        else:
            label = label.removeprefix(FASTTEXT)
            whole = WHOLE_NUMBER.fullmatch(label)
            self.texts.append(text)
            self.labels.append(whole[1] if whole else label)
            self.parts.append(part)

    def cut(self, most: int) -> None:
        """Keep at most so many examples, each with the same chance."""
        if len(self.texts) > most:
            kept = sorted(random.Random(0).sample(range(len(self.texts)), most))
            self.texts = [self.texts[at] for at in kept]
            self.labels = [self.labels[at] for at in kept]
            self.parts = [self.parts[at] for at in kept]

    def note(self, said: str) -> None:
        """Tell the learner something, once."""
        if said and visible(said) not in self.notes:
            self.notes.append(visible(said))

    def read(self, source: Source) -> None:
        """One more file was read."""
        self.sources.append(source)
