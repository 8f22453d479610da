"""Which use of its word a sentence is about: marked, inflected, one of several."""

import random
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.lesson15_contextual.display.looking import attention
from lessons.lesson15_contextual.model import MaskedWords
from lessons.lesson15_contextual.own.targets import forms_of, marked_word, target_in
from lessons.lesson15_contextual.reading import is_labelled
from lessons.lesson15_contextual.uses import Use
from lessons.shared.labelled.wording import words_of
from lessons.shared.sentences import Sentences

LESSON = lessons.load("lesson15")
MARKED = (
    "<w>{}</w>", '<head id="3">{}</head>', '<tag "532675">{}</>', "_{}_", "__{}__", "*{}*",
    "**{}**", "[{}]", "[[{}]]", "{{{}}}", "[TGT]{}[TGT]", "[E] {} [/E]", "<b> {} </b>", ">>{}<<",
)  # fmt: skip
FORMS = ("line", "lines", "Line", "LINES", "line's", "lined", "lining")
others = st.lists(
    st.sampled_from(["the", ",", ".", ":", "(", ")", "-", "it's", "<br />", "Zoë", *FORMS]),
    max_size=8,
)


@given(others, st.sampled_from(FORMS), others, st.sampled_from(MARKED))
@settings(max_examples=300)
def test_a_marked_use_is_the_one_that_is_read(
    before: list[str], form: str, after: list[str], mark: str
) -> None:
    """Whatever stands around it, other uses of the word too; the mark is no part of the words."""
    text = " ".join([*before, mark.format(form), *after])

    found = target_in(text, words_of(text), forms_of("line"))

    assert found is not None and found.is_marked
    assert words_of(" ".join([*before, form, *after])) == found.words
    assert len(words_of(" ".join(before))) == found.at


@given(others, others)
def test_without_a_mark_the_first_use_in_its_plain_form_is_read(
    before: list[str], after: list[str]
) -> None:
    """And how many others there are is known, so that it can be said."""
    words = words_of(" ".join([*before, "line", *after]))

    found = target_in(" ".join(words), words, forms_of("line"))

    assert found is not None and not found.is_marked
    assert words.index("line") == found.at and words == found.words
    assert sum(word in forms_of("line") for word in words) - 1 == found.others


@pytest.mark.parametrize(
    ("word", "form"),
    [("line", "lined"), ("line", "lining"), ("city", "cities"), ("plan", "planned"),
     ("bat", "batter"), ("church", "churches"), ("day", "days")],
)  # fmt: skip
def test_a_words_forms_are_known(word: str, form: str) -> None:
    """By their endings; a form that changes its vowel is another word."""
    assert form in forms_of(word) and "man" not in forms_of("men")


@pytest.mark.parametrize("mark", MARKED)
def test_the_word_is_the_one_with_a_mark_around_it(mark: str) -> None:
    """In whatever form; words that are marked here and there are none."""
    texts = [f"the town said {mark.format(form)} and rod" for form in ("lines", "line", "Line")]

    assert "line" == marked_word(texts, 0.7)
    assert "" == marked_word([*texts, *("_so_ it is",) * 3], 0.7)


