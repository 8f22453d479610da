"""`dl-lab export`: what a run learned, in the formats of other tools. No torch."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import lessons
from lessons.kit import BadUsage, Lesson, Trouble
from lessons.kit.errors import BadEnvironment, unknown
from lessons.kit.lesson import Export
from lessons.kit.reading.files import shown
from lessons.kit.stored import Stored, stored_networks
from tui_lab import runs
from tui_lab.attend import say
from tui_lab.runs import RunFolder


def export_run(
    name: str,
    format_: str | None,
    out: Path | None,
    variant: str | None,
    seed: int | None,
    force: bool,
) -> None:
    """Write a trained network to a file, or to stdout for `-`. Raises Trouble."""
    run = runs.find(name)
    lesson = lessons.load(run.plan.lesson)
    export = _export(lesson, format_)
    network = _chosen(_latest(run), variant, seed, lesson.favourite)
    path = out or Path(f"{run.id}-{network.variant}.txt")
    pieces = _written(export, network, lesson)
    if str(path) == "-":
        sys.stdout.writelines(pieces)
        return
    _write(path, pieces, force)
    say(f"{network.variant}, seed {network.seed}, after {network.step} steps, is in {shown(path)}")


def _export(lesson: Lesson, format_: str | None) -> Export:
    if not lesson.exports:
        others = [page.id for page in map(lessons.load, lessons.names()) if page.exports]
        mend = (
            f"runs of {', '.join(others)} can be" if others else "its report.json has the figures"
        )
        raise BadUsage(f"{lesson.id} has nothing that can be exported", mend)
    try:
        return lesson.exports[format_ or next(iter(lesson.exports))]
    except KeyError:
        raise unknown("format", str(format_), lesson.exports) from None


def _latest(run: RunFolder) -> list[Stored]:
    """The networks of the latest whole checkpoint."""
    damaged: Trouble | None = None
    for folder in run.checkpoint_folders():
        try:
            return stored_networks(folder)
        except BadEnvironment as trouble:
            damaged = trouble
    raise damaged or BadEnvironment(f"run {run.id} kept no network", "train it first")


def _chosen(
    networks: list[Stored], variant: str | None, seed: int | None, favourite: str
) -> Stored:
    """The network asked for; where nothing is said, the lesson's favourite or the first trained."""
    names = list(dict.fromkeys(network.variant for network in networks))
    if variant is not None and variant not in names:
        raise unknown("variant", variant, names)
    seeds = list(dict.fromkeys(network.seed for network in networks))
    if seed is not None and seed not in seeds:
        raise unknown("seed", str(seed), map(str, seeds))
    able = [
        network
        for network in networks
        if variant in (None, network.variant) and seed in (None, network.seed)
    ]
    if trained := [network for network in able if network.state]:
        return next((n for n in trained if n.variant == favourite), trained[0])
    others = [network.variant for network in networks if network.state]
    mend = f"--variant {others[0]}" if others else "train another variant"
    raise BadEnvironment(f"{able[0].variant} was left out of this run", mend)


def _written(export: Export, network: Stored, lesson: Lesson) -> Iterator[str]:
    try:
        yield from export(network.state)
    except KeyError as missing:
        what = f"{network.variant} kept no {missing} to export"
        raise BadEnvironment(what, f"train it again: dl-lab run {lesson.id}") from None


def _write(path: Path, pieces: Iterator[str], force: bool) -> None:
    """Write beside the place and move it there: the file is whole, or as it was."""
    try:
        path = path.expanduser()
        _refuse_place(path, force)
        _move_there(path, pieces)
    except (OSError, RuntimeError) as error:  # expanduser knows no such person
        reason = getattr(error, "strerror", None) or str(error)
        mend = "check the folder and the disk"
        raise BadEnvironment(f"{shown(path)} cannot be written ({reason})", mend) from None


def _refuse_place(path: Path, force: bool) -> None:
    """Raise BadUsage where a file may not go; a device replaced by a file would be lost."""
    if path.is_dir():
        raise BadUsage(f"{shown(path)} is a folder", "name a file: --out vectors.txt")
    if not path.exists():
        return
    if not path.is_file():
        raise BadUsage(f"{shown(path)} is no regular file", "--out - writes to stdout")
    if not force:
        raise BadUsage(f"{shown(path)} is there already", "--force replaces it")


def _move_there(path: Path, pieces: Iterator[str]) -> None:
    place = path.resolve()  # where a link leads: the link stays
    with NamedTemporaryFile("w", dir=place.parent, encoding="utf-8", delete=False) as draft:
        try:
            draft.writelines(pieces)
            draft.close()
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
