"""A text of any size as sentences of numbers: nothing lost, nothing made up, whatever the file."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.shared import sentences as shared
from lessons.shared.sentences import (
    FIRST,
    MARKS,
    PADDING,
    UNKNOWN,
    Sentences,
    read_sentences,
    sentences_of,
)

WORDS = st.text("abcd", min_size=1, max_size=2)
FEW = {"longest": 12, "vocabulary": 1000, "min_count": 1, "least": 1}


def read(path: Path, **asked: Any) -> Sentences:
    """As a lesson does."""
    return read_sentences(path, progress=silent, **FEW | asked)


def told(found: Sentences) -> str:
    return "; ".join(found.summary["notes"])


def spelled(found: Sentences) -> list[list[str]]:
    return [found.words_of(row) for row in range(len(found))]


@given(
    lines=st.lists(st.lists(WORDS, max_size=9), max_size=12),
    longest=st.integers(1, 5), vocabulary=st.integers(4, 20), min_count=st.integers(1, 3),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_every_word_is_kept_in_its_place(
    lines: list[list[str]], longest: int, vocabulary: int, min_count: int
) -> None:
    """In pieces where a sentence is too long; as [UNK] where it is too rare."""
    found = sentences_of(lines, longest=longest, vocabulary=vocabulary, min_count=min_count)

    pieces = [line[at : at + longest] for line in lines for at in range(0, len(line), longest)]
    counts = {word: sum(line.count(word) for line in lines) for line in lines for word in line}
    assert pieces == spelled(found)
    assert list(MARKS) == found.words[:FIRST] and len(found.words) <= max(vocabulary, FIRST)
    for row, piece in enumerate(pieces):
        numbers = found.numbers[row].tolist()
        assert [found.number_of(word) for word in piece] == numbers[: len(piece)]
        assert {PADDING} >= set(numbers[len(piece) :])
        for word, number in zip(piece, numbers, strict=False):
            assert found.words[number] == (word if number >= FIRST else MARKS[UNKNOWN])
            assert counts[word] >= min_count or number == UNKNOWN


@given(lines=st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_a_sentence_is_read_once_and_a_word_alone_never(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[str]]
) -> None:
    """A footer on every page would else be what is learned best."""
    path = tmp_path_factory.mktemp("text") / "t.txt"
    path.write_text(" x y.\n\n".join(["first line of it", *map(" ".join, lines)]) + ".")
    expected = list(dict.fromkeys(map(tuple, spelled(read(path)))))

    assert expected == list(map(tuple, spelled(read(path))))
    assert all(len(sentence) > 1 for sentence in expected)


def test_uses_are_found_and_shown_as_they_were_written(tmp_path: Path) -> None:
    """A word in any case, in each place; its rare neighbours by their own names."""
    path = tmp_path / "t.txt"
    path.write_text("The Bank is shut. I sat by the bank, a bank of moss! Banks differ here.")

    found = read(path, min_count=2)

    assert [[0, 1], [1, 4], [1, 6]] == found.uses_of("BANK").tolist()
    assert ["i", "sat", "by", "the", "bank", "a", "bank", "of", "moss"] == found.words_of(1)
    assert [] == found.uses_of("river").tolist() == found.uses_of("").tolist()
    assert UNKNOWN == found.number_of("moss") == found.number_of("river")
    assert [found.number_of("the"), found.number_of("bank")] == found.read("The bank.")
    assert "2 most frequent of 13 words" in told(found) and "as [UNK]" in told(found)


@pytest.mark.parametrize(
    ("text", "count"),
    [("彼は来た。彼女も来た。", 2), ("वह आया। वह गई।", 2), ("هو جاء؟ هي ذهبت؟", 2),
     ("He came! She left…  ", 2), ("He came.\r\n\r\nShe left\r\n\r\n", 2),
     ("he came\nshe left today with us all\nwe are\nand now\n" * 2 + "go on\n", 5)],
)  # fmt: skip
def test_sentences_end_where_their_script_says(tmp_path: Path, text: str, count: int) -> None:
    """At its own full stops, at an empty line, or at each line where there are no stops."""
    path = tmp_path / "t.txt"
    path.write_bytes(text.encode())

    assert count == len(read(path))


TEXTS = ["The cat sat. It slept.", 'He said "no", and left.', "A line\nin two lines here"]


def tables(folder: Path) -> list[Path]:
    """The same texts in each kind of table."""
    rows = [{"id": str(at), "review": text, "label": "pn"[at % 2]} for at, text in
            enumerate(f"{text} {'abcdefgh'[at]}" for at in range(8) for text in TEXTS)]  # fmt: skip
    with (folder / "t.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    (folder / "t.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "t.json").write_text(json.dumps(rows))
    pytest.importorskip("pyarrow")
    from pyarrow import Table, parquet

    parquet.write_table(Table.from_pylist(rows), folder / "t.parquet")
    return sorted(folder.iterdir())


@pytest.mark.parametrize("column", ["", "review"])
def test_of_a_table_the_texts_are_read_alone(tmp_path: Path, column: str) -> None:
    """Neither the names of its columns, nor the labels; a text's end ends its sentence."""
    for path in tables(tmp_path):
        found = read(path, text=column)

        assert ["the", "cat", "sat"] == found.words_of(0), path
        assert not {"review", "label", "p", "n"} & set(found.types), path
        assert "column 'review'" in told(found), path
        assert ["a", "line", "in", "two", "lines", "here", "a"] in spelled(found), path


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With those that are; and so is a text that has none."""
    path = next(each for each in tables(tmp_path) if each.suffix == ".csv")
    plain = tmp_path / "plain.txt"
    plain.write_text("No table at all. It has sentences.")

    with pytest.raises(BadUsage, match="no column 'body': there are"):
        read(path, text="body")
    with pytest.raises(BadEnvironment):
        read(plain, text="body")


def test_a_folder_is_read_with_what_is_in_it(tmp_path: Path) -> None:
    """Encodings of all kinds; what is no text is passed over and named."""
    (tmp_path / "a.txt").write_bytes("Über den Fluß gehen. Sie ging heim.".encode("cp1252"))
    (tmp_path / "b.txt").write_bytes("Ещё одна строка. И ещё одна.".encode("utf-16"))
    (tmp_path / "c.bin").write_bytes(bytes(range(256)) * 40)

    found = read(tmp_path)

    assert ["über", "den", "fluß", "gehen"] in spelled(found)
    assert ["ещё", "одна", "строка"] in spelled(found)
    assert "c.bin" in told(found)


@pytest.mark.parametrize(
    "content",
    [b"", b"\n \n", b"...!!!", b"\0\1\2" * 99, b"one", b"one. two. three.", b"\xef\xbb\xbf",
     b"a b. " * 50, b"PAR1junk", b"\x1f\x8bbroken"],
)  # fmt: skip
def test_what_has_too_little_in_it_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    """Nothing, no word, no two words beside each other, one sentence over and over, no text."""
    path = tmp_path / "t.txt"
    path.write_bytes(content)

    with pytest.raises(BadEnvironment) as refused:
        read(path, least=2)

    assert refused.value.message and refused.value.fix


def test_a_huge_line_is_read_in_pieces(tmp_path: Path) -> None:
    """And that is said."""
    path = tmp_path / "t.txt"
    path.write_text(" ".join(f"w{at % 99}" for at in range(5000)))

    found = read(path, longest=10)

    assert 99 == len(found) and "1 sentence is longer than 10 words" in told(found)
    assert "401 sentences are there already" in told(found)


def test_of_more_than_memory_is_meant_to_hold_a_fair_part_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From all over the text, and that is said."""
    path = tmp_path / "t.txt"
    path.write_text("".join(f"sentence number{at} is here.\n" for at in range(3000)))
    monkeypatch.setattr(shared, "MOST_CELLS", 1200)

    found = read(path)

    assert 100 == len(found) and "100 of 3,000 sentences" in told(found)
    assert "number0" in found.words_of(0) and "number2999" in found.words_of(99)
