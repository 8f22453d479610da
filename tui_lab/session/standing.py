"""What a learner predicts: of which networks, whether it counts, and what came of it. No Textual.

A prediction is about networks with certain settings, never about "the lesson". It counts where
nobody has seen these networks train, and its verdict is that of the run that is looked at: a run
with other settings has none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lessons.kit.stream.events import Control, Start
from lessons.kit.stream.former import former
from tui_lab.session.predicted import Predicted

if TYPE_CHECKING:
    from lessons.kit import History, Lesson, Plan, Prediction


@dataclass(frozen=True)
class Setup:
    """What is trained, as far as the answer to a question depends on it: not the seeds."""

    config: Mapping[str, Any]
    variants: Mapping[str, Mapping[str, Any]]
    own_data: bool
    material: str = ""
    """The learner's data and loop; "" for the lesson's."""
    turned: Sequence[Control] = ()
    """Knobs that were turned while it trained."""
    lesson: str = ""
    """Whose settings they are."""
    _keys: dict[tuple[str, bool], str] = field(default_factory=dict, compare=False, repr=False)
    """What `key` has said: a screen asks once a second, and a digest costs 0.1 ms."""

    @classmethod
    def planned(cls, plan: Plan) -> Setup:
        """What a plan trains."""
        material = _digest([plan.data, plan.edits or None]) if plan.data or plan.edits else ""
        return cls(plan.config, plan.variants, plan.own_data, material, lesson=plan.lesson)

    @classmethod
    def trained(cls, start: Start, turned: Sequence[Control], plan: Plan | None) -> Setup:
        """What a run trains; with its plan where it has one, which names data and loop."""
        begun = {turn.name: turn.value for turn in turned if turn.step == 0}
        later = [turn for turn in turned if turn.step > 0]
        foreign = start.edited or not start.own_data
        material = Setup.planned(plan).material if plan else _digest(start.data) if foreign else ""
        config = start.config | begun
        return cls(config, start.variants, start.own_data, material, later, start.lesson)

    def covers(self, prediction: Prediction) -> bool:
        """Whether a question speaks of it at all."""
        return prediction.covers(self.variants, dict(self.config), self.own_data)

    def key(self, variant: str, *, with_length: bool = True) -> str:
        """One network: its settings, and what it is trained on; with how long, or without."""
        asked = (variant, with_length)
        if asked not in self._keys:
            settings = former(self.lesson, {**self.config, **self.variants[variant]})
            if not with_length:
                settings.pop("steps", None)
            self._keys[asked] = _digest([settings, self.material])
        return self._keys[asked]

    def is_steady(self, prediction: Prediction, lesson: Lesson) -> bool:
        """Whether the networks that a question is about kept their settings to the end.

        What moves only what is shown may be turned: they learned the same.
        """
        learned = lesson.params.learned_by({turn.name: turn.value for turn in self.turned})
        return not any(
            self._settings(variant).get(turn.name) != turn.value
            for turn in self.turned
            for variant in self.asked(prediction)
            if turn.name in learned
            if turn.name not in self.variants[variant] or self._is_pinned(turn.name)
        )

    def asked(self, prediction: Prediction) -> list[str]:
        """The networks that a question is about: those that it names, or all."""
        return list(prediction.needs or self.variants)

    def about(self, prediction: Prediction) -> str:
        """The same as one word, for a question that covers it."""
        return _digest(sorted((name, self.key(name)) for name in self.asked(prediction)))

    def seen(self) -> set[str]:
        """Every network, as somebody who sees it train has seen it: however long."""
        return {self.key(variant, with_length=False) for variant in self.variants}

    def is_among(self, seen: Iterable[str], prediction: Prediction) -> bool:
        """Whether all networks that a question is about have been seen."""
        mine = {self.key(name, with_length=False) for name in self.asked(prediction)}
        return mine <= set(seen)

    def _settings(self, variant: str) -> Mapping[str, Any]:
        return {**self.config, **self.variants[variant]}

    def _is_pinned(self, name: str) -> bool:
        return all(name in overrides for overrides in self.variants.values())


@dataclass(frozen=True)
class Standing:
    """What the learner said to a question, and what this run says to it."""

    choice: str = ""
    """What was said of networks like those of this run; "" where nothing was."""
    truth: str | None = None
    """What this run answers; None while it cannot tell, and without a run."""
    elsewhere: str = ""
    """What was said of networks with other settings, in words."""

    @property
    def right(self) -> bool | None:
        """Whether the learner was right; None while this run has not told."""
        return None if self.truth is None or not self.choice else self.choice == self.truth


def standing(
    prediction: Prediction, said: Sequence[Predicted], setup: Setup, lesson: Lesson,
    history: History | None,
) -> Standing:  # fmt: skip
    """How a question stands; `history` is that of the run, None before there is one."""
    found = matching(prediction, said, setup, lesson)
    if found is None:
        return Standing(elsewhere=_elsewhere(said))
    truth = answer_of(prediction, history) if history and is_begun(history) else None
    return Standing(found.choice, truth)


def matching(
    prediction: Prediction, said: Sequence[Predicted], setup: Setup, lesson: Lesson
) -> Predicted | None:
    """What was said of the networks of this setup; of one that was turned, nothing was."""
    if not setup.covers(prediction) or not setup.is_steady(prediction, lesson):
        return None
    about = {setup.about(prediction)}
    if any(not each.about for each in said) and _is_usual(prediction, setup, lesson):
        about.add("")
    return next((each for each in said if each.about in about), None)


def _is_usual(prediction: Prediction, setup: Setup, lesson: Lesson) -> bool:
    """Whether a question is about the lesson's own settings."""
    usual = Setup.planned(lesson.plan())
    return usual.covers(prediction) and usual.about(prediction) == setup.about(prediction)


def answer_of(prediction: Prediction, history: History) -> str | None:
    """What a run answers; nothing where the code of a lesson from outside fails."""
    with suppress(Exception):
        return prediction.answer(history)
    return None


def in_one(told: Mapping[str, Standing]) -> str:
    """What a run says at once to several questions, in one message: of each wrong answer why."""
    wrong = [
        f"{question} You said: {each.choice}. It was: {each.truth}"
        for question, each in told.items()
        if not each.right
    ]
    if len(told) == 1:
        return f"You predicted {f'wrong: {wrong[0]}' if wrong else f'right: {next(iter(told))}'}"
    right = len(told) - len(wrong)
    return "\n".join([f"{right} of {len(told)} predictions right", *wrong])


def is_begun(history: History) -> bool:
    """Whether any step was trained."""
    return any(track.done for track in history.tracks.values())


def in_words(setup: Setup, lesson: Lesson) -> str:
    """The settings that are not the lesson's own, such as `lr=0.003, steps=500`."""
    usual = lesson.params().as_dict()
    changed = [f"{n}={v}" for n, v in setup.config.items() if usual.get(n) != v]
    return ", ".join([*changed, *(["your own data or code"] if setup.material else [])])


def _elsewhere(said: Sequence[Predicted]) -> str:
    if not said:
        return ""
    last = said[-1]
    return f"of other settings ({last.settings or 'the lesson’s own'}): {last.choice}"


def _digest(value: Any) -> str:
    import json  # 5 ms that the menu need not pay

    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
