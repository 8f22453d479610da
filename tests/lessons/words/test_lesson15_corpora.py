"""Sentences as corpora of senses are written: tags behind words, a sense in the text, marks."""

from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit.data.brought import silent
from lessons.lesson15_contextual.own.corpora import bare, is_tagged, without
from lessons.lesson15_contextual.own.targets import marked_forms, marked_word

LESSON = lessons.load("lesson15")


def written(path: Path, sentence: str) -> Path:
    """60 rows, of two senses by turns; {n} makes each its own, {sense} is its label."""
    rows = [
        sentence.replace("{n}", f"n{chr(97 + at % 26)}{chr(97 + at // 26)}").replace(
            "{sense}", "56"[at % 2]
        )
        for at in range(60)
    ]
    cells = ['"{}",{}'.format(row.replace('"', '""'), "56"[at % 2]) for at, row in enumerate(rows)]
    path.write_text("\n".join(["sentence,sense", *cells]), encoding="utf-8")
    return path


def read(path: Path) -> tuple[Any, list[str]]:
    data = LESSON.data(path, LESSON.params(), silent)
    return data.content, data.summary["notes"]


@pytest.mark.parametrize(
    ("sentence", "is_marked"),
    [
        ('{n} <p="NN"/> of <p="IN"/> high <p="JJ"/> <head>interest <p="NN"/></head> . <p="."/>',
         True),
        ("[ {n}/NN ] of/IN [ high/JJ interest_{sense}/NN ] ./.", True),
        ("====== {n}/NN of/IN high/JJ interest/NN ./.", False),
        ("{n}_NN of_IN high_JJ interest_NN ._.", False),
        ("{n} of high interest_{sense} .", True),
        ("{n} of high &lt;head&gt;interest&lt;/head&gt; .", True),
        ("{n} of high <head>interest</head> <@> .", True),
        ("{n} of high interest .", False),
    ],
)  # fmt: skip
def test_however_a_corpus_writes_them_the_same_words_are_read(
    tmp_path: Path, sentence: str, is_marked: bool
) -> None:
    """No tag is a word, and no sense stands in what is read: it would be the answer."""
    reading, notes = read(written(tmp_path / "t.csv", sentence))

    for use in (use for uses in reading.parts.values() for use in uses):
        assert ["of", "high", "interest", "."] == use.words[1:] and use.at == 3
    assert reading.word == "interest"
    assert is_marked == any("is marked: that use" in note for note in notes)
    assert ("{sense}" in sentence) == any("its sense is not" in note for note in notes)


def test_of_two_uses_the_one_with_the_sense_is_read(tmp_path: Path) -> None:
    """The other is a word like any other."""
    reading, _ = read(written(tmp_path / "t.csv", "no *interest/NN {n}/NN interest_{sense}/NN"))

    assert {4} == {use.at for uses in reading.parts.values() for use in uses}


@pytest.mark.parametrize(
    "text", ["and/or is it in NY/LA", "a_b of km/h", "it is 5/6 , or/and so", "the/A b c d e"]
)
def test_a_text_with_a_slash_here_and_there_has_no_tags(text: str) -> None:
    """And is read as it stands."""
    assert not is_tagged([text]) and text == without(text, has_tags=False)


@pytest.mark.parametrize(
    ("text", "label", "own"),
    [
        ("low interest_6 rates", "6", "low <w>interest</w> rates"),
        ("low interest_6 rates", "interest_6", "low <w>interest</w> rates"),
        ("low interest_6 rates", "5", "low interest_6 rates"),
        ("a line_cord snaps", "cord", "a <w>line</w> snaps"),
        ("snake_case is not", "interest", "snake_case is not"),
    ],
)
def test_only_the_rows_own_sense_is_taken_out(text: str, label: str, own: str) -> None:
    """Another underscore is none of it."""
    assert own == bare(text, label)


def test_the_forms_of_a_marked_word_are_those_that_are_marked() -> None:
    """In a language whose endings nobody told the lesson: винт, винта, винтами."""
    texts = [f"он взял <w>{form}</w> сам" for form in ("винта", "винт", "винтами", "винт")]

    assert "винт" == marked_word(texts, 0.7)
    assert {"винт", "винта", "винтами"} <= set(marked_forms(texts, "винт"))
    assert "so" not in marked_forms([*texts, "_so_"], "винт")


@pytest.mark.parametrize("names", ["word,pos,sentence,sense", "target,pos,sentence,sense_id"])
def test_the_column_of_senses_is_found_among_others(tmp_path: Path, names: str) -> None:
    """Beside the word's form and its part of speech, which are labels of another kind."""
    place = tmp_path / "t.csv"
    rows = [f"{'line' if at % 3 else 'lines'},{'NN' if at % 3 else 'NNS'},w{at} the lines "
            f"n{at},{'rope' if at % 2 else 'queue'}" for at in range(60)]  # fmt: skip
    place.write_text("\n".join([names, *rows]), encoding="utf-8")

    assert ["queue", "rope"] == read(place)[0].senses
