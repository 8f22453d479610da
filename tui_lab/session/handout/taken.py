"""From a handout to a plan: checked as if somebody had typed it, and with consent for its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadEnvironment, BadUsage, Lesson, Plan, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, visible
from lessons.kit.page.plan import LARGEST_SEED, MOST_SEEDS
from tui_lab.runs import places
from tui_lab.session.copy import check
from tui_lab.session.handout.document import Branching, Handout, read
from tui_lab.session.handout.made import digest_of
from tui_lab.trust.config import run_defaults
from tui_lab.trust.permission import Subject, load, mark_of, require

MOST_NETWORKS, MOST_FORKS = 50, 50
MOST_NAME, MOST_PATH = 60, 300


@dataclass(frozen=True)
class Taken:
    """A handout as it can be opened here."""

    lesson: Lesson
    plan: Plan
    forks: list[Branching]
    """What comes later, by settings that this lesson has."""
    notes: list[str] = field(default_factory=list)
    """What is otherwise than where it was made, one sentence each."""


def take(path: Path) -> Taken:
    """Open a handout. Raises UntrustedError before any code, Trouble for what cannot be."""
    handout = read(path)
    notes: list[str] = []
    try:
        lesson = load(_name_in(handout))
        place = Place(path, notes)
        plan = _planned(handout, lesson, place)
        forks = list(_forks(handout, lesson, notes))
        data = _data(handout, place)
        edits = _edits(handout, lesson, path)
    except Trouble as trouble:
        if not isinstance(trouble, BadUsage) or hasattr(trouble, "subject"):
            raise
        raise BadEnvironment(f"{shown(path)}: {trouble.message}", trouble.fix) from None
    if handout.lesson_hash not in ("", lesson.hash):
        notes.insert(0, f"{lesson.id} is another version here: its results may differ")
    return Taken(lesson, msgspec.structs.replace(plan, edits=edits, data=data), forks, notes)


@dataclass(frozen=True)
class Place:
    """Where the files that a handout names are looked for, and what is told of them."""

    path: Path
    notes: list[str]

    def find(self, name: str, digest: str = "") -> str | None:
        """A file of this name beside the handout, or where we are. Raises BadUsage for a path."""
        name = one_line(name)[:255]
        if name != Path(name).name or name in ("", ".", ".."):
            raise BadUsage("it names a file by a path", "ask for the file again")
        for folder in dict.fromkeys([self.path.resolve().parent, Path.cwd()]):
            found = folder / name
            if found.exists() and digest in ("", digest_of(found)):
                return str(found)
            if found.exists():
                self.notes.append(f"{shown(found)} is not what this was made with: not used")
        return None

    def run(self, setting: str, name: str) -> str:
        """A network of a run of this name among ours; "" where there is none, and that is said."""
        if "/" in name:
            raise BadUsage("it names a run by a path", "ask for the file again")
        try:
            return places.address(name)
        except BadUsage:
            self.notes.append(f"{setting} needs the run {one_line(name)[:MOST_NAME]}: not here")
            return ""


def _name_in(handout: Handout) -> str:
    if not handout.lesson.isprintable() or not 0 < len(handout.lesson) <= MOST_PATH:
        raise BadEnvironment("the file names no lesson", "ask for it again")
    return handout.lesson


def _planned(handout: Handout, lesson: Lesson, place: Place) -> Plan:
    """The plan, every part checked as the lesson checks what is typed."""
    known = _with_paths(_known(handout.config, lesson, place.notes), lesson, place)
    config = lesson.params().override(known)
    variants = _variants(handout, lesson, place)
    for overrides in variants.values():
        config.override(overrides)
    _refuse_seeds(handout.seeds)
    names = [preset.name for preset in lesson.presets]
    preset = handout.preset if handout.preset in names else None
    plain = lesson.plan(**run_defaults())
    return msgspec.structs.replace(
        plain, config=config.as_dict(), variants=variants, seeds=handout.seeds, preset=preset,
        together=handout.together,
    )  # fmt: skip


def _known(settings: Mapping[str, Any], lesson: Lesson, notes: list[str]) -> dict[str, Any]:
    """The settings that this lesson has; of the others, and of new ones, it is told."""
    named = lesson.params.renamed(dict(settings))
    knobs = lesson.params.knobs()
    gone = [one_line(str(name))[:MOST_NAME] for name in named if name not in knobs]
    new = [name for name in knobs if name not in named]
    if gone:
        notes.append(f"{lesson.id} has no setting {', '.join(gone[:5])} here: left out")
    if new:
        notes.append(f"the file does not say {', '.join(new)}: as the lesson has it")
    return {name: value for name, value in named.items() if name in knobs}


def _with_paths(settings: Mapping[str, Any], lesson: Lesson, place: Place) -> dict[str, Any]:
    """Settings that name a file find it here, or are the lesson's own."""
    knobs, found = lesson.params.knobs(), dict(settings)
    for name, value in settings.items():
        if knobs[name].is_run and value:
            found |= {name: place.run(name, str(value))}
        elif knobs[name].is_path and value:
            here = place.find(str(value))
            if here is None:
                place.notes.append(f"{name} needs {one_line(str(value))[:MOST_NAME]}: not here")
                del found[name]
            else:
                found[name] = here
    return found


