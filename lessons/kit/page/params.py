"""A lesson's settings: typed, bounded, some of them alive while the network trains."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from inspect import get_annotations
from pathlib import Path
from typing import Any, Self

from lessons.kit.data.run_address import from_the_root
from lessons.kit.errors import BadUsage, unknown, visible


@dataclass(frozen=True)
class Knob:
    """What a setting may be. Kept in the dataclass field's metadata."""

    kind: type
    help: str = ""
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] = ()
    live: bool = False
    """May be turned between two steps, without starting again."""
    log: bool = False
    """Worth turning by factors rather than by sums."""
    only_shown: bool = False
    """It moves what is shown and nothing that is learned: no run is another one for it."""
    look: Callable[[str], object] | None = None
    """Raises BadUsage for a text that will not do, whether or not it is needed yet."""
    is_path: bool = False
    """A file or a folder: kept from the root on, so that it is found from any folder."""
    is_run: bool = False
    """A network of a run, `RUN:VARIANT:SEED`: a name that is typed becomes the run's path."""
    formerly: str = ""
    """The name that it had before; still read, in commands, plans and checkpoints."""

    @property
    def names_a_place(self) -> bool:
        """Whether its text leads to something on this machine, which others have elsewhere."""
        return self.is_path or self.is_run

    @property
    def bounds(self) -> str:
        """What is allowed, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if self.kind is bool:
            return "on or off"
        if self.kind is str:
            return "any text"
        number = "a whole number" if self.kind is int else "a number"
        return f"{number} from {self.low:.12g} to {self.high:.12g}"


def knob(
    default: float, low: float, high: float, *, live: bool = False, log: bool = False,
    only_shown: bool = False, help: str = "", formerly: str = "",
) -> Any:  # fmt: skip
    """A number within bounds, both allowed; whole if its default is written as an int.

    `only_shown` is for a live one that moves a `Dial` and nothing that is learned.
    """
    kind = type(default)
    return _field(default, Knob(kind, help, low, high, live=live, log=log, formerly=formerly,
                                only_shown=only_shown))  # fmt: skip


def choice(
    default: str, *others: str, live: bool = False, help: str = "", formerly: str = ""
) -> Any:
    """One of a few words."""
    choices = (default, *others)
    return _field(default, Knob(str, help, choices=choices, live=live, formerly=formerly))


def switch(
    default: bool, *, live: bool = False, only_shown: bool = False, help: str = "",
    formerly: str = "",
) -> Any:  # fmt: skip
    """On or off; `only_shown` as of a knob: it moves a `Dial`, whose frames are at 0 and 1."""
    knob = Knob(bool, help, live=live, only_shown=only_shown, formerly=formerly)
    return _field(default, knob)


def text_knob(
    default: str = "", *, help: str = "", look: Callable[[str], object] | None = None,
    is_path: bool = False, is_run: bool = False, formerly: str = "",
) -> Any:  # fmt: skip
    """Free text, such as the name of a column; `look` raises BadUsage for what will not do.

    With `is_path` it names a file or a folder, and is kept from the root on, as --data is. With
    `is_run` it names a network of a run: `lessons.kit.engine.trained_run` reads it.
    """
    knob = Knob(str, help, look=look, is_path=is_path, is_run=is_run, formerly=formerly)
    return _field(default, knob)


def _field(default: Any, knob: Knob) -> Any:
    return field(default=default, metadata={"knob": knob})


SWITCHES = {"on": True, "true": True, "yes": True, "1": True,
            "off": False, "false": False, "no": False, "0": False}  # fmt: skip


@dataclass
class Params:
    """The base of every lesson's settings; a field is a `knob`, `choice`, `switch` or `text_knob`.

    Every lesson has a whole-number knob called `steps`.
    """

    def __getattr__(self, name: str) -> Any:
        """A setting by its former name, as an edited copy of a loop may have it."""
        now = self.named(name)
        if now == name:
            raise AttributeError(f"{type(self).__name__} has no setting {name}")
        return getattr(self, now)

    @classmethod
    def knobs(cls) -> dict[str, Knob]:
        """Every setting by name, in the order the lesson wrote them, then what it mixes in."""
        own = get_annotations(cls)
        ordered = sorted(fields(cls), key=lambda f: f.name not in own)
        return {f.name: f.metadata["knob"] for f in ordered}

    @classmethod
    def knob(cls, name: str) -> Knob:
        """The setting of this name. Raises BadUsage, with the nearest name, if there is none."""
        try:
            return cls.knobs()[cls.named(name)]
        except KeyError:
            raise unknown("setting", name, cls.knobs()) from None

    @classmethod
    def named(cls, name: str) -> str:
        """What a setting is called now, from that or from its former name."""
        knobs = cls.knobs()
        if name in knobs or not name:  # a knob without another name has "" there
            return name
        return next((new for new, knob in knobs.items() if knob.formerly == name), name)

    @classmethod
    def renamed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """These settings by the names that they have now."""
        return {cls.named(name): value for name, value in values.items()}

    @classmethod
    def learned_by(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """These settings without those that move only what is shown."""
        knobs = cls.knobs()
        return {n: v for n, v in values.items() if n not in knobs or not knobs[n].only_shown}

    @classmethod
    def parse(cls, name: str, text: str) -> Any:
        """What somebody typed for a setting, as its type and within its bounds."""
        knob = cls.knob(name)
        value = _parse(name, knob, text.strip())
        if not _within(knob, value):
            raise _refusal(name, knob, text)
        return cls.check(name, value)

    @classmethod
    def check(cls, name: str, value: Any) -> Any:
        """The value as the setting's type. Raises BadUsage if it is not within bounds."""
        knob = cls.knob(name)
        value = plain_number(value)
        if knob.kind is float and type(value) is int:
            value = _as_float(value)
        if type(value) is not knob.kind or not _within(knob, value):
            raise _refusal(name, knob, value)
        if knob.look:
            knob.look(str(value))
        if knob.is_run and value:
            return from_the_root(str(value))
        return _from_the_root(name, str(value)) if knob.is_path and value else value

    def override(self, values: dict[str, Any]) -> Self:
        """A copy with these settings, checked."""
        now = self.renamed(values)
        return replace(self, **{name: self.check(name, value) for name, value in now.items()})

    def turn(self, name: str, value: Any) -> None:
        """Change a live setting in place, between two steps."""
        if not self.knob(name).live:
            live = ", ".join(n for n, k in self.knobs().items() if k.live) or "none"
            raise BadUsage(f"{name!r} is fixed while training", f"the live settings are {live}")
        setattr(self, self.named(name), self.check(name, value))

    def as_dict(self) -> dict[str, Any]:
        """Setting to value, in the lesson's order."""
        return {name: getattr(self, name) for name in self.knobs()}


