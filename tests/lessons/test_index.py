"""The index: what is known of every lesson while not a line of any page has been run."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.find.entries import READ, read
from tests.tools.outside import folder
from tui_lab.contract import index

NOTHING = """
import sys, lessons
print(len(lessons.entries()), lessons.entry("clipping").chapter)
print(*sorted(name for name in sys.modules if name.startswith(("lessons.", "torch", "numpy"))))
"""
PAGE = """
from lessons.kit import Lesson
lesson = Lesson(package=__name__, title="A", says="B", chapter="C", after=("d", "e"))
"""
LINES = """
lesson = Lesson(
    package=__name__,
    title='A',
    says='B',
    chapter='C',
    after=('d', 'e'),
    panels=[],
)
"""


def page(place: Path, text: str) -> Path:
    """A folder with a page of this text and nothing else."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "__init__.py").write_text(text, encoding="utf-8")
    return place


def test_the_index_imports_no_page_and_no_kit() -> None:
    """Only what reads a text."""
    done = subprocess.run([sys.executable, "-c", NOTHING], capture_output=True, text=True)
    first, loaded = done.stdout.splitlines()

    assert f"{len(lessons.names())} Sequences" == first
    assert "lessons.find lessons.find.entries" == loaded


@pytest.mark.parametrize("name", lessons.names())
def test_the_index_says_what_the_page_says(name: str) -> None:
    """It is read from the page's text: there is nothing else that could say it."""
    entry, lesson = lessons.entry(name), lessons.load(name)
    assert entry

    assert [getattr(lesson, word) for word in READ] == [getattr(entry, word) for word in READ]
    assert (lesson.id, lesson.number, lesson.topic) == (entry.id, entry.number, entry.topic)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PAGE, ("A", "B", "C", ("d", "e"))),
        (PAGE.replace("lesson = ", "lesson: Lesson = "), ("A", "B", "C", ("d", "e"))),
        (PAGE.replace("Lesson(", "kit.Lesson("), ("A", "B", "C", ("d", "e"))),
        (PAGE.replace('"A"', '"A" " and" \' more\''), ("A and more", "B", "C", ("d", "e"))),
        (PAGE.replace('"A"', "NAME"), ("", "B", "C", ("d", "e"))),
        (PAGE.replace('"A"', "7"), ("", "B", "C", ("d", "e"))),
        (PAGE.replace('("d", "e")', '["d", 5, "e"]'), ("A", "B", "C", ("d", "e"))),
        (PAGE.replace('("d", "e")', '"d"'), ("A", "B", "C", ())),
        (PAGE + "lesson = Lesson(title='Z')\n", ("Z", "", "", ())),
        (LINES, ("A", "B", "C", ("d", "e"))),
        (LINES.replace("    after=('d', 'e'),\n", "") + "# after=0", ("A", "B", "C", ())),
        (LINES.replace("('d', 'e')", "['d'], panels"), ("", "", "", ())),
        (LINES.replace("('d', 'e'),\n    panels", "('x',), panels"), ("A", "B", "C", ("x",))),
        (
            LINES.replace("title='A',", "").replace("[]", "[], title='Z'"),
            ("Z", "B", "C", ("d", "e")),
        ),
        (LINES.replace("'C'", "CHAPTER"), ("A", "B", "", ("d", "e"))),
        (LINES.replace("'C'", "' C\\\n    panels=[]'"), ("A", "B", " C    panels=[]", ("d", "e"))),
        ("'''" + LINES + "'''" + LINES.replace("'A'", "'Z'"), ("Z", "B", "C", ("d", "e"))),
        ("lesson = L(\n" * 80_000, ("", "", "", ())),
        ("lesson = None\n" + LINES, ("A", "B", "C", ("d", "e"))),
        (LINES + "lesson = None\n", ("A", "B", "C", ("d", "e"))),
        (PAGE.replace("lesson =", "page ="), ("", "", "", ())),
        (PAGE.replace("Lesson(package", "Lesson((package"), ("", "", "", ())),
        ("lesson = make()", ("", "", "", ())),
        ("lesson", ("", "", "", ())),
        ("\0", ("", "", "", ())),
        ("(" * 5000, ("", "", "", ())),
        ("'\\d'\n" + PAGE, ("A", "B", "C", ("d", "e"))),
        ("#" * 2_000_000 + PAGE, ("", "", "", ())),
        ("", ("", "", "", ())),
    ],
)
def test_what_a_page_does_not_write_out_stays_empty(
    tmp_path: Path, text: str, found: tuple[object, ...]
) -> None:
    """However it is written, and also where it is no Python: reading it never fails."""
    entry = read(page(tmp_path, text))

    assert found == (entry.title, entry.says, entry.chapter, entry.after)


def test_bytes_of_any_kind_are_no_reason_to_fail(tmp_path: Path) -> None:
    """A page in an encoding that nobody named, a folder, and nothing at all."""
    page(tmp_path, "").joinpath("__init__.py").write_bytes(b"# \xff\xfe\n\x80")
    (tmp_path / "odd" / "__init__.py").mkdir(parents=True)

    assert ["", "", ""] == [read(tmp_path / each).title for each in ("", "odd", "nowhere")]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_circle_of_prerequisites_is_found(data: st.DataObject) -> None:
    """In any graph of lessons in folders: those that come after themselves are said, no others."""
    names = [f"part{n}" for n in range(data.draw(st.integers(1, 5)))]
    edges = {name: data.draw(st.lists(st.sampled_from(names), unique=True)) for name in names}
    with tempfile.TemporaryDirectory() as place:
        for name, after in edges.items():
            made = folder(Path(place), name) / "__init__.py"
            text = made.read_text(encoding="utf-8")
            made.write_text(text.replace('title="A line"', f'title="A line", after={after!r}'))
        first = lessons.load(str(Path(place) / names[0]))
        found = [str(finding) for finding in index.comes_after_lessons_that_exist(first)]

    circles = [name for name in edges[names[0]] if leads(edges, name, names[0])]
    assert len(circles) == len(found)
    for name, said in zip(circles, found, strict=True):
        assert f"it comes after {name}, which comes after it" in said


def leads(edges: dict[str, list[str]], start: str, goal: str) -> bool:
    """Whether one can go from a lesson to another by what comes before."""
    reached = {start}
    for _ in edges:
        reached |= {after for name in reached for after in edges[name]}
    return goal in reached


def test_a_lesson_of_the_course_stands_in_one_of_its_chapters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chapter that nobody knows is found; a new lesson is found by its folder alone."""
    made = folder(tmp_path, "lesson71_alone") / "__init__.py"
    made.write_text(made.read_text().replace('title="A line"', 'title="A line", chapter="Wrods"'))
    monkeypatch.setattr(lessons, "__path__", [*lessons.__path__, str(tmp_path)])
    lesson = lessons.load("lesson71")

    assert "lesson71" in lessons.names()
    assert ["there is no chapter 'Wrods'"] == [each.says for each in index.has_a_chapter(lesson)]
