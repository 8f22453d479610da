"""Sentiment: recurrent networks that say whether a review is good or bad.

Read in this order: this file, with the loop; then model.py, the network, and how it makes one
vector of a text of any length. batches.py puts texts of different lengths into one tensor,
testing.py has the figures on the test, and explain.py what each word did.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson04_sentiment import Sentiment
from lessons.lesson04_sentiment.explain import Classifier
from lessons.lesson04_sentiment.model import Reader
from lessons.lesson04_sentiment.pictures import pictures
from lessons.lesson04_sentiment.reviews import Reviews
from lessons.lesson04_sentiment.testing import figures, probabilities
from lessons.shared.labelled.splitting import Split
from lessons.shared.labelled.wording import PADDING, UNKNOWN


def drop_words(words: Tensor, share: float) -> Tensor:
    """Word dropout: some words are read as unknown, so that the unknown word is trained too."""
    is_lost = (torch.rand(words.shape, device=words.device) < share) & (words != PADDING)
    return words.masked_fill(is_lost, UNKNOWN)


@torch.no_grad()
def average_weights(average: nn.Module, model: nn.Module, step: int, over: int) -> None:
    """Averaging of the weights (Polyak and Juditsky, 1992): the noise of single batches cancels.

    At first the mean of everything so far, and after `over` steps one that forgets slowly.
    """
    for mine, new in zip(average.parameters(), model.parameters(), strict=True):
        mine.lerp_(new, 1 / min(step, over))


def train(hp: Sentiment, run: Run) -> Iterator[Event]:
    """Draw a batch, read it, score it, step, average; check on validation; test what it chose."""
    reviews: Reviews = run.data
    split: Split = reviews.split(hp)
    vocabulary, unknown = reviews.vocabulary(hp), reviews.code_of_unknown(hp)
    model = Reader(len(vocabulary), len(split.classes), hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    average = deepcopy(model)  # what is judged: the weights of many steps
    width = split.longest if hp.pooling == "padded" else 0
    chosen = Classifier(deepcopy(model), vocabulary, unknown, split.classes, width)
    taught, valid, tested = map(chosen.texts, (split.train, split.valid, split.test))
    best = Saved({"rank": [-1.0, 0.0], "test": {}})  # of `chosen`, the best of all checks so far
    run.in_words = lambda words, lengths: [vocabulary.decode(row) for row in words]
    yield Question("Type a review", chosen.answer)

    state = {"model": model, "average": average, "optimizer": optimizer}
    state |= {"chosen": chosen.model, "best": best}
    for step in run.steps(hp.steps, **state):
        words, lengths, labels = taught.get_batch(torch.randint(len(taught), (hp.batch,)))
        logits = model(drop_words(words, hp.word_dropout), lengths)  # (B, C)
        loss = F.cross_entropy(logits, labels)

        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the reader may be turning this knob
        optimizer.step()
        average_weights(average, model, step, hp.average_over)

        scores: dict[str, Any] = {"loss": loss}
        if step in (1, hp.steps) or step % hp.every == 0:
            p = probabilities(average, valid)  # (N, C)
            scores["valid_loss"] = F.nll_loss(p.log(), valid.labels)
            scores["valid_accuracy"] = (p.argmax(1) == valid.labels).float().mean()
            rank = [float(scores["valid_accuracy"]), -float(scores["valid_loss"])]
            if rank > best.value["rank"]:  # lists: the loss decides between equal accuracies
                chosen.model.load_state_dict(average.state_dict())
                on_test = probabilities(average, tested)  # (N, C); looked at, never chosen by
                best.value = {"rank": rank, "test": figures(split, on_test)}
                yield from pictures(chosen, split, on_test)
            scores |= best.value["test"]
        yield Step(**scores)
