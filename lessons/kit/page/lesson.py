"""A lesson's page: everything about it that can be known without torch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from importlib.resources import files
from importlib.resources.abc import Traversable
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from lessons.kit.claims.claim import Claim
from lessons.kit.data.brought import Data, Progress, silent
from lessons.kit.errors import BadUsage, unknown
from lessons.kit.page.chosen import Chosen, Preset, Variants
from lessons.kit.page.edited import loop_with
from lessons.kit.page.former_texts import know_texts
from lessons.kit.page.many_devices import ManyDevices, shareable
from lessons.kit.page.own_code import code_of
from lessons.kit.page.panels import Panel
from lessons.kit.page.params import Params
from lessons.kit.page.plan import Plan, require, seeds_from
from lessons.kit.page.prediction import Prediction
from lessons.kit.page.tour import TourStep
from lessons.kit.stream.events import Event
from lessons.kit.stream.former import know

LOOP = "train.py"
Export = Callable[[dict[str, Any]], Iterator[str]]
"""From a network's kept state, tensors as numpy arrays, to the text of a file, piece by piece."""


@dataclass(frozen=True)
class Lesson:
    """One lesson. Its story is README.md, and its loop train.py, in the same folder."""

    package: str
    title: str
    says: str
    params: type[Params]
    variants: Variants
    race: tuple[str, ...]
    """The variants that start when nobody chooses."""
    panels: list[Panel]
    data: Callable[[Path | None, Params, Progress], Data]
    shows: tuple[str, ...] = (LOOP,)
    """The files that a learner reads and may edit, in the order to read them, by their paths in its
    folder: train.py, own/table.py."""
    claims: list[Claim] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    presets: list[Preset] = field(default_factory=list)
    favourite: str = ""
    """The variant that answers a question to nobody; "" is the first of the race."""
    watched: tuple[str, ...] = ("loss",)
    """The scalars that say how it goes, such as two losses: a network for which one of them stops
    being a number has diverged, and a summary tells them first."""
    may_diverge: tuple[str, ...] = ()
    """Variants whose divergence is the point, not a failure."""
    cuda_graph: bool = False
    """Whether a GPU may play back the passes of the `model` that `run.steps` is given: what they
    do must depend on their inputs, the weights and the live settings alone."""
    devices: ManyDevices | None = None  # that several devices may share its batches
    peek: Callable[[Path, Params], None] | None = None
    """A quick look at the learner's data, where reading it all takes long; raises Trouble."""
    fitted: Callable[[Chosen], Chosen] | None = None
    """What follows from the learner's data where they chose nothing, such as a preset for very many
    texts. It looks at files, quickly; what it cannot read it leaves to `data`, which refuses it."""
    exports: dict[str, Export] = field(default_factory=dict)
    """Formats that a trained network can be written in."""
    tour: tuple[TourStep, ...] = ()
    """The steps in which a learner is led through it."""
    chapter: str = ""
    """The part of the course that it belongs to: one of `lessons.CHAPTERS` for a lesson of ours."""
    after: tuple[str, ...] = ()
    """The lessons that should come before, by any of their names, such as "gradients"."""
    found_as: str = ""
    """The name that a lesson from outside was found by; "" for ours. `lessons.load` fills it in."""

    def __post_init__(self) -> None:
        know(self.address, {k.formerly: n for n, k in self.params.knobs().items() if k.formerly})
        texts = [(each.question, each.formerly) for each in self.predictions]
        texts += [(claim.name, claim.formerly) for claim in self.claims]
        know_texts(self.id, [*texts, *((step.title, step.formerly) for step in self.tour)])

    @property
    def folder(self) -> str:
        """The folder's name, such as lesson03_clipping."""
        return Path(str(self.files)).name if self.found_as else self.package.rpartition(".")[2]

    @property
    def number(self) -> int | None:
        """The lesson's number, ours stable for ever; None where its folder's name has none."""
        numbered = re.match(r"lesson(\d+)", self.folder)
        return int(numbered.group(1)) if numbered else None

    @property
    def id(self) -> str:
        """The name people type, such as lesson3."""
        return self.found_as or (f"lesson{self.number}" if self.number else self.package)

    @property
    def address(self) -> str:
        """What `lessons.load` finds it by: its id, or its package where that is not ours."""
        is_ours = self.package.startswith("lessons.")
        return self.id if self.found_as or is_ours else self.package

    @property
    def origin(self) -> str | None:
        """The folder that the lesson's package is imported from, where its name needs that."""
        if self.address != self.package:
            return None
        above = len(self.package.split("."))
        return str(Path(str(self.files)).parents[above - 1])

    @property
    def topic(self) -> str:
        """The last part of the folder's name, such as clipping."""
        return self.folder.partition("_")[2]

    def default_variant(self, racing: Iterable[str]) -> str:
        """The variant of a race that answers where nobody is named: the favourite, or the first."""
        names = list(racing)
        return self.favourite if self.favourite in names else names[0]

    @property
    def files(self) -> Traversable:
        """The lesson's folder."""
        return files(self.package)

    @cached_property
    def story(self) -> str:
        """The lesson in prose, Markdown."""
        return self.files.joinpath("README.md").read_text(encoding="utf-8")

    @cached_property
    def shown(self) -> dict[str, str]:
        """The text of every file in `shows`. Raises BadUsage for one that is not there."""
        here = {name: self.files.joinpath(name) for name in self.shows}
        for name in (name for name, file in here.items() if not file.is_file()):
            raise BadUsage(f"{self.folder} shows {name}, which is not there", "correct shows")
        return {name: file.read_text(encoding="utf-8") for name, file in here.items()}

    @property
    def source(self) -> str:
        """The loop, as the learner reads it."""
        return self.shown[LOOP]

    @cached_property
    def hash(self) -> str:
        """Twelve hex digits of what the lesson's code says, to tell recordings apart."""
        digest = hashlib.sha256()
        for _, file in sorted(code_of(self.package).items()):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:12]

    def train(self, edits: Mapping[str, str] | None = None) -> Callable[..., Any]:
        """The training loop, with the learner's texts of files, by name. This imports torch."""
        if edits:
            module = loop_with(self.package, self.shown, edits)
        else:
            module = import_module(f"{self.package}.train")
        loop: Callable[..., Any] | None = getattr(module, "train", None)
        if loop is None or not _takes_two(loop):
            raise BadUsage(f"{self.folder}/train.py has no loop", "write: def train(hp, run)")
        return loop

    def together(self) -> ModuleType | None:
        """The loop for several seeds at once, where the lesson has one. This imports torch.

        A module with `train(hp, runs)`, and `suits(hp)`: whether it pays for these settings.
        """
        if not self.files.joinpath("together.py").is_file():
            return None
        return import_module(f"{self.package}.together")

    def preset(self, name: str) -> Preset:
        """The preset of this name. Raises BadUsage, with the nearest, if there is none."""
        for preset in self.presets:
            if preset.name == name:
                return preset
        raise unknown("preset", name, [preset.name for preset in self.presets])

    def look_at(self, path: Path | None, hp: Params, progress: Progress = silent) -> None:
        """See whether these data can be trained on, before anything starts. Raises Trouble."""
        if path is not None and self.peek is not None:
            self.peek(path, hp)
        else:
            self.data(path, hp, progress)

    def check_wanted(self, plan: Plan) -> None:
        """Raises BadUsage where a plan's preset lacks the setting that it wants."""
        wants = {preset.name: preset.wants for preset in self.presets}
        require(plan, wants.get(plan.preset or "", ""))

    def data_of(self, plan: Plan, progress: Progress = silent) -> Data:
        """What a plan trains on. Raises Trouble, also where its preset lacks what it wants."""
        self.check_wanted(plan)
        return self.data(plan.data_path, self.params().override(plan.config), progress)

    def plan(
        self,
        variants: tuple[str, ...] = (),
        *,
        settings: dict[str, Any] | None = None,
        preset: str | None = None,
        seed: int = 0,
        seeds: int = 1,
        together: bool = True,
        **rest: Any,
    ) -> Plan:
        """A run of this lesson, every part of it checked. `rest` is the Plan's other fields."""
        named = self.params.renamed(settings or {})
        checked = self.params().override(named).as_dict()
        wish = Chosen({name: checked[name] for name in named}, preset, rest.pop("data", None))
        wish = self.fitted(wish) if self.fitted else wish
        chosen = self.preset(wish.preset) if wish.preset else Preset("", "")
        settings = wish.settings
        config = self.params().override({**chosen.set, **settings})
        racing = self._racing(variants, chosen)
        _refuse_pinned(settings, racing)
        for overrides in racing.values():
            config.override(overrides)
        plan = Plan(
            lesson=self.address, config=config.as_dict(), variants=racing,
            seeds=seeds_from(seed, seeds), preset=wish.preset, origin=self.origin,
            data=wish.data, together=together, **rest,
        )  # fmt: skip
        return shareable(self, plan)

    def renewed(self, plan: Plan) -> Plan:
        """A plan that was read before this page was: its settings by their names of today.

        A knob that its lesson has been given since has its usual value, which changes nothing.
        """
        known = self.params().as_dict() | plan.config
        return msgspec.structs.replace(plan, config=known)

    def _racing(self, names: tuple[str, ...], preset: Preset) -> Variants:
        known = preset.variants or self.variants
        default = tuple(known) if preset.variants else self.race
        for name in names:
            if not isinstance(name, str) or name not in known:
                raise unknown("variant", name, known)
        return {name: dict(known[name]) for name in names or default}

    def run(
        self, *variants: str, seed: int = 0, seeds: int = 1, device: str = "cpu",
        data: str | Path | None = None, preset: str | None = None, together: bool = True,
        **settings: Any,
    ) -> Iterator[Event]:  # fmt: skip
        """Train here and now, and yield every event: the lesson without a screen.

        Raises BadUsage at once for what cannot be asked, before anything is trained.
        """
        path = str(data) if data is not None else None
        if path == "":
            raise BadUsage("data is an empty path", "give a file, or leave data out")
        plan = self.plan(
            variants, settings=settings, preset=preset, seed=seed, seeds=seeds,
            device=str(device), data=path, together=together,
        )  # fmt: skip
        return self._raced(plan)

    def _raced(self, plan: Plan) -> Iterator[Event]:
        from lessons.kit.engine.race import Race

        yield from Race(self, plan).events()


def _takes_two(loop: Callable[..., Any]) -> bool:
    """Whether it can be called as `train(hp, run)`."""
    try:
        signature(loop).bind(None, None)
    except TypeError:
        return False
    return True


def _refuse_pinned(settings: dict[str, Any], racing: Variants) -> None:
    """Turning a setting that every racing variant fixes would change nothing: say so."""
    for name in settings:
        if racing and all(name in overrides for overrides in racing.values()):
            raise BadUsage(
                f"{name} differs between the variants {', '.join(racing)}",
                "choose one with --variant",
            )
