"""A table that is read as plain text is said to be one; prose and verse are not."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import Lesson, read_text
from lessons.kit.data.text import as_text
from lessons.kit.data.text.as_text import notes, table_in
from tests.tools.reading import PLAIN, reading

ROWS = [(f"a fine, long film number {at}", "good" if at % 2 else "bad") for at in range(300)]
PROSE = "It was late, and the rain came down, as it always did.\nNobody, he said, will come.\n" * 20
VERSE = "O rose, thou art sick, and pale,\nThe worm, unseen, at night,\n" * 20
WORDS = st.text("abcdé ,;'\n中", min_size=1, max_size=20)


def table(delimiter: str, header: bool = True) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerows([("review", "stars"), *ROWS] if header else ROWS)
    return out.getvalue()


def as_json(lines: bool) -> str:
    rows = [{"review": text, "stars": label} for text, label in ROWS]
    return "\n".join(map(json.dumps, rows)) if lines else json.dumps(rows, indent=1)


TABLES = [
    ("t.csv", table(","), "columns review, stars"),
    ("t.csv", table(";"), "columns review, stars"),
    ("t.CSV", table(",", header=False), "2 columns"),
    ("t.tsv", table("\t"), "columns review, stars"),
    ("t.txt", table("\t"), "columns review, stars"),
    ("t.json", as_json(lines=False), "columns review, stars"),
    ("t.jsonl", as_json(lines=True), "columns review, stars"),
    ("t", as_json(lines=True), "columns review, stars"),
]


@pytest.mark.parametrize(("name", "text", "said"), TABLES)
@pytest.mark.parametrize("page", PLAIN, ids=lambda page: page.id)
def test_a_table_is_said_to_be_read_as_text(
    page: Lesson, name: str, text: str, said: str, tmp_path: Path
) -> None:
    """With its columns, in the notes of each lesson that reads plain text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    found = " | ".join(page.data(path, reading(page), lambda *_: None).summary["notes"])

    assert (
        f"this looks like a table {'in JSON ' if 'json' in name or name == 't' else ''}with {said}"
        in found
    )
    assert "it is read as plain text: its" in found
    assert "labels too (lesson 4 reads tables)" in found


@pytest.mark.parametrize(("name", "text", "said"), TABLES)
def test_the_command_takes_the_texts_out(name: str, text: str, said: str, tmp_path: Path) -> None:
    """Pasted into a shell it prints them, also where the file's name has a quote in it."""
    folder = tmp_path / 'it\'s "a" folder'
    folder.mkdir()
    path = folder / name
    path.write_text(text, encoding="utf-8")
    command = notes(path, text)[0].split("from one column alone: ")[1].split(" > ")[0]
    done = subprocess.run(
        ["sh", "-c", command.replace("python", sys.executable, 1)],
        capture_output=True, check=True, encoding="utf-8",
    )  # fmt: skip

    assert [text for text, _ in ROWS] == done.stdout.splitlines()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1251", "utf-8-sig"])
def test_the_command_knows_the_encoding(encoding: str, tmp_path: Path) -> None:
    """It opens the file as the lesson did, and prints the same texts."""
    path = tmp_path / "t.csv"
    texts = [f"это очень хороший суп {n}" for n in range(20)]
    rows = "".join(f"{text},{n % 2}\n" for n, text in enumerate(texts))
    path.write_text(f"text,label\n{rows}", encoding=encoding)
    read = read_text(path, encoding=encoding)
    command = notes(path, read.text, read.encoding)[0].split("one column alone: ")[1]
    done = subprocess.run(
        ["sh", "-c", command.split(" > ")[0].replace("python", sys.executable, 1)],
        capture_output=True, check=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip

    assert texts == done.stdout.splitlines()


@pytest.mark.parametrize("name", ["t.txt", "t.csv", "t", "t.json"])
@pytest.mark.parametrize(
    "text", [PROSE, VERSE, "", "one\ntwo\n", "[sic] he wrote, {so}.\n" * 9, "1,2\n"]
)
def test_prose_and_verse_are_no_tables(name: str, text: str) -> None:
    """Though there is a comma in every line; unless the file's name says that they are."""
    if name != "t.csv" or "," not in text:
        assert [] == notes(Path(name), text)


def test_of_many_tables_in_a_folder_some_are_named(tmp_path: Path) -> None:
    """In one note, beside files that are none."""
    for name in "abcde":
        (tmp_path / f"{name}.csv").write_text(table(","), encoding="utf-8")
    (tmp_path / "f.txt").write_text(PROSE, encoding="utf-8")
    page = lessons.load("lesson1")
    found = page.data(tmp_path, page.params(), lambda *_: None).summary["notes"]

    named = "commas and labels too (lesson 4 reads tables): a.csv, b.csv, c.csv and 2 more"
    assert 1 == sum(named in note for note in found)


@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=6, max_size=20),
    st.sampled_from(",;\t|"), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["t.csv", "t"]),
)  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_what_a_csv_writer_wrote_is_seen(
    rows: list[list[str]], delimiter: str, quoting: int, name: str
) -> None:
    """With whatever parts it, commas and line breaks in its fields, and its columns' names."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows([["id", "text", "label"], *rows])
    found = table_in(Path(name), out.getvalue(), whole=True)

    assert found is not None
    assert ["id", "text", "label"] == found.columns


@given(st.text(max_size=200), st.sampled_from(["t.csv", "t.tsv", "t.json", "t.txt"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_text_gets_an_answer(text: str, name: str, whole: bool) -> None:
    """One line of words, or nothing; never an error."""
    found = table_in(Path(name), text, whole)

    assert found is None or len(found.columns) > 1
    assert all("\n" not in note for note in notes(Path(name), text))


@given(
    st.lists(st.lists(WORDS, min_size=1, max_size=4), max_size=8),
    st.sampled_from("\t,;|"),
    st.sampled_from(["t.csv", "t.tsv", "t.json", "t.txt", "t"]),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_what_is_seen_at_once_is_what_reading_rows_says(
    rows: list[list[str]], delimiter: str, name: str, quoted: bool
) -> None:
    """A delimiter that is passed over without reading rows would have made no table of them."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else 0).writerows(rows)
    found = table_in(Path(name), out.getvalue(), whole=True)
    with pytest.MonkeyPatch.context() as patch:
        parts = "\t,;|" if name in ("t.txt", "t") else as_text.ENDINGS[Path(name).suffix]
        patch.setattr(as_text, "_possible", lambda *_: list(parts))

        assert table_in(Path(name), out.getvalue(), whole=True) == found


@pytest.mark.parametrize("text", [PROSE[:100], VERSE[:60], "a word\n" * 300, "[1, 2]", ""])
def test_prose_is_not_read_as_rows(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 50,000 small files that cost a third of the time."""
    for reader in ("_rows", "_objects"):
        monkeypatch.setattr(as_text, reader, None)

    assert [] == notes(Path("t.txt"), text)
