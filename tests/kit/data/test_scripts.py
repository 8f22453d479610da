"""Words in any script: what is one by itself, what belongs together, and what nobody sees."""

import re
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit.data.brought import silent
from lessons.kit.data.text import scripts
from lessons.kit.data.text.corpus import read_corpus
from lessons.kit.data.text.tokens import tokens
from lessons.shared.labelled.wording import without_spaces, words_of

SCRIPTS = {
    "Thai": ("กขคงจฉชซญณดตถทธนบปผพฟมยรลวศษสหอะาเแโใไๆ", "ัิีึืุู็่้๊๋์ำ"),
    "Lao": ("ກຂຄງຈຊຍດຕຖທນບປຜຝພຟມຢຣລວສຫອຮະາເແໂໃໄ", "ັິີຶືຸູົ່້ໍຳ"),
    "Khmer": ("កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", "ាិីឹឺុូើែេំះ់"),
    "Burmese": ("ကခဂဃငစဆဇဈညဋဌဍဎဏတထဒဓနပဖဗဘမယရလဝသဟအ", "ါာိီုူေဲံ့း်"),
    "Japanese": ("あいうえおかきくけこアイウエオ東京都人々ー", "\u0302"),
    "Chinese": ("我爱你很好的了在是不人有他这中大来上个国", "\u0302"),
}
STACKER = {"Khmer": "\u17d2", "Burmese": "\u1039"}
UNSEEN = "\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a\u202c\u2066\u2069\ufe0f"
SPACED = [
    "good",
    "film",
    "Été",
    "straße",
    "хорошо",
    "καλό",
    "나쁜",
    "don't",
    "2026",
    "नमस्ते",
    "فيلم",
]


@st.composite
def characters(draw: st.DrawFn) -> str:
    """What a reader takes for one character of a script without spaces."""
    script = draw(st.sampled_from(sorted(SCRIPTS)))
    letters, marks = SCRIPTS[script]
    letter, some = st.sampled_from(letters), st.text(st.sampled_from(marks), max_size=2)
    one = draw(letter) + draw(some)
    for _ in range(draw(st.integers(0, 2)) if script in STACKER else 0):
        one += STACKER[script] + draw(letter) + draw(some)
    return one


TEXTS = st.lists(characters() | st.sampled_from(SPACED), min_size=1, max_size=20)


def spelled(words: list[str]) -> str:
    """Written as it would be: words of scripts with spaces have some between each other."""
    text = words[0]
    for before, word in pairwise(words):
        text += (" " if before in SPACED and word in SPACED else "") + word
    return text


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_every_character_with_its_marks_is_a_word(words: list[str]) -> None:
    """In both lessons, of six scripts, beside words of others, with nothing between them."""
    expected = [normalize("NFC", word).lower() for word in words]

    assert expected == tokens(spelled(words))
    assert expected == words_of(spelled(words))


@given(st.text(st.sampled_from("aé' .,!1ก็にはनमस्ते\n中 -か\u3099e\u0301🙂"), max_size=30),
       st.data())  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_what_nobody_sees_splits_no_word(text: str, data: st.DataObject) -> None:
    """Soft hyphens, joiners of words, zero-width spaces, marks of a file's beginning, anywhere."""
    strewn = "".join(c + data.draw(st.text(UNSEEN, max_size=2)) for c in text)

    assert tokens(text) == tokens(strewn)
    assert words_of(text) == words_of(strewn)


@pytest.mark.parametrize("unseen", ["\u00ad", "\u2060", "\u200b", "\u200c", "\u200d", "\ufeff"])
def test_a_word_with_something_unseen_is_the_word(unseen: str) -> None:
    """Inside it, before it and behind it."""
    text = f"{unseen}co{unseen}operate{unseen} well{unseen}"

    assert ["cooperate", "well"] == tokens(text) == words_of(text)


@pytest.mark.parametrize(
    "word",
    ["می\u200cخواهم", "کتاب\u200cها", "അവന്\u200d", "ක්\u200dෂ", "क्\u200dष", "र्\u200dय"],
)
def test_a_joiner_stays_where_it_is_a_part_of_the_word(word: str) -> None:
    """Between letters of Persian and of the scripts of India, and where it makes a letter."""
    text = f"{word} {word}\u200c"

    assert [word, word] == tokens(text) == words_of(text)


def test_lesson_4_reads_a_picture_as_one_word() -> None:
    """A family, a colour of skin, a flag and a key; a heart with and without its colour."""
    text = "👨\u200d👩\u200d👧 👍🏽 🇩🇪🇫🇷 🏴\U000e0067\U000e0062\U000e007f 1️⃣ ❤️ ❤ so!!"
    expected = "👨\u200d👩\u200d👧 👍🏽 🇩🇪 🇫🇷 🏴\U000e0067\U000e0062\U000e007f 1⃣ ❤ ❤ so ! !"

    assert expected.split() == words_of(text)
    assert "so" in tokens(text)


def test_a_number_is_a_word_in_every_script() -> None:
    """Thai, Khmer and Burmese digits hold together, as ours do."""
    for number in ("2563", "๒๕๖๓", "២០២៦", "၂၀၂၆", "１２"):
        assert ["ปี", number] == tokens(f"ปี{number}") == words_of(f"ปี{number}")


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=60))
@settings(max_examples=300, deadline=None)
def test_plain_text_is_read_as_any_text(text: str) -> None:
    """The quick way, for text without marks and other scripts, finds what the other way finds."""
    assert words_of(text) == words_of(f"{text} 中")[:-1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ภาษาไทย ไม่มีช่องว่าง " * 20, "written without spaces between words: every character"),
        ("今日は天気がいい。" * 20, "written without spaces between words: every character"),
        ("ភាសាខ្មែរ" * 20, "written without spaces between words: every character"),
        ("a film with 12 words and then two of Chinese at its end 电影 " * 20, "13% of the words"),
        ("nothing but plain words " * 20, ""),
        ("한국어 문장은 띄어 씁니다 " * 20, ""),
    ],
)
def test_it_is_said_that_characters_are_words(tmp_path: Path, text: str, said: str) -> None:
    """In the notes of lesson 1 and of lesson 4 alike, also where only some of the text is so."""
    path = tmp_path / "text"
    path.write_text(text, encoding="utf-8")
    notes = " | ".join(read_corpus(path, min_count=1, progress=silent).summary["notes"])

    for told in (notes, " | ".join(without_spaces([words_of(text)]))):
        assert said in told
        assert bool(said) == ("character" in told)


def test_the_classes_hold_what_the_letters_say() -> None:
    """The class of lesson 4's pattern and the rule of lesson 1 are one, letter by letter."""
    members = re.compile(f"[{scripts.unspaced()}]")
    codes = [c for c in (*range(0x20000), 0x20000, 0x2A6DF, 0x323AF) if not 0xD800 <= c < 0xE000]
    differ = [hex(c) for c in codes if bool(members.match(chr(c))) != scripts.is_unspaced(chr(c))]

    assert [] == differ
