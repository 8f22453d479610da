"""What is shown of a network when validation has chosen it anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from torch import Tensor

from lessons.kit import Grid, Picture, Weighted
from lessons.kit.errors import visible
from lessons.lesson04_sentiment.explain import Classifier
from lessons.lesson04_sentiment.testing import accuracy_by_kind
from lessons.shared.labelled.scores import Scores
from lessons.shared.labelled.splitting import Split
from lessons.shared.labelled.wording import Words, words_of

Rows = list[list[Any]]
SHOWN = 12
"""Classes and examples in a table: more would not be read."""
WIDEST = 70  # characters of a name in a table
WHOLE = 400  # characters of a text: a panel cuts it to its room, and shows all of it when asked
PUZZLE = "the acting was not really dull at all ."


def pictures(network: Classifier, split: Split, p: Tensor) -> Iterator[Picture]:
    """Every panel, from the probabilities of the test texts, (N, C)."""
    scores = Scores(split.test.labels, p.argmax(1).tolist(), len(split.classes))
    yield Picture("results", results(split, scores))
    yield Picture("confused", confusion(split, scores))
    yield Picture("class_scores", tinted(by_class(split, scores)))
    yield Picture("examples", examples(split, p))
    yield Picture("words", word_by_word(network, sentence(split)))
    if kinds := accuracy_by_kind(split, scores):
        shares = [[share] for share in kinds.values()]
        yield Picture("kind_scores", Grid(shares, rows=list(kinds), columns=["accuracy"]))


def results(split: Split, scores: Scores) -> Rows:
    """This network beside the linear baselines and beside saying one thing always.

    The names differ within fourteen letters, to which a narrow panel may cut them.
    """
    cut = f", cut at {split.longest} too" if split.is_cut else ""
    baselines = {"this network": scores, f"TF-IDF words{cut}": split.linear}
    baselines[f"TF-IDF pairs{cut}"] = split.linear_pairs
    if split.linear_whole:
        baselines["TF-IDF whole texts"] = split.linear_whole
    rows: Rows = [
        [name, found.accuracy, found.summary()["f1"], found.macro_f1]
        for name, found in baselines.items()
    ]
    return [*rows, ["largest class, always", split.majority, None, split.always.macro_f1]]


def confusion(split: Split, scores: Scores) -> Grid:
    """How many texts of each true class were said to be of which; the diagonal is right."""
    names = [short(name) for name in split.classes[:SHOWN]]
    counts = [row[:SHOWN] for row in scores.confusion[:SHOWN]]
    return Grid(counts, rows=names, columns=names)


def by_class(split: Split, scores: Scores) -> Rows:
    """Precision, recall and F1 of every class, the test's largest first; and the mean F1 of all."""
    sizes = [sum(row) for row in scores.confusion]
    order = sorted(range(len(sizes)), key=lambda c: -sizes[c])[:SHOWN]
    rows: Rows = [
        [short(split.classes[c]), sizes[c], scores.precision_of(c), scores.recall_of(c),
         scores.f1_of(c)]
        for c in order
    ]  # fmt: skip
    return [*rows, ["all, mean (macro)", sum(sizes), None, None, scores.macro_f1]]


def tinted(rows: Rows) -> Grid:
    """Scores of classes as a map, the number of texts in the name of each row."""
    names = [f"{name} ({count:,})" for name, count, *_ in rows]
    return Grid([found for _, _, *found in rows], rows=names, columns=["prec.", "recall", "F1"])


def examples(split: Split, p: Tensor) -> Rows:
    """The surest mistakes first, then the texts that it was least sure of."""
    sure, said = p.max(1)
    rows = list(zip(split.test.texts, split.test.labels, said.tolist(), sure.tolist(), strict=True))
    wrong = sorted((row for row in rows if row[1] != row[2]), key=lambda row: -row[3])
    right = sorted((row for row in rows if row[1] == row[2]), key=lambda row: row[3])
    some = wrong[: SHOWN // 2]
    return [
        [
            "wrong" if true != guess else "right",
            short(split.classes[guess]),
            sure_,
            short(text, WHOLE),
        ]
        for text, true, guess, sure_ in some + right[: SHOWN - len(some)]
    ]


def word_by_word(network: Classifier, words: Words) -> Weighted:
    """Each word of a sentence, with its part in the verdict."""
    said, p, parts = network.explain(words)
    shown = [w if network.vocabulary.knows(w) else f"{w} (unknown)" for w in words]
    says = f"{short(network.classes[said])} {p:.2f}"
    return Weighted(list(zip(map(short, shown), parts, strict=True)), says)


def sentence(split: Split) -> Words:
    """The sentence that is looked at: of made-up reviews a puzzle, else a short test text."""
    if any(split.test.kinds):
        return words_of(PUZZLE)
    fitting = [words for words in split.test.words if 5 <= len(words) <= SHOWN]
    return fitting[0] if fitting else min(split.test.words, key=len)[:SHOWN]


def short(text: str, most: int = WIDEST) -> str:
    """On one line, and not too long."""
    line = visible(" ".join(text[: 2 * most].split()))
    return line if len(line) <= most else line[: most - 1] + "…"
