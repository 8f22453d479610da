"""Skip-gram with negative sampling at the speed of a corpus: no pairs, no autograd, big products.

A text read pair by pair fetches every vector again and again: ten times with a window of 5. Here
it is cut into blocks of 32 centres. The contexts of all of them lie in one band of 32 + 2·window
words, so a block's scores are one small matrix product, its gradients are two more, and every
vector is fetched once. What lies outside a centre's window weighs nothing. Noise words are drawn
once for a block and shared by its centres (as in Ji et al., 2016).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Event, Note, Question, Run, Saved, Step
from lessons.lesson01_skipgram import SkipGramSettings
from lessons.lesson01_skipgram.asking import PROMPT, answer
from lessons.lesson01_skipgram.counted import noise_shares
from lessons.lesson01_skipgram.measures import quality
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.pictures import pictures
from lessons.lesson01_skipgram.text import Corpus

BLOCK = 32
"""Centres in a block: fewer, and the products are small; more, and most of the band weighs 0."""
BLOCKS = 32
"""Blocks in one update at the most: its gradients start from the same weights, and go stale."""
WORDS_PER_BLOCK = 24
"""Words that a vocabulary needs for each of them: in a small one the same rows meet too often."""
SHARED = 22
"""Noise words that a block's centres share, each weighing negatives / SHARED. Of 12, vectors agree
less with people's judgement of pairs of words: 0.34 against 0.37, on 3.6 million words."""
CAP = 0.25
"""No row moves further in one go: the gradients of a frequent word add up."""
PIECE = 1 << 16
"""Words that are made ready at once: 8 MB of weights."""
NOISE_TABLE = 1 << 20
"""Places in the table that noise words are drawn from."""


@dataclass(frozen=True)
class Reading:
    """How a text is read: what is kept of it, and what is set against it."""

    keep: Tensor
    """The chance of each word to be kept, (V,)."""
    table: Tensor
    """Each word as often as it is drawn as noise, (NOISE_TABLE,)."""
    window: int
    negatives: int
    at_once: int
    """Blocks in one update."""
    score: Tensor
    """What one would score each context, who knows how often words occur and no more, (V,)."""
    guess: float
    """The loss of that."""

    def to(self, device: torch.device) -> Reading:
        """The same on a device."""
        moved = {name: getattr(self, name).to(device) for name in ("keep", "table", "score")}
        return replace(self, **moved)


@dataclass(frozen=True)
class Blocks:
    """A piece of text made ready: N blocks of L centres, with bands of B contexts and K noise."""

    centres: Tensor
    """Word numbers, (N, L)."""
    others: Tensor
    """Word numbers of the band and the noise, (N, B + K)."""
    weight: Tensor
    """Of each pair of other and centre, (N, B + K, L): 0 outside the window."""
    band: int

    @property
    def label(self) -> Tensor:
        """1 for the band, 0 for noise, (B + K, 1)."""
        return (torch.arange(self.others.shape[1], device=self.others.device) < self.band).float()[
            :, None
        ]


