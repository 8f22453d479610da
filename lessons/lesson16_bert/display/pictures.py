"""What is shown of a network: its guesses, its attention, its words, and what labels made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from lessons.kit.loop import Picture
from lessons.lesson16_bert import grammar
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.measures import OPEN, guesses, spread, tokens_of
from lessons.lesson16_bert.model import Net
from lessons.lesson16_bert.texts import HIDDEN, MARKS, Texts
from lessons.shared.attention import maps

if TYPE_CHECKING:
    from lessons.lesson16_bert.batches import Batches
    from lessons.lesson16_bert.display.looks import Looks

Rows = list[list[Any]]
ASKED = ("lovely", "rude")
"""Words before the noun in the two sentences whose last word is guessed."""
SHOWN, HIDDEN_IN, WIDEST = 8, 4, 60
READ = "the lovely soup was warm but the rude waiter was not kind"
"""The sentence whose attention is shown."""


def at_work(model: Net, own: Material) -> Iterator[Picture]:
    """The guesses and the attention."""
    if own.made_up:
        yield Picture("guesses", side_by_side(model, own))
        yield Picture("vectors", word_vectors(model, own))
    if not own.real or own.real.can_guess:
        yield Picture("hidden", hidden_words(model, own))
    tokens = read_sentence(own, model.bias.device)  # (1, T)
    layers = model.encoder.by_hand(tokens)
    yield Picture("attention", maps(layers, own.vocabulary.names(tokens[0])))


def read_sentence(own: Material, device: torch.device) -> Tensor:
    """One sentence that is shown at work, (1, T)."""
    if own.made_up:
        return tokens_of(Texts.of([READ.split()], own.vocabulary, 64), np.zeros(1, int), device)
    texts = own.pretraining
    fitting = np.flatnonzero((texts.lengths >= 6) & (texts.lengths <= 12))
    row = fitting[0] if len(fitting) else texts.order[0]
    return tokens_of(texts, np.array([row]), device)[:, :12]


def top(model: Net, own: Material, tokens: Tensor, count: int) -> list[tuple[str, float]]:
    """The likeliest words at the first hidden place of a text (1, T)."""
    p = guesses(model, tokens)[0]
    best = p.topk(min(count, len(p)))
    return [(own.vocabulary.name(at), float(p)) for p, at in zip(*best, strict=True)]


def side_by_side(model: Net, own: Material) -> Rows:
    """What the network says after a word of praise and after one of blame."""
    sentences = [OPEN.format(word).split() for word in ASKED]
    texts = Texts.of(sentences, own.vocabulary, 64)
    device = model.bias.device
    both = [top(model, own, tokens_of(texts, np.array([at]), device), SHOWN) for at in (0, 1)]
    heading = ["after lovely", "p", "after rude", "p"]
    rows = [[a, f"{p:.3f}", b, f"{q:.3f}"] for (a, p), (b, q) in zip(*both, strict=True)]
    return [heading, *rows]


def hidden_words(model: Net, own: Material) -> Rows:
    """One word hidden in each of some of the learner's texts, and the likeliest guesses."""
    texts, device = own.pretraining, model.bias.device
    fitting = np.flatnonzero((texts.lengths >= 4) & (texts.lengths <= 14))
    rows: Rows = [["hidden", "guessed", "in"]]
    for row in fitting[spread(len(fitting), HIDDEN_IN)]:
        tokens = tokens_of(texts, np.array([row]), device)
        place = 1 + int(row) % (int(texts.lengths[row]) - 1)
        true, tokens[0, place] = int(tokens[0, place]), HIDDEN
        said = ", ".join(word for word, _ in top(model, own, tokens, 3))
        sentence = " ".join(own.vocabulary.names(tokens[0])).replace(MARKS[HIDDEN], "…")
        rows.append([own.vocabulary.name(true), said, sentence.replace(" ##", "")[:WIDEST]])
    return rows


def word_vectors(model: Net, own: Material) -> list[tuple[float, float, str, str]]:
    """Where words of praise and of blame lie: their first two principal axes."""
    words = [*grammar.PRAISE, *grammar.BLAME]
    x = model.encoder.words.weight.detach()[own.vocabulary.encode(words)].cpu()
    x = x - x.mean(0)
    _, _, axes = torch.linalg.svd(x, full_matrices=False)
    flat = x @ axes[:2].T
    half = len(grammar.PRAISE)
    flat *= (flat[:half].mean(0) - flat[half:].mean(0)).sign()  # praise is always on the right
    kinds = ["praise"] * half + ["blame"] * len(grammar.BLAME)
    return [(round(x, 3), round(y, 3), "", kind)
            for (x, y), kind in zip(flat.tolist(), kinds, strict=True)]  # fmt: skip


def curves(looks: Looks) -> Iterator[Picture]:
    """The share of the test that the network is right about, by the number of labels.

    One curve a network: with two more each, nine names had no room in half a screen.
    """
    if right := looks.found.value["right"]:
        points = [(int(count), value) for count, value in right.items()]
        yield Picture("by_labels", {"network": points})


def beside(batches: Batches, own: Material, labels: int) -> dict[str, float]:
    """The linear models that count words, taught by the same labels."""
    words, pairs = own.linear(batches.rows(labels))
    return {"tfidf": words, "tfidf_pairs": pairs}


def results(looks: Looks, own: Material) -> Iterator[Picture]:
    """The table of the end: this network, models that count words, and the largest class alone."""
    rows: Rows = []
    for count, share in looks.found.value["right"].items():
        words, pairs = own.linear(looks.batches.rows(int(count)))
        rows.append([f"{int(count):,}", share, words, pairs])
    assert own.split
    yield Picture("results", [*rows, ["majority", own.split.majority, None, None]])
