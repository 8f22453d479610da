"""Gradient clipping: a recurrent network whose gradients explode, and what stops them.

Read in this order: this file, with the network and the loop; then clipping.py, the methods, and
cliff.py, the picture of a loss with a wall in it.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Generator, Tensor, nn

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson03_clipping import Clipping
from lessons.lesson03_clipping.cliff import cliff
from lessons.lesson03_clipping.clipping import clip, cosine, exact, flat
from lessons.lesson03_clipping.text import Corpus

PROMPT, LENGTH = "The ", 60  # what the samples begin with, and the characters they go on for
OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


class CharRNN(nn.Module):
    """Reads characters and scores the next one, at every position."""

    def __init__(self, characters: int, hp: Clipping) -> None:
        super().__init__()
        activation = "tanh" if hp.cell == "tanh" else "relu"
        self.embedding = nn.Embedding(characters, hp.embed)
        self.rnn = nn.RNN(hp.embed, hp.hidden, nonlinearity=activation, batch_first=True)
        self.head = nn.Linear(hp.hidden, characters)
        if hp.cell == "identity":
            self.start_from_identity()

    @torch.no_grad()
    def start_from_identity(self) -> None:
        """Le et al. (2015): W_hh = I and no bias, so that a state is handed on as it is."""
        _, w_hh, b_ih, b_hh = self.rnn.parameters()
        nn.init.eye_(w_hh)
        nn.init.zeros_(b_ih)
        nn.init.zeros_(b_hh)

    def forward(self, seen: Tensor, state: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Logits of the next character, (B, T, V), and the last state, (1, B, H)."""
        states, last = self.rnn(self.embedding(seen), state)  # (B, T, H), (1, B, H)
        logits: Tensor = self.head(states)  # (B, T, V)
        return logits, last


def get_batch(text: Tensor, batch: int, length: int) -> tuple[Tensor, Tensor]:
    """Pieces of the text from random places, and the same pieces one character later."""
    starts = torch.randint(len(text) - length, (batch, 1), device=text.device)
    places = starts + torch.arange(length + 1, device=text.device)  # (B, T + 1)
    return text[places[:, :-1]], text[places[:, 1:]]  # (B, T), (B, T)


@torch.no_grad()
def write(model: CharRNN, corpus: Corpus, prompt: str, generator: Generator | None = None) -> str:
    """Continue a prompt: draw a character from the softmax, feed it back in, draw the next."""
    device = model.head.weight.device
    seen = torch.tensor([corpus.encode(prompt)], device=device)  # (1, T)
    state, text = None, prompt
    for _ in range(LENGTH):
        logits, state = model(seen, state)
        if not logits.isfinite().all():
            return text + "… (nothing: the logits are no longer numbers)"
        probabilities = logits[0, -1].softmax(dim=0).cpu()  # (V,)
        drawn = torch.multinomial(probabilities, 1, generator=generator)  # (1,)
        text += corpus.alphabet[int(drawn)]
        seen = drawn[None].to(device)  # (1, 1)
    return text


def train(hp: Clipping, run: Run) -> Iterator[Event]:
    """Read, predict, find the gradient, clip, step."""
    corpus: Corpus = run.data
    text = torch.frombuffer(corpus.codes, dtype=torch.int64).to(run.device)  # (characters,)
    model = CharRNN(len(corpus.alphabet), hp).to(run.device)
    parameters = list(model.parameters())
    optimizer = OPTIMIZERS[hp.optimizer](parameters, lr=hp.lr)
    run.in_words = lambda seen: [corpus.decode(row) for row in seen]
    yield Question("How should it begin?", lambda prompt: write(model, corpus, prompt))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        seen, following = get_batch(text, hp.batch, hp.window)  # (B, T), (B, T)
        logits, _ = model(seen)  # (B, T, V)
        loss = F.cross_entropy(logits.flatten(0, 1), following.flatten())

        optimizer.zero_grad()
        loss.backward()
        before = exact(flat(parameters))  # (P,)
        clip(hp, parameters)
        after = exact(flat(parameters))  # (P,)

        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the reader may be turning this knob
        optimizer.step()

        if step == 1:
            yield Picture("cliff", cliff())
        if run.time_to_show(step):
            yield Picture("sample", write(model, corpus, PROMPT, Generator().manual_seed(step)))
        yield Step(
            loss=loss,
            gain=corpus.letters - loss,
            grad_norm=before.norm(),
            applied_norm=after.norm(),
            stretch=after.norm() / hp.max_norm,
            cosine=cosine(before, after),
            clipped=(after.norm() < before.norm()).double(),
        )