def file(path: Path, sentences: list[str], parted: str = ",") -> Path:
    """Sentences, of one sense and the other by turns."""
    rows = [f"{text}{parted}{'rope' if at % 2 else 'queue'}" for at, text in enumerate(sentences)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def notes_of(path: Path, **settings: str) -> list[str]:
    notes: list[str] = LESSON.data(path, LESSON.params().override(settings), silent).summary[
        "notes"
    ]
    return notes


def test_a_sentence_with_several_uses_is_said(tmp_path: Path) -> None:
    """With the way to choose another; those with a mark need none."""
    plain = [f"w{at} the line was a line of n{at}" for at in range(60)]
    marks = [text.replace("a line", "a _line_") for text in plain]

    said = [notes_of(file(tmp_path / "t.csv", each), word="line") for each in (plain, marks)]

    assert any("'line' more than once: 60" in note and "<w>line</w>" in note for note in said[0])
    assert any("in 60 sentences the word is marked" in note for note in said[1])
    assert not any("more than once" in note for note in said[1])


def test_a_word_that_most_texts_have_again_and_again_is_not_taken_by_itself(
    tmp_path: Path,
) -> None:
    """Labelled reviews all have `the`, and their labels are not of it."""
    place = file(tmp_path / "t.csv", [f"the n{at} of the w{at} x{at}" for at in range(60)])

    with pytest.raises(BadEnvironment, match="'the', and most have it more than once"):
        notes_of(place)
    assert notes_of(place, word="the")


@pytest.mark.parametrize("name", ["t.csv", "t.txt"])
def test_two_words_are_refused(tmp_path: Path, name: str) -> None:
    """In a table and in a text: the lesson looks at one, and would read another in silence."""
    place = file(tmp_path / name, [f"w{at} fast food n{at}." for at in range(60)], ", ")

    with pytest.raises(BadUsage, match="'fast food' is more than one word"):
        notes_of(place, word="fast food")


@pytest.mark.parametrize(
    ("sentences", "parted", "is_table"),
    [
        ([f"w{at} the line n{at}" for at in range(40)], "\t", True),
        ([f"w{at} the line n{at}" for at in range(40)], " ", False),
        ([f"{at}\tw{at} the line n{at}" for at in range(40)], " ", False),
    ],
)
def test_a_text_file_with_a_label_behind_a_tab_is_a_table(
    tmp_path: Path, sentences: list[str], parted: str, is_table: bool
) -> None:
    """Whatever its name ends in; numbered sentences are a text."""
    place = file(tmp_path / "t.txt", sentences, parted)

    assert is_table == is_labelled(place, LESSON.params().as_dict())


@pytest.mark.parametrize("kind", ["table", "text"])
@pytest.mark.parametrize("place", [0, 2, 30])
def test_the_attention_of_a_sentence_has_its_own_words_on_its_axes(
    tmp_path: Path, kind: str, place: int
) -> None:
    """Wherever the word stands: a sentence is moved before it is read, and its map is not."""
    words = [f"w{chr(97 + at % 26)}" for at in range(40)]
    own = [f"n{'abcdefg'[at % 7]}{'hijklmno'[at // 7]}" for at in range(56)]
    sentences = [" ".join([*words[:place], "line", each, *words[place:]]) + " ." for each in own]
    name = "t.csv" if kind == "table" else "t.txt"
    path = file(tmp_path / name, sentences, "," if kind == "table" else " ")
    hp = LESSON.params().override({"word": "line", "reach": 5, "width": 8, "heads": 2})
    reading = LESSON.data(path, hp, silent).content
    use = next(iter(reading.parts.values()))[0]

    shown = attention(MaskedWords(reading, hp), reading, use)

    read = reading.around(use) if len(use.words) > reading.longest else use
    read = read.around(5)
    for grid in shown.values():
        assert list(grid.rows) == list(grid.columns) == read.words
        torch.testing.assert_close(torch.ones(len(read.words)).double(), grid.cells.sum(-1),
                                   atol=1e-3, rtol=0)  # fmt: skip


def test_a_long_sentence_is_listed_from_shortly_before_its_word() -> None:
    """In a narrow column the marked word is seen."""
    words = [f"w{at}" for at in range(30)]

    assert Use(words, 20).listed.startswith("… w17 w18 w19 [w20] w21")
    assert Use(words, 1).listed.startswith("w0 [w1] w2")


def test_a_word_in_copies_alone_is_not_advised(tmp_path: Path) -> None:
    """It occurs often enough in the text, and in one sentence only."""
    once = [f"the old n{chr(97 + at % 26)}{chr(97 + at // 26)} sees a house." for at in range(60)]
    copies = ["the line was long."] * 40
    path = tmp_path / "t.txt"
    path.write_text("\n".join(once + copies), encoding="utf-8")

    with pytest.raises(BadUsage, match="'line' occurs 1 times") as refused:
        notes_of(path, word="line")

    assert "word=line" not in refused.value.fix
    notes_of(path, word=refused.value.fix.split("--set word=")[1])


def test_a_word_is_chosen_without_looking_for_every_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look for all words of 5 MB of text took half a minute."""
    words = [f"w{chr(97 + at // 26)}{chr(97 + at % 26)}xy" for at in range(400)]
    luck = random.Random(0)
    path = tmp_path / "t.txt"
    path.write_text(" ".join(" ".join(luck.sample(words, 8)) + "." for _ in range(1500)))
    looked: list[str] = []
    real = Sentences.uses_of

    def uses_of(self: Sentences, word: str) -> Any:
        looked.append(word)
        return real(self, word)

    monkeypatch.setattr(Sentences, "uses_of", uses_of)
    notes_of(path)

    assert len(looked) < 10
