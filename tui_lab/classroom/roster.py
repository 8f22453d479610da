"""The students of a class, from the CSV file that a school's system exports. Ids are text.

`0042` stays `0042`: nothing here ever takes an id for a number.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lessons.kit.data.sources.files import shown
from lessons.kit.errors import BadEnvironment, BadUsage, one_line, said, unknown
from tui_lab.system.files import first_bytes

LARGEST, MOST_STUDENTS = 4 << 20, 20_000
ID_COLUMNS = (
    "id", "student_id", "studentid", "student id", "identifier", "idnumber", "id number",
    "sis user id", "matriculation number", "matrikelnummer", "matrikelnr", "学号", "username",
    "email", "email address", "e-mail",
)  # fmt: skip
"""Headings of the column with the ids, the best first."""
NAME_COLUMNS = ("name", "student", "full name", "fullname", "姓名")
FIRST_NAMES = ("first_name", "first name", "firstname", "given name", "vorname", "名")
LAST_NAMES = ("last_name", "last name", "lastname", "surname", "family name", "nachname", "姓")
ACCOUNT_COLUMNS = ("account", "login", "unix", "sis login id")
FIT = re.compile(r"[\w.][\w.@ ~-]{0,63}")
SPOILED = re.compile(r"\d+([.,]\d+)?E\+?\d+", re.IGNORECASE)


@dataclass(frozen=True)
class Student:
    """One student."""

    id: str
    name: str = ""
    account: str = ""
    """Their user name on the machine with the folder of hand-ins; "" where that is not known."""


def read_roster(path: Path, id_column: str = "") -> list[Student]:
    """The students in this file, in its order. Raises Trouble for what cannot be a roster."""
    rows = [row for row in _rows(path) if any(map(str.strip, row))]
    if not rows:
        raise BadEnvironment(f"{shown(path)} is empty", "a roster has a heading and a row each")
    heading = [cell.strip() for cell in rows[0]]
    place = _place_of_ids(heading, id_column, path)
    students = [
        Student(row[place].strip(), _name(heading, row), _cell(heading, row, ACCOUNT_COLUMNS))
        for row in rows[1:]
        if place < len(row) and row[place].strip()
    ]
    _refuse(students, path)
    return students


def _rows(path: Path) -> Iterator[list[str]]:
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    delimiter = max(",;\t", key=first.count)
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    except csv.Error as error:
        what = f"{shown(path)} is no CSV file ({said(error)})"
        raise BadEnvironment(what, "export the roster again") from None


def _text(path: Path) -> str:
    content = first_bytes(path, LARGEST)
    if len(content) > LARGEST:
        raise BadEnvironment(f"{shown(path)} is too large for a roster", "give a CSV file of ids")
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadEnvironment(f"{shown(path)} is no text", "save the roster as CSV in UTF-8")


def _place_of_ids(heading: Sequence[str], chosen: str, path: Path) -> int:
    if chosen:
        if chosen not in heading:
            raise unknown("column", chosen, filter(None, heading))
        return heading.index(chosen)
    folded = [cell.casefold() for cell in heading]
    found = next((folded.index(name) for name in ID_COLUMNS if name in folded), None)
    if found is None:
        names = ", ".join(filter(None, map(one_line, heading)))[:200]
        what = f"{shown(path)} has no column of ids; its columns are: {names}"
        raise BadUsage(what, "name the column: --id COLUMN")
    return found


def _cell(heading: Sequence[str], row: Sequence[str], names: Sequence[str]) -> str:
    folded = [cell.casefold() for cell in heading]
    place = next((folded.index(name) for name in names if name in folded), None)
    return row[place].strip() if place is not None and place < len(row) else ""


def _name(heading: Sequence[str], row: Sequence[str]) -> str:
    whole = _cell(heading, row, NAME_COLUMNS)
    parts = (_cell(heading, row, names) for names in (FIRST_NAMES, LAST_NAMES))
    return whole or " ".join(filter(None, parts))


def _refuse(students: Sequence[Student], path: Path) -> None:
    """Raise Trouble for ids that were spoiled, stand there twice, or can name no file."""
    if not students:
        raise BadEnvironment(f"{shown(path)} has no students", "a roster has a row for each")
    if len(students) > MOST_STUDENTS:
        raise BadEnvironment(f"{shown(path)} has more than {MOST_STUDENTS} rows", "make classes")
    for student in students:
        said = one_line(student.id)[:60]
        if SPOILED.fullmatch(student.id):
            what = f"{said} in {shown(path)} is a number that a spreadsheet has rounded"
            raise BadUsage(what, "export the roster again, with the ids as text")
        if not FIT.fullmatch(student.id) or student.id.strip(".") == "":
            what = f"{said!r} in {shown(path)} cannot be an id"
            raise BadUsage(what, "an id has letters, digits and . _ @ - ~, 64 at the most")
    twice = [id_ for id_, count in Counter(s.id.casefold() for s in students).items() if count > 1]
    if twice:
        raise BadUsage(f"{one_line(twice[0])} is in {shown(path)} twice", "delete one of the rows")
