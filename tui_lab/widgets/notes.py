"""What happened, as it happens."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from lessons.kit.errors import visible
from lessons.kit.events import Answer, Control, Estimate, Event, NetworkEnd, Remark, Resumed
from tui_lab.again import as_of_today, told
from tui_lab.outlook import outlook
from tui_lab.plotting import number
from tui_lab.store import Store
from tui_lab.widgets.reading import Reading, Written
from tui_lab.widgets.view import View


class Notes(Reading):
    """What happened, the latest first."""

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
        events = happened(store, at)
        shown = (id(store), len(events), store.state, at)
        if shown == self._shown:
            return
        self._shown = shown
        parts = [_note(event, store) for event in events]
        if store.end and store.end.error:
            error = store.end.error
            parts.insert(0, Content.assemble(
                ("✗ ", "bold $error"), (visible(error.message), "bold"), "\n",
                (visible(error.mend), "$muted")))  # fmt: skip
        parts += self._again(store)
        nothing = Content.styled("Notes appear here while it trains.", "$muted")
        self.body.write(Content("\n\n").join(parts) if parts else nothing)

    def _again(self, store: Store) -> list[Content]:
        """How to do it again, as far as that is true today: the line and all its caveats."""
        if not (store.start and store.end and store.end.again):
            return []
        found = as_of_today(store.end.again, self.view.session.lesson, store.start)
        lines = [(words, "$warning" if n else "") for n, words in enumerate(told(found))]
        return [Content("\n").join(Content.styled(*line) for line in lines)] if lines else []


def happened(store: Store, until: int | None = None) -> list[Event]:
    """What is worth reading, the latest first; only what came up to a step, if one is given."""
    ends = [end for end in store.ends.values() if end.how != "finished"]
    resumptions = [event for event in store.resumptions if event.notes]
    rare: list[Event] = [*resumptions, *store.estimates, *store.controls, *ends]
    events: list[Event] = [*store.remarks, *store.answers, *rare]
    known = [event for event in events if until is None or _step(event) <= until]
    return sorted(known, key=lambda event: event.seq, reverse=True)[:100]


def _step(event: Event) -> int:
    if isinstance(event, Resumed):
        return max((position.step for position in event.at), default=0)
    step: int = getattr(event, "step", 0)
    return step


def _note(event: Event, store: Store) -> Content:
    match event:
        case Remark():
            return _entry(event.step, event.variant, visible(event.text))
        case Answer():
            text = f"“{visible(event.question)}”\n{visible(event.answer)}"
            return _entry(event.step, f"{event.variant} was asked", text)
        case Control():
            value = number(event.value) if isinstance(event.value, float) else event.value
            return _entry(event.step, "you turned", visible(f"{event.name} to {value}"))
        case Resumed():
            lines = "\n".join(map(visible, event.notes))
            return _entry(_step(event), "taken up again", lines, "warning")
        case Estimate():
            return _entry(event.step, "as it goes", outlook(event))
        case NetworkEnd():
            return _entry(*_ended(event, store), "error")
    return Content("")


def _ended(event: NetworkEnd, store: Store) -> tuple[int, str, str]:
    """When, who and how: a loss is lost some steps before it is looked for."""
    who, words = f"{event.variant} {event.how}", visible(event.message)
    broke = store.curve(event.variant, event.seed, "loss").broke_at
    if event.how != "diverged" or broke is None:
        return event.step, who, words
    ended = f"its loss stopped being a number; training ended at step {event.step}"
    return broke, who, ended


def _entry(step: int, who: str, text: str, colour: str = "primary") -> Content:
    lead = (f"step {step} ", "$muted")
    return Content.assemble(lead, (who, f"bold ${colour}"), "\n", text)
