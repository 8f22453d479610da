"""`dl-lab export`: what a run recorded and learned, for other programs and other people. No torch.

csv, json, html and tensorboard are written of any run; what else there is, a lesson defines.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar

from lessons.kit import BadUsage, Lesson, Trouble
from lessons.kit.data.sources.files import shown
from lessons.kit.engine.stored import Stored, stored_networks
from lessons.kit.errors import BadEnvironment, reason, said, unknown
from lessons.kit.page.lesson import Export
from tui_lab.client.choice import chosen
from tui_lab.client.wait import say
from tui_lab.exports.formats import OURS, ROWS, WHOLE, usual_place
from tui_lab.exports.recording import Recording, folded, read
from tui_lab.runs.folder import RunFolder
from tui_lab.state.store import Key
from tui_lab.trust.permission import lesson_of

T = TypeVar("T")
SUFFIXES = {".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}


def export_run(
    name: str | None,
    format_: str | None,
    out: Path | None,
    variant: str | None,
    seed: int | None,
    force: bool,
) -> None:
    """Write a run to a file or folder, or to stdout for `-`. Raises Trouble."""
    run = chosen(name, "export")
    for sentence in exported(run, format_, out, variant, seed, force=force):
        say(sentence)


def exported(
    run: RunFolder,
    format_: str | None = None,
    out: Path | None = None,
    variant: str | None = None,
    seed: int | None = None,
    *,
    force: bool = False,
) -> list[str]:
    """Write a run; what is to be said of it: where it is, and what was damaged. Raises Trouble."""
    kind = format_ or _usual(run, out)
    if kind == "tensorboard":
        return _export_events(run, out, variant, seed, force)
    if kind == "csv":
        return _export_table(run, out, variant, seed, force)
    if kind in WHOLE:
        if variant is not None or seed is not None:
            raise BadUsage(f"{kind} exports the whole run", "leave --variant and --seed out")
        return _export_whole(run, kind, out, force)
    return _export_network(run, kind, out, variant, seed, force)


def _usual(run: RunFolder, out: Path | None) -> str:
    """What is written when nobody says: what the file's name says, the lesson's own, a page."""
    if out and (said := SUFFIXES.get(out.suffix.lower())):
        return said
    return next((kind for kind in lesson_of(run).exports if kind != ROWS), "html")


def _export_table(
    run: RunFolder, out: Path | None, variant: str | None, seed: int | None, force: bool
) -> list[str]:
    from tui_lab.exports import csv_table

    recording = read(run)
    networks = _networks(recording, variant, seed)
    path = out or usual_place(run, "csv")
    told = []
    if _deliver(path, csv_table.lines(recording, networks), force):
        values = sum(recording.values.get(key, 0) for key in networks)
        told = [f"{_counted(networks)}, {values} values, {_are(values)} in {shown(path)}"]
    return [*told, *_owned_up(recording.damaged)]


def _export_events(
    run: RunFolder, out: Path | None, variant: str | None, seed: int | None, force: bool
) -> list[str]:
    from tui_lab.exports import tensorboard

    path = out or usual_place(run, "tensorboard")
    if str(path) == "-":
        raise BadUsage("tensorboard takes a folder, not stdout", "--out runs/first")
    recording = read(run)
    networks = _networks(recording, variant, seed)
    count = _trying(path, lambda: tensorboard.write(recording, networks, path, force))
    told = f"{count} values are in {shown(path)}; to view: tensorboard --logdir {shown(path)}"
    return [told, *_owned_up(recording.damaged)]


def _export_whole(run: RunFolder, kind: str, out: Path | None, force: bool) -> list[str]:
    store, lesson = folded(run), lesson_of(run)
    if kind == "html":
        from tui_lab.exports.page import pieces
    else:
        from tui_lab.exports.document import pieces
    path = out or usual_place(run, kind)
    is_file = _deliver(path, pieces(run, store, lesson), force)
    told = [f"run {run.id} is in {shown(path)}"] if is_file else []
    return [*told, *_owned_up(store.damaged)]


def _export_network(
    run: RunFolder, kind: str, out: Path | None, variant: str | None, seed: int | None, force: bool
) -> list[str]:
    """Write a trained network in a format of its lesson."""
    lesson = lesson_of(run)
    if kind not in lesson.exports:
        raise unknown("format", kind, [*lesson.exports, *OURS])
    network = _chosen(_latest(run), variant, seed, lesson.favourite)
    suffix = "-predictions.csv" if kind == ROWS else ".txt"
    path = out or Path(f"{run.id}-{network.variant}{suffix}")
    if not _deliver(path, _written(lesson.exports[kind], network, lesson), force):
        return []
    where = f"seed {network.seed}, after {network.step} steps, is in {shown(path)}"
    return [f"{network.variant}, {where}"]


def _networks(recording: Recording, variant: str | None, seed: int | None) -> list[Key]:
    """The networks asked for. Raises BadUsage for one that there is not."""
    start = recording.start
    if variant is not None and variant not in start.variants:
        raise unknown("variant", variant, start.variants)
    if seed is not None and seed not in start.seeds:
        raise unknown("seed", str(seed), map(str, start.seeds))
    return recording.networks(lambda key: variant in (None, key[0]) and seed in (None, key[1]))


def _counted(networks: list[Key]) -> str:
    return "1 network" if len(networks) == 1 else f"{len(networks)} networks"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _owned_up(damaged: int) -> list[str]:
    """How many lines of the stream are missing from what was written; nothing if none is."""
    lines = "1 damaged line was" if damaged == 1 else f"{damaged} damaged lines were"
    return [f"{lines} skipped"] if damaged else []


def _latest(run: RunFolder) -> list[Stored]:
    """The networks of the latest whole checkpoint."""
    damaged: Trouble | None = None
    for folder in run.checkpoint_folders():
        try:
            return stored_networks(folder)
        except BadEnvironment as trouble:
            damaged = trouble
    raise damaged or BadEnvironment(f"run {run.id} saved no network", "train it first")


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
    fix = f"--variant {others[0]}" if others else "train another variant"
    raise BadEnvironment(f"{able[0].variant} is not part of this run", fix)


def _written(export: Export, network: Stored, lesson: Lesson) -> Iterator[str]:
    try:
        yield from export(network.state)
    except KeyError as missing:
        what = f"{network.variant} saved no {said(missing)} to export"
        raise BadEnvironment(what, f"train it again: dl-lab run {lesson.id}") from None


def _deliver(path: Path, pieces: Iterable[str], force: bool) -> bool:
    """Write a text to a file, or to stdout for `-`; whether it is a file."""
    if str(path) == "-":
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
        return False
    _trying(path, lambda: _write(path, pieces, force))
    return True


def _trying(path: Path, act: Callable[[], T]) -> T:
    """Do it; where the system will not, say why in words."""
    try:
        return act()
    except (OSError, RuntimeError) as error:  # expanduser knows no such person
        fix = "check the folder and the disk"
        raise BadEnvironment(f"{shown(path)} cannot be written ({reason(error)})", fix) from None


def _write(path: Path, pieces: Iterable[str], force: bool) -> None:
    """Write beside the place and move it there: the file is whole, or as it was."""
    path = path.expanduser()
    _refuse_place(path, force)
    _move_there(path, pieces)


def _refuse_place(path: Path, force: bool) -> None:
    """Raise BadUsage where a file may not go; a device replaced by a file would be lost."""
    if path.is_dir():
        raise BadUsage(f"{shown(path)} is a folder", "give a file, such as --out run.csv")
    if not path.exists():
        return
    if not path.is_file():
        raise BadUsage(f"{shown(path)} is not a regular file", "--out - writes to stdout")
    if not force:
        raise BadUsage(f"{shown(path)} already exists", "--force replaces it")


def _move_there(path: Path, pieces: Iterable[str]) -> None:
    place = path.resolve()  # where a link leads: the link stays
    with NamedTemporaryFile(
        "w", dir=place.parent, encoding="utf-8", errors="replace", delete=False
    ) as draft:
        try:
            draft.writelines(pieces)
            draft.close()
            Path(draft.name).replace(place)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
