"""Two vectors for every word, and the loops that move them: from counts, and along a stream."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Note, Question, Run, Saved, Step
from lessons.lesson01_skipgram import SkipGramSettings, measures
from lessons.lesson01_skipgram.asking import PROMPT, answer
from lessons.lesson01_skipgram.banded import guessed, learn, loss, made_ready, reading
from lessons.lesson01_skipgram.counted import MOST_CELLS, Counted, counted, expected_loss, foretold
from lessons.lesson01_skipgram.pictures import pictures
from lessons.lesson01_skipgram.text import Words


class SkipGram(nn.Module):
    """Every word's vector as a centre and as a context, from R random starts that never meet."""

    def __init__(self, starts: int, words: int, dim: int, init: float = 0.1) -> None:
        super().__init__()
        self.centres = nn.Parameter(init * torch.randn(starts, words, dim))
        self.contexts = nn.Parameter(init * torch.randn(starts, words, dim))

    def forward(self) -> Tensor:
        """The score of every context for every centre, (R, V, V)."""
        return self.centres @ self.contexts.transpose(1, 2)

    @torch.no_grad()
    def start_near_zero(self) -> None:
        """As word2vec does: words that are seen only a few times must not be mostly their start."""
        dim = self.centres.shape[-1]
        self.centres.uniform_(-0.5 / dim, 0.5 / dim)
        self.contexts.zero_()


def sampled_loss(model: SkipGram, facts: Counted, hp: SkipGramSettings) -> Tensor:
    """The textbook's: draw pairs as the text has them, and noise words for each, (R,)."""
    words = len(facts.together)
    pair = torch.multinomial(facts.together.flatten(), hp.batch, replacement=True)  # (B,)
    noise = torch.multinomial(facts.noise.sum(0), hp.batch * hp.negatives, replacement=True)
    u = model.centres[:, pair // words]  # (R, B, D)
    v = model.contexts[:, pair % words]  # (R, B, D)
    n = model.contexts[:, noise].unflatten(1, (hp.batch, hp.negatives))  # (R, B, K, D)
    right = F.logsigmoid((u * v).sum(-1))  # (R, B)
    wrong = F.logsigmoid(-(n @ u[..., None]).squeeze(-1)).sum(-1)  # (R, B)
    return -(right + wrong).mean(-1)


def train(hp: SkipGramSettings, run: Run) -> Iterator[Event]:
    """Choose how to go about it: by counting all pairs, or by reading along."""
    whole: Words = run.data.shuffled if hp.order == "shuffled" else run.data
    text = whole.excerpt(hp.excerpt)
    if missing := text.unknown(hp.show):
        yield Note(f"not drawn, for the text does not have them: {', '.join(missing)[:200]}")
    cells = hp.starts * len(text.words) ** 2
    streams = hp.trainer == "stream" or (hp.trainer == "auto" and not text.own)
    if streams and hp.objective != "softmax":
        yield from along_the_stream(hp, run, text)
    elif cells <= MOST_CELLS:
        yield from from_counts(hp, run, text)
    else:
        yield Note(
            f"This network is left out: it would compare every word with {len(text.words):,} "
            f"others at each step. Negative sampling needs no more than {hp.negatives}."
        )


def from_counts(hp: SkipGramSettings, run: Run, text: Words) -> Iterator[Event]:
    """Count every pair once; then each step is one over the whole text."""
    pairs = torch.from_numpy(text.pairs(hp.window))  # (V, V)
    fresh = torch.from_numpy(text.pairs(hp.window, held=True))  # (V, V)
    facts = counted(pairs, hp.negatives).to(run.device)
    apart = foretold(fresh, facts, hp.negatives).to(run.device) if fresh.any() else None
    floor = facts.floor(hp.objective)
    guess = facts.guess(hp.objective).expand_as(pairs)
    known = expected_loss(guess, facts, hp.objective)  # to one who knows how often words occur

    model = SkipGram(hp.starts, len(text.words), hp.dim or 24, hp.init).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    yield Question(PROMPT, lambda question: answer(question, model.centres[0], text))
    if hp.objective != "sampled":
        run.throughput.of(
            "words", len(text.tokens) * text.share_of_words()
        )  # each step weighs them all

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, words=Saved(text.words)):
        with run.throughput:
            if hp.objective == "sampled":
                losses = sampled_loss(model, facts, hp)  # (R,)
            else:
                losses = expected_loss(model(), facts, hp.objective)  # (R,)
            optimizer.zero_grad()
            losses.sum().backward()  # the sum, so that each start moves as it would alone
            for group in optimizer.param_groups:
                group["lr"] = hp.lr * (1 - (step - 1) / hp.steps)
            optimizer.step()

        loss = losses.detach().mean()
        if run.time_to_show(step):
            yield from pictures(model.centres[0].detach(), text, hp)
            found = quality(model, text, hp, facts, apart)
            yield Step(loss=loss, gap=loss - floor, gain=known - loss, **found)
        else:
            yield Step(loss=loss, gap=loss - floor, gain=known - loss)


def along_the_stream(hp: SkipGramSettings, run: Run, text: Words) -> Iterator[Event]:
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
    long = f"{len(text.tokens):,} words and ends of sentences"
    yield Note(f"{long}, read {passes:.3g} times: {stretch:,} in each step")
    run.throughput.of("words", stretch * text.share_of_words())

    for step in run.steps(hp.steps, model=model, words=Saved(text.words)):
        lr = hp.rate * (1 - (step - 1) / hp.steps)
        seen = torch.from_numpy(text.stretch((step - 1) * stretch, stretch)).to(run.device)
        with run.throughput:
            before = learn(centres, contexts, seen, how, lr)

        if run.time_to_show(step):
            yield from pictures(centres, text, hp)
            found = quality(model, text, hp)
            if apart:
                found["held_out"] = guessed(apart, how) - loss(centres, contexts, apart)
            yield Step(loss=before, gain=how.guess - before, **found)
        else:
            yield Step(loss=before, gain=how.guess - before)


@torch.no_grad()
def quality(
    model: SkipGram, text: Words, hp: SkipGramSettings,
    facts: Counted | None = None, apart: Counted | None = None,
) -> dict[str, Tensor]:  # fmt: skip
    """What is known of the vectors beside their loss; the mean over the starts."""
    found = {}
    if questions := text.questions():
        asked = measures.numbered(questions, text).to(model.centres.device)
        right, spared = measures.analogies(model.centres, asked)
        found["analogy"], found["spared"] = right.mean(), spared.mean()
        found["parallel"] = measures.parallelism(model.centres, text).mean()
    if facts and hp.objective != "softmax":
        found["pmi"] = measures.correlation(model(), facts.shifted_pmi).mean()
    if facts and apart:
        guess = facts.guess(hp.objective).expand_as(apart.together)
        known = expected_loss(guess, apart, hp.objective)
        found["held_out"] = known - expected_loss(model(), apart, hp.objective).mean()
    if facts and hp.starts > 1:
        found["agreement"] = measures.agreement(model.centres)
    return found
