"""What is read: symbols that the lesson makes, or the learner's pairs or text. No torch.

A network is taught with the learner's words put together at random, so that it cannot learn the
pairs by heart; the pairs themselves are the test.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from lessons.kit import BadUsage, Data, Params, Progress, read_text
from lessons.kit.data.sources.files import refusal
from lessons.kit.data.text import as_text

TEST_SHARE = 10
"""The last tenth of a text is the test."""


@dataclass(frozen=True)
class Words:
    """What keys and values are called, and which the learner's pairs are."""

    keys: list[str]
    values: list[str]
    pairs: list[tuple[int, int]] = field(default_factory=list)
    """Places in the two lists; none where the lesson makes its own pairs."""


@dataclass(frozen=True)
class Symbols:
    """What stands in a row to be reversed."""

    alphabet: list[str]
    parts: tuple[array[int], ...] = ()
    """The learner's text as places in the alphabet: to learn from, and to test on."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """Symbols of the lesson's own, a table of pairs, or a text. Raises BadUsage, BadEnvironment."""
    settings = hp.as_dict()
    if path is None:
        return made(settings)
    if settings["task"] == "reverse":
        return read_lines(path, settings, progress)
    from lessons.lesson13_attention.own.pairs import read_pairs

    return read_pairs(path, settings, progress)


def made(settings: dict[str, Any]) -> Data:
    """Letters for keys and numbers for values; or letters alone."""
    many = settings["symbols"]
    if settings["task"] == "reverse":
        source = f"{many} letters in random rows of {settings['length']}, made as it goes"
        return Data(Symbols(letters(many)), {"source": source})
    if settings["pairs"] > many:
        fix = f"use --set symbols={settings['pairs']}, or fewer pairs"
        raise BadUsage(
            f"{settings['pairs']} pairs need as many different keys, and there are {many}", fix
        )
    source = f"{settings['pairs']} pairs of {many} keys and {many} values, made as it goes"
    return Data(Words(letters(many), [str(n) for n in range(many)]), {"source": source})


def letters(many: int) -> list[str]:
    """a to z, and then a2, b2 …"""
    return [ascii_lowercase[n % 26] + (str(n // 26 + 1) if n >= 26 else "") for n in range(many)]


def read_lines(path: Path, settings: dict[str, Any], progress: Progress) -> Data:
    """A text as a row of characters: nine tenths to learn from, the last one to test on."""
    progress("reading the text", 0.0)
    length = settings["length"]
    text = read_text(path, length * 2 * TEST_SHARE, encoding=settings["encoding"])
    text.notes.extend(as_text.notes(path, text.text, text.encoding))
    alphabet = sorted(set(text.text))
    if len(alphabet) < 2:
        raise refusal(path, "has one character, over and over", "give a text of words")
    place = {character: at for at, character in enumerate(alphabet)}
    codes = array("l", map(place.__getitem__, text.text))
    kept = len(codes) - len(codes) // TEST_SHARE
    test = f"{len(codes) - kept:,} characters, the last tenth, are the test"
    summary = text.summary | {"notes": [*text.notes, test]}
    names = [CALLED.get(character, character) for character in alphabet]
    return Data(Symbols(names, (codes[:kept], codes[kept:])), summary)


CALLED = {" ": "␣", "\n": "⏎", "\t": "⇥"}
"""How characters without a shape are shown, and typed."""
