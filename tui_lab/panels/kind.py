"""What every kind of panel can do: be drawn in cells and on paper, be rows, refuse a value."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, ClassVar, Generic, TypeVar

from rich.cells import cell_len

from lessons.kit import Panel
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.palette import RUN_VARIABLES, VariantStyle, group_style, variant_style
from tui_lab.charts.rows import Grid, Row, Rows, Style, clean, fit, to_ascii
from tui_lab.panels.figures import figure, nothing, quiet
from tui_lab.panels.scene import Scene
from tui_lab.svg.ink import Ink, group_ink, sample, text

P = TypeVar("P", bound=Panel)

Cells = Sequence[object]
"""A row of a table: what a clipboard and a CSV file get."""


FIRST = variant_style(0, RUN_VARIABLES)


@dataclass(frozen=True)
class Room:
    """A place on a screen, and what may be drawn there."""

    width: int
    height: int
    frame: str = "#808080"
    """The colour of axes and labels."""
    ground: str | None = None
    """What a chart stands on, "#rrggbb"; None where that is not known."""
    ascii_only: bool = False
    few: bool = False
    """Whether there are sixteen colours."""
    colourless: bool = False
    """Whether no colours are wanted."""
    own: VariantStyle = FIRST
    """The look of the run whose value it is."""
    runs: Sequence[str] = ()
    """The names of the runs, in the order of their styles."""
    variables: Mapping[str, str] = field(default_factory=lambda: RUN_VARIABLES)
    """The runs' colours in this theme."""
    dark: Mapping[str, str] = field(default_factory=lambda: RUN_VARIABLES)
    """The runs' colours on what is dark in every theme, such as a map."""

    def sized(self, width: int, height: int) -> Room:
        """A part of it."""
        return replace(self, width=width, height=height)

    def styles(self, names: Iterable[str], *, on_map: bool = False) -> dict[str, VariantStyle]:
        """The styles of the runs that these are named after, or styles that no run has."""
        variables, runs = self.dark if on_map else self.variables, list(self.runs)
        spare = count()
        found = {
            name: variant_style(runs.index(name), variables)
            if name in runs
            else group_style(next(spare), variables)
            for name in names
        }
        if not self.ascii_only:
            return found
        return {name: each._replace(marker=to_ascii(each.marker)) for name, each in found.items()}

    def text(self, words: str) -> str:
        """Words in the characters that may be used."""
        return to_ascii(words) if self.ascii_only else words

    def cut(self, words: str, width: int) -> str:
        """The same in at most this many columns."""
        return self.text(fit(self.text(words), width))

    def say(self, words: str) -> Rows:
        """An empty picture with a sentence in the middle, in as many rows as it takes."""
        grid = Grid(self.width, self.height)
        lines = list(_wrapped(self.text(words), max(self.width, 1)))[: max(self.height, 0)]
        top = (self.height - len(lines)) // 2
        for row, line in enumerate(lines, top):
            column = max((self.width - len(line)) // 2, 0)
            grid.write(column, row, self.cut(line, self.width), Style(self.frame, dim=True))
        return grid.rows()


def _wrapped(words: str, width: int) -> Iterator[str]:
    line = ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


@dataclass(frozen=True)
class Paper:
    """What a panel of a report is drawn with."""

    title: str
    """What the picture is called, also to who does not see it."""
    own: Ink
    """The look of the run whose value it is."""
    runs: Mapping[str, Ink]
    """The styles of all runs."""

    def inks(self, names: Iterable[str]) -> dict[str, Ink]:
        """The styles of the runs that these are named after, or styles that no run has."""
        spare = (group_ink(place) for place in count())
        return {name: self.runs.get(name) or next(spare) for name in names}


class Kind(ABC, Generic[P]):
    """One kind of panel."""

    of: ClassVar[type[Panel]]
    """What a page declares it with."""

    @abstractmethod
    def figure(self, scene: Scene, panel: P) -> str:
        """The panel in a report: a whole figure of the page."""

    def metrics(self, panel: P) -> tuple[str, ...]:
        """The scalars that it draws; none where it draws what the loop shows."""
        return ()


class Shown(Kind[P]):
    """A kind that draws what a loop shows: one value of one network at a time."""

    @abstractmethod
    def mistake(self, panel: P, value: Any) -> str:
        """What is wrong with a value, for the author of a lesson; "" where it can be drawn."""

    @abstractmethod
    def cells(self, panel: P, value: Any, room: Room) -> Rows:
        """The value on a screen: exactly as many rows as there are."""

    @abstractmethod
    def drawn(self, panel: P, value: Any, paper: Paper) -> str:
        """The value in a report: HTML or SVG."""

    @abstractmethod
    def rows(self, panel: P, value: Any) -> list[Cells]:
        """The value as a table, headings first: for a CSV file and for the clipboard."""

    def captions(self, panel: P, value: Any, room: Room) -> list[Row]:
        """What stands above the picture, in as many rows as the room has at the most."""
        return []

    def united(self, panel: P, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """What there is to draw of several networks: a picture of each, or one of all of them."""
        return pictures

    def is_broad(self, value: Any) -> bool:
        """Whether three of it side by side in a report would be cut."""
        return False

    def figure(self, scene: Scene, panel: P) -> str:
        """What each network showed last: side by side, and once where all show the same."""
        pictures = scene.pictures(panel.key)
        shown = self.united(panel, pictures)
        if not shown:
            return nothing(panel.title)
        first = shown[0]
        if len(shown) < len(pictures):
            body = self._whole(scene, panel, first, panel.title)
            return figure(panel.title, body, f"step {first.step}", wide=True)
        if shown[1:] and all(other.value == first.value for other in shown):
            body = self._whole(scene, panel, first, panel.title)
            return figure(panel.title, body, f"step {first.step}, the same for every network")
        drawn = "".join(self._one(scene, panel, picture) for picture in shown)
        is_large = "<svg class=" in drawn or any(self.is_broad(each.value) for each in shown)
        body = f'<div class="{"row large" if is_large else "row"}">{drawn}</div>'
        return figure(panel.title, body, wide=len(shown) > 1)

    def _one(self, scene: Scene, panel: P, picture: PictureEvent) -> str:
        """One network's, under its name."""
        name = f"{sample(scene.inks[picture.variant], dashed=False)} {text(picture.variant)}"
        title = f"{panel.title}: {picture.variant}, step {picture.step}"
        body = self._whole(scene, panel, picture, title)
        return f'<div class="one"><p>{name} <small>step {picture.step}</small></p>{body}</div>'

    def _whole(self, scene: Scene, panel: P, picture: PictureEvent, title: str) -> str:
        """The picture, or why there is none."""
        wrong = self.mistake(panel, picture.value)
        if wrong:
            return quiet(f"this cannot be drawn: {wrong}")
        paper = Paper(title, scene.inks[picture.variant], scene.inks)
        return self.drawn(panel, picture.value, paper)


class Recorded(Kind[P]):
    """A kind that draws scalars against steps, of all networks at once."""

    @abstractmethod
    def metrics(self, panel: P) -> tuple[str, ...]:
        """The scalars that it draws."""


def legend(styles: Mapping[str, VariantStyle], room: Room) -> list[Row]:
    """Each name behind its marker, in two rows where one does not do and the room has them."""
    rows: list[list[tuple[str, Style]]] = [[]]
    used = 0
    for name, each in styles.items():
        words = f"{each.marker} {room.text(clean(name))}  "
        if rows[-1] and used + cell_len(words) > room.width + 2:
            rows, used = [*rows, []], 0
        used += cell_len(words)
        rows[-1].append((words, Style(each.colour, bold=True)))
        if used > room.width + 2 or len(rows) > max(room.height, 1):
            return [_cut_legend(styles, room)]
    return [tuple(row) for row in rows if row]


def _cut_legend(styles: Mapping[str, VariantStyle], room: Room) -> Row:
    """As many as there is room for in one row; of a name no more than half of the room."""
    whole = sum(cell_len(f"{each.marker} {name}  ") for name, each in styles.items())
    most = room.width if whole <= room.width + 2 else max(room.width // 2, 8)
    row: list[tuple[str, Style]] = []
    used = 0
    for name, each in styles.items():
        words = f"{each.marker} {room.cut(name, most)}  "
        used += cell_len(words)
        if used > room.width + 2 or (used >= room.width and name != list(styles)[-1]):
            row.append((room.text("…"), Style(each.colour)))
            break
        row.append((words, Style(each.colour, bold=True)))
    return tuple(row)
