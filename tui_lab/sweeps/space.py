"""What is searched: `--over lr=1e-4..1:log` and `--over hidden=32,64,128`, read and checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lessons.kit import BadUsage
from lessons.kit.errors import one_line, unknown
from lessons.kit.page.params import Knob, Params
from lessons.kit.search.space import Listed, Range, Space, Span, Value, in_words
from tui_lab.runs.places import typed
from tui_lab.system.words import number

HOW = "write --over lr=1e-4..1:log or --over hidden=32,64,128"


def knobs_in_words(knobs: dict[str, Value]) -> str:
    """Such as `lr=0.003 hidden=64`."""
    return " ".join(f"{name}={_short(value)}" for name, value in knobs.items())


def _short(value: Value) -> str:
    is_float = isinstance(value, float)
    return number(float(value)) if is_float else one_line(in_words(value))


def read_space(params: type[Params], texts: Sequence[str]) -> Space:
    """What every --over says. Raises BadUsage for a knob or a value that there is not."""
    if not texts:
        raise BadUsage("a sweep needs a setting to vary", HOW)
    space: Space = {}
    for text in texts:
        name, equals, rest = text.partition("=")
        if not equals:
            raise BadUsage(f"--over {one_line(text)!r} has no '='", HOW)
        name = name.strip()
        knob, now = params.knob(name), params.named(name)
        if now in space:
            raise BadUsage(f"--over names {now} twice", "give all its values in one --over")
        space[now] = _span(params, now, knob, rest.strip())
    return space


def _span(params: type[Params], name: str, knob: Knob, text: str) -> Span:
    if not text:
        raise BadUsage(f"--over {name}= gives no values", HOW)
    if ".." in text and knob.kind in (int, float):
        return _range(params, name, knob, text)
    return _listed(params, name, knob, text)


def _range(params: type[Params], name: str, knob: Knob, text: str) -> Range:
    ends, colon, scale = text.partition(":")
    low_text, _, high_text = ends.partition("..")
    if colon and scale.strip() not in ("log", "linear"):
        raise unknown("scale", scale.strip(), ("log", "linear"))
    low, high = (params.parse(name, end) for end in (low_text, high_text))
    log = scale.strip() == "log"
    if not low < high:
        fix = f"write --over {name}=LOW..HIGH with LOW below HIGH"
        raise BadUsage(f"the range {one_line(ends)} of {name} has nothing in it", fix)
    if log and low <= 0:
        fix = f"begin above 0, or write --over {name}={one_line(ends)} without :log"
        raise BadUsage(f"the range {one_line(ends)} of {name} cannot be logarithmic", fix)
    return Range(low, high, log)


def _listed(params: type[Params], name: str, knob: Knob, text: str) -> Listed:
    if text.rpartition(":")[2].strip() in ("log", "linear") and knob.kind in (int, float):
        raise BadUsage(f"a list of values of {name} has no scale", "leave the last part out")
    if ".." in text and (knob.kind is bool or knob.choices):
        raise BadUsage(f"{name} has no range", f"list its values: {knob.bounds}")
    values = [typed(params, name, part) for part in text.split(",")]
    twice = next((value for at, value in enumerate(values) if value in values[:at]), None)
    if twice is not None:
        raise BadUsage(f"--over {name} lists {in_words(twice)} twice", "name each value once")
    return Listed(values)


def points_in(space: Space) -> float:
    """How many different points there are; infinite where a range has no end of them."""
    return math.prod(map(_values_in, space.values()))


def _values_in(span: Span) -> float:
    if isinstance(span, Listed):
        return len(span.values)
    is_whole = isinstance(span.low, int) and isinstance(span.high, int)
    return span.high - span.low + 1 if is_whole else math.inf


def require_listed(space: Space) -> None:
    """Raise BadUsage where a grid could not be made of it."""
    for name, span in space.items():
        if isinstance(span, Range):
            values = ",".join(_samples(span))
            fix = f"list its values: --over {name}={values}; or take --search random"
            raise BadUsage(f"a grid has no end of values for {name}={span}", fix)


def _samples(span: Range) -> Iterator[str]:
    """Three values of a range, for an example."""
    is_whole = isinstance(span.low, int) and isinstance(span.high, int)
    middle = math.sqrt(span.low * span.high) if span.log else (span.low + span.high) / 2
    for value in (span.low, middle, span.high):
        yield str(round(value)) if is_whole else f"{value:.3g}"


def require_apart(space: Space, fixed: Iterable[str]) -> None:
    """Raise BadUsage where a knob is searched and fixed at once."""
    for name in fixed:
        if name in space:
            what = f"{name} stands in --over and in --set"
            raise BadUsage(what, "leave one of them out" if name != "steps" else _STEPS)


_STEPS = "leave one of --over steps and --steps out"


def space_to_builtins(space: Space) -> dict[str, Any]:
    """As the document has it: the text of each --over."""
    return {name: str(span) for name, span in space.items()}
