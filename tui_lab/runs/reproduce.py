"""The command line that does a run again, and in words what it alone cannot give back. No torch.

Nothing is left to a default that config.toml or the environment may change: seeds, steps, device
and threads are always named. A line is given only where it plans exactly what was planned.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import msgspec

from lessons.kit import History, Lesson, Plan, Preset, Trouble
from lessons.kit.errors import visible
from lessons.kit.stream.events import Control, End, Reproduction, Start
from tui_lab.runs.places import typed

MOST_TURNS = 3
"""Turns of a knob that are told one by one."""


def with_reproduction(end: End, lesson: Lesson, plan: Plan, start: Start, history: History) -> End:
    """The end of a run, with the line that does it again."""
    found = reproduction_of(lesson, plan, start, history, end.status)
    return msgspec.structs.replace(end, reproduction=found)


def reproduction_of(
    lesson: Lesson, plan: Plan, start: Start, history: History, status: str
) -> Reproduction:
    """The line, and what else the same numbers need."""
    device = start.device or plan.device
    if plan.devices > 1:
        device = device.partition(":")[0]  # the others have numbers of their own
    planned = msgspec.structs.replace(plan, device=device)
    line = line_of(lesson, planned)
    lost = [] if line else [_no_line(planned)]
    return Reproduction(line, [*lost, *_conditions(lesson, planned, start, history, status)])


def as_of_today(found: Reproduction, lesson: Lesson, start: Start) -> Reproduction:
    """What was written at a run's end, and what has changed here since."""
    line, but = found.whole()
    return Reproduction(line, list(dict.fromkeys([*but, *_since(lesson, start)])))


def told(found: Reproduction) -> Iterator[str]:
    """The line and its caveats for people: one a line, nothing in them that a terminal obeys."""
    line, but = found.whole()
    yield from [f"again: {visible(line)}"] if line else []
    yield from (f"  but: {visible(words)}" for words in but)


def line_of(lesson: Lesson, plan: Plan) -> str:
    """`dl-lab run …` that plans exactly this; "" where no flags can."""
    tried = (_words(lesson, plan, preset) for preset in _presets(lesson, plan))
    words = next(filter(None, tried), None)
    if words is None:
        return ""
    line = " ".join(map(quoted, words))
    return f"cd {quoted(plan.origin)} && {line}" if plan.origin else line


def _presets(lesson: Lesson, plan: Plan) -> Iterator[Preset | None]:
    """What the plan may have begun with: its own preset first, none, any other."""
    by_name = {preset.name: preset for preset in lesson.presets}
    if plan.preset in by_name:
        yield by_name.pop(plan.preset)
    yield None
    yield from by_name.values()


def _words(lesson: Lesson, plan: Plan, preset: Preset | None) -> list[str] | None:
    """The line's words, beginning with this preset; None where they plan something else."""
    names = _variants(lesson, plan, preset)
    settings = _settings(lesson, plan, preset)
    if not _plans(lesson, plan, preset, names, settings):
        return None
    words = ["dl-lab", "run", lesson.address, "--seed", str(plan.seeds[0])]
    words += ["--seeds", str(len(plan.seeds)), "--device", plan.device]
    words += ["--devices", str(plan.devices)] if plan.devices > 1 else []
    words += ["--threads", str(plan.threads)]
    is_apart = len(plan.seeds) > 1 and not plan.together and plan.devices == 1
    words += ["--apart"] if is_apart else []
    words += ["--preset", preset.name] if preset else []
    words += [word for name in names for word in ("--variant", name)]
    for name, text in settings.items():
        words += ["--steps", text] if name == "steps" else ["--set", f"{name}={text}"]
    words += ["--data", plan.data] if plan.data is not None else []
    limit = plan.max_seconds
    return words + (["--max-seconds", repr(float(limit))] if limit is not None else [])


def _variants(lesson: Lesson, plan: Plan, preset: Preset | None) -> tuple[str, ...]:
    """The variants to name; none where these race anyway."""
    own = preset.variants if preset else None
    racing, usual = tuple(plan.variants), tuple(own) if own else lesson.race
    return () if racing == usual else racing


def _settings(lesson: Lesson, plan: Plan, preset: Preset | None) -> dict[str, str]:
    """What is otherwise than the preset has it, and the steps; not what every variant fixes."""
    usual = lesson.params().as_dict() | (preset.set if preset else {})
    racing = plan.variants.values()
    return {
        name: _typed(value)
        for name, value in plan.config.items()
        if name == "steps" or usual.get(name) != value
        if not all(name in overrides for overrides in racing)
    }


