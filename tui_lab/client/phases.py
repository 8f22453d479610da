"""The parts of a step in words, for the screen and the command line alike. No Textual."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lessons.kit.errors import visible
from lessons.kit.stream.apart import Apart, Phase, Piece
from tui_lab.system.words import number, told_apart

NOT_FINITE = "not finite"
ALL = 0.9995
"""The share of a gradient from which on it counts as unchanged."""
HEADINGS = {
    "forward": ("module", "output", "mean |x|"),
    "loss": (),
    "backward": ("parameter", "shape", "‖g‖"),
    "clip": ("parameter", "‖g‖ before", "‖g‖ after", "factor"),
    "update": ("parameter", "‖w‖", "‖Δw‖", "‖Δw‖/‖w‖"),
}
"""What the rows of a phase hold."""
BARS = {"forward": 2, "backward": 2, "clip": 2, "update": 3}
"""The column whose numbers are also drawn as bars."""


def named(phases: Sequence[Phase]) -> list[str]:
    """A name for each of them; what comes a second time has a 2 behind it."""
    kinds = [phase.kind for phase in phases]
    counts = [kinds[: n + 1].count(kind) for n, kind in enumerate(kinds)]
    return [kind if n == 1 else f"{kind} {n}" for kind, n in zip(kinds, counts, strict=True)]


WHAT = {
    "forward": "The network answers the batch.",
    "loss": "One number says how wrong the answers are.",
    "backward": "Autograd finds how the loss changes with each weight.",
    "clip": "A gradient that is too long is shortened.",
    "update": "Each weight moves a little against its gradient.",
}
"""What each part of a step is for."""


def in_short(phase: Phase) -> str:
    """A phase's main number, for beside its name."""
    if phase.absent:
        return "–"
    if phase.kind == "clip":
        return "–" if phase.factor is None else f"×{number(phase.factor)}"
    return "nan" if phase.size is None else number(phase.size)


def sentences(found: Apart, place: int) -> list[str]:
    """What a phase did, the most important first."""
    phase = found.phases[place]
    if phase.absent:
        return [phase.absent]
    told = TOLD[phase.kind](phase, found.phases[:place])
    return [*told, *([phase.note] if phase.note else [])]


def _forward(phase: Phase, _: Sequence[Phase]) -> list[str]:
    shape = " × ".join(f"{size:,}" for size in phase.shape) or "1"
    said = f"Output of {visible(phase.name)}: {shape} numbers, of mean size {told(phase.size)}."
    return [said]


def _loss(phase: Phase, _: Sequence[Phase]) -> list[str]:
    name = f" ({visible(phase.name)})" if phase.name else ""
    return [f"The loss of this batch{name} is {told(phase.size)}, before anything is learned."]


def _backward(phase: Phase, _: Sequence[Phase]) -> list[str]:
    known = [piece for piece in phase.pieces if piece.size is not None]
    said = [f"The norm of the whole gradient is {told(phase.size)}."]
    broken = [piece.name for piece in phase.pieces if piece.size is None]
    if broken:
        return [*said, f"Not finite: the gradient of {visible(', '.join(broken[:3]))}."]
    if len(known) < 2:
        return said
    low, high = min(known, key=_size), max(known, key=_size)
    largest = f"The largest part is that of {visible(high.name)}, {told(high.size)};"
    return [*said, f"{largest} the smallest that of {visible(low.name)}, {told(low.size)}."]


def _clip(phase: Phase, _: Sequence[Phase]) -> list[str]:
    factor = phase.factor
    if factor is None:
        return [f"The norm before was {told(phase.size)}, after it {told(phase.after)}."]
    if ALL < factor < 2 - ALL:
        return [f"The norm, {told(phase.size)}, is below the limit: the gradient stays as it is."]
    said = f"norm {told(phase.size)} → {told(phase.after)}, factor {number(factor)}"
    how = "cut" if factor < 1 else "lengthened"
    return [f"The gradient is {how}: {said}."]


def _update(phase: Phase, before: Sequence[Phase]) -> list[str]:
    share = "" if phase.ratio is None else f", {_percent(phase.ratio)} of their length"
    by = f"{visible(phase.name)} moved the weights" if phase.name else "The loop moved the weights"
    said = [f"{by} by {told(phase.size)}{share}."]
    if not phase.name:
        said.append("This lesson updates without an optimizer: its own lines write the weights.")
    was = next((each.size for each in reversed(before) if each.kind == "loss"), None)
    return [*said, *_helped(was, phase)]


def _helped(was: float | None, phase: Phase) -> list[str]:
    """Whether the step did what it was for, on the batch that it was for."""
    if phase.note or was is None:
        return []
    if phase.after is None:
        return [f"The loss of the same batch was {told(was)}, and now it is {NOT_FINITE}."]
    first, then = told_apart(was, phase.after) if was != phase.after else (number(was),) * 2
    how = "the step helped" if phase.after < was else "the step made it worse"
    how = "the step changed nothing" if phase.after == was else how
    return [f"The loss of the same batch: {first} → {then}; {how}."]


TOLD: dict[str, Callable[[Phase, Sequence[Phase]], list[str]]] = {
    "forward": _forward, "loss": _loss, "backward": _backward, "clip": _clip, "update": _update,
}  # fmt: skip


def rows(phase: Phase) -> list[Sequence[str]]:
    """A row for each module or parameter, under the phase's headings."""
    return [_row(phase.kind, piece) for piece in phase.pieces]


def lengths(phase: Phase) -> list[float]:
    """How long each row's bar is, as a share of the longest."""
    sizes = [_drawn(phase.kind, piece) for piece in phase.pieces]
    most = max(sizes, default=0.0)
    return [size / most if most else 0.0 for size in sizes]


def _drawn(kind: str, piece: Piece) -> float:
    if kind == "update":
        return (piece.size or 0.0) / piece.whole if piece.whole else 0.0
    return piece.size or 0.0


def _row(kind: str, piece: Piece) -> Sequence[str]:
    shape = "×".join(map(str, piece.shape)) or "1"
    if kind in ("clip", "update"):
        share = piece.size / piece.whole if piece.size is not None and piece.whole else None
        return piece.name, told(piece.whole), told(piece.size), _share(share)
    return piece.name, shape, told(piece.size)


def told(value: float | None) -> str:
    """A number, or that it is none."""
    return NOT_FINITE if value is None else number(value)


def _share(value: float | None) -> str:
    return "–" if value is None else number(value)


def _percent(share: float) -> str:
    return f"{number(100 * share)} %"


def _size(piece: Piece) -> float:
    return piece.size or 0.0


def where(found: Apart) -> str:
    """Which step this is, and how it was found again."""
    count = "1 step was" if found.replayed == 1 else f"{found.replayed} steps were"
    again = f"; {count} trained again to get there" if found.replayed else ""
    return f"step {found.step} of {visible(found.variant)}, seed {found.seed}{again}"
