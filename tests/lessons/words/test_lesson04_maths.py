"""Lesson 4's reading, scoring and explaining against torch, sklearn and plain definitions."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import (
    accuracy_score,
    confusion_matrix,
    f1_score,
    precision_recall_fscore_support,
)
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lessons.lesson04_sentiment import Sentiment
from lessons.lesson04_sentiment.batches import Texts
from lessons.lesson04_sentiment.explain import Classifier
from lessons.lesson04_sentiment.model import CELLS, Reader, pooled, reversed_padded
from lessons.lesson04_sentiment.pictures import by_class, results
from lessons.lesson04_sentiment.testing import figures, probabilities
from lessons.lesson04_sentiment.train import drop_words
from lessons.shared.labelled.scores import Scores
from lessons.shared.labelled.splitting import Part, Split
from lessons.shared.labelled.wording import PADDING, UNKNOWN, Vocabulary

CPU = torch.device("cpu")
LENGTHS = torch.tensor([5, 1, 7, 3])


def batch() -> torch.Tensor:
    """Four texts of uneven length, padded to seven words."""
    torch.manual_seed(0)
    words = torch.randint(2, 20, (4, 7))
    return words.where(torch.arange(7) < LENGTHS[:, None], PADDING)


@pytest.mark.parametrize("cell", sorted(CELLS))
def test_the_last_valid_state_is_the_packed_one(cell: str) -> None:
    """Picking the state after the last word is what packing a batch gives, to rounding."""
    torch.manual_seed(1)
    net = CELLS[cell](6, 5, batch_first=True)
    x = torch.randn(4, 7, 6)
    packed = pack_padded_sequence(x, LENGTHS, batch_first=True, enforce_sorted=False)
    last = net(packed)[1]
    last = last[0] if isinstance(last, tuple) else last

    torch.testing.assert_close(last[0], pooled(net(x)[0], LENGTHS, "last"))


def test_reading_back_is_the_packed_second_direction() -> None:
    """Two networks, one over the turned texts, are torch's bidirectional LSTM over packed ones."""
    torch.manual_seed(1)
    hp = Sentiment(bidirectional=True, embed=6, hidden=5, pooling="mean")
    model = Reader(20, 2, hp).eval()
    theirs = nn.LSTM(6, 5, batch_first=True, bidirectional=True)
    assert model.back is not None
    for name, weight in model.forth.named_parameters():
        getattr(theirs, name).data.copy_(weight)
    for name, weight in model.back.named_parameters():
        getattr(theirs, f"{name}_reverse").data.copy_(weight)
    words = batch()
    packed = pack_padded_sequence(
        model.embedding(words), LENGTHS, batch_first=True, enforce_sorted=False
    )
    states, _ = pad_packed_sequence(theirs(packed)[0], batch_first=True)

    torch.testing.assert_close(
        model.head(states.sum(dim=1) / LENGTHS[:, None]), model(words, LENGTHS)
    )


def test_turning_twice_changes_nothing() -> None:
    """And turning once puts the last word first, and leaves padding behind."""
    x = torch.arange(4 * 7.0).reshape(4, 7, 1)

    assert torch.equal(x, reversed_padded(reversed_padded(x, LENGTHS), LENGTHS))
    assert [4, 3, 2, 1, 0] == reversed_padded(x, LENGTHS)[0, :5, 0].tolist()
    assert [7] == reversed_padded(x, LENGTHS)[1, :1, 0].tolist()


@pytest.mark.parametrize("how", ["last", "mean", "max"])
@pytest.mark.parametrize("both_ways", [False, True])
def test_padding_does_not_show(how: str, both_ways: bool) -> None:
    """However far a batch is padded, the logits stay; only `padded` reads what is there."""
    torch.manual_seed(2)
    model = Reader(20, 3, Sentiment(pooling=how, bidirectional=both_ways)).eval()
    short = batch()
    long = nn.functional.pad(short, (0, 30))

    torch.testing.assert_close(model(short, LENGTHS), model(long, LENGTHS))


def test_the_bug_reads_the_padding() -> None:
    """With thirty words of padding the verdict is another."""
    torch.manual_seed(2)
    model = Reader(20, 3, Sentiment(pooling="padded")).eval()
    short = batch()
    long = nn.functional.pad(short, (0, 30))

    assert not torch.allclose(model(short, LENGTHS), model(long, LENGTHS), atol=1e-4)


def test_word_dropout_never_touches_padding() -> None:
    """Words become unknown in their share; padding stays padding."""
    torch.manual_seed(0)
    words = torch.full((200, 50), 7)
    words[:, 40:] = PADDING
    lost = drop_words(words, 0.25)

    assert (lost[:, 40:] == PADDING).all()
    assert 0.25 == pytest.approx((lost[:, :40] == UNKNOWN).double().mean().item(), abs=0.02)
    assert torch.equal(words, drop_words(words, 0.0))


@pytest.mark.parametrize("classes", [2, 3, 5])
def test_scores_are_sklearns(classes: int) -> None:
    """Accuracy, confusion, precision, recall, F1; the mean over classes where there are more."""
    torch.manual_seed(classes)
    truth = torch.randint(classes, (60,)).tolist()
    said = torch.randint(classes - 1, (60,)).tolist()  # the last class is never said
    ours = Scores(truth, said, classes)
    how = {"average": "binary"} if classes == 2 else {"average": "macro"}
    precision, recall, f1, _ = precision_recall_fscore_support(truth, said, zero_division=0, **how)
    macro = f1_score(truth, said, average="macro")
    expected = [accuracy_score(truth, said), precision, recall, f1, macro]

    assert confusion_matrix(truth, said).tolist() == ours.confusion
    assert pytest.approx(expected) == list(ours.summary().values())