def _variants(handout: Handout, lesson: Lesson, place: Place) -> dict[str, dict[str, Any]]:
    if not 1 <= len(handout.variants) <= MOST_NETWORKS:
        raise BadUsage("it names no networks, or too many", f"there may be 1 to {MOST_NETWORKS}")
    for name in handout.variants:
        if not name.isprintable() or not 0 < len(name) <= MOST_NAME:
            raise BadUsage("the name of a network cannot be shown", "ask for the file again")
    knobs = lesson.params.knobs()
    found = {}
    for name, overrides in handout.variants.items():
        named = lesson.params.renamed(overrides)
        known = {key: value for key, value in named.items() if key in knobs}
        if len(known) < len(named):
            said = f"{name} has settings that {lesson.id} does not have here: left out"
            place.notes.append(said)
        found[name] = _with_paths(known, lesson, place)
    return found


def _refuse_seeds(seeds: list[int]) -> None:
    fine = all(0 <= seed <= LARGEST_SEED + MOST_SEEDS for seed in seeds)
    if not fine or not 1 <= len(seeds) <= MOST_SEEDS or len(set(seeds)) < len(seeds):
        raise BadUsage("its seeds cannot be used", f"there may be 1 to {MOST_SEEDS}, all different")


def _forks(handout: Handout, lesson: Lesson, notes: list[str]) -> Iterator[Branching]:
    """Those that can be done here: at a step, with live settings of this lesson."""
    knobs = lesson.params.knobs()
    for fork in handout.forks[:MOST_FORKS]:
        named = lesson.params.renamed(fork.set)
        live = {n: lesson.params.check(n, v) for n, v in named.items() if n in knobs}
        if fork.at < 1 or len(live) < len(named) or not all(knobs[n].live for n in live):
            notes.append(f"what was turned after step {fork.at} cannot be turned here: left out")
        elif live:
            yield Branching(fork.at, live)


def _edits(handout: Handout, lesson: Lesson, path: Path) -> dict[str, str]:
    """The sender's files of the lesson, once somebody has said yes to them."""
    for name, text in handout.edits.items():
        if name not in lesson.shows:
            raise BadUsage(
                f"it changes {one_line(name)[:MOST_NAME]}, which is no file of {lesson.id}",
                "ask for the file again",
            )
        check(name, text)
    edits = {name: text for name, text in handout.edits.items() if text != lesson.shown[name]}
    if edits:
        files = ", ".join(sorted(edits))
        what = f"the {files} of {lesson.id} that {visible(path.name)} brings with it"
        require(Subject(what, visible(str(path.resolve())), mark=mark_of(edits)))
    return edits


def _data(handout: Handout, place: Place) -> str | None:
    """The same data, where they are here; else it is said which are missing."""
    if handout.data is None:
        return None
    found = place.find(handout.data.name, handout.data.digest)
    if found is None:
        name = one_line(handout.data.name)[:MOST_NAME]
        place.notes.append(f"it was made with {name}, which is not here: :data FILE reads it")
    return found


def typed(fork: Branching) -> str:
    """The command that does a fork: `fork at=120 lr=0.01`."""
    settings = (f"{name}={_word(value)}" for name, value in fork.set.items())
    return " ".join(["fork", f"at={fork.at}", *settings])


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return repr(value) if isinstance(value, float) else str(value)
