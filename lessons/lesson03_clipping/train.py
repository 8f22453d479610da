"""The network, the loop, and the brake between the gradient and the step."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from lessons.kit import Ask, Show, Step, Word
from lessons.kit.engine import Run
from lessons.lesson03_clipping import Clipping
from lessons.lesson03_clipping.cliff import cliff
from lessons.lesson03_clipping.clipping import clip, cosine, exact, flat
from lessons.lesson03_clipping.text import Corpus

PROMPT, SAMPLE = "The ", 80  # what the samples begin with, and their length
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


class Reader(nn.Module):
    """Reads characters and scores the next one, at every position."""

    def __init__(self, letters: int, hp: Clipping) -> None:
        super().__init__()
        self.embed = nn.Embedding(letters, hp.embed)
        curve = "tanh" if hp.cell == "tanh" else "relu"
        self.bend = getattr(torch, curve)
        self.memory = nn.RNN(hp.embed, hp.hidden, nonlinearity=curve, batch_first=True)
        self.answer = nn.Linear(hp.hidden, letters)
        if hp.cell == "identity":
            self.remember_everything()

    @torch.no_grad()
    def remember_everything(self) -> None:
        """Le et al. (2015): W_hh = I and no bias, so that a state is handed on as it is."""
        _, w_hh, b_ih, b_hh = self.memory.parameters()
        nn.init.eye_(w_hh)
        nn.init.zeros_(b_ih)
        nn.init.zeros_(b_hh)

    def forward(self, seen: Tensor) -> Tensor:
        """Scores of the next character, (B, T, letters)."""
        states, _ = self.memory(self.embed(seen))  # (B, T, H)
        scores: Tensor = self.answer(states)
        return scores


def windows(text: Tensor, batch: int, length: int) -> tuple[Tensor, Tensor]:
    """Pieces of the text from random places, and the same pieces one character later."""
    starts = torch.randint(len(text) - length, (batch, 1), device=text.device)
    places = starts + torch.arange(length + 1, device=text.device)  # (B, T + 1)
    return text[places[:, :-1]], text[places[:, 1:]]  # (B, T), (B, T)


@torch.no_grad()
def write(model: Reader, corpus: Corpus, prompt: str, generator: Generator | None = None) -> str:
    """Go on from a prompt, one drawn character after another: the network, a step at a time."""
    w_ih, w_hh, b_ih, b_hh = model.memory.parameters()
    heard = model.embed.weight @ w_ih.T + b_ih + b_hh  # (letters, H): what each character adds
    state = torch.zeros_like(heard[0])  # (H,)
    for code in corpus.encode(prompt):
        state = model.bend(heard[code] + w_hh @ state)
    luck = torch.empty(SAMPLE, len(corpus.alphabet)).exponential_(generator=generator)
    drawn = []
    for chance in -luck.log().to(heard.device):  # the largest score + chance draws from softmax
        scores = model.answer(state)  # (letters,)
        drawn.append((scores + chance).argmax())
        state = model.bend(heard[drawn[-1]] + w_hh @ state)
    if not scores.isfinite().all():
        return prompt + "… (nothing: the scores are no longer numbers)"
    return prompt + "".join(corpus.alphabet[i] for i in torch.stack(drawn).tolist())


def train(hp: Clipping, run: Run) -> Iterator[Word]:
    """Read, predict, find the gradient, brake, step."""
    corpus: Corpus = run.data
    text = torch.frombuffer(corpus.codes, dtype=torch.int64).to(run.device)  # (characters,)
    model = Reader(len(corpus.alphabet), hp).to(run.device)
    parameters = list(model.parameters())
    optimizer = OPTIMIZERS[hp.optimizer](parameters, lr=hp.lr)
    yield Ask("How should it begin?", lambda prompt: write(model, corpus, prompt))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        seen, following = windows(text, hp.batch, hp.window)  # (B, T), (B, T)
        scores = model(seen)  # (B, T, letters)
        loss = F.cross_entropy(scores.flatten(0, 1), following.flatten())

        optimizer.zero_grad()
        loss.backward()
        before = exact(flat(parameters))  # (P,)
        clip(hp, parameters)
        after = exact(flat(parameters))  # (P,)

        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the reader may be turning this knob
        optimizer.step()

        if step == 1:
            yield Show("cliff", cliff())
        if run.time_to_show(step):
            yield Show("sample", write(model, corpus, PROMPT, Generator().manual_seed(step)))
        yield Step(
            loss=loss,
            gain=corpus.letters - loss,
            grad_norm=before.norm(),
            applied_norm=after.norm(),
            stretch=after.norm() / hp.max_norm,
            cosine=cosine(before, after),
            clipped=(after.norm() < before.norm()).double(),
        )
