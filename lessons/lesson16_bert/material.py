"""What a race reads: made-up sentences, or the learner's texts, with labels and without. No torch.

Texts without labels are for pretraining (`--data`), and a labelled file (`labelled`) for what
comes after. Where only one of them is given, the labelled texts to learn from are read without
their labels; or there is nothing to fine-tune on, and the run ends with pretraining.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lessons.kit import BadEnvironment, BadUsage, Data, Params, Progress
from lessons.kit.errors import visible
from lessons.lesson16_bert import grammar
from lessons.lesson16_bert.door import MANY
from lessons.lesson16_bert.real.pieces import Pieces
from lessons.lesson16_bert.texts import FIRST, Numbers, Texts, Vocabulary, entropy
from lessons.shared.labelled.owned import read_split
from lessons.shared.labelled.splitting import Part, Split

if TYPE_CHECKING:
    from lessons.shared.labelled.linear import Counted

UNLABELLED, LABELLED, TESTED = 4000, 256, 1000
"""Made-up sentences to pretrain on, those that may have labels, and those to test on."""
FEWEST, THIN = 2, 50
"""Different words below which nothing can be guessed; words, or sentences, that are few."""
SEEDS = {"text": 1, "labels": 2}


@dataclass(frozen=True, eq=False)
class Material:
    """The texts of a run, and the vocabulary that numbers them."""

    vocabulary: Vocabulary
    pretraining: Texts
    entropy: float
    """Of single words of the texts for pretraining, in nats."""
    split: Split | None
    """The labelled texts in their three parts; None where there are none."""
    train: Texts
    valid: Texts
    test: Texts
    made_up: bool
    real: Pieces | None = None
    """The BERT of a folder, which cuts words into pieces; None where each word is one."""
    fitted: dict[bytes, tuple[float, float]] = field(default_factory=dict)
    """What linear models got right that were taught by some texts; networks of a seed share it."""

    @property
    def longest(self) -> int:
        """Tokens of the longest text that is read."""
        return max(each.longest for each in (self.pretraining, self.train, self.valid, self.test))

    @property
    def classes(self) -> list[str]:
        """Their names."""
        return self.split.classes if self.split else []

    def linear(self, rows: Numbers) -> tuple[float, float]:
        """What TF-IDF gets right of the test, taught by these texts: with words, and with pairs."""
        rows = np.sort(rows)  # the order says nothing: all labels are fitted once for all seeds
        key = rows.tobytes()
        if key not in self.fitted:
            words, pairs = (each.linear(rows.tolist(), len(self.classes)) for each in self.counted)
            self.fitted[key] = (words.accuracy, pairs.accuracy)
        return self.fitted[key]

    @cached_property
    def counted(self) -> tuple[Counted, Counted]:
        """The words of the labelled texts, and their pairs: counted once for all choices."""
        from lessons.shared.labelled.linear import Counted  # sklearn takes a second

        assert self.split
        train, test = self.split.train, self.split.test
        return Counted(train, test), Counted(train, test, pairs=True)


class Source:
    """The learner's texts, or the grammar's with the settings of each network."""

    def __init__(self, own: Material | None = None) -> None:
        self.own = own

    def of(self, negation: float, but: float) -> Material:
        """What a network with these settings reads."""
        return self.own or made_up(negation, but)


@cache
def made_up(negation: float, but: float) -> Material:
    """The sentences that come with the lesson: always the same for the same settings."""
    first = grammar.Grammar(SEEDS["text"], negation, but).sentences(UNLABELLED)
    others = grammar.Grammar(SEEDS["labels"], negation, but, even=True)
    labelled = others.sentences(LABELLED + TESTED, other_than=first)
    split = Split(
        [grammar.NEGATIVE, grammar.POSITIVE],
        part_of(labelled[:LABELLED]), Part(), part_of(labelled[LABELLED:]),
    )  # fmt: skip
    vocabulary = Vocabulary.of(grammar.WORDS)
    texts = Texts.of([[*each.words] for each in first], vocabulary, longest=64)
    return material(vocabulary, texts, split, longest=64, is_made_up=True)


def part_of(sentences: list[grammar.Sentence]) -> Part:
    """Made-up sentences as a part."""
    part = Part()
    for each in sentences:
        part.add(each.text, [*each.words], each.label, each.kind)
    return part


def material(
    vocabulary: Vocabulary, pretraining: Texts, split: Split | None, longest: int,
    *, is_made_up: bool = False,
) -> Material:  # fmt: skip
    """Everything numbered."""
    parts = [split.train, split.valid, split.test] if split else [Part()] * 3
    numbered = [Texts.of(part.words, vocabulary, longest) for part in parts]
    entropy_of = entropy(pretraining, len(vocabulary))
    train, valid, test = numbered
    return Material(vocabulary, pretraining, entropy_of, split, train, valid, test, is_made_up)


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The made-up sentences, or the learner's texts: without labels, with labels, or both."""
    settings: dict[str, Any] = hp.as_dict()
    if settings["weights"] and path is not None:
        what = "weights: a BERT in a folder is pretrained, so --data has nothing to teach it"
        raise BadUsage(what, "leave out one of them; your labels: --set labelled=FILE")
    real = Pieces.of(Path(settings["weights"])) if settings["weights"] else None
    if path is None and not settings["labelled"]:
        own = made_up(settings["negation"], settings["but"])
        summary = _told(own)
        if not real:
            return Data(Source(), summary)
    else:
        own, summary = read_own(path, settings, progress)
    if real:
        own = in_pieces(own, real, settings["longest"])
        summary["notes"] = [*summary.get("notes", []), *notes_on(real)]
    return Data(Source(own), summary)


