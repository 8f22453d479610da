"""Labelled texts in every shape that people have them in, or a sentence and a fix."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled import examples
from lessons.kit.data.labelled.examples import Examples, read_examples
from lessons.kit.data.rows import grammar, rows
from lessons.kit.data.rows.headers import is_header
from tests.tools.reading import written

FILMS = [(f"film number {n} was shown", "good" if n % 2 else "bad") for n in range(40)]
TEXTS = [text for text, _ in FILMS]
LABELS = [label for _, label in FILMS]
IF_WRONG = " (if that is wrong: --set encoding=NAME, or save it as UTF-8)"


def read(path: Path, **asked: str) -> Examples:
    return read_examples(path, progress=silent, **asked)


def refusal(path: Path, **asked: str) -> str:
    with pytest.raises(Trouble) as refused:
        read(path, **asked)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.isprintable()
    assert refused.value.fix
    return sentence


def table(delimiter: str = ",", header: tuple[str, ...] = ("text", "label")) -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    writer.writerows([header, *FILMS] if header else FILMS)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("header", [("text", "label"), ("Review", "Sentiment"), ()])
def test_a_table_is_read_whatever_parts_it(
    tmp_path: Path, delimiter: str, header: tuple[str, ...]
) -> None:
    """Commas, tabs, semicolons, bars; with names above the columns or without."""
    found = read(written(tmp_path / "films.txt", table(delimiter, header)))

    assert (TEXTS, LABELS, None) == (found.texts, found.labels, found.parts)
    assert 40 == found.facts["rows"] == found.facts["used"]
    assert "change with --set text=" in found.notes[0]


def test_commas_quotes_and_line_ends_inside_quotes_are_text(tmp_path: Path) -> None:
    """What a spreadsheet writes is read as it was typed."""
    typed = ['He said "no", twice', "two\nlines", "plain", "a, b"] * 10
    file = io.StringIO()
    csv.writer(file).writerows(
        [("label", "text"), *((n % 2, text) for n, text in enumerate(typed))]
    )
    found = read(written(tmp_path / "t.csv", file.getvalue()))

    assert typed == found.texts
    assert ["0", "1"] * 20 == found.labels


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", ["read as utf-16, as its first bytes say"]),
        ("latin-1", [f"line 2 is not UTF-8: read as Latin-1{IF_WRONG}"]),
        ("cp1252", [f"line 2 is not UTF-8: read as Windows-1252{IF_WRONG}"]),
        ("gb18030", [f"line 2 is not UTF-8: read as GB 18030 (Chinese){IF_WRONG}"]),
    ],
)
def test_the_encoding_is_found_and_said(tmp_path: Path, encoding: str, said: list[str]) -> None:
    """From a byte-order mark, or from the bytes themselves."""
    words = {"gb18030": "这个饭店的菜很好吃", "cp1252": "it’s a film"}.get(encoding, "déjà vu")
    content = table().replace("film", words)
    found = read(written(tmp_path / "t.csv", content.encode(encoding)))

    assert TEXTS[3].replace("film", words) == found.texts[3]
    assert said == found.notes[1:]


def test_json_comes_in_lines_in_one_document_and_in_columns(tmp_path: Path) -> None:
    """An object on each line, a list of objects, a list inside an object, or columns."""
    objects = [{"id": n, "text": text, "label": label} for n, (text, label) in enumerate(FILMS)]
    columns = {"text": dict(enumerate(TEXTS)), "label": dict(enumerate(LABELS))}
    for name, content in {
        "a.jsonl": "\n".join(map(json.dumps, objects)),
        "b.json": json.dumps(objects, indent=1),
        "c.json": json.dumps({"version": 1, "data": objects}),
        "d.json": json.dumps(columns),
        "e.txt": json.dumps(objects),
    }.items():
        found = read(written(tmp_path / name, content))

        assert (TEXTS, LABELS) == (found.texts, found.labels)


def test_values_of_json_are_spoken_plainly(tmp_path: Path) -> None:
    """Numbers, yes and no, words in a list; half a surrogate pair does no harm later."""
    lines = ['{"text": ["two", "words"], "label": true}', '{"text": "\\ud800!", "label": false}']
    found = read(written(tmp_path / "t.jsonl", "\n".join(lines * 5)))

    assert ["two words", "?!"] == found.texts[:2]
    assert ["true", "false"] == found.labels[:2]


def test_whole_numbers_are_one_label_however_written(tmp_path: Path) -> None:
    """1 and 1.0 are the same class, and labels stay text."""
    content = "label,text\n" + "".join(f"{n % 2}{'.0' * (n % 3)},film {n}\n" for n in range(30))
    found = read(written(tmp_path / "t.csv", content.replace(".0.0", ".0")))

    assert {"0", "1"} == set(found.labels)


def test_a_line_parted_once_needs_no_quotes(tmp_path: Path) -> None:
    """A label and then a text with commas of its own, or the other way round."""
    tails = ["", ", it was", ", it was, and how", ", yes, no, maybe"]
    texts = [f"a film{tails[n % 4]} {n}" for n in range(40)]
    shapes = {
        "first.csv": "{label},{text}",
        "last.csv": "{text},{label}",
        "last.txt": "{text};{label}",
        "space.txt": "{label} {text}",
        "fast.txt": "__label__{label} {text}",
    }
    for name, shape in shapes.items():
        lines = [shape.format(text=t, label=lb) for t, lb in zip(texts, LABELS, strict=True)]
        found = read(written(tmp_path / name, "\n".join(lines)))

        assert (name, texts, LABELS) == (name, found.texts, found.labels)


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    """A message that begins with a quote and never closes it is one message."""
    content = table("\t").replace("film number 7", '"film number 7')
    found = read(written(tmp_path / "t.tsv", content))

    assert 40 == len(found.texts)
    assert '"film number 7 was shown' == found.texts[7]


def test_columns_are_found_by_what_is_in_them(tmp_path: Path) -> None:
    """Names that nobody knows: long and varied is the text, few values are the label."""
    lines = [f"{n},u{n},{text},{label}" for n, (text, label) in enumerate(FILMS)]
    for header, names in (("k,who,saying,mood", ["saying", "mood"]), ("", ["3", "4"])):
        path = written(tmp_path / "t.csv", "\n".join(filter(None, [header, *lines])))
        found = read(path)

        assert (TEXTS, LABELS) == (found.texts, found.labels)
        assert names == [found.facts["text"], found.facts["label"]]


@pytest.mark.parametrize("names", ["text\tlabel", "PhraseId\tSentenceId\tPhrase\tSentiment"])
def test_a_text_that_is_the_name_of_its_column(tmp_path: Path, names: str) -> None:
    """Of 60,000 phrases one is "text", or "Phrase": the first row still names the columns."""
    texts = [*(f"some words {n}" for n in range(40)), "text", "Phrase"]
    before = [f"{n}\t{n // 8}\t" if "Id" in names else "" for n in range(len(texts))]
    rows = [f"{b}{text}\t{n % 2}" for n, (b, text) in enumerate(zip(before, texts, strict=True))]
    path = written(tmp_path / "train.tsv", "\n".join([names, *rows]))
    found = read(path)

    assert texts == found.texts
    assert {"0", "1"} == set(found.labels)


def test_columns_can_be_named_or_numbered(tmp_path: Path) -> None:
    """In any case of letters; by number from 1 where there are no names."""
    lines = [f"{n % 3},{label},{text},old {n}" for n, (text, label) in enumerate(FILMS)]
    named = written(tmp_path / "a.csv", "\n".join(["Mark,Verdict,Now,Then", *lines]))
    bare = written(tmp_path / "b.csv", "\n".join(lines))

    assert TEXTS == read(named, text="NOW", label="verdict").texts
    assert "old 3" == read(named, text="then", label="mark").texts[3]
    assert ["0", "1", "2"] == read(bare, text="3", label="1").labels[:3]
    assert "several possible label columns: 'Mark', 'Verdict'" in refusal(named)
    assert "--set label=NUMBER" in refusal(bare)


def test_a_wrong_name_is_refused_with_those_there_are(tmp_path: Path) -> None:
    """And with the nearest, as the setting to type."""
    path = written(tmp_path / "t.csv", table())
    with pytest.raises(BadUsage) as refused:
        read(path, text="txet")

    assert "has no column 'txet': there are 'text', 'label'" in refused.value.message
    assert "--set text=text" == refused.value.fix
    assert "both column 'text'" in refusal(path, text="text", label="text")
    assert "a different value in every row of column 'text'" in refusal(
        path, text="label", label="text"
    )


@pytest.mark.parametrize(
    ("name", "values", "parts"),
    [
        ("split", ["train", "Training", "dev", "TEST"], ["train", "train", "valid", "test"]),
        ("is_valid", ["False", "False", "True", "False"], ["train", "train", "valid", "train"]),
        ("is_test", ["0", "0", "0", "1"], ["train", "train", "train", "test"]),
        ("set", ["0", "1", "0", "1"], ["train", "test", "train", "test"]),
    ],
)
def test_a_column_says_what_a_row_is_for(
    tmp_path: Path, name: str, values: list[str], parts: list[str]
) -> None:
    """Train, valid or test, in the words people use."""
    lines = [f"{text},{label},{values[n % 4]}" for n, (text, label) in enumerate(FILMS)]
    found = read(written(tmp_path / "t.csv", "\n".join([f"text,label,{name}", *lines])))

    assert parts * 10 == found.parts
    assert f"train and test are as column {name!r} says" in found.notes


def test_a_column_that_says_nothing_of_the_kind_is_not_used(tmp_path: Path) -> None:
    """Found: it is told. Asked for: it is refused."""
    lines = [f"{text},{label},{n % 5}" for n, (text, label) in enumerate(FILMS)]
    path = written(tmp_path / "t.csv", "\n".join(["text,label,fold", *lines]))
    found = read(path)

    assert found.parts is None
    assert any("does not part the rows" in note for note in found.notes)
    assert "does not say train and test, but '0', '1'" in refusal(path, split="fold")


def test_rows_left_out_are_counted_and_placed(tmp_path: Path) -> None:
    """By reason, with the first lines of each."""
    broken = ["no comma at all", "one,two,three", ",good", "  ,bad", "no label,"]
    found = read(written(tmp_path / "t.csv", table() + "\n".join(broken)))

    assert 40 == len(found.texts)
    assert {
        "without text": 2,
        "not of 2 fields but 1": 1,
        "not of 2 fields but 3": 1,
        "without a label": 1,
    } == found.facts["dropped"]
    assert "2 without text (line 44, line 45)" in found.notes[-1]


def test_most_rows_useless_is_a_refusal(tmp_path: Path) -> None:
    """With the reason and its lines, not with a lesson on what is left."""
    sentence = refusal(written(tmp_path / "t.csv", table() + "unjudged,\n" * 50))

    assert "50 without a label (line 42, line 43, line 44, …)" in sentence


def test_bad_lines_of_json_are_left_out(tmp_path: Path) -> None:
    """A broken line costs that line."""
    lines = [json.dumps({"text": text, "label": label}) for text, label in FILMS]
    found = read(written(tmp_path / "t.jsonl", "\n".join([*lines, "{oops", "[1]", "3"])))

    assert {"without a JSON object": 3} == found.facts["dropped"]


def test_a_folder_for_each_class_under_train_and_test(tmp_path: Path) -> None:
    """One example in each file; what nobody judged and what is about the data is passed over."""
    for part in ("train", "test"):
        for label in ("pos", "neg", "unsup"):
            for n in range(3):
                written(tmp_path / part / label / f"{n}.txt", f"{part} {label}\nline {n}")
        written(tmp_path / part / "urls.txt", "http://example.org")
    written(tmp_path / "README", "about")
    written(tmp_path / "train" / "pos" / ".hidden", "x")
    found = read(tmp_path)

    assert {"neg": 6, "pos": 6} == found.facts["classes"]
    assert {"test": 6, "train": 6} == found.facts["parts"]
    assert "test neg\nline 0" == found.texts[0]
    assert "skipped: unsup (without labels)" in found.notes
    assert any("README" in note for note in found.notes)


def test_a_file_for_each_class(tmp_path: Path) -> None:
    """One example on each line; the class is what the names differ in."""
    for names in (("pos.txt", "neg.txt"), ("snippets.pos", "snippets.neg")):
        folder = tmp_path / names[0]
        for name in names:
            written(folder / name, f"one {name}\n\n  two\n".encode("latin-1"))
        written(folder / "picture.png", b"\x89PNG\r\n")
        written(folder / ".DS_Store", b"\0")
        found = read(folder)

        assert {"neg": 2, "pos": 2} == found.facts["classes"]
        assert "two" == found.texts[1]
        assert "skipped: picture.png is an image" in found.notes


def test_names_may_say_both_class_and_part(tmp_path: Path) -> None:
    """train-pos.txt, train-neg.txt, test-pos.txt, test-neg.txt."""
    for part in ("train", "test"):
        for label in ("pos", "neg"):
            written(tmp_path / f"{part}-{label}.txt", f"a {part} text\nanother\n")
    found = read(tmp_path)

    assert {"neg": 4, "pos": 4} == found.facts["classes"]
    assert {"test": 4, "train": 4} == found.facts["parts"]


def test_a_folder_of_tables(tmp_path: Path) -> None:
    """train, dev and test by their names; one without labels is passed over and said so."""
    for name in ("train", "dev"):
        written(tmp_path / f"{name}.tsv", table("\t"))
    written(tmp_path / "test.tsv", "index\ttext\n" + "".join(f"{n}\tfilm {n}\n" for n in range(9)))
    found = read(tmp_path)

    assert {"train": 40, "valid": 40} == found.facts["parts"]
    assert any(
        note.startswith("skipped: test.tsv has no column with few values") for note in found.notes
    )


def test_files_of_rows_beside_each_other_are_rows(tmp_path: Path) -> None:
    """Text files whose lines end in a tab and a label are no classes."""
    for name in ("cafe.txt", "shop.txt"):
        written(tmp_path / name, table("\t", ()))

    assert LABELS * 2 == read(tmp_path).labels


def test_a_large_file_is_sampled_fairly_and_repeatably(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sorted by label, it keeps both classes; the order stays; the note says how many."""
    for module in (rows, examples):
        monkeypatch.setattr(module, "MOST_ROWS", 100)
    lines = [f"text {n},{'a' if n < 2000 else 'b'}" for n in range(4000)]
    path = written(tmp_path / "t.csv", "\n".join(["text,label", *lines]))
    found = read(path)
    numbers = [int(text.split()[1]) for text in found.texts]

    assert 100 == len(found.texts)
    assert 25 < found.labels.count("a") < 75
    assert sorted(numbers) == numbers
    assert read(path).texts == found.texts
    assert (
        "4,000 rows do not fit into memory: 100 of them, drawn by chance, are used" in found.notes
    )


