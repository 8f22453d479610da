"""An encoder that reads both ways, the sentences it is trained on, and S of them as one network.

Each block normalises what it reads, and adds what it finds to it (pre-LN: Xiong et al., 2020, "On
layer normalization in the transformer architecture"): such a stack learns without a warm-up. It is
trained to fill in words that were hidden, as Devlin et al. (2019), "BERT", section 3.1. B
sentences, T tokens, D numbers a token, V words, S networks. Token 0 is padding.
"""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.speed.stack import Stack, embedded, layer_norm, linear
from lessons.shared.attention import Attended, MultiHeadAttention, among, split_heads

PADDING = 0
NOT_ASKED = -100
"""The target of a token that is not to be guessed: cross-entropy leaves it out."""
MASKED, REPLACED = 0.8, 0.1
"""Of the tokens asked for: the share that is hidden, that is another word; the rest are as was."""
DIGITS = 65_537
"""The digits of a number from 0 to 1 behind the first few are a number by themselves."""
LANES = 16
"""On a CPU stacked encoders look at a multiple of so many tokens: a softmax over 14 numbers took
twelve times as long as one over 16."""
INIT = 0.02
"""Deviation of the embeddings at the start, as BERT has it: steps of Adam are seen sooner."""


class Block(nn.Module):
    """Look at the others, then think about what was found: each is added to what was known."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.before_looking = nn.LayerNorm(width)
        self.attention = MultiHeadAttention(width, heads)
        self.before_thinking = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Tokens (B, T, D) to tokens (B, T, D)."""
        x = x + self.attention(self.before_looking(x), mask)
        h: Tensor = self.down(F.gelu(self.up(self.before_thinking(x))))
        return x + h

    def looks(self, x: Tensor, mask: Tensor | None) -> Attended:
        """The attention of `forward` with all its numbers."""
        return self.attention.by_hand(self.before_looking(x), mask)


