"""The usual tutorial's clipping loop, one window a step, against lesson 3's, to the same loss.

The usual loop trains two networks, one with its gradients clipped at norm 1 and one without, on
one window at a time, and scores only the character after it. The lesson's takes sixteen windows
and scores every character. Both train the lesson's own tanh network, with Adam and the lesson's
own brake, on the same windows; both are judged by the mean loss of the character after each
window. What is timed is the way there.
"""

import statistics
import time

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.tools.rows import Row, compared
from lessons.kit.data.brought import silent
from lessons.lesson03_clipping import Clipping
from lessons.lesson03_clipping.clipping import clip
from lessons.lesson03_clipping.text import Corpus, read_data
from lessons.lesson03_clipping.train import CharRNN

CHARACTERS, WINDOW, EPOCHS, BATCH = 325, 25, 3, 16
LR, ONE_BY_ONE = 0.01, 0.003
"""The lesson's, and the usual loop's: of 0.003 and the tutorial's 0.01 the one that ends lower."""
MOST = 4_000  # steps after which the batches are taken not to get there
TUTORIAL = {"cell": "tanh", "optimizer": "adam", "max_norm": 1.0, "window": WINDOW}
NETWORKS = {"without clipping": "none", "clipped at norm 1": "norm"}


class Learner:
    """One network from its seed, and the CPU seconds that it has learned for."""

    def __init__(self, how: str, lr: float, corpus: Corpus, seed: int) -> None:
        torch.manual_seed(seed)
        self.settings = Clipping(**TUTORIAL, clipping=how, lr=lr)  # type: ignore[arg-type]
        self.model = CharRNN(len(corpus.alphabet), self.settings)
        self.parameters = list(self.model.parameters())
        self.optimizer = torch.optim.Adam(self.parameters, lr=lr)
        self.seconds = 0.0

    def step(self, seen: Tensor, following: Tensor, scored: slice) -> None:
        """One update by these windows (B, T), of which these characters are scored."""
        began = time.process_time()
        logits, _ = self.model(seen)  # (B, T, V)
        loss = F.cross_entropy(logits[:, scored].flatten(0, 1), following[:, scored].flatten())
        self.optimizer.zero_grad()
        torch.autograd.backward(loss)
        clip(self.settings, self.parameters)
        self.optimizer.step()
        self.seconds += time.process_time() - began

    @torch.no_grad()
    def judged(self, seen: Tensor, following: Tensor) -> float:
        """The mean loss of the character after each window."""
        logits, _ = self.model(seen)
        return float(F.cross_entropy(logits[:, -1], following[:, -1]))


def text() -> Corpus:
    """The beginning of the lesson's own text."""
    corpus: Corpus = read_data(None, Clipping(excerpt=CHARACTERS, window=WINDOW), silent).content
    return corpus


def windows(corpus: Corpus) -> tuple[Tensor, Tensor]:
    """Every window of it, (300, 25), and the same one character later."""
    codes = torch.tensor(list(corpus.codes))
    pieces = codes.unfold(0, WINDOW + 1, 1)
    return pieces[:, :-1], pieces[:, 1:]


def one_by_one(how: str, seed: int) -> tuple[float, float]:
    """CPU seconds of the usual loop, and the loss that it ends at."""
    corpus = text()
    seen, following = windows(corpus)
    learner = Learner(how, ONE_BY_ONE, corpus, seed)
    for _ in range(EPOCHS):
        for at in range(len(seen)):
            learner.step(seen[at : at + 1], following[at : at + 1], slice(-1, None))
    return learner.seconds, learner.judged(seen, following)


def in_batches(how: str, seed: int, goal: float) -> float:
    """CPU seconds of the lesson's way to a loss that is as low. Looking is not counted."""
    corpus = text()
    seen, following = windows(corpus)
    learner = Learner(how, LR, corpus, seed)
    for _ in range(MOST):
        chosen = torch.randint(len(seen), (BATCH,))
        learner.step(seen[chosen], following[chosen], slice(None))
        if learner.judged(seen, following) <= goal:
            return learner.seconds
    raise RuntimeError(f"{how}: batches did not get to {goal:.3f} in {MOST} steps")


def clipping(quick: bool) -> list[Row]:
    """How many times as long the usual loop takes, with clipping and without."""
    return [compare(name, how, quick) for name, how in NETWORKS.items()]


def compare(name: str, how: str, quick: bool) -> Row:
    """One of the two networks, one seed after the other."""
    pairs, goals = [], []
    for seed in range(1 if quick else 7):
        seconds, goal = one_by_one(how, seed)
        pairs.append((seconds, in_batches(how, seed, goal)))
        goals.append(goal)
    title = f"{name}, window by window / in batches, to loss {statistics.median(goals):.2f}"
    return compared(title, pairs, budget=5.0, at_most=False, unit="CPU s")
