"""How good a table of vectors is: answers to analogies, parallel differences, equal neighbours."""

from __future__ import annotations

from collections.abc import Iterable

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.lesson01_skipgram import SkipGramSettings, grammar
from lessons.lesson01_skipgram.counted import Counted, expected_loss
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.text import Corpus

TOP = 3
"""Neighbours of each word that two starts are compared by."""
Analogy = tuple[str, str, str, str]


def cosines(vectors: Tensor) -> Tensor:
    """The cosine of every word with every other, (…, V, D) → (…, V, V)."""
    unit = F.normalize(vectors, dim=-1)
    return unit @ unit.transpose(-1, -2)


def numbered(questions: Iterable[Analogy], text: Corpus) -> Tensor:
    """The four words of each question as numbers, (Q, 4)."""
    return torch.tensor([[text.number[word] for word in question] for question in questions])


def nearest_to_sums(vectors: Tensor, questions: Tensor) -> Tensor:
    """The cosine of a − b + c with every word, (…, V, D) and (Q, 4) → (…, Q, V).

    The three are brought to length 1 first, so that none counts for more (Mikolov et al., 2013).
    """
    unit = F.normalize(vectors, dim=-1)
    a, b, c = (unit[..., questions[:, i], :] for i in range(3))
    return F.normalize(a - b + c, dim=-1) @ unit.transpose(-1, -2)


def analogies(vectors: Tensor, questions: Tensor) -> tuple[Tensor, Tensor]:
    """The share of questions answered right, (…), with no word left out; and in the usual way.

    The usual way leaves out the question's own words, and then a near neighbour is often enough.
    """
    near = nearest_to_sums(vectors, questions)  # (…, Q, V)
    own = questions[:, :3].expand(*near.shape[:-1], 3)
    spared = near.scatter(-1, own, -2.0)
    right, easy = (found.argmax(-1) == questions[:, 3] for found in (near, spared))
    return right.float().mean(-1), easy.float().mean(-1)


def parallelism(vectors: Tensor, text: Corpus) -> Tensor:
    """The mean cosine between the differences of two pairs, king − queen and actor − actress, (…).

    Of people and of places; the lower of the two.
    """
    kinds = [_parallel(vectors, list(pairs), text) for pairs in (grammar.ROLES, grammar.PLACES)]
    return torch.stack(kinds).amin(0)


def _parallel(vectors: Tensor, pairs: list[grammar.Pair], text: Corpus) -> Tensor:
    seen = [(text.number[a], text.number[b]) for a, b in pairs if {a, b} <= text.number.keys()]
    ours, theirs = torch.tensor(seen).T
    between = cosines(vectors[..., ours, :] - vectors[..., theirs, :])  # (…, P, P)
    n = len(seen)
    return (between.sum((-2, -1)) - n) / (n * (n - 1))


def agreement(vectors: Tensor) -> Tensor:
    """The share of a word's nearest that two starts have in common, (R, V, D) → ().

    The mean over all words and all pairs of starts.
    """
    starts, words, _ = vectors.shape
    most = min(TOP, words - 1)
    near = cosines(vectors)
    near.diagonal(dim1=-2, dim2=-1).fill_(-2.0)
    among = torch.zeros_like(near).scatter_(-1, near.topk(most).indices, 1.0)
    shared = torch.einsum("rvw, svw -> rs", among, among) / (words * most)
    return (shared.sum() - starts) / max(starts * (starts - 1), 1)


def correlation(scores: Tensor, expected: Tensor) -> Tensor:
    """Pearson's, over the pairs that occurred: (R, V, V) and (V, V) → (R,)."""
    seen = expected.isfinite()
    both = (scores[:, seen].cpu().double(), expected[seen].cpu().double()[None])
    x, y = (one - one.mean(-1, keepdim=True) for one in both)
    lengths: Tensor = x.norm(dim=-1) * y.norm(dim=-1)
    return (x * y).sum(-1) / lengths


@torch.no_grad()
def quality(
    model: SkipGram, text: Corpus, hp: SkipGramSettings,
    facts: Counted | None = None, apart: Counted | None = None,
) -> dict[str, Tensor]:  # fmt: skip
    """Each measure that this text allows; the mean over the starts."""
    found = {}
    if questions := text.questions():
        asked = numbered(questions, text).to(model.centres.device)
        right, spared = analogies(model.centres, asked)
        found["analogy"], found["spared"] = right.mean(), spared.mean()
        found["parallel"] = parallelism(model.centres, text).mean()
    if facts and hp.objective != "softmax":
        found["pmi"] = correlation(model(), facts.shifted_pmi).mean()
    if facts and apart:
        guess = facts.guess(hp.objective).expand_as(apart.joint)
        known = expected_loss(guess, apart, hp.objective)
        found["held_out"] = known - expected_loss(model(), apart, hp.objective).mean()
    if facts and hp.starts > 1:
        found["agreement"] = agreement(model.centres)
    return found
