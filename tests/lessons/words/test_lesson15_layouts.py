"""Files that have no column of whole sentences: parts, places, gaps, and the XML of Senseval."""

import json
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent

LESSON = lessons.load("lesson15")
Rows = list[tuple[str, str, str, str]]


def rows() -> Rows:
    """Left, word, right and sense of 60 uses; to the left stands the same word once more."""
    return [
        (f"no bank of n{at} is", ("bank", "banks")[at % 2], f"by rivers, n{at}",
         ("cash", "shore")[at // 2 % 2])
        for at in range(60)
    ]  # fmt: skip


def table(path: Path, heading: str, line: str) -> Path:
    """One line for each use, from its parts: {l}, {w}, {r}, {s}, {place}, {first} and {last}."""
    lines = []
    for left, word, right, sense in rows():
        first = len(left) + 1
        lines.append(
            line.format(l=left, w=word, r=right, s=sense, place=len(left.split()),
                        first=first, last=first + len(word))
        )  # fmt: skip
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    return path


def read(path: Path, **chosen: Any) -> Any:
    return LESSON.data(path, LESSON.params().override(chosen), silent).content


@pytest.mark.parametrize(
    ("name", "heading", "line"),
    [
        ("a.csv", "left,target,right,sense", '{l},{w},"{r}",{s}'),
        ("a.tsv", "sense\tleft_context\tnode\tright_context", "{s}\t{l}\t{w}\t{r}"),
        ("a.csv", "Left;KWIC;Right;label", "{l};{w};{r};{s}"),
        ("a.csv", "sentence,target_index,sense", '"{l} {w} {r}",{place},{s}'),
        ("a.tsv", "word\tidx\tsentence\tsense", "{w}\t{place}-{place}\t{l} {w} {r}\t{s}"),
        ("a.csv", "sentence,start,end,sense", '"{l} {w} {r}",{first},{last},{s}'),
        ("a.csv", "sentence,word,sense", '"{l} ____ {r}",{w},{s}'),
        ("a.csv", "sentence,target,sense", '"{l} [BLANK] {r}",{w},{s}'),
    ],
)
def test_the_use_that_is_meant_is_read(tmp_path: Path, name: str, heading: str, line: str) -> None:
    """The second bank of each sentence, in its form, with its sense; and nothing else is a word."""
    reading = read(table(tmp_path / name, heading, line))

    uses = [use for part in reading.parts.values() for use in part]
    assert 60 == len(uses) and ["cash", "shore"] == reading.senses and "bank" == reading.word
    assert {("bank", 5), ("banks", 5)} == {(use.words[use.at], use.at) for use in uses}
    assert all(["by", "rivers", ",", "n"] == [*use.words[6:9], use.words[9][:1]] for use in uses)


def test_places_that_are_counted_from_one_are_found(tmp_path: Path) -> None:
    """As one word stands at nearly all of them then, and different ones at those before."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(
        json.dumps({"tokens": [f"x{at}", "the", f"{'abcdef'[at % 6]}y", "banks", f"n{at}", "of"],
                    "index": 4, "sense": s})
        for at, (_, _, _, s) in enumerate(rows())
    ))  # fmt: skip

    assert {"banks"} == {u.words[u.at] for part in read(path).parts.values() for u in part}


def test_a_gap_needs_to_know_its_word(tmp_path: Path) -> None:
    """It was taken for a word beside the gap before; now it asks, and reads what it is told."""
    path = table(tmp_path / "a.csv", "sentence,sense", '"{l} ____ {r}",{s}')

    with pytest.raises(BadUsage, match=r"60 sentences have a gap.*--set word=NAME"):
        read(path)
    assert {5} == {use.at for part in read(path, word="bank").parts.values() for use in part}


ITEM = """<lexelt item="{item}">{all}</lexelt>"""
INSTANCE = """<instance id="{at}" docsrc="x & y">
<answer instance="{at}" senseid="{s}"/><answer instance="{at}" senseid="U"/>
<context>
<s>{l} <head>{w}</head> <p="NN"/> {r} &amp; more .</s>
</context></instance>"""


def sample(path: Path, *items: str, instance: str = INSTANCE) -> Path:
    """The XML of Senseval: for each item the same uses."""
    uses = [
        instance.format(at=at, l=left, w=w, r=r, s=s) for at, (left, w, r, s) in enumerate(rows())
    ]
    all_items = [ITEM.format(item=item, all="\n".join(uses)) for item in items]
    path.write_text('<?xml version="1.0"?>\n<corpus>' + "\n".join(all_items) + "</corpus>")
    return path


def test_the_xml_of_senseval_is_read(tmp_path: Path) -> None:
    """Its marked words and first senses, though a bare & makes it no XML."""
    data = LESSON.data(sample(tmp_path / "a.xml", "bank.n"), LESSON.params(), silent)

    uses = [use for part in data.content.parts.values() for use in part]
    assert {"bank", "banks"} == {use.words[use.at] for use in uses} and {5} == {u.at for u in uses}
    assert ["&", "more", "."] == uses[0].words[-3:]
    assert "60 sentences have several senses" in data.summary["notes"][0]
    assert str(tmp_path / "a.xml") == data.summary["source"]


def test_of_several_words_in_the_xml_one_is_read(tmp_path: Path) -> None:
    """The learner's; one that is not there is refused with those that are."""
    path = sample(tmp_path / "a.xml", "bank.n", "line.n")

    assert 60 == sum(map(len, read(path, word="bank").parts.values()))
    with pytest.raises(BadUsage, match=r"it has bank\.n, line\.n"):
        read(path, word="spring")


@pytest.mark.parametrize("lost", ["<head>", 'senseid="{s}"'])
def test_xml_without_senses_or_marks_is_refused(tmp_path: Path, lost: str) -> None:
    """As the files are that others are to label: in one sentence that says what is missing."""
    path = sample(tmp_path / "a.xml", "bank.n",
                  instance=INSTANCE.replace(lost, "").replace('senseid="U"', ""))  # fmt: skip

    with pytest.raises(BadEnvironment, match="no instance with both a sense and a <head>"):
        read(path)


def test_a_column_of_another_kind_changes_nothing(tmp_path: Path) -> None:
    """A row's own number in a column called index is not the place of a word."""
    path = tmp_path / "a.csv"
    lines = [f"{at},the bank by n{at},{s}" for at, (*_, s) in enumerate(rows())]
    path.write_text("\n".join(["index,sentence,sense", *lines]))

    assert {1} == {use.at for part in read(path).parts.values() for use in part}
