"""What a label says: nothing at all, the same as another one, or a class of its own."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable

from lessons.kit.data.rows.layout import FASTTEXT

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Characters that no screen shows: soft hyphen, zero-width spaces and joiners, directions."""
EDGES = re.compile(rf"^[\s\0{INVISIBLE}]+|[\s\0{INVISIBLE}]+$")
HIDDEN = re.compile(rf"[\0{INVISIBLE}\ufe00-\ufe0f]")
WHOLE_NUMBER = re.compile(r"([+-]?\d+)\.0+")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
AUTO = "auto"
"""What the learner says, to leave it to us which labels mean none."""
LONGEST_NUMBER = 15  # digits that a float holds
NO_LABEL = {
    "nan", "-nan", "nat", "null", "(null)", "<null>", "\\n", "<na>", "#n/a", "#na", "unsup",
    "unsupervised", "unlabeled", "unlabelled",
}  # fmt: skip
"""What pandas, R, databases and spreadsheets write where nothing is; and people, in words."""
NOT_APPLICABLE = {"na", "n/a"}
"""R writes NA where nothing is; it is also a region, or a verdict."""
NONE = {"none"}
"""Python writes None where nothing is; it is also the lowest of none, low, high."""
LOOK = str.maketrans("аеорсухіјѕкмтαορν", "aeopcyxijskmtaopv")
"""Cyrillic and Greek letters that look like Latin ones."""


def cleaned(label: str) -> str:
    """The label without what stands around it unseen, its accents put together (NFC)."""
    bare = EDGES.sub("", label)
    if bare.startswith(FASTTEXT):
        bare = EDGES.sub("", bare.removeprefix(FASTTEXT))
    whole = WHOLE_NUMBER.fullmatch(bare)
    return whole[1] if whole else unicodedata.normalize("NFC", bare)


def is_dressed(label: str) -> bool:
    """Whether there is more around a label, or in its letters, than a person can see."""
    bare = label.strip().removeprefix(FASTTEXT)
    return not bare.isascii() and bare != cleaned(bare)


def look_of(label: str) -> str:
    """What labels that look alike have in common: capitals, width, spaces are no difference."""
    wide = unicodedata.normalize("NFKC", HIDDEN.sub("", label))
    look = unicodedata.normalize("NFKC", " ".join(wide.casefold().translate(LOOK).split()))
    if not NUMBER.fullmatch(look) or len(look) > LONGEST_NUMBER:
        return look
    value = float(look)
    return str(int(value)) if value.is_integer() else str(value)


def alike(counts: Counter[str]) -> list[list[str]]:
    """The labels that look alike, in groups of two or more, the commonest of each first."""
    groups: dict[str, list[str]] = defaultdict(list)
    for label in sorted(counts, key=lambda label: (-counts[label], label)):
        groups[look_of(label)].append(label)
    return [group for group in groups.values() if len(group) > 1]


def without_meaning(labels: Iterable[str]) -> set[str]:
    """Of these labels, those that say that there is none.

    NaN and null always. NA, and -1 beside no other negative number, where at least two others
    are left; None where the others are numbers.
    """
    known = {label: look for label in labels if (look := look_of(label))}
    doubtful = {*NO_LABEL, *NOT_APPLICABLE, *NONE, "-1"}
    others = {look for look in known.values() if look not in doubtful}
    numbers = bool(others) and all(map(NUMBER.fullmatch, others))
    absent = set(NO_LABEL)
    if numbers or len(others) >= 2:
        absent |= NOT_APPLICABLE
    if numbers:
        absent |= NONE
    if len(others) >= 2 and not any(NUMBER.fullmatch(o) and float(o) < 0 for o in others):
        absent.add("-1")
    return {label for label, look in known.items() if look in absent}


def in_doubt(labels: Iterable[str]) -> set[str]:
    """Of these labels, those that elsewhere would say that there is none."""
    return {label for label in labels if look_of(label) in {*NO_LABEL, *NOT_APPLICABLE, *NONE}}


def asked_for(words: str, labels: Iterable[str]) -> set[str]:
    """The labels that the learner says are none: `neutral, ?`; "auto" leaves it to us."""
    if words.strip() == AUTO:
        return without_meaning(labels)
    looks = {look_of(cleaned(word)) for word in words.split(",")}
    return {label for label in labels if look_of(label) in looks}
