"""What becomes of one student's hand-in: a row of the table, with a status in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

GRADED, MISSING, UNREADABLE = "graded", "missing", "unreadable"
OTHER_STUDENT, OTHER_RUN, UNFINISHED = "not theirs", "another run", "unfinished"
OUT_OF_TIME, OUT_OF_MEMORY, BROKE_OFF = "out of time", "out of memory", "broke off"
COUNTED = (GRADED, UNFINISHED)
"""Status words of rows that have points; all others are looked at by a person."""

CONFIRMED, EDITED, DIFFERS, NOT_AGAIN = "confirmed", "edited", "differs", "not run again"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A claim or an exercise in a row. Without points it is not known: that is no zero."""

    points: float | None = None
    possible: float
    verdict: str = ""
    """holds · fails · inconclusive · not judged, or passed · failed · not checked · missing."""
    measured: float | None = None
    bar: float | None = None
    side: str = ""
    unit: str = ""
    why: str = ""


class Row(msgspec.Struct, kw_only=True):
    """One student."""

    student: str
    name: str = ""
    status: str = MISSING
    why: str = ""
    """What kept it from being graded, in a sentence."""
    proof: str = ""
    """confirmed · edited · differs · not run again; "" where there is no run."""
    proof_why: str = ""
    claims: dict[str, Mark] = {}
    exercises: dict[str, Mark] = {}
    predicted: tuple[int, int] | None = None
    """Predictions that were right, and how many were made."""
    toured: tuple[int, int] | None = None
    """The same of the tour's questions."""
    handed_in: str = ""
    """When the file came, by the clock of the machine where it lies."""
    made: str = ""
    """When it was written, by the student's clock."""
    late: float | None = None
    """Seconds after the due date, by the file's time; less than 0 is early."""
    late_made: float | None = None
    """The same by the student's clock."""
    tries: int = 0
    """How many files this student handed in; the last one counts."""
    run: str = ""
    text: bool = False
    """Whether there is a text to be read by a person."""
    code: list[str] = []
    """Files of the lesson that the student edited."""
    notes: list[str] = []
    """What else is to be known, a sentence each."""
    flags: list[str] = []
    """What is equal to another student's: to be looked at, not judged."""
    prints: dict[str, str] = {}
    """Digests by which equal plans, curves and answers are found."""
    file: str = ""
    """The copy that was graded, in the folder of hand-ins."""
    key: str = ""
    """Of what it was graded from: the file, the assignment, and this version of the lab."""
    cpu: float = 0.0
    """Seconds of CPU that grading took."""

    @property
    def points(self) -> float | None:
        """The sum of what is known; None where nothing is, or where a person must look first.

        It is no grade yet where something is open.
        """
        known = [mark.points for mark in self.marks.values() if mark.points is not None]
        return sum(known) if known and self.status in COUNTED else None

    @property
    def marks(self) -> dict[str, Mark]:
        """Claims and exercises, in the order of the assignment."""
        return {**self.claims, **self.exercises}

    def grade(self, *, partial: bool = False) -> float | None:
        """The points, if all of them are known; the sum of those that are, with `partial`."""
        return self.points if partial or not self.open else None

    @property
    def open(self) -> list[str]:
        """What has no points, though it could have."""
        return [name for name, mark in self.marks.items() if mark.points is None]


def not_known(possible: Mapping[str, float], verdict: str, why: str = "") -> dict[str, Mark]:
    """Marks without points, one for each name."""
    return {
        name: Mark(possible=points, verdict=verdict, why=why) for name, points in possible.items()
    }


def shares(rows: Iterable[Row]) -> dict[str, int]:
    """How many rows have each status."""
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.status] = counted.get(row.status, 0) + 1
    return counted


def as_document(row: Row) -> dict[str, object]:
    """A row for programs: with its sum, without what only finds likeness."""
    plain = dict(msgspec.to_builtins(row))
    for name in ("prints", "key"):
        plain.pop(name)
    sums = {"points": row.points, "open": row.open}
    return {**plain, **sums, "possible": sum(m.possible for m in row.marks.values())}
