"""A folder with a BERT: whether it is one, its vocabulary, and words in its pieces. No torch."""

from __future__ import annotations

import json
from pathlib import Path
from unicodedata import category, normalize

from lessons.kit.errors import BadEnvironment, visible
from lessons.lesson16_bert.texts import MARKS
from lessons.shared.labelled.wording import Words

NEEDED = ("config.json", "vocab.txt", "model.safetensors")
SIZES = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
         "max_position_embeddings")  # fmt: skip
CONVERT = (
    "save it without a pickle where you made it: "
    "BertModel.from_pretrained(DIR).save_pretrained(DIR, safe_serialization=True)"
)


def refused(folder: Path, what: str, fix: str) -> BadEnvironment:
    """A sentence about a folder of weights."""
    return BadEnvironment(f"weights: {visible(str(folder))} {what}", fix)


def checked(folder: Path) -> None:
    """Raise BadEnvironment, which says what is missing, unless a folder has all of a BERT."""
    everything = f"give a folder with {', '.join(NEEDED[:2])} and {NEEDED[2]}"
    if not folder.is_dir():
        raise refused(folder, "is no folder" if folder.exists() else "is not there", everything)
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if NEEDED[2] in missing and any(folder.glob("*.bin")):
        raise refused(folder, "has its weights as a pickle, which can run any code", CONVERT)
    if missing:
        raise refused(folder, f"has no {' and no '.join(missing)}", everything)
    try:
        config = json.loads((folder / NEEDED[0]).read_text(encoding="utf-8"))
        kind = config.get("model_type", "bert")
        lost = [name for name in SIZES if not isinstance(config.get(name), int)]
    except (ValueError, AttributeError):
        raise refused(folder, "has a config.json that is no JSON object", everything) from None
    if kind != "bert":
        raise refused(folder, f"is a {visible(str(kind))}, and no bert", everything)
    if lost or config["hidden_size"] % config["num_attention_heads"]:
        what = f"has a config.json without a sound {lost[0] if lost else 'hidden_size'}"
        raise refused(folder, what, everything)
    lost = [mark for mark in MARKS if mark not in vocabulary_of(folder)[1]]
    if lost:
        raise refused(folder, f"has a vocab.txt without {lost[0]}", everything)


def most_tokens(folder: Path) -> int:
    """Tokens that it can read at once."""
    config = json.loads((folder / NEEDED[0]).read_text(encoding="utf-8"))
    return int(config["max_position_embeddings"])


def vocabulary_of(folder: Path) -> tuple[list[str], dict[str, int]]:
    """All pieces, our marks first; and the line that each has in the file."""
    lines = (folder / NEEDED[1]).read_text(encoding="utf-8").splitlines()
    numbers = {piece.strip(): at for at, piece in enumerate(lines) if piece.strip()}
    return [*MARKS, *(piece for piece in numbers if piece not in MARKS)], numbers


def cut(words: Words, known: dict[str, int]) -> Words:
    """Each word as the longest pieces that there are, from its start; [SEP] ends the text."""
    found: Words = []
    for word in words:
        plain = normalize("NFD", word)
        found += pieces_of("".join(c for c in plain if category(c) != "Mn"), known)
    return [*found, "[SEP]"]


def pieces_of(word: str, known: dict[str, int]) -> Words:
    """The pieces of one word; a later one begins with ##. As Wu et al. (2016), section 4.1."""
    if word in MARKS:
        return [word]
    found: Words = []
    while word:
        before = "##" if found else ""
        size = next((n for n in range(len(word), 0, -1) if before + word[:n] in known), 0)
        if not size:
            return [MARKS[1]]
        found.append(before + word[:size])
        word = word[size:]
    return found
