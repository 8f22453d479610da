"""What a lesson's loop is handed, and behind it what the engine keeps of the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from lessons.kit.engine.randomness import Randomness
from lessons.kit.engine.throughput import Throughput
from lessons.kit.stream.events import NetworkEnd

if TYPE_CHECKING:
    from lessons.kit.speed.ranks import Ranks

PICTURES = 60
"""Pictures of each panel over a whole run, beside those of the first steps."""
FIRST = (1, 2, 3, 5)


@dataclass
class SavedNetwork:
    """What a checkpoint keeps of one network."""

    variant: str
    seed: int
    step: int
    settings: dict[str, Any]
    random: dict[str, Tensor]
    state: dict[str, Any]
    broken: dict[str, list[bool]] = field(default_factory=dict)
    end: NetworkEnd | None = None


@dataclass(eq=False)
class EngineState:
    """What the engine keeps of a network that trains; no business of its loop."""

    randomness: Randomness
    """What this network draws from. The engine puts it in place around each of its ticks."""
    saved: SavedNetwork | None = None
    step: int = 0
    total: int = 0
    state: dict[str, Any] = field(default_factory=dict)
    """What the loop named in `run.steps`."""
    watched: Callable[[int], None] | None = None
    """Is told of every step before it is trained, while a run is being looked into."""
    prepare: Callable[[Any, Run], None] | None = None
    """What is done to the loop's `model` before it is trained, to speed it up."""
    ranks: Ranks | None = None
    """The processes that share its batches, where there are several."""
    begun: bool = False
    """Whether the loop has come to its steps: before that there is nothing to save."""
    picture_wanted: bool = False
    turns: int = 0
    """How often a knob was turned."""
    is_edited: bool = False
    """Whether the loop is the learner's own."""
    is_at_rest: bool = False
    """Whether there is nothing to train: the network is here to be asked."""

    def begin(self, total: int, state: dict[str, Any]) -> None:
        """The loop comes to its steps: take up what a checkpoint has."""
        self.total, self.state, self.begun = total, state, True
        if self.saved and self.saved.state:
            for name, keeper in state.items():
                keeper.load_state_dict(self.saved.state[name])
            self.randomness.restore(self.saved.random)
            self.step = self.saved.step
        if self.saved and self.saved.end:
            self.is_at_rest = True


class Run:
    """A network's side of the race: what a lesson's `train` is handed."""

    def __init__(self, seed: int, device: torch.device, data: Any, engine: EngineState) -> None:
        self.seed = seed
        self.device = device
        self.data = data
        """What the lesson trains on: the content its page's `data` returned."""
        self.in_words: Callable[..., list[str]] | None = None
        """How a person reads what the model is given: from its inputs, a string an example."""
        self.throughput = Throughput()
        """What a step goes through, where the loop says it, and how fast."""
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        if name in EngineState.__dataclass_fields__:
            told = f"run.{name} is the engine's own: a loop has device, data, seed, steps, in_words"
            raise AttributeError(f"{told}, and time_to_show(step) for when a picture is due")
        raise AttributeError(f"a run has no {name}")

    def steps(self, total: int, **state: Any) -> Iterator[int]:
        """Count the steps, 1 to total, going on where a checkpoint left off.

        Everything that must survive a kill is named in `state`: anything with `state_dict`
        and `load_state_dict`. What is not named here starts afresh on resume.
        """
        engine = self._engine
        engine.begin(total, state)
        if engine.prepare and "model" in state:
            engine.prepare(state["model"], self)
        while not engine.is_at_rest and engine.step < total:
            engine.step += 1
            if engine.watched:
                engine.watched(engine.step)
            yield engine.step

    def by_rows(self, function: Callable[..., tuple[Tensor, ...]]) -> Callable[..., Any]:
        """The same function; with `--devices` each device computes its own rows of it.

        Its tensors have one row for each example, and so has every tensor of the tuple that it
        returns. No gradient goes through it.
        """
        ranks = self._engine.ranks
        return ranks.by_rows(function) if ranks else function

    def time_to_show(
        self, step: int, times: int = PICTURES, *, apart: int = 1, first: tuple[int, ...] = FIRST
    ) -> bool:
        """Whether a picture is due: at the first steps, the last, and this many times between.

        There at least this many steps `apart`; and whenever somebody asks for one.
        """
        engine = self._engine
        if engine.is_at_rest:
            return False  # it has ended; others of its team go on
        every = max(apart, engine.total // times)
        return engine.picture_wanted or step in (*first, engine.total) or step % every == 0


def engine_state(run: Run) -> EngineState:
    """What the engine keeps behind a run, for the engine and for what speeds it up."""
    return run._engine
