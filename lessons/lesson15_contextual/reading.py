"""What a run reads: the lesson's own sentences, the learner's text, or labelled sentences."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from lessons.kit import BadUsage, Data, Params, Progress
from lessons.kit.data.brought import silent
from lessons.kit.data.sources.files import beginning
from lessons.kit.data.sources.folders import is_folder
from lessons.kit.errors import visible
from lessons.lesson15_contextual import grammar
from lessons.lesson15_contextual.own.lexical_sample import is_lexical_sample
from lessons.lesson15_contextual.own.semcor import is_semcor
from lessons.lesson15_contextual.uses import Reading, Use, padded
from lessons.shared.labelled.wording import Vocabulary

TABLES = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".parquet")
"""How the names of files end that have labels beside their sentences, most likely."""
SAMPLE, FEWEST = 2**16, 5
"""Characters of a file that tell what it is; uses of each label, and lines, at least."""
SENTENCES, SEED = 6000, 15
SUPPORT, QUERIES = 10, 12
"""Of each sense of each word: uses that centroids are made of, and uses that are asked."""


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The sentences of this run. Raises Trouble for what cannot be read."""
    settings: dict[str, Any] = hp.as_dict()
    if path is None:
        return made_up(settings["word"].strip().lower())
    if is_labelled(path, settings):
        from lessons.lesson15_contextual.own.tagged import read_tagged

        return Data(*read_tagged(path, settings, progress))
    from lessons.lesson15_contextual.own.text_uses import read_uses

    return Data(*read_uses(path, settings, progress))


def is_labelled(path: Path, settings: dict[str, Any]) -> bool:
    """Whether to look for labels: as the learner says, else by the file's name or its tabs."""
    if settings["read"] != "auto":
        return bool(settings["read"] == "labelled")
    if settings["label"] or settings["split"]:
        return True
    named = any(ending.lower() in TABLES for ending in path.suffixes)
    return named or has_labels(path, settings["encoding"])


def has_labels(path: Path, encoding: str) -> bool:
    """Whether it has senses, or each line as many tabs, and one column few different values."""
    if is_folder(path):
        return is_semcor(path)
    if not path.exists():
        return False
    if is_lexical_sample(path) or is_semcor(path):
        return True
    _, text, whole = beginning(path, SAMPLE, encoding=encoding, plain=True)
    lines = text.split("\n") if whole else text.split("\n")[:-1]
    rows = [line.split("\t") for line in lines if line.strip()]
    if len(rows) < FEWEST or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    return any(len(set(column)) * FEWEST <= len(rows) for column in zip(*rows, strict=True))


def look_at(path: Path, hp: Params) -> None:
    """See whether this can be learned from. Raises Trouble."""
    read_data(path, hp, silent)


def made_up(word: str) -> Data:
    """The lesson's own sentences, and of each of its eight words the honest split."""
    if word and word not in grammar.SENSES:
        some = ", ".join(grammar.SENSES)
        raise BadUsage(f"no word {visible(word)!r} is ambiguous here", f"choose one of {some}")
    found = everything(word or "bank")
    counts = {"sentences": SENTENCES, "words": len(found.vocabulary.words)}
    return Data(found, {"source": "a made-up language of eight topics", **counts, "notes": []})


@cache
def everything(word: str) -> Reading:
    """The sentences to learn from, and the uses to judge by, of every word."""
    learned = grammar.sentences(SENTENCES, SEED)
    vocabulary = Vocabulary.of(learned, 1, 1000)
    longest = max(map(len, learned))
    tokens = padded([vocabulary.encode(words) for words in learned], longest)
    parts: dict[str, list[Use]] = {"support": [], "query": []}
    for half, (name, count) in enumerate((("support", SUPPORT), ("query", QUERIES))):
        for each in grammar.SENSES:
            made = grammar.uses(each, half, count, SEED)
            parts[name] += [Use(one.words, one.at, one.sense) for one in made]
    senses = list(grammar.SENSES[word])
    return Reading(vocabulary, tokens, longest, word, senses, parts, list(grammar.SENSES))
