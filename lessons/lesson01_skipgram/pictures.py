"""What is drawn of a table of vectors: a map, neighbours, analogies, cosines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit import Grid, Picture
from lessons.lesson01_skipgram import SkipGramSettings
from lessons.lesson01_skipgram.measures import cosines, nearest_to_sums, numbered
from lessons.lesson01_skipgram.text import Corpus

ON_THE_MAP, IN_A_SQUARE, IN_THE_TABLE, NEAREST = 60, 24, 12, 5
ASKED = (
    ("king", "man", "woman", "queen"),
    ("actress", "woman", "man", "actor"),
    ("aunt", "mother", "father", "uncle"),
    ("nun", "girl", "boy", "monk"),
    ("paris", "france", "italy", "rome"),
    ("lima", "peru", "japan", "tokyo"),
    ("egypt", "cairo", "oslo", "norway"),
)
"""A few of the planted questions: a − b + c should be d."""


def pictures(vectors: Tensor, text: Corpus, hp: SkipGramSettings) -> Iterator[Picture]:
    """Every picture of one table of vectors, (V, D)."""
    shown = text.chosen(hp.show, ON_THE_MAP)
    some = torch.tensor([text.number[word] for word in shown], device=vectors.device)
    groups = [text.group(word) for word in shown]
    yield Picture("map", points(vectors[some], shown, groups, hp.projection))
    table = text.chosen(hp.show, 4 * IN_THE_TABLE)[:: 1 if hp.show else 4][:IN_THE_TABLE]
    yield Picture("neighbours", neighbours(vectors, text, table))
    few = [i for i in range(len(some)) if len(some) <= IN_A_SQUARE or i // 2 % 2 == 0]  # in pairs
    names = [shown[i] for i in few]
    yield Picture("cosines", Grid(cosines(vectors[some[few]]), rows=names, columns=names))
    if text.planted and hp.corpus == "relations":
        yield Picture("analogies", answers(vectors, text))


def points(
    vectors: Tensor, words: list[str], groups: list[str], projection: str
) -> list[tuple[float, float, str, str]]:
    """Where each word lies on a map, (n, D) → n of (x, y, word, group)."""
    if len(words) < 3:
        return []
    flat = tsne(vectors) if projection == "tsne" else pca(vectors)
    places = zip(flat.tolist(), words, groups, strict=True)
    return [(x, y, word, group) for (x, y), word, group in places]


def pca(vectors: Tensor) -> Tensor:
    """The two directions in which the vectors, (n, D), differ most, (n, 2)."""
    unit = F.normalize(vectors.cpu().double(), dim=-1)
    centred = unit - unit.mean(0)
    _, _, directions = torch.linalg.svd(centred, full_matrices=False)
    flat = F.pad(centred @ directions[:2].T, (0, 2 - min(2, len(directions))))
    upright = flat.gather(0, flat.abs().argmax(0, keepdim=True)).sign()  # an axis has no sign:
    return flat * upright  # without a rule of its own, the map would flip from one to the next


def tsne(vectors: Tensor) -> Tensor:
    """t-SNE by cosine, (n, D) → (n, 2), with a perplexity that n points can have."""
    from sklearn.manifold import TSNE

    unit = F.normalize(vectors.cpu().double(), dim=-1).numpy()
    perplexity = min(30.0, (len(unit) - 1) / 3)
    made: Any = TSNE(perplexity=perplexity, init="pca", random_state=0, max_iter=500)
    return torch.from_numpy(made.fit_transform(unit))


def neighbours(vectors: Tensor, text: Corpus, words: list[str]) -> list[list[str]]:
    """Each word with its nearest, the cosine beside them."""
    unit = F.normalize(vectors, dim=-1)
    return [[word, *nearest(unit, text, word)] for word in words]


def nearest(unit: Tensor, text: Corpus, word: str, most: int = NEAREST) -> list[str]:
    """The words with the largest cosine, "queen 0.93" and so on, by vectors of length 1, (V, D)."""
    own = text.number[word]
    near = unit @ unit[own]  # (V,)
    near[own] = -2.0
    return [_said(text, i, x) for x, i in _best(near, most)]


def nearest_to(target: Tensor, unit: Tensor, text: Corpus, most: int) -> list[str]:
    """The words nearest to any vector, (D,)."""
    near = unit @ F.normalize(target, dim=-1)
    return [_said(text, i, x) for x, i in _best(near, most)]


def _best(near: Tensor, most: int) -> list[tuple[float, int]]:
    values, places = near.topk(min(most, len(near)))
    return list(zip(values.tolist(), places.tolist(), strict=True))


def _said(text: Corpus, number: int, cosine: float) -> str:
    return f"{text.words[number]} {cosine:.2f}"


def answers(vectors: Tensor, text: Corpus) -> list[list[str]]:
    """Some analogies: question, wanted, nearest, and nearest with the question's words left out."""
    asked = [question for question in ASKED if set(question) <= text.number.keys()]
    if not asked:
        return []
    numbers = numbered(asked, text).to(vectors.device)
    near = nearest_to_sums(vectors, numbers)  # (Q, V)
    spared = near.scatter(1, numbers[:, :3], -2.0)
    found = zip(asked, near.argmax(1).tolist(), spared.argmax(1).tolist(), strict=True)
    return [
        [f"{a} − {b} + {c}", d, text.words[first], text.words[second]]
        for (a, b, c, d), first, second in found
    ]