def _as_float(value: int) -> float:
    """The number as a float; infinity, which no knob allows, for one that is too large to be."""
    try:
        return float(value)
    except OverflowError:
        return math.inf


def plain_number(value: Any) -> Any:
    """A number of numpy's or torch's as Python's own; anything else as it is."""
    is_single = getattr(value, "ndim", None) == 0 and hasattr(value, "item")
    return value.item() if is_single else value


@contextmanager
def for_a_while(many: Sequence[Params], values: dict[str, Any]) -> Iterator[None]:
    """Live settings as these are, for a while. Raises BadUsage with nothing turned."""
    before = [(one, one.as_dict()) for one in many]
    try:
        for name, value in values.items():
            for one in many:
                one.turn(name, value)
        yield
    finally:
        for one, old in before:
            for name in one.renamed(values).keys() & old.keys():
                setattr(one, name, old[name])


def _from_the_root(name: str, value: str) -> str:
    """A path that means the same from every folder; ~ is the learner's own."""
    try:
        path = str(Path(value).expanduser().absolute())
        path.encode("utf-8")
    except (RuntimeError, OSError, ValueError):  # ~nobody; ~\0; a folder that is gone
        raise BadUsage(
            f"{name} cannot be {shown(value)!r}", "give the path of a file or folder"
        ) from None
    return path


def _parse(name: str, knob: Knob, text: str) -> Any:
    try:
        if knob.kind is bool:
            return SWITCHES[text.lower()]
        if knob.kind is int:
            return _whole(text)
        return knob.kind(text)
    except (ValueError, KeyError):
        raise _refusal(name, knob, text) from None


def _whole(text: str) -> int:
    """`200`, `2_000` or `1e3`; ValueError for anything with a fraction."""
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if not number.is_integer():
            raise
        return int(number)


def _within(knob: Knob, value: Any) -> bool:
    if knob.choices:
        return value in knob.choices
    if knob.kind in (int, float):
        return bool(knob.low <= value <= knob.high)  # False for nan
    return True


def _refusal(name: str, knob: Knob, value: Any) -> BadUsage:
    return BadUsage(f"{name} cannot be {shown(value)!r}", f"use {knob.bounds}")


def shown(value: Any) -> str:
    """A value that is refused, on one line and not too long."""
    try:
        text = str(value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        text = "a number of thousands of digits"
    line = visible(" ".join(text.split()))
    return line if len(line) <= 40 else line[:39] + "…"
