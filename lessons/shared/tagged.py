"""The learner's tagging file, split by sentence; and what counting makes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, Progress
from lessons.kit.data.split import few_said, split_off
from lessons.kit.data.tagged.tagging_file import Sentence, read_tagging
from lessons.kit.stream.numbers import counted, natural

LEAST = 10
"""Sentences. Fewer, and there is next to nothing to learn from or to test on."""
MOST_TEST = 4000
"""Sentences in the test."""


@dataclass(frozen=True)
class TaggedSplit:
    """Sentences to learn from and to test on, with none in both."""

    tags: list[str]
    train: list[Sentence]
    test: list[Sentence]
    others: list[Sentence]
    """Neither learned from nor tested on: copies of others, and what was too many."""

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """For each word of the training part, how often it has which tag."""
        found: dict[str, Counter[str]] = {}
        for sentence in self.train:
            for token, tag in zip(sentence.tokens, sentence.tags, strict=True):
                found.setdefault(token, Counter())[tag] += 1
        return found

    @cached_property
    def majority(self) -> str:
        """The most frequent tag of the training part."""
        return sum(self.counts.values(), Counter[str]()).most_common(1)[0][0]

    def by_word(self, sentence: Sentence) -> list[str]:
        """Each word's most frequent tag; of a word that training never had, the majority tag."""
        found = (self.counts.get(token) for token in sentence.tokens)
        return [seen.most_common(1)[0][0] if seen else self.majority for seen in found]


def read_tagged(
    path: Path, settings: dict[str, Any], progress: Progress
) -> tuple[TaggedSplit, dict[str, Any]]:
    """The two parts, and what to tell about them. Raises BadEnvironment for too few sentences."""
    progress("reading the sentences", 0.0)
    names = ("token", "tag", "header", "delimiter", "encoding")
    found = read_tagging(path, **{name: settings[name] for name in names})
    notes = list(found.notes)
    sentences = cut(found.sentences, settings["longest"], notes)
    if len(sentences) < LEAST:
        what = f"{found.source} has {counted(len(sentences), 'sentences')}"
        what += ": too few to learn from and test on"
        raise BadEnvironment(what, f"give {LEAST} at least, with an empty line between them")
    keys = [tuple(sentence.tokens) for sentence in sentences]
    share = min(settings["test_share"], MOST_TEST / len(sentences))
    parts = split_off(share, settings["split_seed"], keys=keys)
    if not parts.test:
        what = f"{found.source} has one sentence again and again"
        raise BadEnvironment(what, "give different sentences")
    most = settings["examples"] or len(parts.train)
    train = [sentences[at] for at in parts.train[:most]]
    if most < len(parts.train):
        notes.append(f"{most:,} of {len(parts.train):,} sentences to learn from are used "
                     "(--set examples=0 for all)")  # fmt: skip
    tags = sorted({tag for each in sentences for tag in each.tags}, key=natural)
    used = {*parts.train[:most], *parts.test}
    others = [each for at, each in enumerate(sentences) if at not in used]
    split = TaggedSplit(tags, train, [sentences[at] for at in parts.test], others)
    notes += [*parts.notes, told(split), *few_said(len(split.test), "sentences")]
    return split, summary(split, found.source, found.digest, notes)


def cut(sentences: Sequence[Sentence], longest: int, notes: list[str]) -> list[Sentence]:
    """The same, long ones in pieces: every token is kept."""
    found = []
    for each in sentences:
        for start in range(0, len(each.tokens), longest):
            piece = slice(start, start + longest)
            found.append(Sentence(each.tokens[piece], each.tags[piece], each.rows[piece]))
    if len(found) > len(sentences):
        notes.append(f"sentences of over {longest} tokens are cut there (--set longest=N)")
    return found


def told(split: TaggedSplit) -> str:
    """The sizes of the parts, and how many words of the test are new."""
    tokens = [token for sentence in split.test for token in sentence.tokens]
    new = sum(token not in split.counts for token in tokens)
    return (
        f"{len(split.train):,} sentences to learn from, {len(split.test):,} to test on; "
        f"{new:,} of {len(tokens):,} words of the test ({new / len(tokens):.1%}) are unknown"
    )


def summary(split: TaggedSplit, source: str, digest: str, notes: list[str]) -> dict[str, Any]:
    """What the report says."""
    counts = Counter(
        tag for part in (split.train, split.test) for each in part for tag in each.tags
    )
    return {
        "source": source,
        "digest": digest,
        "notes": notes,
        "kind": "tags",
        "classes": {tag: counts[tag] for tag in split.tags},
        "sentences": {"train": len(split.train), "test": len(split.test)},
    }
