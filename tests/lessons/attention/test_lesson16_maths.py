"""What is hidden of a text and what guessing costs, worked out by hand, in float64."""

import math
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor, nn
from torch.optim.swa_utils import AveragedModel

from lessons.kit.speed.stack import cross_entropies
from lessons.lesson16_bert import Bert, batches
from lessons.lesson16_bert.material import made_up
from lessons.lesson16_bert.measures import RIDGE, line
from lessons.lesson16_bert.model import asked_places, pooled, to_answer
from lessons.lesson16_bert.texts import FIRST, HIDDEN
from lessons.lesson16_bert.train import moving_mean
from lessons.shared.encoder import NOT_ASKED, PADDING, mask_tokens, masked_loss
from lessons.shared.labelled.linear import Counted, linear
from lessons.shared.labelled.splitting import Part

EXACT: dict[str, Any] = {"rtol": 0.0, "atol": 1e-12}
SIZES = st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(2, 7))
"""B, T, V."""


def luck(seed: int) -> Generator:
    """The same numbers each time."""
    return Generator().manual_seed(seed)


def drawn(seed: int, b: int, t: int, v: int) -> tuple[Tensor, Tensor]:
    """Logits (B, T, V), and targets (B, T) of which some are not asked for."""
    logits = torch.randn(b, t, v, generator=luck(seed), dtype=torch.float64)
    targets = torch.randint(0, v, (b, t), generator=luck(seed + 1))
    return logits, targets.masked_fill(torch.rand(b, t, generator=luck(seed + 2)) < 0.5, NOT_ASKED)


def by_hand(logits: Tensor, targets: Tensor) -> float:
    """−1/|M| Σ_{i ∈ M} ln p(w_i), in plain Python; 0 where M is empty."""
    costs = []
    for row, word in zip(logits.flatten(0, 1).tolist(), targets.flatten().tolist(), strict=True):
        if word != NOT_ASKED:
            costs.append(math.log(sum(map(math.exp, row))) - row[word])
    return sum(costs) / max(1, len(costs))


@given(size=SIZES, seed=st.integers(0, 1000))
@settings(max_examples=100, deadline=None)
def test_the_loss_of_hidden_words_is_the_formula_of_the_story(
    size: tuple[int, int, int], seed: int
) -> None:
    """Over the words asked for and no others: by hand, in the loop, and for stacked networks."""
    logits, targets = drawn(seed, *size)
    wanted = torch.tensor(by_hand(logits, targets), dtype=torch.float64)
    stacked = cross_entropies(logits.flatten(0, 1)[None], targets.flatten()[None])

    torch.testing.assert_close(wanted, masked_loss(logits, targets), **EXACT)
    torch.testing.assert_close(wanted, stacked[0], **EXACT)
    if (targets != NOT_ASKED).any():
        torchs = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=NOT_ASKED)
        torch.testing.assert_close(torchs, masked_loss(logits, targets), **EXACT)


