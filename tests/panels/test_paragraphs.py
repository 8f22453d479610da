"""Words of several networks: each has its lines, and tinted words stay the sentence they were."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import Text, Tokens
from tui_lab.charts.rows import text_of
from tui_lab.panels.kind import Room
from tui_lab.panels.tokens import TokensKind
from tui_lab.panels.words import TextKind

WORD = st.text("abcdefghij'", min_size=1, max_size=9)
SENTENCE = st.lists(st.tuples(WORD, st.floats(-9, 9)).map(list), min_size=1, max_size=12)
NAMES = ("rnn", "lstm", "gru", "bilstm")


@given(st.dictionaries(st.sampled_from(NAMES), SENTENCE, min_size=1), st.booleans())
@settings(max_examples=200, deadline=None)
def test_tinted_words_are_the_sentence_whatever_they_weigh(
    sentences: dict[str, list[list[object]]], has_colours: bool
) -> None:
    """Every word, in order, whole; without colours a sign before those of weight, and no more."""
    room = Room(70, 60, ground="#101010" if has_colours else None, runs=NAMES)
    rows = TokensKind().cells(Tokens("t", unit="log-odds"), sentences, room)
    drawn = text_of(rows).split()

    expected = [word for name, words in sentences.items() for word in
                [name, *(str(word) for word, _ in words)]]  # fmt: skip
    signs = "+−" if not has_colours else ""
    assert expected == [word.lstrip(signs) for word in drawn if word not in "●▲■◆"]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=6), WORD, min_size=2, max_size=9),
       st.integers(20, 80), st.integers(1, 12))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_every_network_has_a_line_or_the_last_one_says_how_many_have_none(
    texts: dict[str, str], width: int, height: int
) -> None:
    """As long as there is room for a line each, none is left out."""
    rows = text_of(TextKind().cells(Text("t"), texts, Room(width, height, runs=list(texts))))
    lines = [line for line in rows.split("\n") if line.strip()]

    if len(texts) <= height:
        assert all(words[:3] in rows for words in texts.values())
    else:
        assert f"… {len(texts) - height + 1} more" in lines[-1]


def test_the_prompt_is_faint_and_line_ends_are_a_sign() -> None:
    """The network wrote what comes after it."""
    room = Room(40, 2, frame="#777777", runs=("rnn", "lstm"))
    rows = TextKind().cells(Text("t", prompt="The "), {"rnn": "The sea\nis", "lstm": "The a"}, room)

    assert "The " in [words for words, style in rows[0] if style.fg == "#777777"]
    assert "sea↵is" in text_of(rows)
