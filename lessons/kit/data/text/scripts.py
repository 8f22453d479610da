"""Scripts: which put no spaces between words, what belongs to the letter before it, what is unseen.

Where there are no spaces a word cannot be told from its neighbours without a dictionary, so every
character is read as one. A character is what a reader takes for one: a letter with its marks.
"""

import re
from functools import cache
from itertools import groupby
from unicodedata import category

WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese and its neighbours
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x3005, 0x30FF),  # kana, and the signs that repeat a character
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),  # Chinese characters
    (0x4E00, 0x9FFF),
    (0xA9E0, 0xA9FF),
    (0xAA60, 0xAADF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),  # kana of half the width
    (0x1B000, 0x1B16F),
    (0x20000, 0x3FFFF),
)
"""Code points from, to (inclusive). Their digits are as everywhere: a number is a word."""
RARE = 0x20000
"""From here on there are Chinese characters, and marks that are invisible."""
TAILS = "\u0e33\u0eb3\uff9e\uff9f"
"""Letters by their category that readers take for a part of the letter before: am, voicing."""
LONGEST = 64
"""Marks on one letter; what has more of them is no text."""
STACKERS = "\u1039\u17d2\u1a60"
"""Signs that put the next letter below the last one: both are one character."""
INVISIBLE = (
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
"""Soft hyphens, joiners of words, places for a line break, directions, marks of a file's
beginning, choosers of a letter's form: they change how a word looks at most, never which it is."""
JOINERS = "\u200c\u200d"
"""These two do say which word it is, in scripts that join letters; and which emoji."""
JOINED = (
    "\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06fa-\u07ff\u0840-\u08ff\u0900-\u0963\u0971-\u0dff"
    "\u1820-\u18aa\ufb50-\ufdff\ufe70-\ufefc\U00011000-\U00011fff"
)
"""Arabic, Syriac, N'Ko, Mandaic, the scripts of India, Mongolian."""
KILLERS = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
"""Signs that take a letter's vowel away; a joiner after one makes a letter of its own."""
PICTURES = "\u203c-\u3299\U0001f000-\U0001faff"
"""Where emoji are."""
RARER = "\U00010a00-\U00010a0f\U00011000-\U00011fff\U0001e8d0-\U0001e94a"
"""Where the marks of rarer scripts are, among their letters. Every mark by itself would make a
search through a text several times as slow."""
HARDLY = 0.01
"""A share of single characters below which nobody needs to be told."""


def is_unspaced(character: str) -> bool:
    """Whether this is a letter of a script that is written without spaces between words."""
    if ord(character) >= RARE:
        return _is_without_spaces(character)  # some are newer than what Python knows of them
    is_letter = category(character) in ("Lo", "Lm", "Nl") and character not in TAILS
    return is_letter and _is_without_spaces(character)


def is_part_of_unspaced(character: str) -> bool:
    """Whether this belongs to such a letter before it."""
    is_mark = category(character)[0] == "M" or character in TAILS
    return is_mark and _is_without_spaces(character)


def _is_without_spaces(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in WITHOUT_SPACES)


def last_character(text: str) -> int:
    """Where the last character begins, with its marks and what is stacked on it."""
    at = len(text) - 1
    least = max(len(text) - LONGEST, 0)
    while at > least and (_joins(text[at]) or text[at - 1] in STACKERS + JOINERS):
        at -= 1
    return at


def _joins(character: str) -> bool:
    is_mark = category(character)[0] == "M" or character in TAILS + JOINERS
    return is_mark or category(character) == "Cf"


@cache
def unspaced() -> str:
    """Those letters as a class of a regular expression, without its brackets."""
    ranges = range(len(WITHOUT_SPACES) - 1)
    small = [c for at in ranges for c in range(WITHOUT_SPACES[at][0], WITHOUT_SPACES[at][1] + 1)]
    return _class([c for c in small if is_unspaced(chr(c))]) + "\U00020000-\U0003ffff"


@cache
def marks() -> str:
    """All that belongs to the letter before it, as a class without its brackets; not the rarer."""
    return _class([c for c in range(0x10000) if category(chr(c))[0] == "M"]) + TAILS


def _class(codes: list[int]) -> str:
    """Code points as ranges."""
    runs = groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0])
    each = [[code for _, code in run] for _, run in runs]
    return "".join(f"{re.escape(chr(run[0]))}-{re.escape(chr(run[-1]))}" for run in each)


def without_unseen(text: str, pictures: bool = False) -> str:
    """The text without what is invisible and says nothing; with `pictures` emoji stay joined.

    A joiner stays between two letters that can be joined, and where it makes a letter.
    """
    if text.isascii():
        return text
    text = re.sub(f"[{INVISIBLE}]+", "", text)
    if not any(joiner in text for joiner in JOINERS):
        return text
    near = JOINED + (PICTURES if pictures else "")
    lost = rf"(?<![{near}])[{JOINERS}]|(?<![{KILLERS}])\u200d(?![{near}])|\u200c(?![{near}])"
    return re.sub(lost, "", text)


def told(characters: int, words: int) -> list[str]:
    """What to say where so many of the words are single characters; nothing where hardly any."""
    if 2 * characters > words:
        return ["written without spaces between words: every character is read as a word"]
    if characters <= HARDLY * words:
        return []
    share = f"{characters / words:.0%} of the words are single characters"
    return [f"{share}: of text without spaces between words every character is read as a word"]
