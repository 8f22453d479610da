"""A CSV, TSV, JSON or JSON Lines file of any size as a table."""

from pathlib import Path

from lessons.kit.data.rows.choosing import (
    FAIR,
    GOOD,
    is_fasttext,
    other_mark,
    parted_once,
    ranked,
    whole_lines,
)
from lessons.kit.data.rows.delimiters import SPACE, UNNAMED, Marks, called
from lessons.kit.data.rows.headers import SEP, is_header
from lessons.kit.data.rows.json_rows import looks_like_json, read_json
from lessons.kit.data.rows.layout import Layout
from lessons.kit.data.rows.rows import IsKept, Table
from lessons.kit.data.rows.settling import Attempt, Attempts
from lessons.kit.data.rows.spread import spread
from lessons.kit.data.sources.files import Source, pieces, refusal
from lessons.kit.data.sources.meter import Meter
from lessons.kit.errors import BadEnvironment

SAMPLE = 2**18
"""Characters that tell how a file is laid out; whether they are right, all others tell."""
LARGE_SAMPLE = 2**24
"""This many are looked at where there are too few rows in the usual ones."""
FEW_ROWS = 20


def read_table(
    path: Path, source: Source, meter: Meter, is_kept: IsKept | None = None, asked: Marks = UNNAMED
) -> Table:
    """The rows of a file, of very many a sample and those that `is_kept` says.

    Raises BadEnvironment where nothing parts its lines into columns.
    """
    sample, whole = beginning(source, SAMPLE)
    if looks_like_json(path, sample):
        return read_json(source, sample, meter, is_kept)
    bare = Layout(",").ended(sample)
    attempts = Attempts(path, source, meter, is_kept, asked)
    if is_fasttext(whole_lines(bare)) and asked.delimiter in ("", SPACE):
        return attempts.read(Layout(" ", "none", "first")).table()
    told = SEP.match(bare)
    if told:
        delimiter = told[1].replace("\\t", "\t")
        marks = Marks(asked.delimiter or delimiter, asked.quotes)
        best = _best(attempts, bare[told.end() :], whole, marks)
        if best and best.fit.share >= GOOD:
            return best.table(told=True)
    best = _best(attempts, sample, whole, asked) if asked.delimiter != SPACE else None
    if best and best.fit.share >= GOOD:
        return best.table()
    return _less_likely(attempts, best)


def beginning(source: Source, size: int) -> tuple[str, bool]:
    """The first characters of a file, this many or a few more, and whether they are all."""
    text = ""
    for piece, _ in pieces(source, translate=False):
        text += piece.replace("\0", "")
        if len(text) > size:
            return text[:size], False
    return text, True


def _best(attempts: Attempts, sample: str, whole: bool, asked: Marks) -> Attempt | None:
    """The best reading of all the file that its beginning lets expect."""
    tried = ranked(attempts.path, sample, whole, asked, attempts.tell)
    rows = tried[0][1].widths.total() if tried else 0
    if not whole and (rows < FEW_ROWS or tried[0][1].share < GOOD) and len(sample) <= SAMPLE:
        more, whole = beginning(attempts.source, LARGE_SAMPLE)
        tried = ranked(attempts.path, more, whole, asked, attempts.tell)
    likely = [each for each in tried if each[1].share >= FAIR]
    return attempts.best(likely, whole) if likely else None


def _less_likely(attempts: Attempts, best: Attempt | None) -> Table:
    """Lines parted once, or into columns most of the time. Raises BadEnvironment for others."""
    if not (best and (best.fit.trusted or _has_names(best))):
        lines, places = spread(attempts.source)
        once = parted_once(lines, attempts.asked.delimiters)
        if once:
            rival = (
                other_mark(lines)
                if once.delimiter == " " and not attempts.asked.delimiter
                else None
            )
            if rival:
                raise attempts.two_ways(once, rival)
            table = attempts.read(once).table()
            if places > 1:
                looked = f"{len(lines):,} lines from {places} places of the file"
                table.notes.append(f"{once.spoken}: so {looked} say")
            return table
    if best:
        return best.table()
    raise no_table(attempts.path, attempts.asked)


def _has_names(attempt: Attempt) -> bool:
    """Whether three columns or more have names: then a shorter row lacks something.

    Parted once, the names of two columns would be that of one.
    """
    (_, first), *rows = attempt.table().rows or [(0, [])]
    below = [row for _, row in rows if row]
    return len(first) == attempt.fit.width > 2 and is_header(first, below, set())


def no_table(path: Path, asked: Marks) -> BadEnvironment:
    """The refusal of lines that nothing parts into columns."""
    if asked.delimiter:
        what = f"does not split into equal columns at {called(asked.delimiter)!r}"
        return refusal(path, what, "leave out --set delimiter, or use another")
    return refusal(
        path,
        "is not a table: its lines do not split into equal columns",
        "give CSV, TSV or JSON Lines with a text and a label in each row, or a folder for "
        "each class; or name the character between the columns: --set delimiter=CHARACTER",
    )
