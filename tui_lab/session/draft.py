"""The plan of the next run while the learner turns its knobs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadUsage, Lesson, Plan, TourStep, Trouble
from lessons.kit.page.plan import LARGEST_SEED
from lessons.kit.stream.events import Control, Event, Start
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import typed
from tui_lab.session.copy import check

MOST_SEEDS = 50  # of each network; more than a chart's band gains from


def begun_with(run: RunFolder | None, plan: Plan) -> Plan:
    """What a run was begun with; this plan where there is none, or somebody deleted it."""
    try:
        return run.plan if run else plan
    except Trouble:
        return plan


class Draft:
    """A plan that can be changed, and changed back."""

    def __init__(self, lesson: Lesson, plan: Plan) -> None:
        self.lesson = lesson
        self.plan = lesson.renewed(plan)
        self._before: list[Plan] = []

    def turn(self, name: str, text: str) -> None:
        """Set a knob to what was typed. Raises BadUsage, also if each variant has its own."""
        value = typed(self.lesson.params, name, text)
        name = self.lesson.params.named(name)
        if self.is_pinned(name):
            names = ", ".join(self.plan.variants)
            raise BadUsage(
                f"{name} differs between the variants {names}", "choose one with --variant"
            )
        if value == self.plan.config[name]:
            return
        self._become(config=self.plan.config | {name: value})
        if self.lesson.params.knob(name).is_path:
            self._fit()

    def live_beside(self, running: dict[str, Any]) -> dict[str, Any]:
        """The live settings that are otherwise than a run has them: an answer may be by these."""
        known = [name for name, knob in self.lesson.params.knobs().items() if knob.live]
        here = {name: self.plan.config[name] for name in known if name in running}
        return {name: value for name, value in here.items() if value != running[name]}

    def is_pinned(self, name: str) -> bool:
        """Whether every racing variant has its own value for this setting."""
        racing = self.plan.variants.values()
        return bool(racing) and all(name in overrides for overrides in racing)

    def apply_preset(self, name: str) -> None:
        """Start from a preset, with the same seeds, device and data. Raises BadUsage."""
        plan = self._planned(preset=name)
        self._become(config=plan.config, variants=plan.variants, preset=name)

    @property
    def lacks(self) -> str:
        """What the preset needs and does not have yet, and how to give it; "" for nothing."""
        try:
            self.lesson.check_wanted(self.plan)
        except Trouble as trouble:
            return str(trouble)
        return ""

    def apply_step(self, step: TourStep) -> None:
        """Plan the run that a tour's step speaks of, with the same device and data; one change."""
        if step.plans:
            plan = self.plan_of(step)
            if plan != self.plan:
                self._become(**msgspec.structs.asdict(plan))

    def plan_of(self, step: TourStep) -> Plan:
        """The run that a tour's step speaks of. Raises BadUsage."""
        return self._planned(step.variants, settings=step.set, preset=step.preset, seeds=step.seeds)

    def _planned(self, variants: tuple[str, ...] = (), **chosen: Any) -> Plan:
        """A plan from the lesson's defaults; seeds, device and data stay, unless chosen."""
        old = self.plan
        kept: dict[str, Any] = {
            "seed": old.seeds[0], "seeds": len(old.seeds), "device": old.device,
            "threads": old.threads, "data": old.data, "max_seconds": old.max_seconds,
            "edits": old.edits, "together": old.together,
        }  # fmt: skip
        return self.lesson.plan(variants, **(kept | chosen))

    def seed_from(self, seed: int) -> None:
        """Count the seeds from this one. Raises BadUsage."""
        if not 0 <= seed <= LARGEST_SEED:
            raise BadUsage(f"{seed} is not a valid seed", f"use a number from 0 to {LARGEST_SEED}")
        self._become(seeds=list(range(seed, seed + len(self.plan.seeds))))

    def count_seeds(self, count: int) -> None:
        """Train this many seeds of each network. Raises BadUsage."""
        if not 1 <= count <= MOST_SEEDS:
            raise BadUsage(
                f"{count} is not a valid number of seeds", f"use a number from 1 to {MOST_SEEDS}"
            )
        first = self.plan.seeds[0]
        self._become(seeds=list(range(first, first + count)))

    def read(self, path: str) -> None:
        """Train on the learner's own file, or with "lesson" on the lesson's. Raises Trouble."""
        if not path:  # as a path it would be the folder that the lab was started in
            fix = "write :data FILE, or :data lesson for the data that come with the lesson"
            raise BadUsage("no file is named", fix)
        chosen = None if path == "lesson" else str(Path(path).expanduser().absolute())
        params = self.lesson.params().override(self.plan.config)
        self.lesson.look_at(Path(chosen) if chosen else None, params)
        self._become(data=chosen)
        self._fit()

    def move_to(self, device: str) -> None:
        """Train there. Whether it is there, the worker knows."""
        self._become(device=device, devices=1 if ":" in device else self.plan.devices)

    def reseed(self) -> None:
        """Take seeds that were not used before."""
        self.seed_from((self.plan.seeds[-1] + 1) % LARGEST_SEED)

    def edit(self, edits: Mapping[str, str]) -> None:
        """Train with these texts of the lesson's files, by name. Raises BadUsage."""
        for name, text in edits.items():
            check(name, text)
        if edits != self.plan.edits:
            self._become(edits=dict(edits))

    def follow(self, event: Event, running: Mapping[str, Any]) -> None:
        """Plan what somebody else turned in the run, where the learner planned nothing else."""
        if not isinstance(event, Control) or event.action != "set":
            return
        name, before = event.name, running.get(event.name)
        if name in self.plan.config and self.plan.config[name] == before:
            self.plan, *self._before = [
                msgspec.structs.replace(plan, config=plan.config | {name: event.value})
                if plan.config[name] == before else plan
                for plan in (self.plan, *self._before)
            ]  # fmt: skip

    def set_out_from(self, plan: Plan) -> None:
        """Plan what a run that was forked does. There is nothing to take back."""
        self.plan = plan
        self._before.clear()

    def is_another(self, start: Start, begun: Plan) -> bool:
        """Whether the plan is for other networks than a run's, or trains them elsewhere."""
        plan = self.plan
        same_race = start.seeds == plan.seeds and start.variants == plan.variants
        same_place = (begun.data, begun.device) == (plan.data, plan.device)
        return not (same_race and same_place and begun.edits == plan.edits)

    def undo(self) -> bool:
        """Take the last change back; whether there was one."""
        if self._before:
            self.plan = self._before.pop()
            return True
        return False

    def _fit(self) -> None:
        """Let the lesson add what follows from the learner's files, in the same change."""
        old, usual = self.plan, self.lesson.params().as_dict()
        if not self.lesson.fitted or old.preset:
            return
        turned = {name: value for name, value in old.config.items() if value != usual[name]}
        plan = self._planned(tuple(old.variants), settings=turned)
        self.plan = msgspec.structs.replace(
            old, config=plan.config, variants=plan.variants, preset=plan.preset, data=plan.data
        )

    def _become(self, **changes: Any) -> None:
        self._before.append(self.plan)
        self.plan = msgspec.structs.replace(self.plan, **changes)
