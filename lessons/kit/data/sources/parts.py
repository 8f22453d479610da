"""What an example is for, said by a name or by a column: train, valid or test."""

import re
from collections import Counter

PARTS = {
    "train": ("train", "training", "trn", "tr"),
    "valid": (
        "valid", "validation", "validate", "val", "dev", "devel", "development", "eval",
        "evaluation",
    ),
    "test": ("test", "testing", "tst", "heldout", "holdout", "devtest"),
}  # fmt: skip
PART_OF = {word: part for part, words in PARTS.items() for word in words}
SET = re.compile(r"(train|training|valid|validation|val|dev|eval|test|testing)(set|data|split)")
"""Two words in one, such as testset."""
BOTH = re.compile(r"train(val|dev|valid|test)")
UNLABELLED = ("unsup", "unlabeled", "unlabelled", "unsupervised")
"""Of texts that nobody has judged; they have no label, wherever else they belong."""
NOT_IN_NAMES = ("tr",)
"""Of a file it is rather the language."""
NO = ("false", "0", "no", "f", "n")
YES = ("true", "1", "yes", "t", "y")
FLAGS = {"isvalid": "valid", "isvalidation": "valid", "istest": "test", "istrain": "train"}
"""Columns that only say yes or no, and what yes means."""
WORDS = re.compile(r"[^\W\d_]+")
NUMBERED = re.compile(r"([^\W\d_]+)\d*")
HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Between the words of reviewsTest and XTrain."""
OUT = re.compile(r"h[eo]ld[\W_]out", re.IGNORECASE)
SHARD = re.compile(r"\d+[\W_]+of[\W_]+\d+|(?<!\d)0\d{2,}(?!\d)")
"""The number of a piece, as in train-00000-of-00002."""


def part_in(name: str) -> str | None:
    """The part that a file's or folder's name speaks of, such as "test" of `imdb-test.csv`.

    A name that speaks of training and of another part is that of no part: it has them all.
    """
    parts = {_part_of(word) for word in WORDS.findall(_apart(name))} - {None}
    if BOTH.search(name.casefold()) or (len(parts) > 1 and "train" in parts):
        return None
    return "test" if "test" in parts else next(iter(parts), None)


def without_part(name: str) -> str:
    """The name without the word that speaks of a part: "pos" of `train-pos`."""
    rest = NUMBERED.sub(
        lambda word: word[0] if _part_of(word[1]) is None else " ", SHARD.sub("", _apart(name))
    )
    return "-".join(filter(None, re.split(r"[\W_]+", rest)))


def _apart(name: str) -> str:
    return HUMP.sub(" ", OUT.sub("heldout", name))


def _part_of(word: str) -> str | None:
    word = word.casefold()
    known = SET.fullmatch(word)
    return None if word in NOT_IN_NAMES else PART_OF.get(known[1] if known else word)


def parts_in(column: str, values: list[str]) -> list[str] | None:
    """The part of every row by a column's values; None where they say nothing of the kind.

    `is_valid`, `is_test` and `is_train` say yes or no. Elsewhere 0 or false is training, and
    1 or true is test. Rows that nobody has judged are with those to learn from.
    """
    named = FLAGS.get(re.sub(r"[\W_]+", "", column.casefold()), "test")
    other = "train" if named != "train" else "test"
    means = (
        dict.fromkeys(UNLABELLED, "train")
        | PART_OF
        | dict.fromkeys(NO, other)
        | dict.fromkeys(YES, named)
    )
    parts = [means.get(value.strip().casefold(), "") for value in values]
    kinds = Counter(parts)
    return parts if "" not in kinds and "train" in kinds and len(kinds) > 1 else None