class Encoder(nn.Module):
    """A vector for each token, that depends on all tokens of its sentence."""

    def __init__(self, words: int, longest: int, width: int, heads: int, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(words, width)
        self.places = nn.Embedding(longest, width)
        for table in (self.words, self.places):
            nn.init.normal_(table.weight, std=INIT)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.last = nn.LayerNorm(width)

    def forward(self, tokens: Tensor) -> Tensor:
        """The states (B, T, D) of tokens (B, T); those of padding say nothing."""
        x, mask = self.begin(tokens)
        for block in self.blocks:
            x = block(x, mask)
        states: Tensor = self.last(x)
        return states

    def begin(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What each token is and where it stands, (B, T, D), and who may look at whom."""
        x = self.words(tokens) + self.places.weight[: tokens.shape[1]]
        return x, among(tokens != PADDING)

    @torch.no_grad()
    def by_hand(self, tokens: Tensor) -> list[Attended]:
        """The attention of every layer with all its numbers, for a picture: (B, H, T, T) each."""
        x, mask = self.begin(tokens)
        found = []
        for block in self.blocks:
            assert isinstance(block, Block)
            found.append(block.looks(x, mask))
            x = block(x, mask)
        return found


def mask_tokens(
    tokens: Tensor, share: float, *, hidden: int, first: int, words: int,
    generator: torch.Generator | None = None, luck: Tensor | None = None,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """A `share` of the words hidden: what the network reads, and what it is asked for, (B, T) both.

    Of the words asked for, 80 % become the mark `hidden`, 10 % any word, and 10 % stay: a network
    that only ever answers at the mark learns nothing about words that it can see. Words are from
    `first` up to `words`, and what is below are marks, never asked for. Where a token is not asked
    for, the target is NOT_ASKED. Nothing here waits for a GPU.

    Numbers from 0 to 1 as `luck`, (B, T), decide it instead of chance: the same hide the same.
    """
    shape, device = tokens.shape, tokens.device
    if luck is None:
        luck = torch.rand(shape, generator=generator, device=device)
        other = torch.randint(first, words, shape, generator=generator, device=device)
    else:
        other = first + (luck * DIGITS % 1 * (words - first)).long()
    luck = luck / share  # asked for below 1
    is_asked = (luck < 1) & (tokens >= first)
    seen = torch.where(luck < MASKED + REPLACED, other, tokens)
    seen = torch.where(luck < MASKED, hidden, seen)
    return torch.where(is_asked, seen, tokens), torch.where(is_asked, tokens, NOT_ASKED)


def masked_loss(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross-entropy (…, T, V) over the tokens asked for, (…, T); 0 where there are none.

    The mean of no number would be nan, and so would every weight after it.
    """
    summed = F.cross_entropy(
        logits.flatten(0, -2), targets.flatten(), ignore_index=NOT_ASKED, reduction="sum"
    )
    return summed / (targets != NOT_ASKED).sum().clamp(min=1)


def encoded(
    stack: Stack, name: str, tokens: Tensor, heads: int, places: Tensor | None = None
) -> Tensor:
    """The states (S, B, T, D) of tokens (S, B, T), each network's in its own encoder `name`.

    Of `places` (S, N), from 0 up to B·T, alone: (S, N, D). The last block thinks about no others.
    """
    x = embedded(tokens, stack[f"{name}.words.weight"])  # (S, B, T, D)
    x = x + stack[f"{name}.places.weight"][:, None, : tokens.shape[-1]]
    allowed = among(tokens != PADDING).flatten(0, 1)  # (S·B, 1, T, T)
    mask = torch.zeros_like(allowed, dtype=x.dtype).masked_fill_(~allowed, -torch.inf)
    if not x.is_cuda:
        mask = F.pad(mask, (0, -mask.shape[-1] % LANES), value=-torch.inf)  # (S·B, 1, T, U)
    layers = _blocks(stack, name)
    for layer in range(layers):
        x = _looked(stack, f"{name}.blocks.{layer}", x, mask, heads)
        if places is not None and layer == layers - 1:
            x = chosen(x.flatten(1, 2), places)  # (S, N, D)
        x = _thought(stack, f"{name}.blocks.{layer}", x)
    return layer_norm(x, stack[f"{name}.last.weight"], stack[f"{name}.last.bias"])


def chosen(rows: Tensor, places: Tensor) -> Tensor:
    """Each network's own rows (S, R, D) at its places (S, N): (S, N, D)."""
    first = torch.arange(len(rows), device=rows.device)[:, None] * rows.shape[1]
    return rows.flatten(0, 1)[places + first]


def _blocks(stack: Stack, name: str) -> int:
    return sum(
        own.startswith(f"{name}.blocks.") for own in stack.weights if own.endswith("up.bias")
    )


def _looked(stack: Stack, name: str, x: Tensor, mask: Tensor, heads: int) -> Tensor:
    """The first half of a `Block` of each network: tokens (S, B, T, D), from all to each."""
    h = _through(layer_norm, stack, f"{name}.before_looking", x)
    h = _through(linear, stack, f"{name}.attention.qkv", h)
    q, k, v = split_heads(h.flatten(0, 1), heads)  # (S·B, H, T, E)
    mixed = _mixed(q, k, v, mask).transpose(1, 2).reshape(x.shape)
    return x + _through(linear, stack, f"{name}.attention.out", mixed)


def _thought(stack: Stack, name: str, x: Tensor) -> Tensor:
    """The second half, (S, …, D): each token by itself."""
    h = _through(layer_norm, stack, f"{name}.before_thinking", x)
    h = F.gelu(_through(linear, stack, f"{name}.up", h))
    return x + _through(linear, stack, f"{name}.down", h)


def _mixed(q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    """What each token takes from the others, (S·B, H, T, E); `mask` is added to the scores.

    It may be wider than there are tokens, and is −∞ there.
    """
    more = mask.shape[-1] - k.shape[-2]
    k, v = (F.pad(each, (0, 0, 0, more)) for each in (k, v))  # (S·B, H, U, E)
    return F.scaled_dot_product_attention(q, k, v, mask)


def _through(layer: Any, stack: Stack, name: str, x: Tensor) -> Tensor:
    found: Tensor = layer(x, stack[f"{name}.weight"], stack[f"{name}.bias"])
    return found
