"""How a step that is taken apart is drawn: the loop with the lines of now, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text
from textual.content import Content
from textual.geometry import Size
from textual.highlight import highlight

from lessons.kit.errors import visible
from lessons.kit.stream.apart import Apart, Phase, SourceLine
from tui_lab.client import phases

LONGEST = 10  # cells of a bar
HERE, AWAY = "▶", " "


def loop_of(found: Apart, phase: Phase, room: Size) -> Content:
    """The loop, as many lines as there is room for, with those of this phase in view and marked."""
    width, height = room
    height = max(height, 3)
    lines, marked = found.source, {line.number for line in phase.lines if line in found.source}
    start = _first(lines, marked, height)
    text = "\n".join(visible(line.text) for line in _outdented(lines))
    code = highlight(text, language="python").split("\n") if lines else []
    return Content("\n").join(
        _line(line.number, code[n], line.number in marked).truncate(width, ellipsis=True)
        for n, line in list(enumerate(lines))[start : start + height]
    )


def _line(number: int, code: Content, is_marked: bool) -> Content:
    style = "bold $accent" if is_marked else "$muted"
    whole = Content.assemble((f"{number:>4} {HERE if is_marked else AWAY} ", style), code)
    return whole.stylize("on $primary 20%") if is_marked else whole


def _first(lines: Sequence[SourceLine], marked: set[int], height: int) -> int:
    """The first line that is shown: the marked ones are in the middle."""
    places = [n for n, line in enumerate(lines) if line.number in marked]
    middle = (places[0] + places[-1]) // 2 if places else 0
    return max(min(middle - height // 2, len(lines) - height), 0)


def _outdented(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Without the space that all of them begin with."""
    texts = [line.text for line in lines if line.text.strip()]
    common = min((len(text) - len(text.lstrip()) for text in texts), default=0)
    return [SourceLine(line.file, line.number, line.text[common:]) for line in lines]


def words_of(found: Apart, place: int) -> Content:
    """What happened, and the lines that did it where they are not in the loop."""
    phase = found.phases[place]
    what = Content.styled(phases.WHAT[phase.kind], "$muted")
    said = [Content(sentence) for sentence in phases.sentences(found, place)]
    said[0] = said[0].stylize("bold") if not phase.absent else said[0].stylize("$muted")
    away = [line for line in phase.lines if line not in found.source]
    said += [
        Content.assemble(
            (f"{line.file} {line.number}  ", "$muted"), visible(line.text.strip())
        )
        for line in away
    ]  # fmt: skip
    if found.lost:
        said.append(Content.styled(f"Here {found.lost}.", "$warning"))
    if found.ended:
        said.append(Content.styled(visible(f"The step ended in an error: {found.ended}"), "$error"))
    return Content("\n").join([what, *said])


def table_of(phase: Phase, colour: str) -> Table:
    """A row for each part, with a bar as long as its number."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    headings = phases.HEADINGS[phase.kind] if phase.pieces else ()
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    if headings:
        table.add_column("", max_width=LONGEST)
    for row, length in zip(phases.rows(phase), phases.lengths(phase), strict=True):
        bar = "█" * max(round(length * LONGEST), 1 if length else 0)
        table.add_row(*(Text(visible(cell)) for cell in row), Text(bar, colour))
    return table
