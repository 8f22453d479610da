"""The network, the loop, and the three parts of the data, each for its own purpose."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson04_sentiment import Sentiment
from lessons.lesson04_sentiment.explain import Classifier
from lessons.lesson04_sentiment.pictures import pictures
from lessons.lesson04_sentiment.reviews import Reviews
from lessons.lesson04_sentiment.splitting import Split
from lessons.lesson04_sentiment.testing import figures, probabilities
from lessons.lesson04_sentiment.wording import PADDING, UNKNOWN

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Reader(nn.Module):
    """Reads a text word by word, and scores its classes."""

    def __init__(self, words: int, classes: int, hp: Sentiment) -> None:
        super().__init__()
        self.hp = hp
        cell = CELLS[hp.cell]
        self.embedding = nn.Embedding(words, hp.embed, padding_idx=PADDING)
        nn.init.uniform_(self.embedding.weight, -hp.reach, hp.reach)
        nn.init.zeros_(self.embedding.weight[PADDING].detach())
        self.forth = cell(hp.embed, hp.hidden, batch_first=True)
        self.back = cell(hp.embed, hp.hidden, batch_first=True) if hp.both_ways else None
        self.head = nn.Linear(hp.hidden * (2 if hp.both_ways else 1), classes)

    def forward(self, words: Tensor, lengths: Tensor) -> Tensor:
        """Logits of the classes, (B, C), for words (B, T) of which the first `lengths` are real."""
        x = self.drop(self.embedding(words))  # (B, T, E)
        states = self.forth(x)[0]  # (B, T, H)
        if self.back is not None:
            reverse = self.back(turned(x, lengths))[0]  # (B, T, H)
            states = torch.cat([states, turned(reverse, lengths)], dim=2)  # (B, T, 2H)
        logits: Tensor = self.head(self.drop(read(states, lengths, self.hp.read)))
        return logits

    def drop(self, x: Tensor) -> Tensor:
        """Dropout: in training some numbers are set to zero, and the others grow to make up."""
        return F.dropout(x, self.hp.dropout, self.training)


def turned(x: Tensor, lengths: Tensor) -> Tensor:
    """Every text backwards, its padding left where it was. Doing it twice undoes it."""
    t = torch.arange(x.shape[1], device=x.device)
    places = (lengths[:, None] - 1 - t) % x.shape[1]  # (B, T)
    return x.take_along_dim(places[:, :, None], dim=1)


def read(states: Tensor, lengths: Tensor, how: str) -> Tensor:
    """One vector for each text, (B, H), out of the states after each word, (B, T, H)."""
    if how == "padded":
        return states[:, -1]  # the bug: for a short text this is the state after its padding
    if how == "last":
        return states[torch.arange(len(states), device=states.device), lengths - 1]
    is_word = torch.arange(states.shape[1], device=states.device) < lengths[:, None]  # (B, T)
    if how == "max":
        return states.masked_fill(~is_word[:, :, None], -torch.inf).amax(dim=1)
    return (states * is_word[:, :, None]).sum(dim=1) / lengths[:, None]


def forget_words(words: Tensor, share: float) -> Tensor:
    """Word dropout: some words are read as unknown, so that the unknown word is trained too."""
    is_lost = (torch.rand(words.shape, device=words.device) < share) & (words != PADDING)
    return words.masked_fill(is_lost, UNKNOWN)


@torch.no_grad()
def mix_in(average: nn.Module, model: nn.Module, step: int, memory: int) -> None:
    """Averaging of the weights (Polyak and Juditsky, 1992): the noise of single batches cancels.

    At first the mean of everything so far, and after `memory` steps one that forgets slowly.
    """
    for mine, new in zip(average.parameters(), model.parameters(), strict=True):
        mine.lerp_(new, 1 / min(step, memory))


def train(hp: Sentiment, run: Run) -> Iterator[Event]:
    """Draw a batch, read it, score it, step, average; check on validation; test what it chose."""
    reviews: Reviews = run.data
    split: Split = reviews.split(hp)
    vocabulary, unknown = reviews.vocabulary(hp), reviews.code_of_unknown(hp)
    model = Reader(len(vocabulary), len(split.classes), hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    average = deepcopy(model)  # what is judged: the weights of many steps
    width = split.longest if hp.read == "padded" else 0
    chosen = Classifier(deepcopy(model), vocabulary, unknown, split.classes, width)
    taught, valid, tested = map(chosen.texts, (split.train, split.valid, split.test))
    best = Saved({"rank": [-1.0, 0.0], "test": {}})  # of `chosen`, the best of all checks so far
    run.in_words = lambda words, lengths: [vocabulary.decode(row) for row in words]
    yield Question("Type a review", chosen.answer)

    state = {"model": model, "average": average, "optimizer": optimizer}
    state |= {"chosen": chosen.model, "best": best}
    for step in run.steps(hp.steps, **state):
        words, lengths, labels = taught.batch(torch.randint(len(taught), (hp.batch,)))
        logits = model(forget_words(words, hp.word_dropout), lengths)  # (B, C)
        loss = F.cross_entropy(logits, labels)

        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the reader may be turning this knob
        optimizer.step()
        mix_in(average, model, step, hp.memory)

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
