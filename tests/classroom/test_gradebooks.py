"""Grades leave for other programs as those read them, and nothing else is moved."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.gradebooks.canvas import filled
from tui_lab.classroom.gradebooks.spans import spans_of
from tui_lab.classroom.gradebooks.written import (
    feedback_page,
    gradescope_document,
    moodle_table,
    whole_table,
)
from tui_lab.classroom.row import GRADED, UNREADABLE, Mark, Row, not_known

TASK = Assignment(name="line", lesson="lesson5", title="Lesson 5", claims={"a": 1.5, "b": 1.0})
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lesson 5 (4711),Final Score\r\n"
    ",,,,,Manual Posting,(read only)\r\n"
    "    Points Possible,,,,,2.50,(read only)\r\n"
    '"Lovelace, Ada",7,0042,ada,"A ""1""",,90\r\n'
    '"Hopper, Grace",8,0043,grace,A,1.00,\r\n'
    '"Nobody, Else",9,0099,else,A,,\r\n'
    '"Student, Test",10,,,A,,\r\n'
)


def graded(student: str, a: float | None, b: float | None, name: str = "") -> Row:
    marks = {"a": Mark(points=a, possible=1.5, verdict="holds"),
             "b": Mark(points=b, possible=1.0, verdict="fails", why="it is =1")}  # fmt: skip
    return Row(student=student, name=name, status=GRADED, claims=marks, handed_in="now")


ROWS = [
    graded("0042", 1.5, 0.0, "Ada"), graded("0043", 1.5, None, "=HYPERLINK(1)"),
    Row(student="0044", claims=not_known(TASK.claims, "missing")),
    Row(student="0045", status=UNREADABLE, claims=not_known(TASK.claims, "not judged")),
]  # fmt: skip


def test_only_the_cells_that_are_known_change_in_a_canvas_export() -> None:
    """Quotes, line ends, other columns and students without a grade stay to the byte."""
    done = filled(CANVAS.encode(), ROWS, TASK)

    assert CANVAS.replace('"A ""1""",,90', '"A ""1""",1.5,90').encode() == done.content
    assert ("Lesson 5 (4711)", 1) == (done.column, done.filled)
    assert (["0043"], ["Nobody, Else (0099)"]) == (done.blank, done.only_there)
    assert ["0044", "0045"] == done.only_here
    assert [] == done.notes


def test_a_sum_is_a_grade_only_where_somebody_says_so() -> None:
    """What is open is no zero: the cell stays, unless sums are asked for."""
    done = filled(CANVAS.encode(), ROWS, TASK, partial=True)

    assert b"0043,grace,A,1.5,\r\n" in done.content


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_gradebook_of_another_country_keeps_its_marks(bom: bytes, end: str) -> None:
    """Semicolons mean decimal commas; a BOM and line ends stay."""
    text = CANVAS.replace(",", ";").replace("Lovelace; Ada", "Löwe; Ada").replace("\r\n", end)
    done = filled(bom + text.encode(), ROWS, TASK)

    assert bom + text.replace('";;90', '";1,5;90').encode() == done.content


def test_an_excused_student_stays_excused() -> None:
    """Canvas has a word for it, which no grade replaces."""
    text = CANVAS.replace('"A ""1""",,90', '"A ""1""",EX,90').encode()
    done = filled(text, ROWS, TASK)

    assert text == done.content
    assert ["0042 is excused there: left as it is"] == done.notes


def test_ids_that_a_spreadsheet_has_spoiled_are_told() -> None:
    """42 is not 0042: nothing is guessed, and it is said what has happened."""
    done = filled(CANVAS.replace("0042", "42").encode(), ROWS, TASK)

    assert 0 == done.filled
    assert "0042 is there without its first zeros: a spreadsheet has changed the file" in done.notes


