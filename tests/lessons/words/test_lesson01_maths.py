"""Skip-gram's losses, floors and banded gradients, by hand, against plain definitions and torch."""

import math
from collections import Counter

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.data.text.corpus import corpus_of
from lessons.lesson01_skipgram import SkipGramSettings, banded, grammar, measures
from lessons.lesson01_skipgram.counted import Counted, counted, negative_loss, softmax_loss
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.sampled import sampled_loss
from lessons.lesson01_skipgram.text import Corpus, count_pairs

WINDOW = 3


@pytest.fixture
def facts() -> Counted:
    corpus = corpus_of(grammar.tiny())
    return counted(torch.from_numpy(count_pairs(corpus.tokens, len(corpus.words), WINDOW)), 5)


def stream(length: int = 400, words: int = 30, seed: int = 0) -> Tensor:
    """Word numbers with sentence ends between."""
    generator = torch.Generator().manual_seed(seed)
    tokens = torch.randint(words, (length,), generator=generator)
    return torch.where(torch.rand(length, generator=generator) < 0.1, -1, tokens)


def plainly(tokens: list[int], window: int) -> Counter[tuple[int, int]]:
    """Every pair of a centre and a context, counted one by one."""
    pairs: Counter[tuple[int, int]] = Counter()
    for i, centre in enumerate(tokens):
        for step in (-1, 1):
            for j in range(i + step, i + step * (window + 1), step):
                if not 0 <= j < len(tokens) or tokens[j] < 0 or centre < 0:
                    break
                pairs[centre, tokens[j]] += 1
    return pairs


def test_pairs_are_those_within_the_window_and_the_sentence() -> None:
    """As counted one by one, in plain Python."""
    tokens = stream()
    found = count_pairs(tokens.numpy().astype(np.int32), 30, WINDOW)
    expected = plainly(tokens.tolist(), WINDOW)

    assert dict(expected) == {(w, c): n for (w, c), n in np.ndenumerate(found) if n}


def test_softmax_loss_is_the_mean_over_all_pairs(facts: Counted) -> None:
    """The cross-entropy of every pair, weighed by how often it occurs; its slope in closed form."""
    torch.manual_seed(0)
    scores = torch.randn(1, *facts.joint.shape, requires_grad=True)
    loss = softmax_loss(scores, facts)
    pairs = facts.joint.nonzero()
    each = F.cross_entropy(scores[0, pairs[:, 0]], pairs[:, 1], reduction="none")
    weights = facts.joint[pairs[:, 0], pairs[:, 1]]

    torch.testing.assert_close((weights * each).sum(), loss[0])
    loss.sum().backward()
    by_hand = facts.words * scores[0].softmax(-1) - facts.joint  # p(w) · softmax − p(w, c)
    torch.testing.assert_close(by_hand.detach(), scores.grad[0])


def test_no_score_is_below_the_floors(facts: Counted) -> None:
    """The best scores there are reach them to the last digits; any others are above."""
    best_softmax = (facts.joint / facts.words).log().clamp(min=-30)[None]
    best_negative = facts.shifted_pmi.clamp(min=-30)[None]
    torch.manual_seed(0)
    other = torch.randn_like(best_softmax)

    assert facts.softmax_floor == pytest.approx(softmax_loss(best_softmax, facts).item(), abs=1e-5)
    assert facts.negative_floor == pytest.approx(
        negative_loss(best_negative, facts).item(), abs=1e-5
    )
    assert softmax_loss(best_softmax + other, facts).item() > facts.softmax_floor
    assert negative_loss(best_negative + other, facts).item() > facts.negative_floor


def test_the_softmax_floor_is_the_conditional_entropy() -> None:
    """After one word always the other: 0. After a word one of two, equally often: log 2."""
    certain = torch.tensor([[0.0, 3.0], [3.0, 0.0]])
    open_ = torch.tensor([[0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 0.0]])

    assert 0.0 == pytest.approx(counted(certain, 5).softmax_floor, abs=1e-7)
    assert math.log(2) == pytest.approx(counted(open_, 5).softmax_floor, abs=1e-6)


