"""What an example is for, said by a name or by a column: train, valid or test."""

import re
from collections import Counter

PARTS = {
    "train": ("train", "training", "trn", "tr"),
    "valid": ("valid", "validation", "val", "dev", "devel", "development"),
    "test": ("test", "testing", "tst", "heldout"),
}
PART_OF = {word: part for part, words in PARTS.items() for word in words}
NO = ("false", "0", "no", "f", "n")
YES = ("true", "1", "yes", "t", "y")
FLAGS = {"isvalid": "valid", "isvalidation": "valid", "istest": "test", "istrain": "train"}
"""Columns that only say yes or no, and what yes means."""
WORDS = re.compile(r"[^\W\d_]+")


def part_in(name: str) -> str | None:
    """The part that a file's or folder's name speaks of, such as "test" of `imdb-test.csv`."""
    return next((PART_OF[w] for w in WORDS.findall(name.casefold()) if w in PART_OF), None)


def without_part(name: str) -> str:
    """The name without the word that speaks of a part: "pos" of `train-pos`."""
    words = [word for word in re.split(r"[\W_]+", name) if word.casefold() not in PART_OF]
    return "-".join(filter(None, words))


def parts_in(column: str, values: list[str]) -> list[str] | None:
    """The part of every row by a column's values; None where they say nothing of the kind.

    `is_valid`, `is_test` and `is_train` say yes or no. Elsewhere 0 or false is training, and
    1 or true is test.
    """
    named = FLAGS.get(re.sub(r"[\W_]+", "", column.casefold()), "test")
    other = "train" if named != "train" else "test"
    means = PART_OF | dict.fromkeys(NO, other) | dict.fromkeys(YES, named)
    parts = [means.get(value.strip().casefold(), "") for value in values]
    kinds = Counter(parts)
    return parts if "" not in kinds and "train" in kinds and len(kinds) > 1 else None