def test_other_points_in_the_gradebook_are_told() -> None:
    """The second row says what is possible."""
    done = filled(CANVAS.replace("2.50", "10").encode(), ROWS, TASK)

    assert ["there 10 points are possible, here 2.5"] == done.notes


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("a,b\n1,2\n", BadEnvironment, "no export of a Canvas gradebook"),
        (CANVAS.replace("Lesson 5", "Lesson 6"), BadUsage, "Lesson 6 (4711)"),
        (CANVAS.replace("004", "104"), BadUsage, "none of our students"),
        ('Student,ID,"SIS', BadEnvironment, "quote"),
        ("Student,ID,\0", BadEnvironment, "UTF-8"),
    ],
)
def test_what_is_no_gradebook_of_ours_is_refused(
    text: str, error: type[Exception], says: str
) -> None:
    """In one sentence, with what is there."""
    with pytest.raises(error, match=says.replace("(", r"\(").replace(")", r"\)")):
        filled(text.encode(), ROWS, TASK)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), min_size=1),
       st.sampled_from([",", ";"]), st.sampled_from(["\r\n", "\n"]), st.booleans())  # fmt: skip
def test_cells_are_found_where_they_stand(
    rows: list[list[str]], delimiter: str, end: str, quoted: bool
) -> None:
    """Any table that Python's csv writes: the same cells; where none is new, the same bytes."""
    odd = str.maketrans("", "", "\0\r\ufeff")
    rows = [[cell.translate(odd) for cell in row] for row in rows]
    text = io.StringIO()
    kind = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=kind).writerows(rows)
    content = text.getvalue().encode()
    spans = spans_of(content)

    assert content == spans.replaced({})
    if spans.delimiter == delimiter:
        assert rows == [[cell.text for cell in row] for row in spans.rows]
        changed = spans_of(spans.replaced({(0, 0): "new"}))
        assert changed.delimiter != delimiter or changed.rows[0][0].text == "new"


def test_moodle_gets_no_blank_that_could_wipe_a_grade() -> None:
    """Only whole grades are in the file; a decimal comma comes with semicolons."""
    lines = list(csv.reader(io.StringIO(moodle_table(ROWS, TASK, decimal=",")), delimiter=";"))

    assert ["idnumber", "Lesson 5", "Lesson 5 (feedback)"] == lines[0]
    assert [["0042", "1,5"]] == [line[:2] for line in lines[1:]]
    sums = list(csv.reader(io.StringIO(moodle_table(ROWS, TASK, partial=True))))
    assert ["idnumber", "0042", "0043"] == [line[0] for line in sums]


def test_no_cell_of_the_table_is_a_formula() -> None:
    """A name that begins with = is text; an id keeps its zeros; what is not known is blank."""
    lines = list(csv.reader(io.StringIO(whole_table(ROWS, TASK))))
    by_id = {line[0]: dict(zip(lines[0], line, strict=True)) for line in lines[1:]}

    assert "'=HYPERLINK(1)" == by_id["0043"]["name"]
    assert ("1.5", "", "1.5", "1") == tuple(by_id["0043"][n] for n in ("a", "b", "points", "open"))
    assert ("", "missing") == (by_id["0044"]["points"], by_id["0044"]["status"])


def test_gradescope_gets_a_score_only_where_there_is_one() -> None:
    """Its document has a test for each claim."""
    whole, open_ = gradescope_document(ROWS[0]), gradescope_document(ROWS[1])

    assert 1.5 == whole["score"]
    assert [1.5, 0.0] == [test["score"] for test in whole["tests"]]
    assert "score" not in open_ and "score" not in open_["tests"][1]
    assert json.dumps(whole)


def test_a_student_reads_what_was_judged() -> None:
    """Points, verdicts and why, in Markdown that a name cannot break."""
    page = feedback_page(graded("0042", 1.5, None, "Ada | x"), TASK)

    assert "Points: 1.5 of 2.5. Status: graded." in page
    assert "| b | – | 1 | fails (it is =1) |" in page