def _typed(value: Any) -> str:
    """A setting's value as somebody types it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return repr(value) if isinstance(value, float) else str(value)


def _plans(
    lesson: Lesson, plan: Plan, preset: Preset | None, names: Sequence[str],
    settings: Mapping[str, str],
) -> bool:  # fmt: skip
    """Whether these flags give the plan's settings, networks and seeds."""
    try:
        chosen = {name: typed(lesson.params, name, text) for name, text in settings.items()}
        made = lesson.plan(
            tuple(names), settings=chosen, preset=preset.name if preset else None,
            seed=plan.seeds[0], seeds=len(plan.seeds),
        )  # fmt: skip
    except (Trouble, IndexError):
        return False
    same = (made.config, made.variants, made.seeds) == (plan.config, plan.variants, plan.seeds)
    return same and list(made.variants) == list(plan.variants)


def quoted(word: str) -> str:
    """A word as a shell reads it; what a terminal would obey, in the $'…' of bash, ksh and zsh."""
    if word.isprintable():
        return shlex.quote(word)
    return "$'" + "".join(map(_octal, word.encode("utf-8", "surrogateescape"))) + "'"


def _octal(byte: int) -> str:
    plain = 0x20 <= byte < 0x7F and byte not in b"'\\"
    return chr(byte) if plain else f"\\{byte:03o}"


def _no_line(plan: Plan) -> str:
    names = visible(", ".join(plan.variants))
    why = f"no command line gives these variants ({names}) with these settings"
    return f"{why}: run.json has all of them"


def _conditions(
    lesson: Lesson, plan: Plan, start: Start, history: History, status: str
) -> Iterator[str]:
    """In words, whatever the line does not say."""
    if plan.data is not None:
        digest = f" (digest {start.data['digest']})" if start.data.get("digest") else ""
        yield f"it reads {quoted(plan.data)}, which must be unchanged{visible(digest)}"
    if start.edited or plan.edits:
        files = visible(", ".join(sorted(plan.edits))) or "train.py"
        yield f"it was trained with your own {files}; the command trains the lesson's"
    if start.forked:
        name, step = visible(start.forked.run), start.forked.step
        yield f"it was forked from {name} after step {step}; the command begins at step 1"
    yield from _turns(lesson, history.turned)
    yield from (f"when it was resumed: {visible(note)}" for note in history.changes)
    done = max((track.done for track in history.tracks.values()), default=0)
    if status != "finished":
        ended = "failed" if status == "failed" else f"was {status}"
        yield f"it {ended} after {done} of {history.planned} steps; the command trains them all"
    if plan.max_seconds is not None:
        yield f"on a slower or busier machine --max-seconds {plan.max_seconds:g} may stop it sooner"
    yield from _of_the_machine(plan)
    yield from _since(lesson, start)


def _turns(lesson: Lesson, turned: Sequence[Control]) -> Iterator[str]:
    """The knobs that were turned, without those that move only what is shown."""
    learned = lesson.params.learned_by({each.name: each.value for each in turned})
    told = [
        f"{each.name} to {_typed(each.value)} after step {each.step}"
        for each in turned
        if each.name in learned
    ]
    if told:
        more = len(told) - MOST_TURNS
        rest = f", and {more} more" if more > 0 else ""
        yield f"knobs were turned while it trained: {visible(', '.join(told[:MOST_TURNS]))}{rest}"


def _of_the_machine(plan: Plan) -> Iterator[str]:
    if not plan.device.startswith("cpu"):
        yield f"it ran on {visible(plan.device)}, where sums may differ in their last digits"
    if plan.threads > 1:
        yield f"with {plan.threads} threads, sums may differ in their last digits"


def _since(lesson: Lesson, start: Start) -> Iterator[str]:
    """What is not as it was when the run began, and was not in this run's hands."""
    if start.lesson_hash and start.lesson_hash != lesson.hash:
        yield "the lesson's code has changed since"
    others = [f"{name} {was}, not {now}" for name, was, now in _changed(start.versions)]
    if others:
        yield f"it was trained with {visible(', '.join(others))}"


def _changed(versions: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """What is another version here by now, where numbers may depend on it."""
    for name in ("torch", "dl-lab"):
        try:
            now = version(name)
        except PackageNotFoundError:
            continue
        if (was := versions.get(name)) and was.partition("+")[0] != now.partition("+")[0]:
            yield name, was, now