def in_pieces(own: Material, real: Pieces, longest: int) -> Material:
    """The labelled texts in the pieces that the vocabulary of a BERT has."""
    assert own.split
    longest = max(3, min(longest, real.config["max_position_embeddings"]))
    vocabulary, split = Vocabulary.of_pieces(real.names), own.split
    parts = (split.train, split.valid, split.test)
    numbered = [Texts.of(real.cut(each.texts, longest), vocabulary, longest) for each in parts]
    train, valid, test = numbered
    return Material(vocabulary, train, entropy(train, len(vocabulary)), split, train, valid, test,
                    made_up=False, real=real)  # fmt: skip


def notes_on(real: Pieces) -> list[str]:
    """What to say of the weights."""
    found = [f"the weights of {visible(str(real.folder))}: they were pretrained there, not here"]
    if real.unused:
        found.append(f"{real.unused:,} rows of its table of words have no piece, and are left out")
    if not real.can_guess:
        found.append("these weights have no head that guesses hidden words: only classes are asked")
    return found


def _told(found: Material) -> dict[str, Any]:
    assert found.split
    return {
        "source": "sentences that a small grammar made up, which come with the lesson",
        "texts": {"unlabelled": len(found.pretraining), "labelled": len(found.split.train),
                  "test": len(found.split.test)},
        "classes": found.split.classes,
    }  # fmt: skip


def read_own(
    path: Path | None, settings: dict[str, Any], progress: Progress
) -> tuple[Material, dict[str, Any]]:
    """The learner's texts numbered, and what to tell about them."""
    split, summary = None, dict[str, Any]()
    if settings["labelled"]:
        split, summary = read_split(Path(settings["labelled"]), settings, progress)
    words = frequent(split.train, settings) if split else []
    if path is None:
        assert split
        vocabulary = Vocabulary.of(words)
        texts = Texts.of(split.train.words, vocabulary, settings["longest"])
        thin = [] if settings["weights"] else guessable(vocabulary, texts, settings["labelled"])
        note = "pretrained on the texts to learn from, without their labels; the test is not read"
        pretrained = [] if settings["weights"] else [note]
        summary["notes"] += [*pretrained, *thin, *how_often(len(texts), settings)]
        return material(vocabulary, texts, split, settings["longest"]), summary
    from lessons.kit.data.text.corpus import read_corpus

    corpus = read_corpus(
        path, min_count=1, progress=progress, encoding=settings["encoding"] if not split else ""
    )
    known = corpus.words[: settings["most_words"]]
    vocabulary = Vocabulary.of([*known, *words])
    texts = Texts.cut(corpus.tokens, settings["longest"], FIRST + len(known))
    notes = guessable(vocabulary, texts, path)
    found = material(vocabulary, texts, split, settings["longest"])
    notes += how_often(len(split.train), settings) if split else []
    corpus.summary["notes"] = [*corpus.summary["notes"], *notes]
    return found, _of_both(corpus.summary, summary, len(vocabulary))


def guessable(vocabulary: Vocabulary, texts: Texts, path: Path | str) -> list[str]:
    """A note where a text is thin; raises BadEnvironment where no hidden word can be guessed."""
    words, name = len(vocabulary) - FIRST, visible(str(path))
    if words < FEWEST or not len(texts):
        what = f"{name} has {_many(words, 'word')} to guess in {_many(len(texts), 'sentence')}"
        raise BadEnvironment(what, "give a text with different words, two or more in a sentence")
    if words >= THIN and len(texts) >= THIN:
        return []
    told = f"{_many(words, 'different word')} in {_many(len(texts), 'sentence')}"
    return [f"only {told}: too few to learn much from"]


def how_often(labelled: int, settings: dict[str, Any]) -> list[str]:
    """How often a run reads each labelled text, where there are many, or where it is not once."""
    steps, batch = settings["steps"], settings["batch"]
    read = f"{labelled:,} texts have a label, and {steps:,} steps of {batch}"
    if settings["weights"]:
        return []
    if steps * batch < labelled:
        return [f"{read} read at most {steps * batch:,}: --set steps=N for more, or, for many "
                "texts, `:preset phrases` or `--preset phrases`"]  # fmt: skip
    if labelled < MANY // 2:  # the rest of the file is for validation and the test
        return []
    return [f"{read} read each of them {steps * batch / labelled:.1f} times; --set steps=N changes "
            "that"]  # fmt: skip


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def frequent(part: Part, settings: dict[str, Any]) -> list[str]:
    """The words of the texts to learn from that occur often enough, the most frequent first."""
    counts = Counter(word for words in part.words for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return [w for w in ranked if counts[w] >= settings["min_count"]][: settings["most_words"]]


def _of_both(text: dict[str, Any], labelled: dict[str, Any], words: int) -> dict[str, Any]:
    """One summary of the text and of the labelled file."""
    notes = [*text["notes"], *labelled.get("notes", [])]
    if not labelled:
        notes.append("no labels: this run ends with pretraining (a file of labelled texts: "
                     "--set labelled=FILE)")  # fmt: skip
        return text | {"notes": notes, "vocabulary": words}
    both = f"{text['digest']} {labelled['digest']}"
    return {
        **labelled,
        "source": f"{text['source']} and {labelled['source']}",
        "digest": hashlib.sha256(both.encode()).hexdigest()[:16],
        "pretraining": {name: text[name] for name in ("source", "files", "bytes", "sentences")},
        "vocabulary": words,
        "notes": notes,
    }
