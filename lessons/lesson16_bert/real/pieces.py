"""How a BERT of a folder cuts texts into the pieces that it knows. No torch."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

from lessons.kit.errors import BadEnvironment, reason, said, visible
from lessons.lesson16_bert.real.folder import (
    LISTS,
    WORDS,
    Config,
    checked,
    has_head,
    json_object,
    refused,
)
from lessons.lesson16_bert.texts import MARKS
from lessons.shared.labelled.wording import TAG, Words

END = "[SEP]"
CUTTERS = ("", "BertTokenizer", "BertTokenizerFast")
"""What cuts texts by a vocab.txt alone."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """A BERT in a folder: how it cuts texts into pieces, and what else it can do."""

    folder: Path
    config: Config
    tokenizer: Any
    rows: list[int]
    """Of each of our numbers: its row in the folder's table of words."""
    can_guess: bool
    """It has a head that guesses hidden words."""
    unused: int
    """Rows of the table of words that no piece has."""

    @classmethod
    def of(cls, folder: Path) -> Pieces:
        """What is in the folder. Raises BadEnvironment, which says what is missing."""
        config, shapes = checked(folder)
        listed, count = pieces_in(folder), shapes[WORDS][0]
        lost = [mark for mark in (*MARKS, END) if mark not in listed]
        if lost:
            raise refused(folder, f"has a vocabulary without {lost[0]}")
        if max(listed.values()) >= count:
            what = f"has pieces up to number {max(listed.values()):,}, and {count:,} vectors"
            raise refused(folder, what)
        tokenizer = tokenizer_of(folder)
        if tokenizer.get_vocab().items() - listed.items():
            raise refused(folder, "has pieces that transformers numbers in another way")
        others = sorted((at, name) for name, at in listed.items() if name not in MARKS)
        rows = [*(listed[mark] for mark in MARKS), *(at for at, _ in others)]
        return cls(folder, config, tokenizer, rows, has_head(config, shapes), count - len(rows))

    @property
    def names(self) -> list[str]:
        """All pieces, our marks first."""
        return [str(name) for name in self.tokenizer.convert_ids_to_tokens(self.rows)]

    def cut(self, texts: Sequence[str], longest: int) -> list[Words]:
        """Each text in pieces with its end, no more than fit behind a start."""
        plain = [unescape(re.sub(TAG, " ", text)) for text in texts]
        if not plain:
            return []
        found = self.tokenizer(
            plain, add_special_tokens=False, truncation=True, max_length=longest - 2
        )
        name = self.tokenizer.convert_ids_to_tokens
        return [[*name(numbers), END] for numbers in found["input_ids"]]

    def unknown(self, text: str) -> list[str]:
        """What of a text has no pieces."""
        found = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        none = self.tokenizer.convert_tokens_to_ids(MARKS[1])
        both = zip(found["input_ids"], found["offset_mapping"], strict=True)
        return [text[slice(*place)] for number, place in both if number == none]


def tokenizer_of(folder: Path) -> Any:
    """What cuts texts as the folder says; from its files alone, and without code of theirs."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        hf = import_module("transformers")
        fast, bert = hf.PreTrainedTokenizerFast, hf.BertTokenizerFast
    except ImportError as error:
        what = f"weights: real weights need one more package ({said(error)})"
        raise BadEnvironment(what, 'pip install "dl-lab[hf]"') from None
    named = (folder / "tokenizer_config.json").is_file()
    settings = json_object(folder, "tokenizer_config.json") if named else {}
    is_whole = (folder / LISTS[0]).is_file()
    cutter = str(settings.get("tokenizer_class") or "")
    if not is_whole and cutter not in CUTTERS:
        what = f"cuts words by {visible(cutter)}, and has no {LISTS[0]} that says how"
        raise refused(folder, what, "save the tokenizer again with transformers, as a fast one")
    try:
        if is_whole:
            marks = {"unk_token": MARKS[1], "mask_token": MARKS[3]}
            return fast(tokenizer_file=str(folder / LISTS[0]), **marks)
        lower = settings.get("do_lower_case", is_lower(folder / LISTS[1]))
        return bert.from_pretrained(folder, local_files_only=True, do_lower_case=lower)
    except Exception as error:  # the library raises Exception itself for a file that is damaged
        what = f"has a {LISTS[0] if is_whole else LISTS[1]} that cannot be read ({said(error)})"
        raise refused(folder, what) from None


def is_lower(path: Path) -> bool:
    """Whether a vocabulary without settings has no capital letters but in its marks."""
    names = path.read_text(encoding="utf-8").split()
    return all(name == name.lower() for name in names if not name.startswith("["))


def pieces_in(folder: Path) -> dict[str, int]:
    """The pieces that the folder itself lists: the library adds marks that are not there."""
    name = next(name for name in LISTS if (folder / name).is_file())
    try:
        if name == LISTS[1]:
            lines = (folder / name).read_text(encoding="utf-8").removesuffix("\n").split("\n")
            return {line: at for at, line in enumerate(lines)}
        settings = json_object(folder, name)
        pieces, added = settings["model"]["vocab"], settings.get("added_tokens") or []
        if not isinstance(pieces, dict):
            pieces = {piece: at for at, (piece, _) in enumerate(pieces)}
        found = {**pieces, **{each["content"]: each["id"] for each in added}}
        if all(type(at) is int and at >= 0 for at in found.values()):
            return found
        raise refused(folder, f"has a {name} with a piece whose number is none")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"has a {name} without a list of pieces ({reason(error)})"
        raise refused(folder, what) from None
