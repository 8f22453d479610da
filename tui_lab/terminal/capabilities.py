"""How to behave on this terminal: how many colours, how often to paint, which characters.

Flag > environment > config.toml > what the terminal says of itself. `decided` reads only what it
is given, so that every rule can be tested without a terminal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

COLOURS = {"auto": "auto", "16": "standard", "256": "256", "truecolor": "truecolor", "none": ""}
"""What a learner says, and what Textual calls it."""
SWITCH = {"1": True, "true": True, "yes": True, "on": True,
          "0": False, "false": False, "no": False, "off": False}  # fmt: skip

FPS, FPS_OVER_SSH = 4.0, 2.0  # repaints of a panel a second
LEAST_FPS, MOST_FPS = 0.2, 30.0
CALM = {"TEXTUAL_FPS": "15", "TEXTUAL_ANIMATIONS": "none", "TEXTUAL_SMOOTH_SCROLL": "0"}
"""For a line that somebody waits for: each frame of an animation is sent whole."""
IN_TMUX = (
    "tmux shows 256 colours here. If your terminal has true colour, start dl-lab --color truecolor,"
    ' or put color = "truecolor" under [app] in config.toml'
)


@dataclass(frozen=True)
class TerminalOptions:
    """What was asked for; None where nobody said anything."""

    color: str | None = None
    fps: float | None = None
    ascii_only: bool | None = None
    theme: str | None = None

    def over(self, other: TerminalOptions | None) -> TerminalOptions:
        """These, and the other's where these say nothing."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return TerminalOptions(**{**asdict(other or TerminalOptions()), **said})


@dataclass(frozen=True)
class Capabilities:
    """What was decided."""

    color: str
    """auto (Textual finds out) · 16 · 256 · truecolor · none"""
    fps: float
    ascii_only: bool
    theme: str | None = None
    over_ssh: bool = False
    """Whether what is drawn travels over a network."""
    tip: str = ""
    """What the screen could do better, and how; said once."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """To be set before Textual is imported, which reads these then; "" is to be unset."""


def decided(
    flags: TerminalOptions, environment: Mapping[str, str], file: Mapping[str, Any]
) -> Capabilities:
    """What to do. Raises BadUsage for a value that cannot be."""
    said = _checked(flags, "the command line").over(_of_environment(environment))
    asked = said.over(_checked(TerminalOptions(**file), "config.toml"))
    over_ssh = is_over_ssh(environment)
    color = asked.color or "auto"
    color = color_of(environment) if color == "auto" else color
    plain = is_plain(environment) if asked.ascii_only is None else asked.ascii_only
    calm = {name: value for name, value in CALM.items() if over_ssh and name not in environment}
    hidden = environment.get("TMUX") and color == "256" and (asked.color or "auto") == "auto"
    return Capabilities(
        color,
        asked.fps or (FPS_OVER_SSH if over_ssh else FPS),
        plain,
        asked.theme,
        over_ssh,
        IN_TMUX if hidden else "",
        calm | _for_textual(color),
    )


def is_over_ssh(environment: Mapping[str, str]) -> bool:
    """Whether what is drawn travels over a network."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def is_plain(environment: Mapping[str, str]) -> bool:
    """Whether only ASCII arrives: the console of Linux has no braille, nor has Latin-1.

    A locale that names no character set says nothing, and most terminals are UTF-8; of an unset
    one Python itself makes C.UTF-8.
    """
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next(filter(None, names), "").upper().partition("@")[0]
    charset = locale.partition(".")[2] or ("ASCII" if locale in ("C", "POSIX") else "UTF8")
    return environment.get("TERM") == "linux" or charset.replace("-", "") != "UTF8"


def color_of(environment: Mapping[str, str]) -> str:
    """How many colours the terminal says it has; auto where only its TERM tells, as to Textual.

    ssh does not pass COLORTERM on. Inside GNU screen it is the word of the terminal outside.
    """
    term = environment.get("TERM", "")
    inside_screen = bool(environment.get("STY")) and not environment.get("TMUX")
    if environment.get("TEXTUAL_COLOR_SYSTEM", "auto") != "auto":
        return "auto"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") and not inside_screen:
        return "truecolor"
    return "256" if inside_screen or term.startswith(("screen", "tmux")) else "auto"


def _for_textual(color: str) -> dict[str, str]:
    """The same in Textual's own words; its own variable stands where nobody told us."""
    if color == "none":
        return {"NO_COLOR": "1"}
    return {"NO_COLOR": ""} | ({} if color == "auto" else {"TEXTUAL_COLOR_SYSTEM": COLOURS[color]})


def _of_environment(environment: Mapping[str, str]) -> TerminalOptions:
    """DL_LAB_COLOR and its like, and NO_COLOR."""
    color = environment.get("DL_LAB_COLOR") or ("none" if environment.get("NO_COLOR") else None)
    options = TerminalOptions(
        color,
        _number(environment.get("DL_LAB_FPS") or None),
        _switch(environment.get("DL_LAB_ASCII") or None),
        environment.get("DL_LAB_THEME") or None,
    )
    return _checked(options, "the environment")


def _number(text: str | None) -> Any:
    try:
        return text and float(text)
    except ValueError:
        return text


def _switch(text: str | None) -> Any:
    return SWITCH.get(text.lower(), text) if text else None


def _checked(options: TerminalOptions, where: str) -> TerminalOptions:
    """The same options, of the right types. Raises BadUsage."""
    color, fps = None if options.color is None else str(options.color), options.fps
    if color not in (None, *COLOURS):
        _refuse("color", color, where, ", ".join(COLOURS))
    if fps is not None and not _is_possible(fps):
        _refuse("fps", fps, where, f"a number from {LEAST_FPS:g} to {MOST_FPS:g}")
    if options.ascii_only not in (None, True, False):
        _refuse("ascii", options.ascii_only, where, "true or false")
    if not isinstance(options.theme, str | None):
        _refuse("theme", options.theme, where, "a name in quotes")
    return TerminalOptions(color, fps, options.ascii_only, options.theme)


def _is_possible(fps: object) -> bool:
    is_number = isinstance(fps, int | float) and not isinstance(fps, bool) and math.isfinite(fps)
    return is_number and LEAST_FPS <= fps <= MOST_FPS  # type: ignore[operator]


def _refuse(name: str, value: object, where: str, known: str) -> None:
    from lessons.kit.errors import BadUsage, visible

    raise BadUsage(f"{name} cannot be {visible(repr(value))} in {where}", f"it is {known}")
