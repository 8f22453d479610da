"""What is read: the village that comes with the lesson, the learner's own text, or nothing.

Ten pieces of a text, the last tenth of every tenth, are held out and never trained on. Taken from
all over it they are fair to a file that is sorted, or that ends in something else than it is.
Whoever wants to know what it makes of text beyond all that was read holds out the last tenth.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lessons.kit import Data, Params, Progress, read_text
from lessons.kit.data.brought import Text
from lessons.kit.data.text import as_text
from lessons.kit.data.text.variety import refuse_sameness, thin
from lessons.lesson02_gradients.village import village

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int32]

PIECES, SHARE = 10, 10
"""Ten pieces are held out, each a tenth of its tenth."""
HELD_OUT = {
    "tenths": "the last tenth of each tenth of the text",
    "end": "the last tenth of the text",
}
"""By the setting, in words."""
LINE, LINES = 256, 128
"""Held-out characters are scored in lines of 256; 128 lines, if there are so many, are plenty."""
COUNTED = 4_000_000
"""Counting stops after so many characters: it is there to compare with, and must not take long."""
PAST, FAR, ASKED = 96, 14, 64
"""Characters read before an animal is asked for; from 14 on its name is far away; so many are."""


@dataclass(frozen=True)
class Corpus:
    """A text as numbers: the place of each character in the alphabet."""

    alphabet: str
    training: Codes
    """(P, N): the pieces that are trained on, ten or one."""
    held_out: Codes
    """(M, L + 1): lines of the other pieces, spread evenly over them."""
    near: Codes
    far: Codes
    """Held-out beginnings of sentences and, last, the animal's first letter, (M, PAST + 1)."""
    grammar: float | None = None
    """The nats a character that the text was made from, where that is known."""

    @cached_property
    def place(self) -> dict[str, int]:
        """Character to code."""
        return {character: at for at, character in enumerate(self.alphabet)}

    def encode(self, prompt: str) -> list[int]:
        """The codes of what can be read; the first character's if nothing can."""
        return [self.place[c] for c in prompt if c in self.place] or [0]

    @cached_property
    def counted(self) -> list[float]:
        """Held-out nats a character of counting strings of 1, 2, … 5 characters."""
        from lessons.lesson02_gradients.counting import nats

        some = self.training[:, : COUNTED // len(self.training)]
        return nats(some, self.held_out, len(self.alphabet))


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """A text of enough characters; for recall, which makes its own symbols, none."""
    settings = hp.as_dict()
    if settings["task"] == "recall":
        return Data(None, {"source": "random symbols, made as it goes", "notes": _unread(path)})
    progress("reading the text", 0.0)
    if path is None:
        return _own(settings["held_out"])
    at_least = shortest(settings["window"], settings["lag"])
    text = read_text(path, at_least, encoding=settings["encoding"])
    refuse_sameness(path, text.text)
    text.notes.extend(as_text.notes(path, text.text, text.encoding))
    last = len(text.text) // (SHARE if settings["held_out"] == "end" else PIECES * SHARE)
    text.notes.extend(thin(text.text, text.text[-last:]))
    progress("numbering its characters", 0.5)
    return _told(numbered(text.text, how=settings["held_out"]), text.summary, settings["held_out"])


def shortest(window: int, lag: int) -> int:
    """Characters that a text must have: one window in its training part, and a line to score."""
    train = max(window, lag) + 2
    return max(2 * PIECES * SHARE, ceil(train * SHARE / (SHARE - 1)) + PIECES * SHARE)


def _unread(path: Path | None) -> list[str]:
    if path is None:
        return []
    return [f"recall makes its own symbols: {path.name} is not read (--set task=text reads it)"]


def _told(corpus: Corpus, summary: dict[str, Any], how: str) -> Data:
    """The corpus, and with what is known of it, which part of it no network is trained on."""
    scored = f"{corpus.held_out.shape[0] * (corpus.held_out.shape[1] - 1):,} characters of it"
    other = next(name for name in HELD_OUT if name != how)
    note = f"held out, never trained on: {HELD_OUT[how]}; a network is scored on {scored}"
    notes = [*summary["notes"], f"{note} (--set held_out={other} for {HELD_OUT[other]})"]
    return Data(corpus, summary | {"held_out": HELD_OUT[how], "notes": notes})


def _own(how: str) -> Data:
    own = village()
    source = "a village, made by the lesson from a small grammar"
    summary = Text(own.text, source).summary | {"nats_of_its_choices": round(own.nats, 4)}
    return _told(numbered(own.text, own.tests, own.nats, how), summary, how)


def numbered(
    text: str, tests: tuple[tuple[int, int], ...] = (), grammar: float | None = None,
    how: str = "tenths",
) -> Corpus:  # fmt: skip
    """Number a text's characters and cut it into its two parts, in one of the two ways."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    used = np.flatnonzero(np.bincount(points))
    table = np.zeros(int(used[-1]) + 1, dtype=np.int32)
    table[used] = np.arange(len(used))
    codes = table[points]
    pieces = PIECES if how == "tenths" else 1
    size = len(codes) // pieces
    kept = size - size // SHARE
    tenths = codes[: size * pieces].reshape(pieces, size)
    ours = [(at, far) for at, far in tests if kept + PAST <= at % size and at < size * pieces]
    return Corpus(
        alphabet="".join(map(chr, used)),
        training=np.ascontiguousarray(tenths[:, :kept]),
        held_out=lined(tenths[:, kept:]),
        near=_asked(codes, [at for at, far in ours if far < FAR][:ASKED]),
        far=_asked(codes, [at for at, far in ours if far >= FAR][:ASKED]),
        grammar=grammar,
    )


def lined(pieces: Any) -> Codes:
    """Pieces, (P, K), as lines of up to 257 characters, at most 128 of them: (M, L + 1).

    A line's last character is the next one's first: each is predicted once.
    """
    import numpy as np

    length = min(LINE, pieces.shape[1] - 1)
    starts = np.arange((pieces.shape[1] - 1) // length) * length
    lines = pieces[:, starts[:, None] + np.arange(length + 1)].reshape(-1, length + 1)
    chosen = np.linspace(0, len(lines) - 1, min(len(lines), LINES)).round().astype(int)
    found: Codes = lines[chosen]
    return found


def _asked(codes: Any, places: list[int]) -> Codes:
    """What comes before each place, and what stands there, (M, PAST + 1)."""
    import numpy as np

    found: Codes = codes[np.array(places, dtype=int)[:, None] + np.arange(-PAST, 1)]
    return found
