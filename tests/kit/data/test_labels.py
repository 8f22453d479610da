"""What labels say: that there is none, that two are the same; alike in every format."""

import csv
import io
import json
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from lessons.kit import Trouble
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import Examples, read_examples
from lessons.kit.data.labelled.labels import alike, cleaned, look_of, without_meaning

UNSEEN = ["\u200b", "\ufeff", "\u2060", "\u00ad", "\u200e", "\u00a0", " ", "\t"]
SPELLED = ["", "NaN", "nan", "NA", "N/A", "null", "NULL", "\\N", "None", "<NA>", "-1", "-1.0"]
LETTERS = st.characters(categories=["Lu", "Ll", "Lo", "Nd"], exclude_characters="\u3164")
CLASSES = st.one_of(
    st.sampled_from(["0", "1", "2", "pos", "neg", "POS", "none", "low", "ｐｏｓ", "café", "很好"]),
    st.text(LETTERS, min_size=1, max_size=8),
)


def rows_of(labels: list[str], count: int = 60) -> list[tuple[str, str]]:
    return [(f"film number {n} was shown", labels[n % len(labels)]) for n in range(count)]


def parted_by(delimiter: str) -> Callable[[list[tuple[str, str]]], str]:
    def written(rows: list[tuple[str, str]]) -> str:
        file = io.StringIO()
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(
            [("text", "label"), *rows]
        )
        return file.getvalue()

    return written


def objects(rows: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"text": text, "label": label} for text, label in rows]


FORMATS: dict[str, Callable[[list[tuple[str, str]]], str]] = {
    "t.csv": parted_by(","),
    "t.tsv": parted_by("\t"),
    "t.json": lambda rows: json.dumps(objects(rows)),
    "t.jsonl": lambda rows: "\n".join(map(json.dumps, objects(rows))),
}


def read(path: Path, content: str, **wish: object) -> Examples:
    path.write_text(content, encoding="utf-8")
    return read_examples(path, text="text", label="label", progress=silent, **wish)  # type: ignore[arg-type]


def outcome(path: Path, content: str, join: bool) -> object:
    """What a file is read as, or why it is not, without what depends on its format."""
    try:
        found = read(path, content, join_labels=join)
    except Trouble as refused:
        return str(refused).replace(path.name, "").partition("(line")[0]
    notes = [note.partition("(line")[0] for note in found.notes[1:]]
    return found.texts, found.labels, found.facts["dropped"], notes


