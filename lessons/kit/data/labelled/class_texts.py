"""The examples in files that hold one class each: one a file, or one a line."""

from collections.abc import Iterator
from itertools import count

from lessons.kit.data.labelled.files_of_rows import Entry
from lessons.kit.data.labelled.gathered import Gathered, Origin
from lessons.kit.data.rows.layout import Row
from lessons.kit.data.rows.rows import Lines
from lessons.kit.data.sources.files import beginning, open_source
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import BadEnvironment, one_line

LONGEST_EXAMPLE = 2**20
"""Bytes of a file that is one example; what a longer one has beyond them is not read."""
NAMED = 3
"""Files named in a note; more are counted."""


def labelled(entries: list[Entry], gathered: Gathered, meter: Meter) -> Iterator[Row]:
    """(number, [place, text, label, part]) of every example in files that hold one class."""
    numbers, cut = count(1), list[str]()
    for entry in entries:
        origin = gathered.origins.setdefault(entry.label, Origin())
        is_whole = entry.how == "whole"
        try:
            texts = (
                _whole(entry, gathered, meter, cut) if is_whole else _lines(entry, gathered, meter)
            )
            for place, text in texts:
                origin.seen += 1
                yield next(numbers), [place, text, entry.label, entry.part or ""]
        except BadEnvironment as refused:
            gathered.dropped.drop_row("files that cannot be read", refused.message)
    if cut:
        more = f" and {len(cut) - NAMED:,} more" if len(cut) > NAMED else ""
        most = f"only the first {LONGEST_EXAMPLE:,} bytes of each were read"
        gathered.note(f"very long files, {most}: {', '.join(cut[:NAMED])}{more}")


def _whole(
    entry: Entry, gathered: Gathered, meter: Meter, cut: list[str]
) -> Iterator[tuple[str, str]]:
    path = entry.path
    source, text, whole = beginning(path, LONGEST_EXAMPLE, encoding=gathered.encoding)
    if not whole:
        cut.append(entry.name or path.name)
    meter.read(path, 2 * source.size)
    gathered.read(source)
    yield one_line(path.name), text


def _lines(entry: Entry, gathered: Gathered, meter: Meter) -> Iterator[tuple[str, str]]:
    source = open_source(entry.path, meter.read_of(entry.path), encoding=gathered.encoding)
    gathered.read(source)
    lines = Lines(source, meter)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{one_line(entry.path.name)} line {number}", line
    for said in lines.told():
        gathered.note(f"{entry.path.name}: {said}")
