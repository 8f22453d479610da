"""A network as deep as you like: the same layer over and over, and what can be changed in it."""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson08_depth import Depth

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": F.relu,
    "tanh": F.tanh,
    "sigmoid": F.sigmoid,
}
STARTS: dict[str, Callable[[Tensor], Tensor]] = {
    "xavier": nn.init.xavier_uniform_,
    "he": nn.init.kaiming_normal_,
}


@dataclass
class Trace:
    """What every hidden layer made of a batch, from the first to the last."""

    active: list[Tensor] = field(default_factory=list)
    """φ(a) of each layer, (B, H)."""
    states: list[Tensor] = field(default_factory=list)
    """What each layer gives to the next one, (B, H): the same, unless there is a shortcut."""

    def of(self, place: int) -> "Trace":
        """That of one network, where there are several in front: (S, B, H)."""
        return Trace([h[place] for h in self.active], [h[place] for h in self.states])


class Layer(nn.Module):
    """h' = φ(norm(W h + b)), and with a shortcut h' = h + φ(norm(W h + b))."""

    def __init__(self, inputs: int, hp: Depth, *, is_first: bool) -> None:
        super().__init__()
        self.linear = nn.Linear(inputs, hp.width)
        self.norm = nn.BatchNorm1d(hp.width) if hp.batchnorm else nn.Identity()
        self.activation = ACTIVATIONS[hp.activation]
        self.dropout = hp.dropout
        self.has_shortcut = hp.shortcut and not is_first  # the first has pixels before it
        if hp.start in STARTS:
            STARTS[hp.start](self.linear.weight)
            nn.init.zeros_(self.linear.bias)

    def forward(self, h: Tensor, trace: Trace) -> Tensor:
        """From (B, F) to (B, H)."""
        active = self.activation(self.norm(self.linear(h)))  # (B, H)
        if self.dropout:
            active = F.dropout(active, self.dropout, self.training)
        state = h + active if self.has_shortcut else active
        trace.active.append(active)
        trace.states.append(state)
        return state


class DeepNet(nn.Module):
    """Layers, one on another, and a linear head that scores the classes."""

    def __init__(self, inputs: int, classes: int, hp: Depth) -> None:
        super().__init__()
        sizes = [inputs, *[hp.width] * (hp.depth - 1)]
        self.layers = nn.ModuleList(
            Layer(size, hp, is_first=place == 0) for place, size in enumerate(sizes)
        )
        self.head = nn.Linear(hp.width, classes)

    def forward(self, x: Tensor, trace: Trace | None = None) -> Tensor:
        """Logits (B, C) for pixels (B, F); `trace` is filled on the way."""
        trace = trace or Trace()
        h = x
        for layer in self.layers:
            h = layer(h, trace)
        logits: Tensor = self.head(h)
        return logits

    @property
    def weights(self) -> list[nn.Parameter]:
        """The weight matrix of each hidden layer."""
        return [self.get_parameter(f"layers.{n}.linear.weight") for n in range(len(self.layers))]