def test_drawn_pairs_have_the_expected_loss(facts: Counted) -> None:
    """The textbook's sampled loss averages to the one over the whole matrix."""
    torch.manual_seed(0)
    model = SkipGram(2, len(facts.joint), 6, 0.5)
    hp = SkipGramSettings(batch=200_000)
    with torch.no_grad():
        expected = negative_loss(model(), facts)
        drawn = sampled_loss(model, facts, hp)

    torch.testing.assert_close(expected, drawn, rtol=5e-3, atol=5e-3)


def made(tokens: Tensor, words: int = 30) -> tuple[banded.Blocks, banded.Reading]:
    counts = torch.bincount(tokens[tokens >= 0], minlength=words).double().clamp(min=1)
    how = banded.reading(counts, WINDOW, 5, 1.0)
    torch.manual_seed(1)
    blocks = banded.made_ready(tokens, how)
    assert blocks is not None
    return blocks, how


def test_banded_gradients_are_autograds() -> None:
    """Every row of both tables moves by lr times what autograd finds, to 1e-6."""
    blocks, _ = made(stream())
    torch.manual_seed(2)
    centres, contexts = (torch.randn(30, 8, dtype=torch.float64, requires_grad=True) for _ in "uv")
    pairs = blocks.weight[:, : blocks.band].sum()
    (banded.loss(centres, contexts, blocks) * pairs).backward()
    moved = [centres.detach().clone(), contexts.detach().clone()]
    double = banded.Blocks(blocks.centres, blocks.others, blocks.weight.double(), blocks.band)

    banded.update(moved, double, lr=1e-4)  # so small that nothing is shortened

    for before, after in zip((centres, contexts), moved, strict=True):
        torch.testing.assert_close(
            -1e-4 * before.grad, after - before.detach(), atol=1e-9, rtol=1e-6
        )


def test_banded_pairs_are_those_of_the_text() -> None:
    """With a reach of the whole window, the weights are the counts of pairs, one by one."""
    tokens = stream()
    expected = plainly(tokens.tolist(), 1)
    counts = torch.ones(30).double()
    blocks = banded.made_ready(tokens, banded.reading(counts, 1, 5, 1.0))
    assert blocks is not None
    found: Counter[tuple[int, int]] = Counter()
    for n, b, c in blocks.weight[:, : blocks.band].nonzero().tolist():
        found[int(blocks.centres[n, c]), int(blocks.others[n, b])] += 1

    assert expected == found


def test_noise_weighs_as_much_as_it_should() -> None:
    """For each context of a centre, `negatives` noise words in sum."""
    blocks, how = made(stream())
    near = blocks.weight[:, : blocks.band].sum(1)
    noise = blocks.weight[:, blocks.band :].sum(1)

    torch.testing.assert_close(how.negatives * near, noise)


def test_noise_is_drawn_by_count_to_the_three_quarters() -> None:
    """The table holds each word in proportion, to a millionth."""
    counts = torch.tensor([1000.0, 100.0, 10.0, 1.0])
    table = banded.noise_table(counts)
    expected = counts.double() ** 0.75 / (counts.double() ** 0.75).sum()

    found = torch.bincount(table, minlength=4) / len(table)
    torch.testing.assert_close(expected, found.double(), atol=2e-6, rtol=0)


def test_frequent_words_are_thinned_out() -> None:
    """At a share of four thresholds three in four are kept; below the threshold all are."""
    counts = torch.tensor([4.0, 1.0, 995.0]).double()
    keep = banded.chances_to_keep(counts, 1e-3)

    assert 0.75 == pytest.approx(keep[0].item())
    assert 1.0 == keep[1].item()
    assert keep[2].item() < 0.05


def test_no_row_moves_further_than_the_cap() -> None:
    """A rate that would throw them far moves each occurrence of a row by the cap at the most."""
    rows = torch.randn(50, 8) * torch.logspace(-6, 3, 50)[:, None]
    steps = banded.step_down(rows.clone(), 0.5, banded.CAP)

    assert steps.norm(dim=1).max() <= banded.CAP * (1 + 1e-6)
    short = 0.5 * rows.norm(dim=1) < banded.CAP
    torch.testing.assert_close(-0.5 * rows[short], steps[short])


def test_a_piece_of_which_nothing_is_kept_teaches_nothing() -> None:
    """Sentence ends alone: no error, and what was known before is the loss."""
    _, how = made(stream())
    centres, contexts = torch.randn(30, 8), torch.randn(30, 8)
    before = centres.clone()
    loss = banded.learn(centres, contexts, torch.full((40,), -1), how, 0.1)

    assert how.guess == pytest.approx(loss.item())
    assert torch.equal(before, centres)