@given(size=SIZES, seed=st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_its_gradient_is_p_less_the_word(size: tuple[int, int, int], seed: int) -> None:
    """(p − 1 at the hidden word) / |M| where a word is asked for, and 0 elsewhere."""
    logits, targets = drawn(seed, *size)
    logits.requires_grad_()
    (found,) = torch.autograd.grad(masked_loss(logits, targets), logits)
    is_asked = (targets != NOT_ASKED)[..., None]
    word = F.one_hot(targets.clamp(min=0), size[2])
    wanted = (logits.softmax(-1) - word) * is_asked / is_asked.sum().clamp(min=1)

    torch.testing.assert_close(wanted.detach(), found, **EXACT)


@given(size=SIZES, seed=st.integers(0, 1000), share=st.sampled_from([0.15, 0.4]))
@settings(max_examples=100, deadline=None)
def test_scores_at_the_words_asked_for_are_enough(
    size: tuple[int, int, int], seed: int, share: float
) -> None:
    """The loss over these places is that over all, as long as there is room for them."""
    logits, targets = drawn(seed, *size)
    places, words = asked_places(targets, share)
    some = logits.flatten(0, 1)[places]
    if (targets != NOT_ASKED).sum() <= len(words):
        torch.testing.assert_close(masked_loss(logits, targets), masked_loss(some, words), **EXACT)


@given(size=SIZES, seed=st.integers(0, 1000))
@settings(max_examples=50, deadline=None)
def test_a_loss_over_all_words_is_over_those_that_are_seen_too(
    size: tuple[int, int, int], seed: int
) -> None:
    """Every word once, as it was written; no mark. Of networks in a stack, each its own."""
    b, t, _ = size
    written = torch.randint(0, 9, (2, b, t), generator=luck(seed))
    seen, wanted = mask_tokens(
        written, 0.4, hidden=HIDDEN, first=FIRST, words=9, generator=luck(seed + 1)
    )
    hp = Bert().override({"scored": "all"})
    _, answers = to_answer(hp, seen, wanted)

    for row, text in zip(answers, written, strict=True):
        assert sorted(text[text >= FIRST].tolist()) == sorted(row[row != NOT_ASKED].tolist())


@pytest.mark.parametrize("share", [0.15, 0.4])
def test_words_are_hidden_as_the_story_says(share: float) -> None:
    """Each token by hand from the same luck: 80 % hidden, 10 % another word, 10 % as it was."""
    tokens = torch.randint(0, 40, (50, 20), generator=luck(1))
    seen, wanted = mask_tokens(
        tokens, share, hidden=HIDDEN, first=FIRST, words=40, generator=luck(2)
    )
    same = luck(2)
    chance = torch.rand(tokens.shape, generator=same)
    other = torch.randint(FIRST, 40, tokens.shape, generator=same)
    rows = zip(*(x.flatten().tolist() for x in (tokens, chance, other, seen, wanted)), strict=True)
    for token, p, word, shown, target in rows:
        is_asked = p / share < 1 and token >= FIRST
        as_shown = HIDDEN if p / share < 0.8 else word if p / share < 0.9 else token
        assert (token if is_asked else NOT_ASKED) == target
        assert (as_shown if is_asked else token) == shown


def test_words_that_are_hidden_once_stay_hidden() -> None:
    """A text lacks the same words in every batch, other texts lack others, and the shares hold."""
    numbers = np.random.default_rng(0).permutation(3000)
    tokens = torch.full((3000, 9), 20)
    kinds = {"hidden": HIDDEN, "first": FIRST, "words": 40}
    seen, wanted = mask_tokens(tokens, 0.4, luck=batches.always(numbers, tokens), **kinds)
    some, wide = numbers[:50], torch.full((50, 12), 20)
    again, _ = mask_tokens(wide, 0.4, luck=batches.always(some, wide), **kinds)

    assert torch.equal(seen[:50], again[:, :9])
    assert 300 < len({tuple(row) for row in (wanted != NOT_ASKED).tolist()}) <= 512
    assert 0.39 < float((wanted != NOT_ASKED).float().mean()) < 0.41
    assert 0.31 < float((seen == HIDDEN).float().mean()) < 0.33
    assert 30 < len(seen.unique()) <= 38


def test_the_shares_are_those_of_the_paper() -> None:
    """Of 200,000 words, each share is within five deviations of what it should be."""
    n, share = 200_000, 0.4
    tokens = torch.full((1, n), 39)
    seen, wanted = mask_tokens(
        tokens, share, hidden=HIDDEN, first=FIRST, words=1000, generator=luck(3)
    )
    asked = wanted != NOT_ASKED
    counts = {
        share: asked, 0.8 * share: seen == HIDDEN,
        0.1 * share: asked & (seen != HIDDEN) & (seen != 39),
    }  # fmt: skip
    for p, found in counts.items():
        assert abs(float(found.sum()) - p * n) < 5 * math.sqrt(n * p * (1 - p))
    assert not ((seen != 39) & ~asked).any()


def test_a_text_is_the_mean_of_its_words_without_padding() -> None:
    """By hand; with [CLS] it is the state of the first token."""
    states = torch.randn(1, 4, 3, generator=luck(4), dtype=torch.float64)
    tokens = torch.tensor([[2, 9, 8, PADDING]])

    torch.testing.assert_close(states[:, :3].mean(1), pooled(states, tokens, "mean"), **EXACT)
    torch.testing.assert_close(states[:, 0], pooled(states, tokens, "cls"), **EXACT)


def test_the_line_on_frozen_vectors_is_ridge_regression() -> None:
    """As least squares over rows that the penalty adds say it; the shift is not penalised."""
    x = torch.randn(30, 5, generator=luck(5), dtype=torch.float64)
    labels = torch.randint(0, 2, (30,), generator=luck(6))
    weights, shift = line(x, labels, 2)
    target = F.one_hot(labels, 2).to(x.dtype)
    middle, size = x - x.mean(0), RIDGE * (x - x.mean(0)).square().mean()
    rows = torch.cat([middle, size.sqrt() * torch.eye(5, dtype=x.dtype)])
    wanted = torch.linalg.lstsq(
        rows, torch.cat([target - target.mean(0), x.new_zeros(5, 2)])
    ).solution

    torch.testing.assert_close(wanted, weights, **EXACT)
    torch.testing.assert_close(target.mean(0) - x.mean(0) @ wanted, shift, **EXACT)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**16), st.integers(100, 900), st.integers(100, 900))
