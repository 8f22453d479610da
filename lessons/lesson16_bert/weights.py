"""Real weights: a folder with a BERT, read from the disk and never from a network. No pickle.

The folder has `config.json`, `vocab.txt` and `model.safetensors`. Its blocks normalise after
adding (post-LN: Devlin et al., 2019), and its words are cut into pieces that the vocabulary has.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from lessons.lesson16_bert.pieces import refused, vocabulary_of
from lessons.lesson16_bert.texts import MARKS
from lessons.shared.attention import Attended, MultiHeadAttention, among
from lessons.shared.encoder import PADDING

INIT = 0.02


class PostBlock(nn.Module):
    """Look at the others, then think: each is added, and the sum is normalised."""

    def __init__(self, width: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.attention = MultiHeadAttention(width, heads)
        self.after_looking = nn.LayerNorm(width, eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.after_thinking = nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Tokens (B, T, D) to tokens (B, T, D)."""
        x = self.after_looking(x + self.attention(x, mask))
        found: Tensor = self.after_thinking(x + self.down(F.gelu(self.up(x))))
        return found


class RealEncoder(nn.Module):
    """The encoder of a BERT, with the parts that lessons/shared/encoder.py has."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width, heads = config["hidden_size"], config["num_attention_heads"]
        eps, places = config.get("layer_norm_eps", 1e-12), config["max_position_embeddings"]
        pieces, numbers = vocabulary_of(folder)
        self.words = nn.Embedding(len(pieces), width)
        self.places = nn.Embedding(places, width)
        self.first = nn.LayerNorm(width, eps)
        self.blocks = nn.ModuleList(
            PostBlock(width, heads, config["intermediate_size"], eps)
            for _ in range(config["num_hidden_layers"])
        )
        self.last = nn.Identity()
        for table in (self.words, self.places):
            nn.init.normal_(table.weight, std=INIT)
        if not fresh:
            self.take(folder, [numbers[name] for name in (*MARKS, *pieces[len(MARKS) :])])

    @torch.no_grad()
    def take(self, folder: Path, order: list[int]) -> None:
        """The weights of the folder; its table of words in our order of the pieces."""
        try:
            found = load_file(folder / "model.safetensors")
            found = {name.removeprefix("bert."): weight for name, weight in found.items()}
            kinds = found["embeddings.token_type_embeddings.weight"]
            self.words.weight.copy_(found["embeddings.word_embeddings.weight"][order])
            self.places.weight.copy_(found["embeddings.position_embeddings.weight"] + kinds[0])
            self.first.load_state_dict(parts(found, "embeddings.LayerNorm"))
            for at, block in enumerate(self.blocks):
                block.load_state_dict(of_block(found, f"encoder.layer.{at}"))
        except KeyError as missing:
            raise refused(folder, f"has no weights called {missing.args[0]}", WANTED) from None
        except (SafetensorError, RuntimeError, IndexError):
            what = "does not hold the weights that its config.json promises, or is damaged"
            raise refused(folder, what, WANTED) from None

    def forward(self, tokens: Tensor) -> Tensor:
        """The states (B, T, D) of tokens (B, T)."""
        x, mask = self.begin(tokens)
        for block in self.blocks:
            x = block(x, mask)
        return x

    def begin(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """What each token is and where it stands, (B, T, D), and who may look at whom."""
        x = self.words(tokens) + self.places.weight[: tokens.shape[1]]
        return self.first(x), among(tokens != PADDING)

    @torch.no_grad()
    def by_hand(self, tokens: Tensor) -> list[Attended]:
        """The attention of the first and the last layer: a picture has no room for all."""
        x, mask = self.begin(tokens)
        found = []
        for block in self.blocks:
            assert isinstance(block, PostBlock)
            found.append(block.attention.by_hand(x, mask))
            x = block(x, mask)
        return [found[0], found[-1]]


WANTED = "give a folder with a BERT, as transformers saves it: config.json, vocab.txt, " \
         "model.safetensors"  # fmt: skip


def parts(found: dict[str, Tensor], name: str) -> dict[str, Tensor]:
    """A layer's weight and bias."""
    return {part: found[f"{name}.{part}"] for part in ("weight", "bias")}


def of_block(found: dict[str, Tensor], name: str) -> dict[str, Any]:
    """The weights of one layer, by the names that a PostBlock has; query, key and value in one."""
    state: dict[str, Any] = {}
    for part in ("weight", "bias"):
        three = (found[f"{name}.attention.self.{one}.{part}"] for one in ("query", "key", "value"))
        state[f"attention.qkv.{part}"] = torch.cat([*three])
    same = {
        "attention.out": "attention.output.dense", "after_looking": "attention.output.LayerNorm",
        "up": "intermediate.dense", "down": "output.dense", "after_thinking": "output.LayerNorm",
    }  # fmt: skip
    for ours, theirs in same.items():
        state |= {f"{ours}.{k}": v for k, v in parts(found, f"{name}.{theirs}").items()}
    return state
