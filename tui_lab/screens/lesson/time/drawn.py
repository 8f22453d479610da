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
SHORTEST = 12  # letters of a name that stay
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


def table_of(phase: Phase, colour: str, width: int) -> Table:
    """A row for each part, with a bar as long as its number; of a long name both ends."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    headings = phases.HEADINGS[phase.kind] if phase.pieces else ()
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place else "left", no_wrap=True)
    if headings:
        table.add_column("", max_width=LONGEST, no_wrap=True)
    rows = [[visible(cell) for cell in row] for row in phases.rows(phase)]
    room = _room_for_names([list(headings), *rows], width)
    for (name, *numbers), length in zip(rows, phases.lengths(phase), strict=True):
        bar = "█" * max(round(length * LONGEST), 1 if length else 0)
        table.add_row(*map(Text, (_short(name, room), *numbers)), Text(bar, colour))
    return table


def _short(name: str, room: int) -> str:
    """Which block it is of, and what it is there: `blocks.0…to_qkv.weight`."""
    if len(name) <= room:
        return name
    head = (room - 1) * 2 // 5
    return f"{name[:head]}…{name[len(name) - (room - 1 - head) :]}"


def _room_for_names(rows: Sequence[Sequence[str]], width: int) -> int:
    """What numbers and bars leave of the width."""
    columns = list(zip(*rows, strict=True))[1:]
    numbers = sum(max(map(len, column)) + 1 for column in columns)
    return max(width - numbers - LONGEST - 1, SHORTEST)
