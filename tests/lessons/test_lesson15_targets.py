"""Which use of its word a sentence is about: marked, inflected, one of several."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadUsage
from lessons.kit.data.brought import silent
from lessons.lesson15_contextual.own.targets import forms_of, marked_word, target_in
from lessons.lesson15_contextual.reading import is_labelled
from lessons.shared.labelled.wording import words_of

LESSON = lessons.load("lesson15")
MARKED = (
    "<w>{}</w>", '<head id="3">{}</head>', '<tag "532675">{}</>', "_{}_", "__{}__", "*{}*",
    "**{}**", "[{}]", "[[{}]]", "{{{}}}", "[TGT]{}[TGT]", "[E] {} [/E]", "<b> {} </b>",
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

    said = [notes_of(file(tmp_path / "t.csv", texts)) for texts in (plain, marks)]

    assert any("'line' more than once: 60" in note and "<w>line</w>" in note for note in said[0])
    assert any("in 60 sentences the word is marked" in note for note in said[1])
    assert not any("more than once" in note for note in said[1])


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