def test_guessing_by_counts_is_the_same_everywhere() -> None:
    """On a long text of words in no order, its loss is what was computed beforehand."""
    generator = torch.Generator().manual_seed(3)
    tokens = torch.multinomial(torch.arange(1.0, 31.0), 60_000, True, generator=generator)
    blocks, how = made(tokens)

    assert how.guess == pytest.approx(banded.guessed(blocks, how).item(), rel=0.01)


def test_the_grammar_says_the_same_every_time() -> None:
    """And leaves other generators alone; another number says something else."""
    assert grammar.relations(50) == grammar.relations(50) != grammar.relations(50, seed=1)
    assert grammar.relations(50) == grammar.relations(80)[:50]


def test_the_grammar_plants_what_it_says() -> None:
    """Both words of a pair keep the same company, but for what tells men from women."""
    company: dict[str, Counter[str]] = {word: Counter() for word in ("king", "queen")}
    for sentence in grammar.relations(20_000):
        for word in company.keys() & set(sentence):
            company[word].update(sentence)
    told = set(grammar.MALE) | set(grammar.FEMALE)
    kept = [set(words) - told - company.keys() for words in company.values()]

    assert kept[0] == kept[1]
    assert not set(company["king"]) & set(grammar.FEMALE)
    assert 4 * 90 == len(grammar.questions())
    assert ("king", "man", "woman", "queen") == next(
        q for q in grammar.questions() if q[:2] == ("king", "man")
    )


def shifted() -> tuple[Corpus, Tensor]:
    """Vectors, (2, 40, 32), in which every relation is the same way."""
    names = [word for pairs in (grammar.ROLES, grammar.PLACES) for pair in pairs for word in pair]
    torch.manual_seed(0)
    roles = torch.randn(2, 20, 1, 32)
    way = torch.randn(2, 1, 1, 32) * torch.tensor([1.0, -1.0])[:, None]
    vectors = (roles + way).flatten(1, 2)
    empty = np.zeros(0, np.int32)
    text = Corpus(names, np.ones(len(names)), empty, empty, planted=True)
    return text, vectors


def test_parallel_vectors_answer_every_analogy() -> None:
    """And are found to be parallel; random ones do neither."""
    text, vectors = shifted()
    asked = measures.numbered(text.questions(), text)

    assert [1.0, 1.0] == measures.analogies(vectors, asked)[0].tolist()
    assert (measures.parallelism(vectors, text) > 0.99).all()
    assert (measures.analogies(torch.randn(2, 40, 32), asked)[0] < 0.2).all()
    assert (measures.parallelism(torch.randn(2, 40, 32), text).abs() < 0.2).all()


def test_agreement_is_one_with_oneself_and_chance_with_a_stranger() -> None:
    """Of 39 others, two random tables share three in thirty-nine."""
    _, vectors = shifted()
    twice = torch.stack([vectors[0], vectors[0] @ torch.linalg.qr(torch.randn(32, 32))[0]])

    assert 1.0 == pytest.approx(measures.agreement(twice).item())
    assert 3 / 39 == pytest.approx(measures.agreement(torch.randn(8, 40, 32)).item(), abs=0.03)


def test_a_stretch_goes_round_at_the_end() -> None:
    """As if the text were written again and again, however long the stretch."""
    tokens = np.arange(7, dtype=np.int32)
    text = Corpus([], tokens, tokens, tokens)
    endless = np.tile(tokens, 6)

    for start, length in [(0, 7), (5, 4), (6, 20), (13, 1), (20, 15)]:
        assert endless[start % 7 :][:length].tolist() == text.get_batch(start, length).tolist()


def test_shuffling_keeps_words_and_lengths() -> None:
    """Only the order goes."""
    corpus = corpus_of(grammar.relations(300))
    text = Corpus(corpus.words, corpus.counts, corpus.tokens, corpus.tokens[:0])
    mixed = text.shuffled.tokens

    assert ((mixed < 0) == (text.tokens < 0)).all()
    assert sorted(text.tokens.tolist()) == sorted(mixed.tolist())
    assert (mixed != text.tokens).mean() > 0.5
