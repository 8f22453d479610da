"""One network of a race: its loop, its settings, its randomness, and what it has said."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from typing import Any

import torch
from torch import nn

from lessons.kit.engine.failures import Failure, failure_of
from lessons.kit.engine.randomness import Randomness, luck
from lessons.kit.engine.run import EngineState, Run, SavedNetwork
from lessons.kit.engine.scalars import Scalars
from lessons.kit.errors import BadUsage, Trouble
from lessons.kit.page.drawn import plain
from lessons.kit.page.params import Params
from lessons.kit.stream import loop_events
from lessons.kit.stream.events import (
    Answer,
    Event,
    NetworkEnd,
    NoteEvent,
    PictureEvent,
    QuestionEvent,
)
from lessons.kit.stream.loop_events import Note, Picture, Question, Step

CHECK_EVERY = 32
"""Steps between two looks for a network that cannot come back: a fixed number, so that
equal runs end alike, and no wait for the accelerator at every step."""

log = logging.getLogger(__name__)


Loop = Callable[[Any, Run], Iterator[loop_events.Event]]


class Network:
    """One (variant, seed). An error in it ends it, and lets the others go on."""

    def __init__(
        self, loop: Loop, hp: Params, variant: str, seed: int, device: torch.device,
        data: Any, saved: SavedNetwork | None = None, watched: tuple[str, ...] = ("loss",),
    ) -> None:  # fmt: skip
        self.variant = variant
        self.seed = seed
        self.hp = hp.override(saved.settings) if saved else hp
        self.randomness = Randomness(seed, device)
        self.scalars = Scalars(variant, seed, device, watched)
        self.scalars.remember(saved.broken if saved else {})
        self.engine = EngineState(self.randomness, saved, saved.step if saved else 0)
        self.run = Run(seed, device, data, self.engine)
        self.asks: list[Question] = []
        self.end: NetworkEnd | None = None
        self._saved = saved
        self._final: SavedNetwork | None = None
        self._train = loop
        self.loop = loop(self.hp, self.run)

    @property
    def was_over(self) -> bool:
        """Whether it had ended before it was resumed."""
        return self._saved is not None and self._saved.end is not None

    def anew(self, **settings: Any) -> "Network":
        """A new network like this one, with other settings, from its first step."""
        run = self.run
        hp = self.hp.override(settings)
        same = run.device, run.data, None, self.scalars.watched
        return Network(self._train, hp, self.variant, self.seed, *same)

    def close(self) -> None:
        """Train no more."""
        self.loop.close()  # type: ignore[attr-defined]

    def try_tick(self) -> None:
        """Train one step, and let its error through."""
        with self.randomness:
            self._until_step([])

    def tick(self) -> list[Event]:
        """Train one step. The events are its pictures and notes, and its end if it ended."""
        if self.end:
            return []
        events: list[Event] = []
        try:
            with self.randomness:
                going = self._until_step(events)
        except (Exception, SystemExit) as error:
            if self.engine.ranks:
                self.engine.ranks.require_all(error)
            return [*events, self.failed(error)]
        return [*events, *self.ended(going)]

    def ended(self, going: bool) -> list[Event]:
        """After a step: its end, if this was its last or it cannot come back."""
        ended = self._diverged() if going else self._finished()
        return [ended] if ended else []

    def wake(self) -> None:
        """Bring a network back as it was saved, to be asked and not to be trained."""
        self.engine.is_at_rest = True
        self.tick()
        if self.end and self.end.how == "failed":
            failed = Trouble(self.end.message, self.end.fix)
            failed.exit_code = self.end.exit
            raise failed

    def answer(self, question: str, which: int = 0) -> Answer:
        """Ask the model something, between two ticks; what is learned is not touched."""
        if not self.engine.begun and self.end:
            raise BadUsage(f"{self.variant} is not part of this run", "ask another variant")
        if not self.engine.begun:
            raise BadUsage(f"{self.variant} has not started", "let it train a step first")
        if not self.asks:
            raise BadUsage(f"{self.variant} cannot be asked anything", "ask another variant")
        randomness = Randomness(luck(self.engine.step, question), self.run.device)
        with randomness, torch.no_grad(), _evaluating(self.engine.state):
            answer = self.asks[which].answer(question)
        return Answer(
            variant=self.variant, seed=self.seed, step=self.engine.step,
            question=question, answer=answer,
        )  # fmt: skip

    def save(self) -> SavedNetwork:
        """Everything needed to go on from here. Call it between ticks."""
        if self._final:
            return self._final
        if self._saved and not self.engine.begun:
            return replace(self._saved, settings=self.hp.as_dict())
        self.scalars.settle()
        return SavedNetwork(
            self.variant, self.seed, self.engine.step, self.hp.as_dict(), self.randomness.state(),
            {name: keeper.state_dict() for name, keeper in self.engine.state.items()},
            self.scalars.remembered(), self.end,
        )  # fmt: skip

    def freeze(self) -> None:
        """Keep it as it is now, whatever becomes of its weights: it has ended."""
        self._final = deepcopy(self.save())
        self.engine.is_at_rest = True

    def _until_step(self, events: list[Event]) -> bool:
        """Run the loop to the end of its tick. False when it has no more."""
        for event in self.loop:
            if isinstance(event, Step):
                self.take_step(event)
                return True
            events.append(self.heard(event))
        return False

    def take_step(self, step: Step) -> None:
        """Take the scalars of the step that it has just trained."""
        self.engine.picture_wanted = False
        self.scalars.add_step(self.engine.step, step.values)

    def heard(self, event: Picture | Note | Question) -> Event:
        """What its loop said, as everybody is told."""
        match event:
            case Picture():
                return PictureEvent(**self._here(), panel=event.panel, value=plain(event.value))
            case Note():
                return NoteEvent(**self._here(), text=event.text)
            case Question():
                self.asks.append(event)
                return QuestionEvent(variant=self.variant, seed=self.seed, prompt=event.prompt)
        other = type(event).__name__
        raise TypeError(f"a loop yields Step, Picture, Note or Question, and no {other}")

    def _here(self) -> dict[str, Any]:
        return {"variant": self.variant, "seed": self.seed, "step": self.engine.step}

    def _finished(self) -> NetworkEnd:
        already = self._saved.end if self._saved else None
        self.end = already or NetworkEnd(**self._here(), how="finished")
        return self.end

    def _diverged(self) -> NetworkEnd | None:
        """End a network of which a watched scalar cannot become finite again, every 32 steps."""
        if self.engine.step % CHECK_EVERY:
            return None
        self.scalars.settle()
        if (lost := self.scalars.hopeless()) is None:
            return None
        self.close()
        message = f"the {lost} is not a number any more; training ended at step {self.engine.step}"
        self.end = NetworkEnd(**self._here(), how="diverged", message=message)
        return self.end

    def failed(self, error: BaseException, loop: Iterator[Any] | None = None) -> NetworkEnd:
        """End it for an error in its loop, or in the one that it shares."""
        trace = "".join(traceback.format_exception(error))  # `failure_of` may clear its frames
        why = failure_of(error, self, loop)
        where = f"{self.variant}, seed {self.seed}, failed at step {self.engine.step}"
        log.error("%s\n%s", where, why.traceback or trace)
        return self.give_up(why)

    def give_up(self, why: Failure) -> NetworkEnd:
        """End it as failed, and say why."""
        self.end = NetworkEnd(
            **self._here(), how="failed", message=why.message, fix=why.fix, exit=why.code,
            traceback=why.traceback,
        )  # fmt: skip
        return self.end


@contextmanager
def _evaluating(state: dict[str, Any]) -> Iterator[None]:
    """Every module in eval mode, and back as it was."""
    modules = [m for kept in state.values() if isinstance(kept, nn.Module) for m in kept.modules()]
    training = [module.training for module in modules]
    for module in modules:
        module.training = False
    try:
        yield
    finally:
        for module, was in zip(modules, training, strict=True):
            module.training = was
