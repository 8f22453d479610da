"""Which run is meant where none is named: the live one, else the last. It is said which."""

from pathlib import Path

from lessons.kit import BadEnvironment, BadUsage
from tui_lab.client.wait import say
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs, find

NAMED = 5  # runs that are listed when there is a choice


def chosen(name: str | None, command: str) -> RunFolder:
    """The run of this name; without one the live run, the newest of several, else the last.

    Raises BadUsage where there is none.
    """
    if name is not None:
        return find(name)
    live, last = live_runs(), all_runs()[:1]
    if not live and not last:
        raise BadUsage("there are no runs yet", "start one: dl-lab run lesson3")
    run = [*live, *last][0]
    if len(live) > 1:
        say(f"{len(live)} runs are live: this is the newest, {run.id}; dl-lab {command} RUN for "
            f"another: {_listed(live[1:])}")  # fmt: skip
    else:
        say(f"{run.id}, {'the live run' if live else 'the last run'}")
    return run


def to_be_stopped(name: str | None) -> RunFolder:
    """The run of this name; without one the live run. Raises BadUsage unless there is just one."""
    if name is not None:
        return find(name)
    live = live_runs()
    if not live:
        raise BadUsage("no run is live", "there is nothing to stop; dl-lab ps lists all runs")
    if len(live) > 1:
        raise BadUsage(f"{len(live)} runs are live", f"name one of them: {_listed(live)}")
    return live[0]


def last_over() -> RunFolder:
    """The last run that nobody trains. Raises BadUsage where there is none."""
    run = next((run for run in all_runs() if not run.alive()), None)
    if run is None:
        raise BadUsage("no run has ended yet", "dl-lab attach watches a live run")
    say(f"{run.id}, the last run that has ended")
    return run


def question_of(words: list[str]) -> tuple[str | None, str]:
    """`RUN TEXT`, or TEXT alone: the run's name, if it is there, and the question.

    Raises BadUsage where only a run is named.
    """
    if len(words) == 1 and words[0] not in ("last", *(run.id for run in all_runs())):
        return None, words[0]
    if len(words) == 2:
        return words[0], words[1]
    what = "no question is given" if len(words) < 2 else "more than one question is given"
    raise BadUsage(what, 'write: dl-lab ask RUN "text"')


def live_runs() -> list[RunFolder]:
    """Every run that is being trained, the newest first."""
    return [run for run in all_runs() if run.alive()]


def _listed(runs: list[RunFolder]) -> str:
    more = f", and {len(runs) - NAMED} more" if len(runs) > NAMED else ""
    return ", ".join(run.id for run in runs[:NAMED]) + more


def recording(name: str | None) -> Path:
    """The stream of a run by name, or a file of events by path; else of the last ended run.

    Raises Trouble.
    """
    if name is None:
        return last_over().events
    path = Path(name)
    if name and path.is_dir() and (path / "events.jsonl").is_file():
        return path / "events.jsonl"
    if path.is_file():
        return path
    if path.suffix == ".jsonl" or "/" in name:
        raise BadEnvironment(f"{name} is not a file", "give a run's name or an events.jsonl")
    return places.find(name).events
