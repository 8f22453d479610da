"""The mathematics of lesson 15, against torch, scikit-learn and counting by hand."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from scipy.sparse import csr_matrix

from lessons.lesson15_contextual import by_hand, grammar, static
from lessons.lesson15_contextual.measures import alike, on_plane, plane, right, unit
from lessons.lesson15_contextual.own.clusters import grouped, shuffled, silhouette
from lessons.lesson15_contextual.own.hints import counted, left_out, out_of_fold, regression
from lessons.lesson15_contextual.reading import everything
from lessons.shared.encoder import NOT_ASKED, masked_loss


def test_loss_and_gradient_are_torchs() -> None:
    """Also where no word is asked for in a row."""
    luck = torch.Generator().manual_seed(0)
    z = (5 * torch.randn(40, 9, dtype=torch.float64, generator=luck)).requires_grad_()
    wanted = torch.randint(0, 9, (40,), generator=luck)
    wanted[::3] = NOT_ASKED
    theirs = masked_loss(z, wanted)
    theirs.backward()

    torch.testing.assert_close(by_hand.loss(z.detach(), wanted), theirs.detach())
    torch.testing.assert_close(by_hand.gradient(z.detach(), wanted), z.grad)


def test_a_count_that_leaves_a_sentence_out_is_that_of_a_file_without_it() -> None:
    """Each row's hint, against the table that is counted over all the other rows."""
    luck = np.random.default_rng(0)
    x = csr_matrix(luck.random((40, 12)) < 0.3, dtype=np.float64)
    labels = luck.integers(0, 3, 40)
    found = left_out(x, labels, 3)
    for row in range(40):
        others = np.arange(40) != row
        table = np.nan_to_num(counted(x[others], labels[others], 3))  # a word that no other has
        np.testing.assert_allclose(found[row], (x[row] @ table)[0], atol=1e-9)


def test_hints_on_sentences_to_learn_from_have_not_seen_their_labels() -> None:
    """Labels drawn by chance are not told out of fold, though a regression learns them by heart."""
    luck = np.random.default_rng(0)
    x = csr_matrix(luck.random((200, 300)) < 0.2, dtype=np.float64)
    labels = luck.integers(0, 2, 200)
    share = (out_of_fold(x, labels, 2).argmax(1) == labels).mean()

    assert regression().fit(x, labels).score(x, labels) > 0.95 and share < 0.65


def test_a_cosine_is_torchs() -> None:
    """In float64, to the last digits."""
    a, b = torch.randn(2, 20, 7, dtype=torch.float64).unbind()

    torch.testing.assert_close(by_hand.cosine(a, b), F.cosine_similarity(a, b))


def test_centroid_and_queries_share_no_content_word() -> None:
    """The honest split: only function words and the ambiguous word stand in both."""
    parts = everything("bank").parts
    words = {name: {w for use in uses for w in use.words} for name, uses in parts.items()}

    assert set() == words["support"] & words["query"] & grammar.CONTENT
    assert words["support"] & grammar.CONTENT and words["query"] & grammar.CONTENT


def test_the_language_is_as_it_says() -> None:
    """Sixteen different words a topic, each in one topic alone; two topics a word."""
    every = [word for words in grammar.TOPICS.values() for word in words.split()]

    assert 8 * 16 == len(every) == len(set(every))
    assert not set(grammar.SENSES) & set(every)
    for word, topics in grammar.SENSES.items():
        assert 2 == len(set(topics) & set(grammar.TOPICS))
        for made in grammar.uses(word, 1, 5, 0):
            own = set(grammar.TOPICS[topics[made.sense]].split()[grammar.HALF :])
            assert word == made.words[made.at]
            assert set(made.words) & grammar.CONTENT <= own


def test_a_tie_is_half_right() -> None:
    """One vector for all uses: whichever sense is asked for, it is a coin."""
    same = torch.randn(5, dtype=torch.float64).expand(3, 2, 4, 5)

    assert 0.5 == right(same, same[:, :, :2]).mean()


def test_alike_is_the_mean_over_all_pairs() -> None:
    """As two loops count it."""
    query, support = torch.randn(2, 4, 6).double(), torch.randn(2, 3, 6).double()
    own, other = [], []
    for s in range(2):
        for t in range(2):
            pairs = [F.cosine_similarity(a, b, dim=0) for a in query[s] for b in support[t]]
            (own if s == t else other).extend(pairs)
    same, cross = alike(query, support)

    torch.testing.assert_close(torch.stack(own).mean(), same)
    torch.testing.assert_close(torch.stack(other).mean(), cross)


def test_the_planes_directions_are_at_right_angles() -> None:
    """And of length 1; the two centroids differ along x alone."""
    support = torch.randn(2, 9, 5).double()
    directions = plane(support)
    centres = unit(support).mean(1)
    first, second = (on_plane(c[None], directions)[0] for c in centres)

    torch.testing.assert_close(directions @ directions.T, torch.eye(2).double())
    assert second[0] > first[0]


def test_pmi_is_counted() -> None:
    """Two words that always stand together: ln of how much more often than by chance."""
    tokens = np.array([[2, 3], [2, 3], [4, 5], [4, 5]])
    matrix = static.positive_pmi(static.pairs(tokens, 6, 1)).toarray()

    assert np.log(8 * 2 / (2 * 2)) == pytest.approx(matrix[2, 3])
    assert 0 == matrix[2, 4]


def test_groups_that_are_there_are_found_and_others_are_not() -> None:
    """Three clouds; and the same numbers dealt out anew."""
    luck = np.random.default_rng(0)
    centres = 2 * luck.standard_normal((3, 8))
    rows = np.concatenate([centres[k] + luck.standard_normal((30, 8)) * 0.3 for k in range(3)])
    found = grouped(rows[::2], rows[1::2])
    chance = shuffled(rows)

    assert 3 == len(found.centres) and found.silhouette > 0.7
    assert sorted(rows[:, 0]) == sorted(chance[:, 0])
    assert grouped(chance[::2], chance[1::2]).silhouette < found.silhouette / 2
    assert 0.0 == silhouette(rows, np.zeros(90, dtype=int))
