"""What happened, as it happens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from lessons.kit.errors import visible
from lessons.kit.stream.events import (
    Answer,
    Control,
    Estimate,
    Event,
    Fault,
    NetworkEnd,
    NoteEvent,
    Resumed,
)
from tui_lab.charts.lines.line_chart import number
from tui_lab.client.final_state import located
from tui_lab.runs.reproduce import as_of_today, told
from tui_lab.session.questions import Question
from tui_lab.session.view import View
from tui_lab.state.estimate import estimate_in_words
from tui_lab.state.store import Store
from tui_lab.widgets.reading import Reading, Written


class Notes(Reading):
    """What happened, the latest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "traceback", "Traceback", show=False,
                tooltip="Show where your own code failed, line by line"),
    ]  # fmt: skip

    class Asked(Message):
        """The learner wants to see where it failed."""

        def __init__(self, fault: Fault) -> None:
            super().__init__()
            self.fault = fault

    def __init__(self, view: View) -> None:
        super().__init__(id="Notes")
        self.view = view
        self.body = Written()
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield self.body

    def catch_up(self) -> None:
        """Show what came in."""
        if not self.display:
            return
        store, at = self.view.session.store, self.view.at
        events, asked = happened(store, at), list(self.view.session.questions)
        shown = (store, len(events), store.state, at, [one.state for one in asked])
        if shown == self._shown:
            return
        self._shown = shown
        entries = [
            (float(event.seq), _note(event, store, who)) for event, who in _told_once(events)
        ]
        entries += [(one.after + 0.5, _asked(one, store)) for one in asked]
        parts = [entry for _, entry in sorted(entries, key=lambda entry: -entry[0])]
        if error := self._error():
            key = "enter shows it; " if error.traceback else ""
            parts.insert(0, Content.assemble(
                ("✗ ", "bold $error"), (visible(error.message), "bold"), "\n",
                (visible(key + as_typed(error.fix)), "$muted")))  # fmt: skip
        if found := store.of_the_data:
            said = as_typed("\n".join(found))
            parts.append(Content.assemble(("the data", "bold $primary"), "\n", said))
        parts += self._reproduction(store)
        nothing = Content.styled("Notes appear here during training.", "$muted")
        self.body.write(Content("\n\n").join(parts) if parts else nothing)

    def action_traceback(self) -> None:
        """Show it; where there is none, the key means what it means elsewhere."""
        error = self._error()
        if error is None or not self.can_explain:
            raise SkipAction
        self.post_message(self.Asked(error))

    @property
    def can_explain(self) -> bool:
        """Whether there is a traceback to show."""
        error = self._error()
        return error is not None and bool(error.traceback)

    def _error(self) -> Fault | None:
        """What ended the run, if it was an error."""
        session = self.view.session
        error = session.store.end.error if session.store.end else None
        return located(error, session.run) if error else None

    def _reproduction(self, store: Store) -> list[Content]:
        """How to do it again, as far as that is true today: the line and all its caveats."""
        if not (store.start and store.end and store.end.reproduction):
            return []
        found = as_of_today(store.end.reproduction, self.view.session.lesson, store.start)
        lines = [(words, "$warning" if n else "") for n, words in enumerate(told(found))]
        return [Content("\n").join(Content.styled(*line) for line in lines)] if lines else []


def as_typed(words: str) -> str:
    """What a reader of data says for a command line, as it is typed on the screen.

    `--set text=NAME` is `:set text NAME` behind the colon.
    """
    return re.sub(r"--set (\w+)=(\S*)", r":set \1 \2", words).replace("--set ", ":set ")


def happened(store: Store, until: int | None = None) -> list[Event]:
    """What is worth reading, the latest first; only what came up to a step, if one is given."""
    ends = [end for end in store.ends.values() if end.how != "finished"]
    resumptions = [event for event in store.resumptions if event.notes]
    rare: list[Event] = [*resumptions, *store.estimates, *store.controls, *ends]
    events: list[Event] = [*store.notes, *store.answers, *rare]
    known = [event for event in events if until is None or _step(event) <= until]
    return sorted(known, key=lambda event: event.seq, reverse=True)[:100]


def _told_once(events: Sequence[Event]) -> list[tuple[Event, str]]:
    """The events, with the names of the networks: what many failed of is one note."""
    gathered: dict[object, tuple[Event, list[str]]] = {}
    for event in events:
        failed = event if isinstance(event, NetworkEnd) and event.how == "failed" else None
        key = (failed.step, failed.message) if failed else event.seq
        names = gathered.setdefault(key, (event, []))[1]
        if (name := getattr(event, "variant", "")) not in names:
            names.append(name)
    return [(event, ", ".join(reversed(names))) for event, names in gathered.values()]


def _step(event: Event) -> int:
    if isinstance(event, Resumed):
        return max((position.step for position in event.at), default=0)
    step: int = getattr(event, "step", 0)
    return step


def _note(event: Event, store: Store, who: str) -> Content:
    match event:
        case NoteEvent():
            return _entry(event.step, who, visible(event.text))
        case Answer():
            return _entry(event.step, f"you asked {who}", _answered(event))
        case Control():
            value = number(event.value) if isinstance(event.value, float) else event.value
            return _entry(event.step, "you changed", visible(f"{event.name} to {value}"))
        case Resumed():
            lines = "\n".join(map(visible, event.notes))
            return _entry(_step(event), "resumed", lines, "warning")
        case Estimate():
            return _entry(event.step, "estimate", estimate_in_words(event))
        case NetworkEnd():
            return _entry(*_ended(event, store, who), "error")
    return Content("")


def _asked(question: Question, store: Store) -> Content:
    """A question without an answer: what is being done for it, or why there is none."""
    asked = question.asked
    who = asked.variant or (next(iter(store.start.variants), "") if store.start else "")
    colour = "error" if question.error else "primary"
    entry = _entry(question.step, f"you asked {who}", f"“{visible(asked.text)}”", colour)
    return Content.assemble(entry, "\n", (visible(question.state), f"${colour}"))


def _ended(event: NetworkEnd, store: Store, names: str) -> tuple[int, str, str]:
    """When, who and how: a loss is lost some steps before it is looked for."""
    who, words = f"{names} {event.how}", visible(event.message)
    broke = store.broke_at(event.variant, event.seed)
    if event.how != "diverged" or broke is None:
        return event.step, who, words
    return broke, who, words


def _answered(event: Answer) -> Content:
    """Question and answer; a text that goes on with the question is set apart from it."""
    question, answer = visible(event.question), visible(event.answer)
    asked = Content.styled(f"“{question}”\n", "$muted")
    if question.strip() and answer.startswith(question):
        return asked + Content.assemble((question, "bold $accent"), answer[len(question) :])
    return asked + Content(answer)


def _entry(step: int, who: str, text: str | Content, colour: str = "primary") -> Content:
    lead = (f"step {step} ", "$muted")
    return Content.assemble(lead, (who, f"bold ${colour}"), "\n", text)
