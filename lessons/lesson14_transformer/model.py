"""The network: a transformer that reads from left to right, in one short file.

h = token + position
h ← h + attention(norm(h))        one block, pre-LN: the norm comes before what it feeds,
h ← h + mlp(norm(h))              and the way from the bottom to the top has nothing on it
logits = norm(h) · W
"""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson14_transformer import Transformer as Settings
from lessons.lesson14_transformer.positions import SPREAD, Positions, rotated
from lessons.shared.attention import Attended, attend, causal


@dataclass
class Kept:
    """Of one layer, the keys and values of all that was read: what need not be computed again."""

    keys: Tensor
    values: Tensor
    """Both (B, H, T, K)."""
    last: Tensor
    """The last key before it was smeared and turned, (B, H, 1, K)."""


@dataclass
class Cache:
    """What a network keeps of a text while it writes: a `Kept` for each layer."""

    layers: list[Kept] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Tokens that were read."""
        return self.layers[0].keys.shape[-2] if self.layers else 0


class CausalAttention(nn.Module):
    """Each token asks those before it, and itself, in several heads."""

    def __init__(self, hp: Settings) -> None:
        super().__init__()
        self.heads, self.mask, self.rotary = hp.heads, hp.mask, hp.positions == "rotary"
        self.dropout = hp.dropout
        self.to_qkv = nn.Linear(hp.width, 3 * hp.width)
        self.out = nn.Linear(hp.width, hp.width)
        self.smear = nn.Parameter(torch.zeros(hp.heads)) if hp.smear else None

    def forward(self, x: Tensor, places: Tensor, cache: Cache | None, layer: int) -> Tensor:
        """What each head mixes, (B, H, T, K), for (B, T, D)."""
        q, k, v = self.queries_keys_values(x, places, cache, layer)  # (B, H, T, K)
        if cache is None:
            dropped = self.dropout if self.training else 0.0
            mixed = F.scaled_dot_product_attention(q, k, v, is_causal=self.mask, dropout_p=dropped)
        else:
            before = k.shape[-2] - q.shape[-2]  # tokens in the cache: a query sees all of them
            seen = torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=x.device)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=seen.tril(before))
        return mixed

    def queries_keys_values(
        self, x: Tensor, places: Tensor, cache: Cache | None = None, layer: int = 0
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Three times (B, H, T, K); with a cache, keys and values of all that was read."""
        q, k, v = (
            part.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for part in self.to_qkv(x).chunk(3, dim=-1)
        )
        kept = cache.layers[layer] if cache and layer < len(cache.layers) else None
        raw = k[..., -1:, :]
        if self.smear is not None:
            k = smeared(k, self.smear, kept.last if kept else None)
        if self.rotary:
            q, k = rotated(q, places), rotated(k, places)
        if kept:
            k, v = torch.cat([kept.keys, k], dim=-2), torch.cat([kept.values, v], dim=-2)
        if cache is not None:
            cache.layers[layer : layer + 1] = [Kept(k, v, raw)]
        return q, k, v


def smeared(k: Tensor, smear: Tensor, before: Tensor | None = None) -> Tensor:
    """kₜ ← a kₜ + (1 − a) kₜ₋₁, one a for each head. The first key has none before it."""
    a = smear.sigmoid()[..., None, None]  # (H, 1, 1)
    first = k[..., :1, :] if before is None else before
    return a * k + (1 - a) * torch.cat([first, k[..., :-1, :]], dim=-2)


class Block(nn.Module):
    """Attention, and where it is wanted two layers for each token by itself."""

    def __init__(self, hp: Settings) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(hp.width)
        self.attention = CausalAttention(hp)
        self.dropout = nn.Dropout(hp.dropout)
        if hp.mlp:
            self.norm2 = nn.LayerNorm(hp.width)
            self.up = nn.Linear(hp.width, hp.mlp * hp.width)
            self.down = nn.Linear(hp.mlp * hp.width, hp.width)

    def forward(self, x: Tensor, places: Tensor, cache: Cache | None, layer: int) -> Tensor:
        """From (B, T, D) to (B, T, D)."""
        return self.rest(x, self.attention(self.norm1(x), places, cache, layer))

    def rest(self, x: Tensor, mixed: Tensor) -> Tensor:
        """What the heads mixed, put side by side, through W_O, added; then the MLP."""
        x = x + self.dropout(self.attention.out(mixed.transpose(1, 2).flatten(2)))
        if hasattr(self, "up"):
            x = x + self.dropout(self.down(F.gelu(self.up(self.norm2(x)))))
        return x


class CausalTransformer(nn.Module):
    """Scores what follows each token, from what came up to it."""

    def __init__(self, tokens: int, hp: Settings) -> None:
        super().__init__()
        self.context, self.heads, self.mask = hp.context, hp.heads, hp.mask
        self.embedding = nn.Embedding(tokens, hp.width)
        self.positions = Positions(hp.positions, hp.context, hp.width)
        self.dropout = nn.Dropout(hp.dropout)
        self.each = [Block(hp) for _ in range(hp.layers)]
        self.blocks = nn.ModuleList(self.each)  # so that torch finds their weights
        self.norm = nn.LayerNorm(hp.width)
        self.head = nn.Linear(hp.width, tokens)
        nn.init.normal_(self.embedding.weight, std=SPREAD)

    def forward(self, seen: Tensor, cache: Cache | None = None) -> Tensor:
        """Logits (B, T, V) for tokens (B, T); with a cache, those that follow what is in it."""
        start = cache.length if cache else 0
        places = places_of(seen, start)  # (T,)
        x = self.dropout(self.positions(self.embedding(seen), places))  # (B, T, D)
        for layer, block in enumerate(self.each):
            x = block(x, places, cache, layer)
        logits: Tensor = self.head(self.norm(x))
        return logits

    @torch.no_grad()
    def by_hand(self, seen: Tensor) -> tuple[Tensor, list[Attended]]:
        """The same logits, and every number on the way to them: each layer's attention by hand."""
        places = places_of(seen)
        mask = causal(seen.shape[1], seen.device) if self.mask else None
        x, found = self.positions(self.embedding(seen), places), []
        for block in self.each:
            q, k, v = block.attention.queries_keys_values(block.norm1(x), places)
            found.append(attend(q, k, v, mask))
            x = block.rest(x, found[-1].mixed)
        return self.head(self.norm(x)), found


def places_of(seen: Tensor, start: int = 0) -> Tensor:
    """The places of tokens (B, T), (T,)."""
    return torch.arange(start, start + seen.shape[1], device=seen.device)
