"""A recording read to its end: by a run's name, or a file of events by its path."""

import msgspec

from lessons.kit import BadEnvironment, BadUsage, Lesson
from lessons.kit.claims.conclusion import conclude
from lessons.kit.stream.events import End, Start
from tui_lab.cli.sweeps.listed import sweep_named
from tui_lab.cli.training import Output, lines_of, put
from tui_lab.client.choice import recording
from tui_lab.client.deaths import FROM_OUTSIDE
from tui_lab.client.final_state import GONE
from tui_lab.client.wait import say
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import document, to_line
from tui_lab.runs.reproduce import as_of_today
from tui_lab.runs.stream import Follower
from tui_lab.state.store import Store
from tui_lab.trust.permission import load


def replay_recording(name: str | None, output: Output) -> int:
    """`dl-lab replay --json`: the document of a recorded run, made again from its stream.

    Of a sweep it is that of `dl-lab attach`.
    """
    if sweep_named(name):
        from tui_lab.cli.sweeps.trials import attach

        return attach(name, output)
    path = recording(name)
    name = name or path.parent.name
    if (path.parent / "run.json").is_file() and RunFolder(path.parent).alive():
        raise BadUsage(
            f"run {name} is still training", f"dl-lab attach {name} --json waits for its end"
        )
    follower = Follower(path)
    store = Store()
    while not follower.at_end:
        events = follower.read()
        for event in events:
            store.take_event(event)
        if output.kind == "jsonl":
            put(lines_of(events))
    if follower.damaged:
        say(f"{follower.damaged} damaged lines were skipped")
    if follower.newer:
        say("this was recorded by a newer dl-lab: unknown events were skipped")
    if store.start is None:
        raise BadEnvironment(f"{name} contains no run", "give a run's name or an events.jsonl")
    if output.kind == "json":
        lesson = load(store.start.lesson)
        unfinished = conclude(lesson, store.history, "killed", error=GONE, code=FROM_OUTSIDE)
        put(to_line(document(store.start, _of_today(store.end or unfinished, lesson, store.start))))
    return 0


def _of_today(end: End, lesson: Lesson, start: Start) -> End:
    """A recorded end: its line may need more by now for the same numbers."""
    found = end.reproduction and as_of_today(end.reproduction, lesson, start)
    return msgspec.structs.replace(end, reproduction=found)
