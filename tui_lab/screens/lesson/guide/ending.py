"""A line when a run ends: what came of it, and where to go. Any key takes it away."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from textual.content import Content

from lessons.kit import Judged
from lessons.kit.errors import visible
from tui_lab.charts.palette import state_sign
from tui_lab.session.standing import Standing
from tui_lab.state.store import Store

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

Part = str | tuple[str, str]
MOST_SAID = 70  # characters of a mistake
AFTER_A_MISTAKE = (("4", "the lines"), ("e", "edit"), ("r", "again"))


class Ending:
    """Whether the run that is watched has ended since the last look."""

    def __init__(self, screen: LessonScreen) -> None:
        self.screen = screen
        self._watched: Store | None = None
        """What was going on at the last look."""

    def look(self, claims: Sequence[Judged], standings: Mapping[str, Standing]) -> None:
        """Say what came of it, once; not of a run that was over when it was opened."""
        screen = self.screen
        store = screen.session.store
        if store is self._watched and store.over and not screen.command_line.display:
            screen.command_line.hint.say(summary(screen, claims, standings))
        self._watched = None if store.over or store.start is None else store


def summary(
    screen: LessonScreen, claims: Sequence[Judged], standings: Mapping[str, Standing]
) -> Content:
    """Such as `✓ finished: 6 of 6 claims hold · 3 of 3 predicted right · t tour 2/5 · r again`.

    Where the learner's own loop failed: its line, and where the rest of it is told.
    """
    sign = state_sign(screen.session.state)
    mistake = mistake_of(screen.session.store)
    told = mistake or " · ".join(filter(None, [_claims(claims), _predictions(standings)]))
    parts: list[Part] = [(f"{sign.glyph} {sign.word}", f"bold ${sign.colour}")]
    parts.append(f": {told}" if told else "")
    for key, words in AFTER_A_MISTAKE if mistake else _ways(screen):
        parts += [" · ", (key, "bold $accent"), f" {words}"]
    return Content.assemble(*parts)


def mistake_of(store: Store) -> str:
    """What is wrong with the learner's own loop, cut where it is long; "" where nothing is."""
    error = store.end.error if store.end else None
    if error is None or not error.traceback:
        return ""
    return shorten(visible(error.message), MOST_SAID, placeholder=" …")


def _claims(claims: Sequence[Judged]) -> str:
    held = sum(claim.verdict == "holds" for claim in claims)
    failed = sum(claim.verdict == "fails" for claim in claims)
    broken = f", {failed} {'fails' if failed == 1 else 'fail'}" if failed else ""
    return f"{held} of {len(claims)} claims hold{broken}" if claims else ""


def _predictions(standings: Mapping[str, Standing]) -> str:
    told = [each.right for each in standings.values() if each.right is not None]
    return f"{sum(told)} of {len(told)} predicted right" if told else ""


def _ways(screen: LessonScreen) -> Iterator[tuple[str, str]]:
    tour, gallery = screen.tour_progress, screen.gallery
    if tour.steps:
        yield "t", f"tour {sum(tour.ticked)}/{len(tour.steps)}"
    if more := len(gallery.panels) - len(gallery.shown):
        yield "]", f"{more} more panels"
    yield from (("o", "compare"), ("r", "again"))
