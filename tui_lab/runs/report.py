"""The report: one document for every lesson alike, from the same judgement as the screen's."""

from collections.abc import Iterable
from typing import Any

import msgspec

from lessons.kit import History, Plan, Trouble
from lessons.kit.stream.events import End, Event, Fault, Start
from tui_lab.runs.folder import RunFolder
from tui_lab.system.files import replace_file

VERSION = 1


def document(start: Start, end: End) -> dict[str, Any]:
    """What `run --json` prints, and report.json holds."""
    return {
        "v": VERSION,
        "run": start.run,
        "lesson": start.lesson,
        "status": "killed" if end.status == "lost" else end.status,  # a word for people: `ps`
        "exit": end.exit,
        "config": start.config,
        "variants": start.variants,
        "seeds": start.seeds,
        "together": start.together,
        "device": start.device,
        "devices": start.devices,
        "data": start.data,
        "versions": start.versions,
        "seconds": end.t,
        "results": end.metrics,
        "throughput": end.throughput,
        "claims": msgspec.to_builtins(end.claims),
        "error": msgspec.to_builtins(end.error),
        "again": msgspec.to_builtins(end.reproduction),
    }


def failure(trouble: Trouble, lesson: str, plan: Plan | None) -> dict[str, Any]:
    """The document of a run that never began: the same fields, nothing in them."""
    error = Fault(trouble.message, trouble.fix)
    start = Start(
        run="",
        lesson=lesson,
        config=plan.config if plan else {},
        variants=plan.variants if plan else {},
        seeds=plan.seeds if plan else [],
        steps=0,
        device=plan.device if plan else "",
        data={"source": plan.data} if plan and plan.data else {},
    )
    end = End(status="failed", exit=trouble.exit_code, error=error)
    return document(start, end)


def write_report(run: RunFolder, start: Start, end: End) -> None:
    """Put report.json in the run's folder. Raises OSError."""
    replace_file(run.report, to_line(document(start, end)))


def to_line(document: Any) -> bytes:
    """One JSON document on one line, with its newline."""
    return msgspec.json.encode(document) + b"\n"


def of_events(events: Iterable[Event]) -> tuple[Start | None, History, End | None]:
    """A stream, read to its end: how it began, what it recorded, how it ended."""
    start: Start | None = None
    end: End | None = None
    history = History()
    for event in events:
        history.take_event(event)
        if isinstance(event, Start):
            start = event
        end = event if isinstance(event, End) else end
    return start, history, end
