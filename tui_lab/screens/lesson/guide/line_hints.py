"""What is said above the command line while something is typed there: what fits, and how."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lessons.kit import Lesson, Trouble
from lessons.kit.errors import visible
from tui_lab.exports.formats import formats
from tui_lab.screens.lesson import fork
from tui_lab.session.actions.next_run import turned
from tui_lab.widgets.side.knobs import in_words

if TYPE_CHECKING:
    from tui_lab.screens.lesson.screen import LessonScreen

FORMS = {
    "set": "set NAME VALUE", "seed": "seed N", "seeds": "seeds N", "preset": "preset NAME",
    "data": "data FILE", "edit": "edit FILE", "device": "device NAME",
    "fork": "fork at=STEP NAME=VALUE", "ask": "ask TEXT", "export": "export FORMAT",
    "share": "share FILE", "pace": "pace N", "skip": "skip", "present": "present", "q": "q",
}  # fmt: skip
"""Every command, as it is typed."""


def completions(lesson: Lesson) -> list[str]:
    """What the line offers to complete."""
    words = [f"set {name} " for name in lesson.params.knobs()]
    words += [f"preset {preset.name}" for preset in lesson.presets]
    words += [f"export {kind}" for kind in formats(lesson)]
    words += [f"edit {name}" for name in lesson.shows]
    words += ["seed ", "seeds ", "data ", "device ", "fork ", "ask ", "pace "]
    return [*words, "share", "skip", "present", "quit"]


def hint(screen: LessonScreen, typed: str) -> str | None:
    """What helps with what is typed so far; None leaves what is said."""
    verb, space, rest = typed.removeprefix(":").lstrip().partition(" ")
    if not space:
        fitting = [form for name, form in FORMS.items() if name.startswith(verb)]
        return " · ".join(fitting or FORMS.values())
    lesson = screen.session.lesson
    match verb:
        case "set":
            return _of_setting(screen, rest)
        case "preset":
            return _of_names((preset.name for preset in lesson.presets), rest, "no presets here")
        case "export":
            return _of_names(formats(lesson), rest, "")
        case "edit":
            return _of_names(lesson.shows, rest, "")
        case "ask":
            return _of_question(screen)
        case "fork":
            return _of_fork(screen, rest)
    return FORMS.get(verb, "")


def _of_names(names: Iterable[str], typed: str, nothing: str) -> str:
    known = list(names)
    return " · ".join([name for name in known if name.startswith(typed)] or known) or nothing


def _of_setting(screen: LessonScreen, typed: str) -> str:
    """The settings that begin so; of one that is typed, what it is and may be."""
    params, (name, _, _) = screen.session.lesson.params, typed.partition(" ")
    knobs = params.knobs()
    if name not in knobs:
        return _of_names(knobs, name, "")
    knob, now = knobs[name], in_words(screen.session.plan.config[name])
    return " · ".join(filter(None, (f"{name} is {now}", knob.help, knob.bounds)))


def _of_question(screen: LessonScreen) -> str:
    """What the lesson asks for, and who will answer."""
    session, shown = screen.session, screen.view.shown
    if session.run is None:
        return "nothing is trained yet: press space to start"
    asked = session.store.questions
    prompts = list(dict.fromkeys(p for (who, _), all_ in asked.items() if who == shown
                                 for p in all_))  # fmt: skip
    if not prompts and session.store.start is not None:
        return f"{shown} takes no questions yet" if not asked else f"{shown} takes no questions"
    prompt = " ".join(map(visible, prompts))
    return f"{prompt} · {shown} answers; v asks another network; ↑ recalls earlier questions"


def _of_fork(screen: LessonScreen, typed: str) -> str | None:
    """`name=value …, from step 165 (checkpoint at 27)`, as soon as the step is whole."""
    if typed and not typed.endswith(" "):
        return None
    try:
        branch = fork.branch(screen, typed.split())
    except Trouble as trouble:
        return str(trouble)
    live = [name for name, knob in screen.session.lesson.params.knobs().items() if knob.live]
    settings = " ".join([*(f"{name}=…" for name in live), "steps=…"])
    taken = " · the settings that you changed" if turned(screen.session) else ""
    return f"{settings}{taken} · {branch}"