def test_memory_is_bounded_by_characters_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few but long rows are sampled as well."""
    monkeypatch.setattr(rows, "MOST_CHARACTERS", 10_000)
    lines = [f"{'a' if n % 2 else 'b'},{'long ' * 100}" for n in range(200)]
    found = read(written(tmp_path / "t.csv", "\n".join(["label,text", *lines])))

    assert 0 < sum(map(len, found.texts)) <= 10_000


def test_a_field_may_be_as_long_as_a_book(tmp_path: Path) -> None:
    """More than the 131,072 characters that are enough for a spreadsheet, quoted or not."""
    long = ["word " * 60_000, "b" * 3_000_000]
    content = table() + f'"{long[0]},",good\n{long[1]},bad\nlast one,bad\n'
    found = read(written(tmp_path / "t.csv", content))

    assert [*TEXTS, long[0] + ",", long[1], "last one"] == found.texts
    assert {} == found.facts["dropped"]


@pytest.mark.parametrize("monster", ["b" * 3_000_000, '"' + "long, " * 500_000])
def test_one_monstrous_line_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, monster: str
) -> None:
    """A line beyond all measure is not even held, and neither is a quote that never closes."""
    monkeypatch.setattr(grammar, "LONGEST_RECORD", 2**20)
    content = table() + f"{monster},bad\nlast one,bad\n"
    found = read(written(tmp_path / "t.csv", content))

    assert [*TEXTS, "last one"] == found.texts
    assert {"over 64 million characters long (is a quote never closed?)": 1} == found.facts[
        "dropped"
    ]


def test_the_digest_is_of_every_byte(tmp_path: Path) -> None:
    """A resume can tell that a file has changed."""
    before = read(written(tmp_path / "t.csv", table())).digest

    assert before == read(tmp_path / "t.csv").digest
    assert before != read(written(tmp_path / "t.csv", table() + "\n")).digest


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at is what is used, or nothing is."""
    path = written(tmp_path / "t.csv", table())
    looked = examples.open_source

    def then_changed(*arguments: Any, **named: Any) -> Any:
        source = looked(*arguments, **named)
        path.write_text(table() + "one more,good\n")
        return source

    monkeypatch.setattr(examples, "open_source", then_changed)

    assert "changed while it was read" in refusal(path)


