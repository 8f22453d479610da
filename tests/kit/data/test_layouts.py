"""Tables of every layout that a writer of tables knows: read as they were written, or refused."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadUsage, Trouble
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import Examples, read_examples
from lessons.kit.data.rows import table
from lessons.kit.data.sources import files

STYLES: dict[str, dict[str, Any]] = {
    "all": {"quoting": csv.QUOTE_ALL},
    "minimal": {"quoting": csv.QUOTE_MINIMAL},
    "not numbers": {"quoting": csv.QUOTE_NONNUMERIC},
    "none": {"quoting": csv.QUOTE_NONE, "escapechar": "\\"},
    "escaped": {"quoting": csv.QUOTE_ALL, "escapechar": "\\", "doublequote": False},
    "escaped where needed": {"escapechar": "\\", "doublequote": False},
    "single": {"quoting": csv.QUOTE_ALL, "quotechar": "'"},
}
COLUMNS = {"text": "review", "label": "label", "number": "id"}


@dataclass(frozen=True)
class Written:
    """A table, and what is in it."""

    texts: list[str]
    labels: list[str]
    style: str
    delimiter: str
    end: str
    header: bool
    order: tuple[str, ...]
    name: str

    def content(self) -> str:
        """The table as Python's own writer writes it."""
        file = io.StringIO(newline="")
        writer = csv.writer(
            file, delimiter=self.delimiter, lineterminator=self.end, **STYLES[self.style]
        )
        if self.header:
            writer.writerow([COLUMNS[column] for column in self.order])
        for at, (text, label) in enumerate(zip(self.texts, self.labels, strict=True)):
            cells = {"text": text, "label": int(label) if label.isdecimal() else label}
            writer.writerow([(cells | {"number": at})[column] for column in self.order])
        return file.getvalue()


def read(folder: Path, name: str, content: str) -> Examples:
    path = folder / name
    path.write_bytes(content.encode())
    return read_examples(path, progress=silent)


WORDS = st.sampled_from(
    ["walk", "soup", "lamp", "very good", "day 2137", "味道很好", "очень", "très", "สวัสดี", "🙂",
     "0", "1", "good", "bad", "-", "#", "it's", "'so'", "C:\\dir", "e\\n", "\\"]
)  # fmt: skip
BETWEEN = st.sampled_from(
    [" ", ", ", "; ", ",", ";", "|", "\t", "\n", ",\n", "\n\n", '"', ' "', '", ', '""', ".\u2028",
     "\x85", "\x0b", ": ", "\r", "\r\n", ',"', '\n"', "\\,", "\\;"]
)  # fmt: skip
TEXTS = st.lists(st.tuples(WORDS, BETWEEN), min_size=1, max_size=8).map(
    lambda pairs: "".join(word + between for word, between in pairs) + "end"
)


@st.composite
def tables(draw: Callable[..., Any]) -> Written:
    """A table of any layout, its texts with all that parts tables in them."""
    texts = draw(st.lists(st.one_of(TEXTS, st.just("a plain text")), min_size=6, max_size=24))
    pair = draw(st.sampled_from([("0", "1"), ("pos", "neg"), ("good", "bad"), ("1", "2")]))
    texts = [f"{text} {at}" for at, text in enumerate(texts)]
    return Written(
        texts,
        [pair[at % 2] for at in range(len(texts))],
        draw(st.sampled_from(list(STYLES))),
        draw(st.sampled_from([",", ";", "\t", "|"])),
        draw(st.sampled_from(["\n", "\r\n", "\r"])),
        draw(st.booleans()),
        tuple(draw(st.permutations(draw(st.sampled_from([list(COLUMNS)[:2], list(COLUMNS)]))))),
        draw(st.sampled_from(["t.csv", "t.txt", "t.tsv"])),
    )  # fmt: skip


