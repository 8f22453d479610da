"""What a network knows: of hidden words, and of classes, from few labels and from many."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor

from lessons.lesson16_bert import grammar
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.model import Net, pooled
from lessons.lesson16_bert.texts import FIRST, HIDDEN, Numbers, Texts
from lessons.shared.encoder import NOT_ASKED, mask_tokens, masked_loss

AT_ONCE = 256
"""Texts that are read in one pass."""
SOME = 300
"""Of the test at a look on the way; at the end of a stage it is all of it."""
READ = 128
"""Texts of the test in which words are hidden."""
RIDGE = 1.0
"""The penalty on the weights of a line, in units of the vectors' mean square."""
OPEN = "the {} food was [MASK]"
"""What the word after it will be, nobody can know; on which side it is, one can."""


def tokens_of(texts: Texts, rows: Numbers, device: torch.device | str) -> Tensor:
    """These texts as a tensor, (B, T)."""
    return torch.from_numpy(texts.get(rows)).to(device, non_blocking=True)


@torch.no_grad()
def vectors(model: Net, texts: Texts, rows: Numbers) -> Tensor:
    """The pooled vector of each text, (N, D), as the encoder is now; read from short to long."""
    was_training, device = model.training, model.bias.device
    model.eval()
    order = np.argsort(texts.lengths[rows], kind="stable")
    found = []
    for some in np.array_split(rows[order], max(1, -(-len(rows) // AT_ONCE))):
        tokens = tokens_of(texts, some, device)
        found.append(pooled(model(tokens), tokens, model.hp.pooling))
    model.train(was_training)
    back = torch.from_numpy(np.argsort(order)).to(device)
    return torch.cat(found)[back]


def probabilities(model: Net, texts: Texts, rows: Numbers) -> Tensor:
    """Of each class for each of these texts, (N, C)."""
    with torch.no_grad():
        found: Tensor = model.head(vectors(model, texts, rows)).softmax(-1)
    return found


def right(model: Net, texts: Texts, labels: Tensor, most: int = 0) -> Tensor:
    """The share of the texts, or of some from all over, whose class is said right."""
    rows = spread(len(texts), most)
    said = probabilities(model, texts, rows).argmax(-1)
    return (said == labels[torch.from_numpy(rows).to(labels.device)]).float().mean()


def spread(count: int, most: int = 0) -> Numbers:
    """All rows, or at most so many from all over."""
    size = min(count, most) if most else count
    return np.linspace(0, count - 1, size).astype(np.int64) if count else np.zeros(0, np.int64)


def line(x: Tensor, labels: Tensor, classes: int) -> tuple[Tensor, Tensor]:
    """Weights (D, C) and shifts (C,) of the ridge regression of classes on vectors x (N, D)."""
    target = torch.nn.functional.one_hot(labels, classes).to(x.dtype)  # (N, C)
    mean, middle = x.mean(0), target.mean(0)
    x, target = x - mean, target - middle
    size = RIDGE * x.square().mean().clamp(min=1e-8)
    eye = torch.eye(x.shape[1], dtype=x.dtype, device=x.device)
    weights = torch.linalg.solve(x.T @ x + size * eye, x.T @ target)
    return weights, middle - mean @ weights


def read_off(
    model: Net, own: Material, order: Numbers, counts: list[int], labels: Tensor, tested: Tensor
) -> dict[int, Tensor]:
    """The share of test texts that a line gets right which sees some labelled vectors alone.

    Of the first texts in `order`, as many as each of `counts` says. Every text is read once.
    """
    on_test = spread(len(own.test), SOME)
    rows = order[: max(counts)]
    x, asked = vectors(model, own.train, rows), vectors(model, own.test, on_test)  # (N, D) each
    y = labels[torch.from_numpy(rows).to(labels.device)]
    truth = tested[torch.from_numpy(on_test).to(tested.device)]
    found = {}
    for count in counts:
        weights, shift = line(x[:count], y[:count], model.head.out_features)
        found[count] = ((asked @ weights + shift).argmax(-1) == truth).float().mean()
    return found


def balanced(labels: Numbers) -> Numbers:
    """All rows in an order drawn by chance, in which classes take turns while they last."""
    drawn = torch.randperm(len(labels)).numpy()
    turn = np.empty(len(labels), np.int64)
    for each in np.unique(labels):
        mine = drawn[labels[drawn] == each]
        turn[mine] = np.arange(len(mine))
    return drawn[np.argsort(turn[drawn], kind="stable")]


def sides(vocabulary_of: Any, device: torch.device | str) -> Tensor:
    """+1 for each word of praise, −1 for each of blame, and 0 for all others, (V,)."""
    found = torch.zeros(len(vocabulary_of), device=device)
    found[vocabulary_of.encode(grammar.PRAISE)] = 1.0
    found[vocabulary_of.encode(grammar.BLAME)] = -1.0
    return found


@torch.no_grad()
def right_side(model: Net, own: Material) -> Tensor:
    """The probability of a word of the right side at the end of "the … food was [MASK]".

    After each word of praise and of blame: 0.5 is knowing nothing of it.
    """
    vocabulary, device = own.vocabulary, model.bias.device
    side = sides(vocabulary, device)
    words = [*grammar.PRAISE, *grammar.BLAME]
    texts = Texts.of([OPEN.format(word).split() for word in words], vocabulary, 64)
    tokens = tokens_of(texts, np.arange(len(words)), device)  # (80, 6)
    was_training = model.training
    model.eval()
    p = model.guess(model(tokens)[:, -1]).softmax(-1)  # (80, V)
    model.train(was_training)
    given = side[vocabulary.encode(words)]  # (80,)
    praise, blame = p @ (side > 0).to(p.dtype), p @ (side < 0).to(p.dtype)
    share = torch.where(given > 0, praise, blame) / (praise + blame)
    return share.mean()


@torch.no_grad()
def held_out(model: Net, own: Material) -> Tensor:
    """The loss of hidden words in some texts of the test: the same words for every network."""
    luck = torch.Generator().manual_seed(0)
    tokens = tokens_of(own.test, spread(len(own.test), READ), "cpu")
    words = len(own.vocabulary)
    seen, wanted = mask_tokens(
        tokens, model.hp.hidden, hidden=HIDDEN, first=FIRST, words=words, generator=luck
    )
    was_training, device = model.training, model.bias.device
    model.eval()
    asked = wanted.flatten() != NOT_ASKED
    states = model(seen.to(device)).flatten(0, 1)[asked.to(device)]  # (N, D)
    model.train(was_training)
    return masked_loss(model.guess(states), wanted.flatten()[asked].to(device))


@torch.no_grad()
def guesses(model: Net, tokens: Tensor) -> Tensor:
    """The probability of each word at the hidden places of one text (1, T): (hidden, V)."""
    was_training = model.training
    model.eval()
    states = model(tokens)[0]  # (T, D)
    model.train(was_training)
    logits = model.guess(states[tokens[0] == HIDDEN])
    logits[:, :FIRST] = -torch.inf  # a mark is no answer
    return logits.softmax(-1)
