"""Questions, titles and claims that once read otherwise: what was kept by the old text counts.

A page says `formerly=("the old question",)`, and is known here from when it is loaded.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

_texts: dict[str, dict[str, str]] = {}
Kept = TypeVar("Kept")


def know_texts(lesson: str, texts: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    """From now on take a lesson's former texts for those of today: each with its former ones."""
    if found := {then: now for now, formerly in texts for then in formerly}:
        _texts[lesson] = found


def text_of_today(lesson: str, text: str) -> str:
    """How a question, a title or a claim's name of a lesson reads today."""
    return _texts.get(lesson, {}).get(text, text)


def by_texts_of_today(lesson: str, kept: Mapping[str, Kept]) -> dict[str, Kept]:
    """What was kept by text, by the texts of today; what was kept by today's stays."""
    renewed = {text_of_today(lesson, text): each for text, each in kept.items()}
    return renewed | {text: each for text, each in kept.items() if text in renewed}
