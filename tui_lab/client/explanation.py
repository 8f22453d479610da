"""An explanation in words, for the screen and the command line alike. No Textual."""

from __future__ import annotations

import math
from collections.abc import Sequence

from lessons.kit.claims.history import History
from lessons.kit.errors import visible
from lessons.kit.stream.explanation import Explanation
from tui_lab.system.words import number

HEADINGS = ("parameter", "shape", "‖w‖", "‖g‖", "as applied", "‖Δw‖/‖w‖")
UNUSUAL = 3.0  # times the median; a smaller peak is everyday noise


def sentences(found: Explanation, history: History) -> list[str]:
    """What happened at this step, the most important first."""
    where = f"{visible(found.variant)}, seed {found.seed}, step {found.step}"
    told = [
        f"{where}: {_losses(found, history)}.",
        *_broken(found),
        *_gradient(found, history),
        *_largest(found),
    ]
    return [*told, _replay(found, history)]


def _losses(found: Explanation, history: History) -> str:
    """The watched scalars of this step."""
    known = [name for name in history.watched if name in found.scalars]
    told = [f"the {visible(name)} was {_told(found.scalars[name])}" for name in known]
    return " and ".join(told) or "no loss was recorded"


def _broken(found: Explanation) -> list[str]:
    if found.broken:
        return [f"The first tensor that was not finite: {visible(found.broken)}."]
    return ["Every weight, output and gradient was finite."]


def _gradient(found: Explanation, history: History) -> list[str]:
    if found.norm == 0:
        return ["Autograd computed no gradient: this loop updates its weights by hand."]
    told = f"The gradient's norm was {_told(found.norm)}{_beside_others(found, history)}"
    if found.norm is None or found.clipped is None or not 0 < found.clipped < 0.999 * found.norm:
        return [f"{told}; the optimizer got it unchanged."]
    share = found.clipped / found.norm
    return [f"{told}; the optimizer got {number(found.clipped)} of it, {share:.1%}."]


def _beside_others(found: Explanation, history: History) -> str:
    """How it compares with the norms of the whole run, where they are recorded."""
    column = history.track(found.variant, found.seed).columns.get("grad_norm")
    known = sorted(v for v in column.values if math.isfinite(v)) if column else []
    middle = known[len(known) // 2] if known else 0.0
    if not middle or found.norm is None:
        return ""
    times = found.norm / middle
    return f", {number(times)} times the run's median" if times >= UNUSUAL else ""


def _largest(found: Explanation) -> list[str]:
    layer = found.largest
    if layer is None:
        return []
    if layer.gradient is None or not found.norm:
        return [f"Its largest part was that of {layer.name}: {_told(layer.gradient)}."]
    share = (layer.gradient / found.norm) ** 2
    told = f"Its largest part was that of {layer.name}: {number(layer.gradient)}"
    return [f"{told}, {share:.0%} of its square."]


def _replay(found: Explanation, history: History) -> str:
    """Whether the step trained again is the step that was recorded."""
    columns = history.track(found.variant, found.seed).columns
    name = next((name for name in history.watched if name in columns), "loss")
    column = columns.get(name)
    place = list(column.steps).index(found.step) if column and found.step in column.steps else None
    count = "1 step was" if found.replayed == 1 else f"{found.replayed} steps were"
    again = f"{count} trained again to get here"
    if column is None or place is None:
        return f"{again}."
    recorded, now = column.values[place], found.scalars.get(name)
    same = recorded == now or (now is None and not math.isfinite(recorded))
    if found.together and not same:
        why = "it was trained in one loop with other seeds, so its sums were added in another order"
        return f"{again}; {number(recorded)} was recorded: {why}."
    word = "the one" if same else "not the one"
    return f"{again}; the {visible(name)} is {word} that was recorded."


def table(found: Explanation) -> list[Sequence[str]]:
    """A row for each parameter, under `HEADINGS`."""
    return [
        (
            layer.name, "×".join(map(str, layer.shape)), _told(layer.weight),
            _told(layer.gradient), _told(layer.clipped), _share(layer.update, layer.weight),
        )
        for layer in found.layers
    ]  # fmt: skip


def _share(part: float | None, whole: float | None) -> str:
    if part is None or whole is None:
        return "not finite"
    return number(part / whole) if whole else "–"


def _told(value: float | None) -> str:
    return "not finite" if value is None else number(value)
