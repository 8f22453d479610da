"""Patterns that give nothing back mean the same on a Python whose possessive groups are broken."""

import re

from hypothesis import given
from hypothesis import strategies as st

from lessons.kit.patterns import IS_SOUND, possessive

GROUPS = ["ab|ac", "a.*?b|c", "<!--.*?-->|<[?][^>]*>", "[^,\n]++|,,", "a+b"]


@given(st.sampled_from(GROUPS), st.text("abc,<!->?\n", max_size=12), st.sampled_from("*+"))
def test_an_atomic_group_stands_for_a_possessive_one(group: str, text: str, many: str) -> None:
    """Debian 12 has a Python whose possessive groups keep what a vain try had matched."""
    match = re.match(possessive(group, many, is_sound=False), text, re.DOTALL)
    taken = text[: match.end()] if match else None

    places = re.match(f"(?:{group}){many}", text, re.DOTALL)  # greedy, and nothing after it
    assert (places.group() if places else None) == taken
    if IS_SOUND:
        sound = re.match(possessive(group, many), text, re.DOTALL)
        assert (sound.group() if sound else None) == taken


def test_nothing_is_given_back() -> None:
    """In either form."""
    for is_sound in {IS_SOUND, False}:
        assert re.fullmatch(possessive("a|b", is_sound=is_sound) + "b", "aab") is None
        assert re.fullmatch(possessive("a|b", is_sound=is_sound) + "c", "aabc")
