"""Three readers of the same tokens: one that attends, one that takes a mean, one that is flat.

Each is given tokens, `told`, and questions, `asked`, and answers every question with scores.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson13_attention import Attention
from lessons.lesson13_attention.by_hand import attend, joined, split
from lessons.lesson13_attention.mistakes import MISTAKES
from lessons.lesson13_attention.tasks import Task


class Heads(nn.Module):
    """Multi-head attention: W_o · join over heads of softmax(q kᵀ / √d) v."""

    def __init__(self, width: int, hp: Attention) -> None:
        super().__init__()
        inner = hp.heads * hp.head_dim
        self.hp = hp
        self.query = nn.Linear(width, inner, bias=False)
        given = inner if hp.mistake == "chained" else width
        self.key = nn.Linear(given, inner, bias=False)
        self.value = nn.Linear(given, inner, bias=False)
        self.out = nn.Linear(inner, width)

    def forward(self, asks: Tensor, tokens: Tensor) -> Tensor:
        """From (B, Q, E) and (B, T, E) to (B, Q, E)."""
        if self.hp.mistake == "chained":  # one after the other: no token hears of another
            return self.of_values(self.value(self.key(self.query(asks))))
        if self.hp.mistake != "none":
            return self.of_values(self.mistaken(asks, tokens)[0])
        q, k, v = self.parts(asks, tokens)
        scale = None if self.hp.scaled else 1.0  # None is 1/√d
        mixed = F.scaled_dot_product_attention(q, k, v, scale=scale)  # (B, H, Q, d)
        return self.of_values(joined(mixed))

    def of_values(self, mixed: Tensor) -> Tensor:
        """W_o, from (B, Q, H·d) to (B, Q, E)."""
        found: Tensor = self.out(mixed)
        return found

    def parts(self, asks: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """q (B, H, Q, d), k and v (B, H, T, d)."""
        made = self.query(asks), self.key(tokens), self.value(tokens)
        q, k, v = (split(each, self.hp.heads) for each in made)
        return q, k, v

    def mistaken(self, asks: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What a usual mistake makes of them: the mix and the weights."""
        wrong = MISTAKES[self.hp.mistake]
        return wrong(self.query(asks), self.key(tokens), self.value(tokens), self.hp.heads)

    def weights(self, asks: Tensor, tokens: Tensor) -> Tensor:
        """Who looks where, (B, H, Q, T), by hand: torch's own does not hand them out."""
        if self.hp.mistake == "chained":
            return asks.new_zeros(len(asks), self.hp.heads, asks.shape[1], tokens.shape[1])
        if self.hp.mistake != "none":
            return self.mistaken(asks, tokens)[1]
        return attend(*self.parts(asks, tokens), scaled=self.hp.scaled)[1]


class Reader(nn.Module):
    """Vectors for tokens and questions, one way to bring them together, and scores of answers."""

    def __init__(self, task: Task, hp: Attention) -> None:
        super().__init__()
        self.embedding = nn.Embedding(task.codes, hp.width)
        self.has_places = hp.positions == "learned"
        self.asks_have_places = task.asks_have_places
        if self.has_places:
            self.places = nn.Embedding(task.length, hp.width)
        self.kind = hp.model
        if hp.model == "attention":
            self.heads = Heads(hp.width, hp)
            inner = hp.width
        else:
            size = hp.width * (2 if hp.model == "bag" else task.length + 1)
            self.hidden = nn.Linear(size, hp.hidden)
            inner = hp.hidden
        self.head = nn.Linear(inner, task.answers)

    def forward(self, asked: Tensor, told: Tensor) -> Tensor:
        """Logits (B, Q, V) for questions (B, Q) about tokens (B, T, C), C codes to a token."""
        asks, tokens = self.embedded(asked, told)  # (B, Q, E), (B, T, E)
        if self.kind == "attention":
            return self.scored(self.heads(asks, tokens))
        seen = tokens.mean(1) if self.kind == "bag" else tokens.flatten(1)  # (B, E) or (B, T·E)
        known = seen.unsqueeze(1).expand(-1, asks.shape[1], -1)
        return self.scored(F.relu(self.hidden(torch.cat([known, asks], 2))))

    def scored(self, h: Tensor) -> Tensor:
        """A score for every answer, (B, Q, V)."""
        logits: Tensor = self.head(h)
        return logits

    def embedded(self, asked: Tensor, told: Tensor) -> tuple[Tensor, Tensor]:
        """A vector for each: of a token the sum over its codes, and of its place, if that is on."""
        asks, tokens = self.embedding(asked), self.embedding(told).sum(2)
        if not self.has_places:
            return asks, tokens
        places = self.places.weight[: told.shape[1]]  # (T, E)
        return (asks + places if self.asks_have_places else asks), tokens + places

    def weights(self, asked: Tensor, told: Tensor) -> Tensor:
        """Who looks where, (B, H, Q, T); of one that does not attend, that is 1/T."""
        if self.kind == "attention":
            return self.heads.weights(*self.embedded(asked, told))
        shape = (len(asked), 1, asked.shape[1], told.shape[1])
        return self.embedding.weight.new_full(shape, 1 / told.shape[1])