def test_long_texts_are_drawn_more_often(seed: int, short: int, long: int) -> None:
    """Of texts of 2 words and of 20, by length squared: more long ones than their share.

    A batch is of neighbours, so around the border some short ones come along.
    """
    torch.manual_seed(seed)
    lengths = np.array([2.0] * short + [20.0] * long)

    found = np.concatenate([batches.drawn(len(lengths), 4, lengths**2) for _ in range(100)])

    assert 0 <= found.min() <= found.max() < len(lengths)
    assert (found >= short).mean() > long / (short + long)


def test_a_text_is_drawn_in_proportion_to_its_weight() -> None:
    """One of weight 0 never is, and one with three times the weight about three times as often."""
    torch.manual_seed(0)

    found = [int(batches.heavy(np.array([0.0, 1.0, 3.0, 0.0]))) for _ in range(2000)]

    assert {1, 2} == set(found)
    assert 0.75 == pytest.approx(found.count(2) / len(found), abs=0.05)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(6, 40), st.booleans())
def test_words_counted_once_teach_a_line_what_it_learns_alone(
    seed: int, size: int, pairs: bool
) -> None:
    """For any choice of texts: the words that none of them has say nothing."""
    split = made_up(0.05, 0.05).split
    assert split
    chosen = sorted(np.random.default_rng(seed).permutation(len(split.train))[:size].tolist())
    some = Part()
    for row in chosen:
        some.add(split.train.texts[row], split.train.words[row], row % 2)
    taught = replace(split.train, labels=[row % 2 for row in range(len(split.train))])
    if len(set(some.labels)) < 2:
        return

    alone = linear(some, split.test, 2, pairs=pairs)
    assert alone.said == Counted(taught, split.test, pairs=pairs).linear(chosen, 2).said


def test_the_mean_of_the_weights_by_hand() -> None:
    """Of steps 1, 2, 3 and so on: late ones weigh more, and from then on each a tenth."""
    values = [3.0, -1.0, 4.0, 1.0, -5.0, 9.0, 2.0, 6.0, -5.0, 3.0, 5.0, 8.0, -9.0, 7.0] * 3
    expected = values[0]
    for seen, value in enumerate(values[1:], start=1):
        expected += max(0.1, 2 / (seen + 2)) * (value - expected)
    weight = nn.Linear(1, 1, bias=False, dtype=torch.float64)
    mean = AveragedModel(weight, avg_fn=partial(moving_mean, 0.9))
    for value in values:
        nn.init.constant_(weight.weight, value)
        mean.update_parameters(weight)

    assert expected == pytest.approx(mean.module.weight.item(), abs=1e-6)  # shares are in float32