def test_what_is_no_table_is_refused_in_words(tmp_path: Path) -> None:
    """Each kind of wrong thing has its own sentence."""
    cases: dict[str, tuple[str | bytes, str]] = {
        "empty.csv": ("", "is empty"),
        "header.csv": ("text,label\n", "has no rows"),
        "prose.txt": ("It was a day,\nand, well, a night,\nas all of\nthem are.\n", "not a table"),
        "names.txt": ("emma\nolivia\nava\n", "not a table"),
        "numbers.csv": ("1,2.5,0\n2,3.5,1\n" * 9, "no column of text"),
        "binary.csv": (bytes(range(256)) * 9, "is not text"),
        "a.csv.gz": (b"\x1f\x8b\x08\0", "gzip-compressed, and cut off"),
        "a.xlsx": (b"PK\x03\x04....xl/workbook.xml", "Excel"),
        "a.zip": (b"PK\x03\x04....a.csv", "is a zip archive, and cut off"),
        "a.parquet": (b"PAR1\x15\0", "Parquet"),
        "broken.json": ('[{"text": "a"', "not JSON from line 1"),
        "list.json": ("[1, 2, 3]", "no list of JSON objects"),
        "deep.json": ("[" * 100_000, "no list of JSON objects"),
        "unlabelled.csv": ("text,label\na b,1\nc d,2\ne f,3\n", "different value in every row"),
        "same.csv": ("text,label\n" + ",\n" * 9, "9 without text"),
    }
    for name, (content, said) in cases.items():
        assert said in refusal(written(tmp_path / name, content))


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    """Missing, a pipe, links to nothing and in a ring, folders with nothing of use."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    (tmp_path / "bare").mkdir()
    written(tmp_path / "blobs" / "a.bin", bytes(range(256)))

    assert "does not exist" in refusal(tmp_path / "missing.csv")
    assert "not a regular file" in refusal(tmp_path / "pipe")
    assert "broken link" in refusal(tmp_path / "broken")
    assert "symbolic links" in refusal(tmp_path / "ring")
    assert "no labelled texts" in refusal(tmp_path / "bare")
    assert "a.bin is not text" in refusal(tmp_path / "blobs")
    assert "cannot be read" in refusal(Path("a\0b"))
    assert len(refusal(Path("x" * 5000))) < 400


def test_a_folder_linked_into_itself_ends(tmp_path: Path) -> None:
    """A link to a folder above is not followed."""
    for label in ("pos", "neg"):
        written(tmp_path / label / "a.txt", f"a {label} text")
    (tmp_path / "pos" / "up").symlink_to(tmp_path)

    assert {"neg": 1, "pos": 1} == read(tmp_path).facts["classes"]


def test_names_and_labels_drive_no_terminal(tmp_path: Path) -> None:
    """Escape sequences in a header, a label and a file's name are shown, not obeyed."""
    content = table(header=("text", "\x1b[31mlabel")).replace("good", "\x1b]0;good\x07")
    found = read(written(tmp_path / "a\x1b[2J.csv", content))

    assert found.source.isprintable()
    assert all(note.isprintable() for note in found.notes)
    assert all(label.isprintable() for label in found.facts["classes"])


