"""What is decided on samples: they are from all over a file, not from its beginning alone."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled import class_texts
from lessons.kit.data.labelled.examples import read_examples
from lessons.kit.data.labelled.files_of_rows import is_table
from lessons.kit.data.rows.spread import HEAD, SLICE, places_in
from lessons.kit.data.sources import meter
from lessons.kit.data.text.as_text import notes
from lessons.kit.data.text.corpus import read_corpus

PROSE = [
    f"Soup number {n} was eaten slowly. A lamp stood there, and it rained." for n in range(2000)
]
VERSES = [f"the lamp of day {n}\nand soup {'again ' * (n % 7)}" for n in range(30_000)]
ROWS = [f"the soup of day {n}\t{n % 3}\t{n}" for n in range(30_000)]


@given(st.lists(st.integers(0, 400_000), max_size=8), st.integers(1, 200))
@settings(max_examples=60, deadline=None)
def test_places_are_whole_lines_in_their_order_however_a_text_is_cut(
    cuts: list[int], width: int
) -> None:
    """None is torn or comes twice, and the last one is there."""
    lines = [f"{n:07}{'x' * (n % width)}" for n in range(600_000 // (8 + width // 2))]
    text = "\n".join(lines)
    ends = [0, *sorted(min(cut, len(text)) for cut in cuts), len(text)]
    parts = [text[a:b] for a, b in pairwise(ends)]
    found = [line for place in places_in(parts, SLICE) for line in place]

    assert set(found[:-1]) <= set(lines)
    assert sorted(set(found)) == found
    assert len(text) <= HEAD or int(found[-1][:7]) > 0.9 * len(lines)


def test_lines_are_sentences_where_most_of_a_file_says_so(tmp_path: Path) -> None:
    """A preface in prose, or a list of verses before a novel, is only the beginning."""
    songs, novel = tmp_path / "songs.txt", tmp_path / "novel.txt"
    songs.write_text("\n".join([*PROSE, *VERSES]), encoding="utf-8")
    novel.write_text("\n".join([*VERSES[:3000], *PROSE * 20]), encoding="utf-8")
    sung = read_corpus(songs, min_count=1, progress=silent).summary
    told = read_corpus(novel, min_count=1, progress=silent).summary

    assert sung["sentences"] >= 60_000
    assert any("places of the file: every line is read" in note for note in sung["notes"])
    assert not any("every line" in note for note in told["notes"])


@pytest.mark.parametrize("name", ["rows.tsv", "rows.txt"])
def test_a_table_below_a_long_preface_is_said(tmp_path: Path, name: str) -> None:
    """Whoever reads text takes its tabs and labels too: that is never silent."""
    text = "\n".join([*PROSE, *ROWS])
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    for said in (
        notes(path, text),
        read_corpus(path, min_count=1, progress=silent).summary["notes"],
    ):
        assert any("looks like a table with 3 columns" in note for note in said)
    for plain in (PROSE * 20, VERSES):
        assert [] == notes(tmp_path / "plain.txt", "\n".join(plain))


def test_columns_of_files_without_a_telling_name_are_judged_from_all_over(tmp_path: Path) -> None:
    """The same words at the beginning of many lines are no labels if they never come again."""
    path = tmp_path / "pos"
    begun = [f"intro\tthe soup of day {n} was good" for n in range(3000)]
    lines = [f"{n} was it\tthe soup of day {n} was good" for n in range(60_000)]
    path.write_text("\n".join([*begun, *lines]), encoding="utf-8")

    assert not is_table(path)


def test_a_very_long_file_that_is_one_example_is_said_to_be_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only its beginning is read, and the files are named while they are few."""
    monkeypatch.setattr(class_texts, "LONGEST_EXAMPLE", 1000)
    for label in ("good", "bad"):
        (tmp_path / label).mkdir()
        for n in range(5):
            (tmp_path / label / f"{n}.txt").write_text(f"{label} soup {n} " * 100 ** (n > 2))
    found = read_examples(tmp_path, progress=silent)

    assert 1000 >= max(map(len, found.texts))
    (said,) = [note for note in found.notes if "very long files" in note]
    assert "only the first 1,000 bytes of each" in said
    assert "bad/3.txt, bad/4.txt, good/3.txt and 1 more" in said


def test_words_of_one_character_are_counted_in_texts_from_all_over(tmp_path: Path) -> None:
    """A file that is sorted by its language has them at its end, too."""
    lesson = lessons.load("lesson4")
    rows = [f"good soup {n} of the day,{n % 2}" for n in range(1500)]
    rows += [f"味道很好{n},{n % 2}" for n in range(1500)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(["text,label", *rows]), encoding="utf-8")
    found = lesson.data(path, lesson.params(), silent).summary

    assert any("single characters" in note for note in found["notes"])


def test_further_labels_of_a_row_are_no_part_of_its_text(tmp_path: Path) -> None:
    """They would give the first one away; how many rows have them is said."""
    more = "__label__more __label__x"
    rows = [f"__label__{n % 2} {more * (n % 3 == 0)} soup {n}" for n in range(60)]
    path = tmp_path / "t.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = read_examples(path, progress=silent)

    assert [f"soup {n}" for n in range(60)] == found.texts
    assert {"0", "1"} == set(found.labels)
    assert any("20 rows have several labels" in note for note in found.notes)


def test_a_long_look_at_a_file_that_is_no_table_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each way that is tried: there the time that was allowed may end it."""
    monkeypatch.setattr(meter, "EVERY", 0.0)
    path = tmp_path / "t.txt"
    path.write_text('so it was, and \\ more; "it" was ' * 10_000, encoding="utf-8")
    told: list[str] = []
    with pytest.raises(BadEnvironment, match="no column with few values"):
        read_examples(path, progress=lambda what, share: told.append(what))

    assert len(told) > 20
