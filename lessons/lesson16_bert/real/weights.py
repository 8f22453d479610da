"""Real weights: a folder with a BERT, read from the disk and never from a network. No pickle.

Its blocks normalise after adding (post-LN: Devlin et al., 2019); folder.py says what is in it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from lessons.lesson16_bert.real.folder import (
    AGAIN,
    TURNED,
    WEIGHTS,
    WORDS,
    files_of,
    plain_name,
    refused,
)
from lessons.lesson16_bert.real.pieces import Pieces
from lessons.shared.attention import Attended, MultiHeadAttention, among
from lessons.shared.encoder import PADDING

INIT = 0.02
EPS = 1e-12
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "gelu": F.gelu,
    "gelu_new": partial(F.gelu, approximate="tanh"),
    "relu": F.relu,
}


class PostBlock(nn.Module):
    """Look at the others, then think: each is added, and the sum is normalised."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        width, heads = config["hidden_size"], config["num_attention_heads"]
        inner, eps = config["intermediate_size"], config.get("layer_norm_eps", EPS)
        self.activation = ACTIVATIONS[config.get("hidden_act", "gelu")]
        self.attention = MultiHeadAttention(width, heads)
        self.after_looking = nn.LayerNorm(width, eps)
        self.up = nn.Linear(width, inner)
        self.down = nn.Linear(inner, width)
        self.after_thinking = nn.LayerNorm(width, eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """Tokens (B, T, D) to tokens (B, T, D)."""
        x = self.after_looking(x + self.attention(x, mask))
        found: Tensor = self.after_thinking(x + self.down(self.activation(self.up(x))))
        return found


class RealEncoder(nn.Module):
    """The encoder of a BERT, with the parts that lessons/shared/encoder.py has."""

    def __init__(self, config: dict[str, Any], words: int) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.words = nn.Embedding(words, width)
        self.places = nn.Embedding(config["max_position_embeddings"], width)
        self.first = nn.LayerNorm(width, config.get("layer_norm_eps", EPS))
        self.blocks = nn.ModuleList(PostBlock(config) for _ in range(config["num_hidden_layers"]))
        self.last = nn.Identity()
        for table in (self.words, self.places):
            nn.init.normal_(table.weight, std=INIT)

    @torch.no_grad()
    def take(self, found: dict[str, Tensor], rows: list[int]) -> None:
        """The weights of a folder; its table of words in our order of the pieces."""
        self.words.weight.copy_(found[WORDS][rows])
        self.places.weight.copy_(found["embeddings.position_embeddings.weight"])
        kinds = found.get("embeddings.token_type_embeddings.weight")
        if kinds is not None:  # a text alone is always of the first kind
            self.places.weight.add_(kinds[0])
        self.first.load_state_dict(parts(found, "embeddings.LayerNorm"))
        for at, block in enumerate(self.blocks):
            block.load_state_dict(of_block(found, f"encoder.layer.{at}"))

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


class RealHead(nn.Module):
    """What a BERT makes of a state before it is compared with the vector of each word."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__()
        width = config["hidden_size"]
        self.activation = ACTIVATIONS[config.get("hidden_act", "gelu")]
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, config.get("layer_norm_eps", EPS))

    def forward(self, states: Tensor) -> Tensor:
        """States (…, D) to states (…, D)."""
        found: Tensor = self.norm(self.activation(self.dense(states)))
        return found

    def take(self, found: dict[str, Tensor]) -> None:
        """The weights of a folder."""
        self.dense.load_state_dict(parts(found, f"{TURNED}.dense"))
        self.norm.load_state_dict(parts(found, f"{TURNED}.LayerNorm"))


def filled(real: Pieces, encoder: RealEncoder, head: nn.Module, bias: Tensor) -> None:
    """Put the weights of a folder into a network. Raises BadEnvironment where they do not fit."""
    try:
        read = [item for path in files_of(real.folder) for item in load_file(path).items()]
        found = {plain_name(name): weight for name, weight in read}
        encoder.take(found, real.rows)
        if isinstance(head, RealHead):
            head.take(found)
            bias.data.copy_(found["cls.predictions.bias"][real.rows])
    except (SafetensorError, OSError, RuntimeError, LookupError):
        what = f"has a {WEIGHTS} that has changed, or is damaged"
        raise refused(real.folder, what) from None
    weights = [*encoder.parameters(), *head.parameters(), bias]
    if not all(weight.isfinite().all() for weight in weights):
        raise refused(real.folder, "has weights that are no numbers (NaN or infinite)", AGAIN)


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