@given(
    st.integers(2, 7).flatmap(
        lambda n: st.lists(st.tuples(*[st.integers(0, n - 1)] * 2), min_size=1, max_size=40).map(
            lambda pairs: (n, pairs)
        )
    )
)
@settings(max_examples=200, deadline=None)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.UndefinedMetricWarning")
def test_macro_f1_is_sklearns(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    """For any number of classes, also where some are never said, or never there."""
    classes, pairs = drawn
    truth, said = [true for true, _ in pairs], [guess for _, guess in pairs]

    assert (
        pytest.approx(f1_score(truth, said, average="macro", zero_division=0))
        == (Scores(truth, said, classes).summary()["macro_f1"])
    )


def test_macro_f1_is_on_the_screen_and_in_the_figures() -> None:
    """Of two classes and of three; in the table of results, and below the classes."""
    for classes in (["bad", "good"], ["bad", "good", "so"]):
        labels = [at % len(classes) for at in range(30)]
        part = Part(["a b"] * 30, [["a", "b"]] * 30, labels, [""] * 30)
        split = Split(classes, part, part, part)
        said = torch.nn.functional.one_hot(torch.zeros(30, dtype=torch.long), len(classes)).double()
        scores = Scores(labels, [0] * 30, len(classes))
        found = figures(split, said)

        assert f1_score(labels, [0] * 30, average="macro") == pytest.approx(found["macro_f1"])
        assert found["macro_f1"] == results(split, scores)[0][3] == by_class(split, scores)[-1][4]
        assert "linear_whole" not in found


def test_the_line_is_given_on_whole_texts_where_some_are_cut() -> None:
    """Where the verdict stands behind the cut, the line that reads on is right."""
    texts = [f"a film {'good' if at % 2 else 'bad'} number{at}" for at in range(40)]
    part = Part(texts, [text.split()[:2] for text in texts], [at % 2 for at in range(40)])
    part.kinds, part.cut = [""] * 40, 40
    split = Split(["bad", "good"], part, part, part)
    found = figures(split, torch.full((40, 2), 0.5))
    names = [row[0] for row in results(split, Scores(part.labels, part.labels, 2))]

    assert (0.5, 1.0) == (found["linear"], found["linear_whole"])
    assert ["TF-IDF words, cut at 2 too", "TF-IDF whole texts"] == [names[1], names[3]]
    assert len(names) == len({name[:13] for name in names})


def vocabulary() -> Vocabulary:
    words = [f"w{code}" for code in range(2, 20)]
    return Vocabulary(words, {word: code for code, word in enumerate(words, 2)})


def classifier(**settings: object) -> Classifier:
    torch.manual_seed(3)
    model = Reader(20, 3, Sentiment(**settings)).eval()  # type: ignore[arg-type]
    return Classifier(model, vocabulary(), UNKNOWN, ["a", "b", "c"], 0)


def test_a_words_part_is_the_log_odds_that_leave_with_it() -> None:
    """Computed one sentence at a time, by the definition."""
    network = classifier()
    words = ["w3", "w9", "zorp", "w4"]

    def odds(sentence: list[str], c: int) -> float:
        codes = torch.tensor([network.vocabulary.encode(sentence)])
        p = network.model(codes, torch.tensor([len(sentence)])).softmax(1)[0, c].item()
        return math.log(p / (1 - p))

    said, p, parts = network.explain(words)
    expected = [odds(words, said) - odds(words[:at] + words[at + 1 :], said) for at in range(4)]

    assert pytest.approx(expected, abs=1e-4) == parts
    assert pytest.approx(odds(words, said), abs=1e-4) == math.log(p / (1 - p))


def test_texts_come_back_in_order() -> None:
    """Reading texts of like length together does not mix up whose probability is whose."""
    network = classifier()
    part = Part(words=[["w3"] * n for n in (9, 1, 300, 4)], labels=[0] * 4)
    together = probabilities(network.model, network.texts(part))
    alone = [network.probabilities([words])[0] for words in part.words]

    torch.testing.assert_close(torch.stack(alone).float(), together)


def test_a_batch_is_the_texts_padded() -> None:
    """Words in order, then padding, as wide as the longest of the batch."""
    part = Part(words=[["w2", "w3"], ["w4"], ["w5", "zorp", "w6", "w7"]], labels=[0, 1, 0])
    words, lengths, labels = Texts(part, vocabulary(), UNKNOWN, CPU).get_batch(torch.tensor([1, 0]))

    assert [[4, PADDING], [2, 3]] == words.tolist()
    assert [1, 2] == lengths.tolist()
    assert [1, 0] == labels.tolist()


def test_a_word_read_as_padding_is_counted_out() -> None:
    """Which is how the end of the text gets lost."""
    part = Part(words=[["w5", "zorp", "w6"]], labels=[0])

    assert [2] == Texts(part, vocabulary(), PADDING, CPU).lengths.tolist()
    assert [3] == Texts(part, vocabulary(), UNKNOWN, CPU).lengths.tolist()
