"""Lesson 4's batches against the usual tutorial's loop, one review a step, to the same loss.

Both train the same LSTM on the same made-up reviews, each at a learning rate that suits it, until
the loss on the validation texts is at most 0.2. Only training is timed, in CPU seconds.
"""

import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.tools.rows import Row, compared
from lessons.lesson04_sentiment import Sentiment
from lessons.lesson04_sentiment.batches import Texts
from lessons.lesson04_sentiment.model import Reader
from lessons.lesson04_sentiment.reviews import Reviews
from lessons.lesson04_sentiment.testing import probabilities
from lessons.shared.labelled.wording import UNKNOWN

TARGET = 0.2
BATCHED_LR, SINGLE_LR = 4e-3, 1e-3
"""One review is a noisy batch: at 4e-3 that loop needs longer, or does not arrive at all."""
LOOK_EVERY = 640
"""Reviews between two looks at the validation texts: 20 batches of 32."""
MOST = 40_000  # reviews before a loop is given up
PLAIN = Sentiment(dropout=0.0, word_dropout=0.0, batch=32)
Draw = Callable[[int], Tensor]


class Race:
    """One network, fresh from its seed, and the clock that runs while it learns."""

    def __init__(self, seed: int) -> None:
        torch.manual_seed(seed)
        split, words = Reviews().split(PLAIN), Reviews().vocabulary(PLAIN)
        cpu = torch.device("cpu")
        self.taught = Texts(split.train, words, UNKNOWN, cpu)
        self.valid = Texts(split.valid, words, UNKNOWN, cpu)
        self.model = Reader(len(words), len(split.classes), PLAIN)
        self.seconds = 0.0

    def until_target(self, learn: Callable[[], None]) -> float:
        """CPU seconds of learning, a stretch of reviews at a time. Raises TimeoutError."""
        for _ in range(MOST // LOOK_EVERY):
            began = time.process_time()
            learn()
            self.seconds += time.process_time() - began
            p = probabilities(self.model, self.valid)
            if F.nll_loss(p.log(), self.valid.labels) <= TARGET:
                return self.seconds
        raise TimeoutError(f"the loss never came down to {TARGET}")


def lesson(seed: int) -> float:
    """Batches of 32, as in the lesson."""
    race = Race(seed)
    optimizer = torch.optim.Adam(race.model.parameters(), lr=BATCHED_LR)

    def learn() -> None:
        for _ in range(LOOK_EVERY // PLAIN.batch):
            words, lengths, labels = race.taught.get_batch(
                torch.randint(len(race.taught), (PLAIN.batch,))
            )
            step(race.model, optimizer, F.cross_entropy(race.model(words, lengths), labels))

    return race.until_target(learn)


def tutorial(seed: int) -> float:
    """One review a step, in a shuffled order, as tutorials do."""
    race = Race(seed)
    optimizer = torch.optim.Adam(race.model.parameters(), lr=SINGLE_LR)
    order = iter(torch.cat([torch.randperm(len(race.taught)) for _ in range(30)]).tolist())

    def learn() -> None:
        for _ in range(LOOK_EVERY):
            words, lengths, labels = race.taught.get_batch(torch.tensor([next(order)]))
            step(race.model, optimizer, F.cross_entropy(race.model(words, lengths), labels))

    return race.until_target(learn)


def step(model: nn.Module, optimizer: torch.optim.Optimizer, loss: Tensor) -> None:
    """One update, the same for both."""
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(model.parameters(), PLAIN.clip)
    optimizer.step()


def sentiment(quick: bool) -> Row:
    """How many times the lesson's CPU seconds the tutorial's loop takes to the same loss."""
    torch.set_num_threads(1)
    pairs = [(tutorial(seed), lesson(seed)) for seed in range(1 if quick else 6)]
    return compared("one review a step / lesson 4's batches", pairs, 5.0, at_most=False)


if __name__ == "__main__":
    print(sentiment(quick=True))
