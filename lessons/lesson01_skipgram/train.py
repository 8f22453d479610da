"""Skip-gram: vectors of words, learned from which words stand side by side.

Read in this order: this file, with the loop that learns from counts of all pairs; then counted.py,
the two losses that it makes smaller. sampled.py is the textbook's loop, which draws pairs;
banded.py reads a long text from its beginning to its end, as fast as word2vec. model.py has the
vectors, and measures.py what they are judged by.
"""

from collections.abc import Iterator

import torch

from lessons.kit.loop import Event, Note, Question, Run, Saved, Step
from lessons.lesson01_skipgram import SkipGramSettings
from lessons.lesson01_skipgram.asking import PROMPT, answer
from lessons.lesson01_skipgram.banded import from_stream
from lessons.lesson01_skipgram.counted import MOST_CELLS, expected_loss, known
from lessons.lesson01_skipgram.measures import quality
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.pictures import pictures
from lessons.lesson01_skipgram.sampled import from_pairs
from lessons.lesson01_skipgram.text import Corpus


def train(hp: SkipGramSettings, run: Run) -> Iterator[Event]:
    """Choose how to go about it: by counting all pairs, or by reading along."""
    whole: Corpus = run.data.shuffled if hp.order == "shuffled" else run.data
    text = whole.excerpt(hp.excerpt)
    if missing := text.unknown(hp.show):
        yield Note(f"not drawn, for the text does not have them: {', '.join(missing)[:200]}")
    cells = hp.starts * len(text.words) ** 2
    streams = hp.trainer == "stream" or (hp.trainer == "auto" and not text.own)
    if streams and hp.objective != "softmax":
        yield from from_stream(hp, run, text)
    elif cells > MOST_CELLS:
        yield Note(
            f"This network is left out: it would compare every word with {len(text.words):,} "
            f"others at each step. Negative sampling needs no more than {hp.negatives}."
        )
    elif hp.objective == "sampled":
        yield from from_pairs(hp, run, text)
    else:
        yield from from_counts(hp, run, text)


def from_counts(hp: SkipGramSettings, run: Run, text: Corpus) -> Iterator[Event]:
    """Count every pair once; then each step is one over the whole text."""
    found = known(text, hp, run.device)
    model = SkipGram(hp.starts, len(text.words), hp.dim or 24, hp.init).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    yield Question(PROMPT, lambda question: answer(question, model.centres[0], text))
    run.throughput.of("words", len(text.tokens) * text.share_of_words())  # each step weighs all

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, words=Saved(text.words)):
        with run.throughput:
            losses = expected_loss(model(), found.facts, hp.objective)  # (R,)
            optimizer.zero_grad()
            losses.sum().backward()  # the sum, so that each start moves as it would alone
            for group in optimizer.param_groups:
                group["lr"] = hp.lr * (1 - (step - 1) / hp.steps)
            optimizer.step()

        loss = losses.detach().mean()
        measured = {}
        if run.time_to_show(step):
            yield from pictures(model.centres[0].detach(), text, hp)
            measured = quality(model, text, hp, found.facts, found.apart)
        yield Step(loss=loss, gap=loss - found.floor, gain=found.guess - loss, **measured)
