"""What the menu says of the lesson under the cursor: its question, what comes before, what held."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widgets import Static

from tui_lab.charts.rows import clean
from tui_lab.session.catalogue import BEGUN, DONE, Listed, before, standing
from tui_lab.session.progress import LessonProgress, Progress, in_words
from tui_lab.session.withheld import withheld

if TYPE_CHECKING:
    from textual.timer import Timer

    from lessons.kit import Lesson
    from tui_lab.app.lab import LabApp

SHORT = 3  # lines of a card that stands above the runs
REST = 0.2  # seconds on a lesson before its page is read
SIGNS = {DONE: ("✓ ", "bold $success"), BEGUN: ("◌ ", "$warning")}
FIRST = ("○ ", "$muted")
Part = str | tuple[str, str]


class LessonCard(Static):
    """A few lines about one lesson; its page is read only for the claims that held in it."""

    DEFAULT_CSS = """
    LessonCard { height: auto; width: 1fr; }
    """
    app: LabApp

    def __init__(self) -> None:
        super().__init__(id="about", markup=False)
        self._pages: dict[str, Lesson] = {}
        self._shown: Callable[[], Content] = Content
        self._rest: Timer | None = None

    def tell(self, one: Listed | None, everyone: Sequence[Listed], width: int | None) -> None:
        """Say at once what is known of this lesson, and soon what its page says.

        In three lines of this width, or without one in as many as it takes.
        """
        if one is None:
            self._shown = Content
        elif width is None:
            self._shown = lambda: card(one, everyone, self.app.progress, self._pages.get(one.id))
        else:
            self._shown = lambda: short_card(one, everyone, self.app.progress, width)
        self._write()
        self._read_soon(one if width is None else None)

    def _write(self) -> None:
        self.update(self._shown())

    def _read_soon(self, one: Listed | None) -> None:
        """Once the cursor rests: moving over twenty lessons reads no page."""
        if self._rest:
            self._rest.stop()
        self._rest = None
        if one and not one.outside and one.id not in self._pages and self._is_known(one):
            self._rest = self.set_timer(REST, lambda: self._read(one.id))

    def _is_known(self, one: Listed) -> bool:
        return bool(self.app.progress.of(one.id).opened)

    @work(exclusive=True)
    async def _read(self, name: str) -> None:
        """In a thread: no key waits for it."""
        from tui_lab.trust.permission import load

        self._pages[name] = await asyncio.to_thread(load, name)
        self._write()


def card(
    one: Listed, everyone: Sequence[Listed], progress: Progress, page: Lesson | None = None
) -> Content:
    """All that can be said. A claim is told once it has held: before, it would be the answer."""
    known = progress.of(one.id)
    parts: list[Part] = [(f"{one.mark}  {clean(one.title)}\n", "bold")]
    parts += [(f"{clean(one.chapter)}\n\n", "$muted"), f"{clean(one.says)}\n"]
    if prerequisites := list(_before(one, everyone, progress)):
        parts += [("\nCOMES AFTER\n", "bold $muted"), *prerequisites]
    parts += [("\nYOUR PROGRESS\n", "bold $muted"), f"{in_words(known, page)}\n"]
    if exercises := _practised(one):
        parts.append(f"{exercises}\n")
    return Content.assemble(*parts, *_held(known, page))


def short_card(one: Listed, everyone: Sequence[Listed], progress: Progress, width: int) -> Content:
    """Three lines: what it asks, whole where that takes two, and what comes before."""
    names = []
    for name, found in before(one, everyone):
        sign, _ = _sign(found, progress)
        names.append(f"{sign}{found.mark} {found.title}" if found else f"? {name}")
    after = f"{one.chapter} · after {', '.join(names)}" if names else one.chapter
    says = wrap(clean(one.says), width, max_lines=2, placeholder=" …")
    behind = wrap(clean(after), width, max_lines=SHORT - len(says), placeholder=" …")
    return Content.assemble("\n".join(says), "\n", ("\n".join(behind), "$muted"))


def _practised(one: Listed) -> str:
    from tui_lab.practice.found import practised  # the menu is painted before

    theirs = one.outside
    if theirs is None:
        return practised(one.id)
    address = theirs.page.address if theirs.page else theirs.address
    return practised(address, theirs.entry.folder) if theirs.entry else ""


def _before(one: Listed, everyone: Sequence[Listed], progress: Progress) -> Iterator[Part]:
    for name, found in before(one, everyone):
        if found is None:
            yield from (("? ", "$error"), f"{clean(name)}: not found here\n")
            continue
        said = standing(progress.of(found.id))
        yield from (_sign(found, progress), f"{found.mark} {clean(found.title)}")
        yield f": {said}\n", "$muted"


def _sign(found: Listed | None, progress: Progress) -> tuple[str, str]:
    return SIGNS.get(standing(progress.of(found.id)), FIRST) if found else FIRST


def _held(known: LessonProgress, page: Lesson | None) -> Iterator[Part]:
    """The claims that held, and how many there are still to test."""
    if page is None:
        return
    kept_back = withheld(page, known)
    held = [c for c in page.claims if c.name in known.held and c.name not in kept_back]
    for claim in held:
        yield from (SIGNS[DONE], f"{clean(claim.says)}\n")
    if left := len(page.claims) - len(held):
        yield f"○ {left} {'more ' if held else ''}to test\n", "$muted"