def reading(counts: Tensor, window: int, negatives: int, threshold: float) -> Reading:
    """From how often each word occurs, (V,), and the share above which words are thinned out."""
    keep = chances_to_keep(counts, threshold)
    contexts, noise = counts * keep, negatives * noise_shares(counts)
    contexts = contexts / contexts.sum()
    score = (contexts / noise).log()
    guess = (contexts * F.softplus(-score) + noise * F.softplus(score)).sum()
    at_once = max(1, min(BLOCKS, len(counts) // WORDS_PER_BLOCK))
    return Reading(
        keep.float(), noise_table(counts), window, negatives, at_once, score.float(), float(guess)
    )


def chances_to_keep(counts: Tensor, threshold: float) -> Tensor:
    """Of each word, (V,): √(t/f) + t/f for a share f above the threshold t; 1 keeps all.

    Mikolov et al. (2013), in the form of their code; the paper prints the first term alone.
    """
    ratio = threshold * counts.sum() / counts
    return (ratio.sqrt() + ratio).clamp(max=1.0)


def noise_table(counts: Tensor) -> Tensor:
    """Word numbers, (NOISE_TABLE,), each in proportion to its share: a draw is a look-up."""
    edges = noise_shares(counts).cumsum(0)
    places = (torch.arange(NOISE_TABLE, dtype=torch.float64) + 0.5) / NOISE_TABLE
    return torch.searchsorted(edges, places.to(edges.device)).clamp(max=len(counts) - 1)


def thinned(tokens: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
    """The words that are kept, (n,), and the sentence that each is in, (n,). −1 ends a sentence."""
    sentence = (tokens < 0).cumsum(0, dtype=torch.int32)
    chance = keep[tokens.clamp(min=0)]
    kept = (tokens >= 0) & (torch.rand(len(tokens), device=tokens.device) < chance)
    return tokens[kept], sentence[kept]


def blocks_of(values: Tensor) -> Tensor:
    """Rows of BLOCK, (N, BLOCK), the last one filled with 0."""
    return F.pad(values, (0, -len(values) % BLOCK)).view(-1, BLOCK)


def bands_of(words: Tensor, window: int) -> Tensor:
    """Rows of BLOCK + 2·window, (N, B): each block with the window on both its sides."""
    short = -len(words) % BLOCK
    return F.pad(words, (window, short + window)).unfold(0, BLOCK + 2 * window, BLOCK)


def contexts_beside(sentence: Tensor, window: int) -> tuple[Tensor, Tensor]:
    """How many contexts each word has before it and after it, (n,) each.

    Every centre draws its own reach, 1 to window, and nothing beyond its sentence is in reach.
    """
    length = torch.unique_consecutive(sentence, return_counts=True)[1]  # words in each sentence
    last = (length.cumsum(0) - 1).repeat_interleave(length)  # (n,)
    first = last + 1 - length.repeat_interleave(length)
    place = torch.arange(len(sentence), device=sentence.device)
    reach = torch.randint(1, window + 1, place.shape, device=sentence.device)
    return torch.minimum(reach, place - first), torch.minimum(reach, last - place)


def in_window(before: Tensor, after: Tensor, window: int) -> Tensor:
    """Whether a word of the band is a context of a centre, (N, B, L), from what is beside (N, L).

    In 8 bits without a sign, a place before the first context wraps around to a large number: one
    comparison does for both ends. What is few bytes is quick.
    """
    place = torch.arange(BLOCK + 2 * window, device=before.device)
    first = place[window:-window] - before  # (N, L), a place in the band
    since = place.byte()[:, None] - first.byte()[:, None]  # (N, B, L)
    near = since <= (before + after).byte()[:, None]
    near.diagonal(-window, 1, 2).zero_()  # no word is a context of its own
    return near


def made_ready(tokens: Tensor, how: Reading) -> Blocks | None:
    """Cut a piece of text into blocks, and draw their noise; None if no word of it was kept."""
    words, sentence = thinned(tokens, how.keep)
    if not len(words):
        return None
    centres, band = blocks_of(words), bands_of(words, how.window)  # (N, L), (N, B)
    before, after = map(blocks_of, contexts_beside(sentence, how.window))  # (N, L) each
    drawn = torch.randint(NOISE_TABLE, (len(band), SHARED), device=tokens.device)
    width = band.shape[1]
    weight = how.table.new_empty((len(band), width + SHARED, BLOCK), dtype=torch.float32)
    weight[:, :width] = in_window(before, after, how.window)
    weight[:, width:] = (before + after)[:, None] * (how.negatives / SHARED)
    return Blocks(centres, torch.cat([band, how.table[drawn]], 1), weight, width)


def part(blocks: Blocks, start: int, length: int) -> Blocks:
    """Some of the blocks."""
    some = slice(start, start + length)
    return Blocks(blocks.centres[some], blocks.others[some], blocks.weight[some], blocks.band)


def loss(centres: Tensor, contexts: Tensor, blocks: Blocks) -> Tensor:
    """For each pair of the text: −log σ(score), and for its noise −log σ(−score). () in nats."""
    u = centres[blocks.centres]  # (N, L, D)
    v = contexts[blocks.others]  # (N, B + K, D)
    return loss_of(v @ u.transpose(1, 2), blocks)


def loss_of(scores: Tensor, blocks: Blocks) -> Tensor:
    """The same from the scores, (N, B + K, L)."""
    against = F.softplus(scores * (1 - 2 * blocks.label))  # −log σ(±score)
    pairs = blocks.weight[:, : blocks.band].sum()
    return (blocks.weight * against).sum() / pairs.clamp(min=1)


def guessed(blocks: Blocks, how: Reading) -> Tensor:
    """The loss of one who knows how often words occur, and no more, on these very blocks."""
    return loss_of(how.score[blocks.others][..., None], blocks)


def gradients(scores: Tensor, u: Tensor, v: Tensor, blocks: Blocks) -> tuple[Tensor, Tensor]:
    """Those of the blocks' summed loss by u (N, L, D) and by v (N, B + K, D).

    For one pair  loss = −w · log σ(u·v),  so  ∂loss/∂(u·v) = w · (σ(u·v) − label).
    """
    wrong = scores.sigmoid()  # (N, B + K, L)
    wrong[:, : blocks.band] -= 1  # the label of the band; that of noise is 0
    wrong *= blocks.weight
    return wrong.transpose(1, 2) @ v, wrong @ u


def step_down(gradient: Tensor, lr: float, longest: float) -> Tensor:
    """−lr · gradient, in place; a row of (…, D) that would be longer is shortened."""
    length = torch.linalg.vector_norm(gradient, dim=-1, keepdim=True)
    return gradient.mul_(-lr / (lr * length / longest).clamp_(min=1))


Vectors = tuple[Tensor, Tensor]  # of centres and of contexts, (V, D) each
Moves = Callable[..., tuple[Tensor, ...]]  # `moves`; of several devices each does its own blocks


def moves(
    mine: Tensor, others: Tensor, weight: Tensor, vectors: Vectors, lr: float
) -> tuple[Tensor, ...]:
    """Of N blocks the scores (N, B + K, L), and SGD's moves of (N, L, D) and (N, B + K, D)."""
    u, v = (F.embedding(rows, each) for rows, each in zip((mine, others), vectors, strict=True))
    scores = v @ u.transpose(1, 2)
    blocks = Blocks(mine, others, weight, others.shape[1] - SHARED)
    du, dv = (step_down(g, lr, CAP) for g in gradients(scores, u, v, blocks))
    return scores, du, dv


@torch.no_grad()
def update(vectors: Vectors, blocks: Blocks, lr: float, found: Moves = moves) -> Tensor:
    """One step of SGD on some blocks, in place. Rows that meet are added up.

    Gives the scores before it, (N, B + K, L).
    """
    mine, others = blocks.centres, blocks.others
    scores, du, dv = found(mine, others, blocks.weight, vectors, lr)
    for table, rows, moved in zip(vectors, (mine, others), (du, dv), strict=True):
        table.index_add_(0, rows.flatten(), moved.flatten(0, 1))
    return scores


@torch.no_grad()
def learn(
    centres: Tensor, contexts: Tensor, tokens: Tensor, how: Reading, lr: float, found: Moves = moves
) -> Tensor:
    """Read a stretch of text once, and learn from it in place.

    Gives its loss, (): of the first blocks of each piece, before they are learned from.
    """
    losses = []
    for piece in tokens.split(PIECE):
        blocks = made_ready(piece.long(), how)
        if blocks is None:
            continue
        for start in range(0, len(blocks.centres), how.at_once):
            some = part(blocks, start, how.at_once)
            scores = update((centres, contexts), some, lr, found)
            if start == 0:
                losses.append(loss_of(scores, some))
    return torch.stack(losses).mean() if losses else centres.new_tensor(how.guess)


def from_stream(hp: SkipGramSettings, run: Run, text: Corpus) -> Iterator[Event]:
    """Read the text in stretches, one at each step, and learn from each as it goes by."""
    counts = torch.tensor(text.counts, dtype=torch.float64)  # (V,)
    chosen = reading(counts, hp.window, hp.negatives, hp.subsample or text.threshold())
    how = chosen.to(run.device)
    apart = made_ready(torch.tensor(text.held, dtype=torch.int64, device=run.device), how)
    passes = hp.passes or text.passes()
    stretch = max(1, round(passes * len(text.tokens) / hp.steps))  # words in one step

    model = SkipGram(1, len(text.words), hp.dim or (24 if text.own else 100)).to(run.device)
    model.start_near_zero()
    centres, contexts = model.centres.data[0], model.contexts.data[0]
    yield Question(PROMPT, lambda question: answer(question, centres, text))
    of_rows = run.by_rows(moves)
    long = f"{len(text.tokens):,} words and ends of sentences"
    yield Note(f"{long}, read {passes:.3g} times: {stretch:,} in each step")
    run.throughput.of("words", stretch * text.share_of_words())

    for step in run.steps(hp.steps, model=model, words=Saved(text.words)):
        lr = hp.rate * (1 - (step - 1) / hp.steps)
        seen = torch.from_numpy(text.get_batch((step - 1) * stretch, stretch)).to(run.device)
        with run.throughput:
            before = learn(centres, contexts, seen, how, lr, of_rows)

        if run.time_to_show(step):
            yield from pictures(centres, text, hp)
            found = quality(model, text, hp)
            if apart:
                found["held_out"] = guessed(apart, how) - loss(centres, contexts, apart)
            yield Step(loss=before, gain=how.guess - before, **found)
        else:
            yield Step(loss=before, gain=how.guess - before)
