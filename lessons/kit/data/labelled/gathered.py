"""Labelled texts as they come in, and what had to be left out."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field

from lessons.kit.data.labelled.labels import cleaned, is_dressed
from lessons.kit.data.rows.delimiters import UNNAMED, Marks
from lessons.kit.data.rows.layout import FASTTEXT
from lessons.kit.data.sources.files import Source
from lessons.kit.errors import one_line

MORE_LABELS = re.compile(rf"^({FASTTEXT}\S*\s*)+")
"""What the other labels of a row are, before its text."""
FIRST = 3
"""Places named for each reason; more are counted."""
TRAIN = "train"


@dataclass
class Dropped:
    """Rows left out, by reason, with the first places of each."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def drop_row(self, reason: str, place: str) -> None:
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


@dataclass(slots=True)
class Example:
    """One text, and what was said of it."""

    text: str
    label: str
    part: str | None
    place: str
    """Where it stands, in words."""
    origin: str
    """The file that it is from; of a folder of classes, the class."""


@dataclass
class Origin:
    """A file of rows, or a class by its name."""

    part: str | None = None
    """What its own name says of all its rows."""
    seen: int = 0
    """Rows that it has, those left out by a sample too."""


@dataclass
class Gathered:
    """Texts with their labels, from one file or many."""

    encoding: str = ""
    """The one that the learner named for all of them."""
    marks: Marks = UNNAMED
    """Those that the learner named for all of them."""
    examples: list[Example] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    dropped: Dropped = field(default_factory=Dropped)
    dressed: int = 0
    """Labels with something in them that nobody can see."""
    several: int = 0
    """Rows with more labels than one."""
    sources: list[Source] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """Rows that there are."""
        return sum(origin.seen for origin in self.origins.values())

    @property
    def labels(self) -> Counter[str]:
        """How often each label is given."""
        return Counter(example.label for example in self.examples)

    def add_example(self, example: Example) -> None:
        """One more example, or one more left out."""
        example.text = example.text.strip()
        if example.text.startswith(FASTTEXT):
            example.text = MORE_LABELS.sub("", example.text)
            self.several += 1
        self.dressed += is_dressed(example.label)
        example.label = cleaned(example.label)
        if example.text:
            self.examples.append(example)
        else:
            self.dropped.drop_row("without text", example.place)

    def cut(self, most: int) -> None:
        """Keep at most this many examples to learn from, each with the same chance."""
        drawn = [at for at, example in enumerate(self.examples) if example.part in (None, TRAIN)]
        if len(drawn) > most:
            lost = {*drawn} - {*random.Random(0).sample(drawn, most)}
            self.examples = [e for at, e in enumerate(self.examples) if at not in lost]

    def forget(self, origin: str) -> None:
        """Leave out everything from one file."""
        self.examples = [example for example in self.examples if example.origin != origin]
        del self.origins[origin]

    def note(self, said: str) -> None:
        """Tell the learner something, once."""
        if said and one_line(said) not in self.notes:
            self.notes.append(one_line(said))

    def read(self, source: Source) -> None:
        """One more file was read."""
        self.sources.append(source)
