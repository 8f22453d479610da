"""The network: a recurrent reader of words, and how one vector is made of all its states."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson04_sentiment import Sentiment
from lessons.shared.labelled.wording import PADDING

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class Reader(nn.Module):
    """Reads a text word by word, and scores its classes."""

    def __init__(self, words: int, classes: int, hp: Sentiment) -> None:
        super().__init__()
        self.hp = hp
        cell = CELLS[hp.cell]
        self.embedding = nn.Embedding(words, hp.embed, padding_idx=PADDING)
        nn.init.uniform_(self.embedding.weight, -hp.init_range, hp.init_range)
        nn.init.zeros_(self.embedding.weight[PADDING].detach())
        self.forth = cell(hp.embed, hp.hidden, batch_first=True)
        self.back = cell(hp.embed, hp.hidden, batch_first=True) if hp.bidirectional else None
        self.head = nn.Linear(hp.hidden * (2 if hp.bidirectional else 1), classes)

    def forward(self, words: Tensor, lengths: Tensor) -> Tensor:
        """Logits of the classes, (B, C), for words (B, T) of which the first `lengths` are real."""
        x = self.drop(self.embedding(words))  # (B, T, E)
        states = self.forth(x)[0]  # (B, T, H)
        if self.back is not None:
            reverse = self.back(reversed_padded(x, lengths))[0]  # (B, T, H)
            states = torch.cat([states, reversed_padded(reverse, lengths)], dim=2)  # (B, T, 2H)
        logits: Tensor = self.head(self.drop(pooled(states, lengths, self.hp.pooling)))
        return logits

    def drop(self, x: Tensor) -> Tensor:
        """Dropout: in training some numbers are set to zero, and the others grow to make up."""
        return F.dropout(x, self.hp.dropout, self.training)


def reversed_padded(x: Tensor, lengths: Tensor) -> Tensor:
    """Every text backwards, its padding left where it was. Doing it twice undoes it."""
    t = torch.arange(x.shape[1], device=x.device)
    places = (lengths[:, None] - 1 - t) % x.shape[1]  # (B, T)
    return x.take_along_dim(places[:, :, None], dim=1)


def pooled(states: Tensor, lengths: Tensor, pooling: str) -> Tensor:
    """One vector for each text, (B, H), out of the states after each word, (B, T, H)."""
    if pooling == "padded":
        return states[:, -1]  # the bug: for a short text this is the state after its padding
    if pooling == "last":
        return states[torch.arange(len(states), device=states.device), lengths - 1]
    is_word = torch.arange(states.shape[1], device=states.device) < lengths[:, None]  # (B, T)
    if pooling == "max":
        return states.masked_fill(~is_word[:, :, None], -torch.inf).amax(dim=1)
    return (states * is_word[:, :, None]).sum(dim=1) / lengths[:, None]