def test_the_reading_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share from 0 to 1 that never falls."""
    monkeypatch.setattr("lessons.kit.data.sources.meter.EVERY", 0.0)
    shares: list[float] = []
    path = written(tmp_path / "t.csv", table())
    read_examples(path, progress=lambda what, share: shares.append(share))

    assert shares == sorted(shares)
    assert 1.0 == shares[-1]


NASTY = st.sampled_from(
    [b",", b"\t", b";", b'"', b"\n", b"\r\n", b"{", b"[", b'{"text":', b"\xff\xfe", b"\xe9", b"\0",
     b"text,label\n", b"good,", b" ", b"1", b"\\", b"}", b"]", "é".encode(), "。".encode()]
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=300), st.lists(NASTY, max_size=80).map(b"".join)))
def test_any_bytes_are_examples_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    """Nothing else comes out, whatever goes in."""
    path = written(tmp_path / "t.csv", content)
    try:
        found = read(path)
    except (BadEnvironment, BadUsage) as refused:
        assert "\n" not in str(refused)
        return

    assert len(found.texts) == len(found.labels) > 0
    assert all(map(str.strip, [*found.texts, *found.labels]))
    json.dumps(found.facts)


def test_a_number_that_is_none_is_no_label(tmp_path: Path) -> None:
    """NaN is how pandas writes in JSON that nothing is there; it is no third class."""
    labels = [float("nan"), 1.0, 0.0, 1.0]
    lines = [json.dumps({"text": t, "label": labels[n % 4]}) for n, t in enumerate(TEXTS)]
    found = read(written(tmp_path / "t.jsonl", "\n".join(lines)))

    assert {"0", "1"} == set(found.labels)
    assert {"without a label": 10} == found.facts["dropped"]


def test_a_label_is_not_taken_for_the_text(tmp_path: Path) -> None:
    """Where the text is out of reach, that is what is said, and not that the label is at fault."""
    lines = [json.dumps({"data": {"text": text}, "label": label}) for text, label in FILMS]
    inside = written(tmp_path / "t.jsonl", "\n".join(lines))
    path = written(tmp_path / "t.csv", table())

    assert "has no column of text: the columns are 'data', 'label'" in refusal(inside)
    assert "has no column of text" in refusal(path, split="text")
    assert "to use as label: the columns left are 'text'" in refusal(path, text="label")


def test_names_of_rows_that_have_no_name_above_them(tmp_path: Path) -> None:
    """R writes one name less than there are columns; the names belong to the last ones."""
    rows = [f'"film{n}","{text}","{label}"' for n, (text, label) in enumerate(FILMS)]
    path = written(tmp_path / "t.csv", "\n".join(['"text","label"', *rows]))
    found = read(path)

    assert (TEXTS, LABELS) == (found.texts, found.labels)
    assert ["", "text", "label"] == found.facts["columns"]
    assert "the first row names one column less: the first column has no name" in found.notes
    assert LABELS == read(path, text="text", label="label").labels


def test_folders_have_no_columns_to_name(tmp_path: Path) -> None:
    """A name that nothing could answer to is refused, and not passed over."""
    for n, (text, label) in enumerate(FILMS):
        written(tmp_path / label / f"{n}.txt", text)
    with pytest.raises(BadUsage, match=r"a folder for each class.*no column 'comment'"):
        read(tmp_path, text="comment")


def test_a_quote_that_is_never_closed_takes_one_line(tmp_path: Path) -> None:
    """Not the thousands below it: where the line is no row by itself, it is left out and named."""
    texts = [f"{text}, {n}" if n % 2 else text for n, text in enumerate(TEXTS * 625)]
    lines = [f'"{text}",{LABELS[n % 40]}' for n, text in enumerate(texts)]
    lines[20_001] = lines[20_001].replace('",', ",")
    found = read(written(tmp_path / "t.csv", "\n".join(["text,label", *lines])))
    (told,) = [note for note in found.notes if "rows left out" in note]

    assert [*texts[:20_001], *texts[20_002:]] == found.texts
    assert "1 not of 2 fields but 3 (line 20003)" in told


@pytest.mark.skipif(os.getuid() == 0, reason="root may enter everything")
def test_a_folder_that_may_not_be_entered(tmp_path: Path) -> None:
    """Its files can be listed and not be looked at: the fix names the folder, not a file."""
    written(tmp_path / "shut" / "sub" / "a.txt", "a text")
    (tmp_path / "shut").chmod(0o600)
    sentence = refusal(tmp_path / "shut")
    (tmp_path / "shut").chmod(0o700)

    assert f"chmod u+rx {tmp_path / 'shut'}" in sentence


def test_numbers_with_a_comma_are_one_column(tmp_path: Path) -> None:
    """As half of Europe writes them: the semicolons part the names too, the commas do not."""
    rows = [f"{text};{n % 2},5" for n, text in enumerate(TEXTS)]
    found = read(written(tmp_path / "t.csv", "\n".join(["text;score", *rows])))

    assert TEXTS == found.texts
    assert {"0,5", "1,5"} == set(found.labels)


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE html>\n<html>", "<html><body>", '<?xml version="1"?>']
)
def test_a_web_page_is_no_table(tmp_path: Path, start: str) -> None:
    """Saved from a browser in place of the file that it shows."""
    page = start + "".join(f"<tr><td>{text}</td><td>{label}</td></tr>\n" for text, label in FILMS)

    assert ("is XML" if "xml" in start else "is a web page") in refusal(
        written(tmp_path / "t.csv", page)
    )


def test_a_folder_of_tables_is_given_up_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the first few that cannot be read; of small ones, all are tried."""
    for n in range(9):
        written(tmp_path / f"n{n}.csv", "1.5,2.5,3.5\n" * 30)
    looked, opened = examples.open_source, []
    monkeypatch.setattr(
        examples, "open_source", lambda path, *a, **k: opened.append(path) or looked(path, *a, **k)
    )

    assert "n0.csv has no column of text" in refusal(tmp_path)
    assert 9 == len(opened)
    written(tmp_path / "z.csv", table())
    assert TEXTS == read(tmp_path).texts
    monkeypatch.setattr(examples, "SOON", 100)
    opened.clear()
    assert "n0.csv has no column of text" in refusal(tmp_path)
    assert 3 == len(opened)


def test_names_that_come_back_as_labels_name_nothing() -> None:
    """Only a text may be the name of its column, and never a label."""
    rows = [["text", "label"], ["good", "label"], ["bad", "other"]] * 3

    assert not is_header(["text", "label"], rows, set())
