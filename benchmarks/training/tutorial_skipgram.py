"""The usual tutorial's Skip-Gram, one Adam step for each pair, against the lesson's trainer.

Both learn the lesson's five sentences with vectors of ten numbers and full softmax, to the same
evaluation loss: the mean over all pairs. The tutorial's loop sets the mark by its 1000 epochs.
"""

from __future__ import annotations

import statistics
import time
from itertools import count

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.tools.rows import Found, Missing, compared
from lessons.lesson01_skipgram.counted import Counted, counted, softmax_loss
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.text import Corpus, tiny

NAME = "tutorial's loop / skip-gram from counts"
DIM, WINDOW, EPOCHS = 10, 2, 1000
LR, OURS = 0.01, 0.2
"""The tutorial's learning rate, and ours: a full batch has no noise to be careful of."""


def tutorial(quick: bool) -> Found:
    """CPU-seconds of the tutorial's loop over ours, to the loss that the tutorial ends with."""
    if quick:
        return Missing(NAME, f"{EPOCHS} epochs of it take 40 s: not in --quick", failed=False)
    text: Corpus = tiny().content
    pairs = torch.from_numpy(text.pairs(WINDOW))
    facts = counted(pairs, 5)
    runs = [pair_of_times(pairs, facts, seed) for seed in range(3)]
    return compared(NAME, runs, budget=1000, at_most=False, unit="CPU-s")


def pair_of_times(pairs: Tensor, facts: Counted, seed: int) -> tuple[float, float]:
    """CPU-seconds of theirs and of ours, to the same loss."""
    theirs, mark = pair_by_pair(pairs, facts, seed)
    ours = [from_counts(facts, mark, seed) for _ in range(9)]  # the first in a process is slow
    return theirs, statistics.median(ours)


def pair_by_pair(pairs: Tensor, facts: Counted, seed: int) -> tuple[float, float]:
    """The loop as it is usually written: seconds, and the evaluation loss it ends with."""
    torch.manual_seed(seed)
    words = len(pairs)
    every = [(w, c) for w in range(words) for c in range(words) for _ in range(int(pairs[w, c]))]
    embedding, head = nn.Embedding(words, DIM), nn.Linear(DIM, words)
    optimizer = torch.optim.Adam([*embedding.parameters(), *head.parameters()], lr=LR)
    began = time.process_time()
    for _ in range(EPOCHS):
        for word, context in every:
            logits = head(embedding(torch.tensor([word])))  # (1, V)
            loss = F.cross_entropy(logits, torch.tensor([context]))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    seconds = time.process_time() - began
    with torch.no_grad():
        return seconds, float(softmax_loss(head(embedding.weight), facts))


def from_counts(facts: Counted, mark: float, seed: int) -> float:
    """CPU-seconds until the lesson's trainer has an evaluation loss as low as the mark."""
    torch.manual_seed(seed)
    began = time.process_time()
    model = SkipGram(1, len(facts.joint), DIM, 1.0)
    optimizer = torch.optim.Adam(model.parameters(), lr=OURS)
    for _ in count():
        loss = softmax_loss(model(), facts).sum()
        if loss.item() <= mark:
            break
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return time.process_time() - began