def bare(text: str) -> str:
    """A text without what no reading can tell: how its lines end, what stands around it, and
    whether two backslashes are one that was escaped, where nothing else is."""
    return re.sub(r"\\+", r"\\", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def check(written: Written) -> None:
    """What was written is what is read, unless it is refused."""
    with TemporaryDirectory() as folder:
        try:
            found = read(Path(folder), written.name, written.content())
        except Trouble as refused:
            assert refused.fix
            return

    assert [*map(bare, written.texts)] == [*map(bare, found.texts)]
    assert written.labels == found.labels


@settings(max_examples=120, deadline=None)
@given(tables())
def test_what_was_written_is_read_or_refused(written: Written) -> None:
    """Whatever the layout and whatever is in the texts: never another table."""
    check(written)


@settings(max_examples=60, deadline=None)
@given(tables(), st.integers(1, 600), st.integers(16, 200))
def test_a_sample_may_end_anywhere(written: Written, sample: int, piece: int) -> None:
    """Within quotes, or before the first of them; and a file's pieces may end anywhere too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "SAMPLE", sample)
        patch.setattr(files, "PIECE", piece)
        check(written)


TOLD = [f"the film was {'fine' if n % 2 else 'dull'} on day {n}" for n in range(60)]
MARKS = [str(n % 2) for n in range(60)]
SHAPES = {
    "a blank line in each text": [text.replace(" on", ",\n\non") for text in TOLD],
    "paragraphs with commas": [text + "\na, b" * (n % 4) + "\nend" for n, text in enumerate(TOLD)],
    "a comma in each line": [f"{text}, {text}" for text in TOLD],
    "quotes": [f'"{text}", she said; "{n}"' for n, text in enumerate(TOLD)],
    "line ends at the end of the file": [*TOLD[:50], *(f"{text},\nyes" for text in TOLD[50:])],
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("style", ["all", "minimal", "not numbers", "none"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_shapes_that_people_have(shape: str, style: str, end: str, tmp_path: Path) -> None:
    """These were torn into rows of half a text each, and none of them is refused."""
    written = Written(
        SHAPES[shape], MARKS, style, ",", end, True, ("number", "text", "label"), "t.csv"
    )
    found = read(tmp_path, "t.csv", written.content())

    assert (SHAPES[shape], MARKS) == (found.texts, found.labels)


@pytest.mark.parametrize(
    ("first", "delimiter", "said"),
    [
        ("sep=;\n", ";", "'sep=;'"),
        ('"sep=,"\n', ",", "'sep=,'"),
        ("# made by hand, v2\n", ",", "'# made by hand, v2'"),
        ("# one\n# two, three\n", ",", "'# one', '# two, three'"),
        ("Answers of May;\n;\n", ";", "'Answers of May;', ';'"),
        ("Answers of May\n\n", ";", "'Answers of May'"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_above_the_header(
    tmp_path: Path, first: str, delimiter: str, said: str, end: str
) -> None:
    """What a spreadsheet or a person writes there is no row, and is told."""
    rows = ["text,label", *map(",".join, zip(TOLD, MARKS, strict=True))]
    content = first + "\n".join(rows).replace(",", delimiter)
    found = read(tmp_path, "t.csv", content.replace("\n", end))

    assert (TOLD, MARKS) == (found.texts, found.labels)
    assert ["text", "label"] == found.facts["columns"]
    assert f"passed over above the table: {said}" in found.notes


def test_a_first_row_without_a_label_is_no_title(tmp_path: Path) -> None:
    """Without names above it, it is a row like others, and is counted."""
    rows = [f"{text},{mark}" for text, mark in zip(TOLD, MARKS, strict=True)]
    found = read(tmp_path, "t.csv", "\n".join(["nobody judged this,", *rows]))

    assert {"without a label": 1} == found.facts["dropped"]


@pytest.mark.parametrize("labels", [MARKS, ["very" if n % 2 else "hardly" for n in range(60)]])
def test_a_header_may_be_whole_questions(tmp_path: Path, labels: list[str]) -> None:
    """As a survey writes them."""
    first = "Please tell us in your own words what you think of us:,How happy are you with us?"
    rows = [f"{text},{label}" for text, label in zip(TOLD, labels, strict=True)]
    found = read(tmp_path, "t.csv", "\n".join([first, *rows]))

    assert (TOLD, labels) == (found.texts, found.labels)
    assert first.split(",") == found.facts["columns"]


@pytest.mark.parametrize("shape", ["{label},{text}", "{text};{label}", "{label} {text}"])
def test_a_file_sorted_by_its_label_shows_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    """Lines from all over it tell how it is parted, and that is said; not its beginning alone."""
    monkeypatch.setattr(table, "SAMPLE", 2000)
    marks = ["no"] * 5000 + ["yes"] * 5000
    texts = [f"{TOLD[n % 60]}{', and' * (n % 3)}{'; so' * (n % 4)} {n}" for n in range(10_000)]
    lines = [shape.format(text=t, label=m) for t, m in zip(texts, marks, strict=True)]
    found = read(tmp_path, "t.txt", "\n".join(lines))

    assert (texts, marks) == (found.texts, found.labels)
    assert any("places of the file say" in note for note in found.notes)


def test_rows_inside_a_quoted_text_are_refused(tmp_path: Path) -> None:
    """Two stray quotes may hold a hundred rows: which it is, only the learner can tell."""
    rows = [f"{text}\t{mark}" for text, mark in zip(TOLD, MARKS, strict=True)]
    rows[10] = '"' + rows[10]
    rows[40] = rows[40].replace("\t", '"\t')
    with pytest.raises(Trouble, match="opens in line 11 and closes in line 41") as refused:
        read(tmp_path, "t.tsv", "\n".join(rows))

    assert {"text", "hold"} == set(re.findall(r"--set quotes=(\w+)", refused.value.fix))
    apart = read_examples(tmp_path / "t.tsv", quotes="text", progress=silent)
    held = read_examples(tmp_path / "t.tsv", quotes="hold", progress=silent)
    assert (len(TOLD), len(TOLD) - 30) == (len(apart.texts), len(held.texts))
    assert rows[11].split("\t")[0] in held.texts[10]


@pytest.mark.parametrize("mark", [*"~^:#@$%&*+=!-.~/", "，", "،", "¦", "\u2028"])
def test_a_delimiter_that_is_named_parts_the_columns(tmp_path: Path, mark: str) -> None:
    """Whatever character it is, with quotes around what it is in."""
    texts = [f"{n} soups{mark} and one more" for n in range(60)]
    lines = [f'"{text}"{mark}{label}' for text, label in zip(texts, MARKS, strict=True)]
    path = tmp_path / "t.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = read_examples(path, delimiter=mark, progress=silent)

    assert (texts, MARKS) == (found.texts, found.labels)


@pytest.mark.parametrize("mark", ["x", "7", '"', "'", "\\", "::", "ab", "\n"])
def test_what_cannot_be_a_delimiter_is_a_usage_error(tmp_path: Path, mark: str) -> None:
    """And the names that there are for the usual ones are said."""
    with pytest.raises(BadUsage, match="cannot separate columns") as refused:
        read_examples(tmp_path / "t.csv", delimiter=mark, progress=silent)
    assert "semicolon" in refused.value.fix


def test_a_delimiter_that_parts_nothing_is_said(tmp_path: Path) -> None:
    """With its name, and not read in another way without a word."""
    content = "\n".join(f"{text}\t{label}" for text, label in zip(TOLD, MARKS, strict=True))
    (tmp_path / "t.txt").write_text(content, encoding="utf-8")
    with pytest.raises(Trouble, match="does not split into equal columns at 'bar'"):
        read_examples(tmp_path / "t.txt", delimiter="bar", progress=silent)


def test_two_delimiters_that_both_fit_are_refused(tmp_path: Path) -> None:
    """Where no name above the columns and no quote says which one it is."""
    content = "\n".join(f"{text},{MARKS[n]};{n % 3}" for n, text in enumerate(TOLD))
    with pytest.raises(Trouble, match=r"two ways: separated by .*, or separated by") as refused:
        read(tmp_path, "t.csv", content)

    assert re.search(r"--set delimiter=(\w+) or (\w+)", refused.value.fix)
    by_comma = read_examples(tmp_path / "t.csv", delimiter="comma", progress=silent)
    by_semicolon = read_examples(tmp_path / "t.csv", delimiter=";", progress=silent)
    assert "separated by commas" == by_comma.facts["format"]
    assert {"0", "1", "2"} == set(by_semicolon.labels)


def test_a_file_that_is_cut_off_loses_its_last_row_alone(tmp_path: Path) -> None:
    """A download that broke off within a quoted text leaves the others as they are."""
    texts = SHAPES["paragraphs with commas"]
    written = Written(texts, MARKS, "all", ",", "\n", True, ("text", "label"), "t.csv")
    found = read(tmp_path, "t.csv", written.content()[:-12])

    assert texts[:-1] == found.texts[:59]
    assert MARKS[:-1] == found.labels[:59]


def test_a_row_that_lacks_a_column_does_not_make_two_columns_one(tmp_path: Path) -> None:
    """Where three columns have names, such a row is left out and counted, whatever their share."""
    rows = [
        f"{n},{text.replace(',', '')},{MARKS[n]}" if n % 7 else f"{n},{MARKS[n]}"
        for n, text in enumerate(TOLD)
    ]
    found = read(tmp_path, "t.csv", "\n".join(["id,text,label", *rows]))

    assert ("text", "label") == (found.facts["text"], found.facts["label"])
    assert [m for n, m in enumerate(MARKS) if n % 7] == found.labels
    assert any("9 not of 3 fields but 2" in note for note in found.notes)


@pytest.mark.parametrize("mark", ["，", "、", "~", "→"])
@pytest.mark.parametrize("is_label_first", [False, True])
def test_spaces_do_not_win_over_a_mark_that_parts_as_well(
    tmp_path: Path, mark: str, is_label_first: bool
) -> None:
    """Texts with spaces, parted from their labels by a mark of another kind: it is asked which."""
    texts = [f"{WORDS_OF_A_MEAL[n % 4]} {WORDS_OF_A_MEAL[n % 3]} {n}" for n in range(60)]
    pairs = [(text, "正负"[n % 2]) for n, text in enumerate(texts)]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(mark.join(p[::-1] if is_label_first else p) for p in pairs))

    with pytest.raises(Trouble, match="two ways: separated by spaces"):
        read_examples(path, progress=silent)

    found = read_examples(path, delimiter=mark, progress=silent)
    assert pairs == list(zip(found.texts, found.labels, strict=True))


WORDS_OF_A_MEAL = ["很好", "不错", "难吃", "一般"]