@given(
    st.lists(CLASSES, min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(SPELLED), max_size=2),
    st.sampled_from(["", *UNSEEN]),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
@example(["1", "0"], ["", "NaN"], "", False)
@example(["none", "low", "high"], ["NA"], "\u200b", True)
def test_the_same_table_is_the_same_in_every_format(
    classes: list[str], spelled: list[str], around: str, join: bool
) -> None:
    """CSV, TSV, JSON, JSON Lines: the same examples, the same rows left out, the same words."""
    rows = rows_of([*(around + label + around for label in classes), *spelled])
    with tempfile.TemporaryDirectory() as folder:
        found = [outcome(Path(folder, name), write(rows), join) for name, write in FORMATS.items()]

    assert [found[0]] * len(found) == found


@pytest.mark.parametrize(
    ("labels", "absent"),
    [
        (["0", "1", "NaN", ""], {"NaN"}),
        (["0", "1", "-1"], {"-1"}),
        (["pos", "neg", "-1"], {"-1"}),
        (["1", "-1"], set()),
        (["-2", "-1", "0", "1"], set()),
        (["1", "0", "None", "NA"], {"None", "NA"}),
        (["none", "low", "high"], set()),
        (["FAVOR", "AGAINST", "NONE", "null"], {"null"}),
        (["pos", "neg", "n/a", "\\N"], {"n/a", "\\N"}),
        (["EU", "NA"], set()),
        (["pos", "neg", "unsup"], {"unsup"}),
        (["1", "nan"], {"nan"}),
    ],
)
def test_which_labels_mean_that_there_is_none(labels: list[str], absent: set[str]) -> None:
    """NaN and null always; NA, None and -1 by the company that they are in."""
    assert absent == without_meaning(labels)


def test_rows_without_a_label_are_counted_and_said(tmp_path: Path) -> None:
    """However that is written: they are no class, and how to make them one is told."""
    content = FORMATS["t.csv"](rows_of(["0", "1", "", "NaN", "-1", "1"]))
    found = read(tmp_path / "t.csv", content)
    kept = read(tmp_path / "t.csv", content, no_label="")

    assert {"0": 10, "1": 20} == found.facts["classes"]
    assert {"without a label": 30} == found.facts["dropped"]
    assert any(
        "read as no label: '-1' 10, 'NaN' 10, and 10 empty; " in note for note in found.notes
    )
    assert {"0": 10, "1": 20, "NaN": 10, "-1": 10} == kept.facts["classes"]


def test_a_class_that_looks_like_none_is_said(tmp_path: Path) -> None:
    """And can be left out, as any other label can."""
    content = FORMATS["t.csv"](rows_of(["none", "low", "high"]))
    found = read(tmp_path / "t.csv", content)
    without = read(tmp_path / "t.csv", content, no_label="none, High")

    assert {"none", "low", "high"} == set(found.labels)
    assert any("--set no_label=none" in note for note in found.notes)
    assert {"low"} == set(without.labels)


def test_values_of_json_that_are_none_are_no_label(tmp_path: Path) -> None:
    """null, NaN and a number below zero, as the empty field, "NaN" and "-1" of a CSV."""
    values = [0, 1, None, float("nan"), -1, 1.0]
    lines = [json.dumps({"text": f"film {n}", "label": values[n % 6]}) for n in range(60)]
    found = read(tmp_path / "t.jsonl", "\n".join(lines))

    assert {"0": 10, "1": 20} == found.facts["classes"]
    assert {"without a label": 30} == found.facts["dropped"]


@given(st.text(LETTERS, min_size=1, max_size=12), st.sampled_from(UNSEEN), st.integers(0, 12))
@settings(max_examples=200, deadline=None)
def test_spellings_that_a_person_cannot_tell_apart(label: str, unseen: str, at: int) -> None:
    """Accents apart or together, width, capitals, and what no screen shows: one look."""
    bare = cleaned(label)
    assume(bare)

    assert bare == cleaned(bare) == cleaned(unseen + label + unseen)
    assert bare == cleaned(unicodedata.normalize("NFD", label))
    assert look_of(bare) == look_of(look_of(bare))
    assert look_of(bare) == look_of(unicodedata.normalize("NFKC", bare))
    if unseen.strip():  # a space within is one that can be seen
        assert look_of(bare) == look_of(bare[:at] + unseen + bare[at:])


@given(st.lists(st.sampled_from(["a", "b", "1", "2", "12", "-1", "a b", "ab"]), unique=True))
def test_labels_that_differ_do_not_look_alike(labels: list[str]) -> None:
    """Nothing is joined that a person would keep apart."""
    from collections import Counter

    assert [] == alike(Counter(labels))


def test_labels_that_look_alike_are_said_and_can_be_joined(tmp_path: Path) -> None:
    """POS, pos, full width and Cyrillic letters; the commonest spelling is the name."""
    spellings = ["pos", "POS", "ｐｏｓ", "p\u043es", "neg", "pos"]
    content = FORMATS["t.csv"](rows_of(spellings))
    found = read(tmp_path / "t.csv", content)
    joined = read(tmp_path / "t.csv", content, join_labels=True)

    assert 5 == len(found.facts["classes"])
    (note,) = [note for note in found.notes if "look alike" in note]
    assert "'pos' 20 and 'POS' 10" in note
    assert "--set join_labels=on" in note
    assert {"pos": 50, "neg": 10} == joined.facts["classes"]
    assert any("look alike are one class" in note for note in joined.notes)


def test_what_stands_around_a_label_unseen_is_left_out_and_said(tmp_path: Path) -> None:
    """A space of no width behind a label makes no class of its own."""
    content = FORMATS["t.csv"](rows_of(["pos", "pos\u200b", "neg", "\ufeffneg"]))
    found = read(tmp_path / "t.csv", content)

    assert {"pos": 30, "neg": 30} == found.facts["classes"]
    assert any("30 labels have characters that nobody sees" in note for note in found.notes)
