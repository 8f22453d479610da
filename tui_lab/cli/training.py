"""The commands that train without a screen. stdout is data, stderr is narration."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lessons.kit import BadEnvironment, BadUsage, Lesson, Plan, Trouble, to_json
from lessons.kit.claims.conclusion import UNDECIDED
from lessons.kit.errors import one_line, said
from lessons.kit.stream.events import Event
from tui_lab.cli.narration import Narrator, print_summary
from tui_lab.cli.sharing.handout import given
from tui_lab.client.choice import chosen, question_of
from tui_lab.client.final_state import condition, in_words, located, settle
from tui_lab.client.fork import fork
from tui_lab.client.remote import Remote, follow, start_worker
from tui_lab.client.wait import LeftEarlyError, say, wait_until_begun, wait_until_over
from tui_lab.client.wake import WokenRun
from tui_lab.protocol.commands import Ask
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.recorder import last_event
from tui_lab.runs.report import document, failure, to_line
from tui_lab.session.handout.given import is_handout
from tui_lab.state.store import Store
from tui_lab.system.memory import size
from tui_lab.system.words import in_time
from tui_lab.trust.permission import UntrustedError, lesson_of, load, require_run


@dataclass(frozen=True)
class Output:
    """What goes to stdout, and whether to narrate."""

    kind: str
    """json · jsonl · table"""
    quiet: bool = False

    @classmethod
    def of(cls, as_json: bool, as_jsonl: bool, quiet: bool = False) -> "Output":
        """From the flags. Raises BadUsage for both kinds at once."""
        if as_json and as_jsonl:
            raise BadUsage("--json and --jsonl cannot be combined", "choose one of them")
        return cls("json" if as_json else "jsonl" if as_jsonl else "table", quiet)


def run_lesson(
    name: str, variants: tuple[str, ...], settings: list[str], data: Path | None,
    output: Output, *, out: Path | None, detach: bool, **rest: Any,
) -> int:  # fmt: skip
    """`dl-lab run`: the exit code. Raises Trouble, after printing its document for --json."""
    plan: Plan | None = None
    try:
        plan = _plan_of(name, variants, settings, data, **rest)
        return _begin(places.create(plan, out), output, detach)
    except UntrustedError:
        raise  # perhaps somebody says yes, and it is done again
    except Trouble as trouble:
        if output.kind == "json":
            put(to_line(failure(trouble, name, plan)))
            trouble.told = True
        raise


def _plan_of(
    name: str, variants: tuple[str, ...], settings: list[str], data: Path | None,
    max_memory: str | None = None, **rest: Any,
) -> Plan:  # fmt: skip
    """What is to be trained: a lesson as the flags say, or what a file of `dl-lab share` says."""
    rest["max_memory"] = size(max_memory) if max_memory else None
    if is_handout(name):
        return given(name, bool(variants or settings or data or rest["preset"]), **rest)
    return planned(load(name), variants, settings, data, **rest)


def _begin(run: RunFolder, output: Output, detach: bool) -> int:
    """Train a new run. One that never began leaves nothing behind."""
    try:
        return _leave_alone(run) if detach else _see_through(run, output)
    except LeftEarlyError:
        if not run.alive():
            run.remove()
        raise


def planned(
    lesson: Lesson, variants: tuple[str, ...], settings: list[str], data: Path | None,
    **rest: Any,
) -> Plan:  # fmt: skip
    """The plan these flags ask for. Their file is read once, by the worker, which may refuse it."""
    path = path_of(data) if data is not None else None
    chosen = dict(setting(lesson, text) for text in settings)
    return lesson.plan(variants, settings=chosen, data=path, **rest)


def path_of(data: Path) -> str:
    """The learner's file, from the root on. Raises BadEnvironment for a name we cannot keep."""
    try:
        path = str(data.expanduser().absolute())
        path.encode("utf-8")
    except (RuntimeError, UnicodeEncodeError) as error:
        name = str(data).encode("utf-8", "replace").decode()
        raise BadEnvironment(
            f"{name} cannot be found ({said(error)})", "give another path"
        ) from None
    return path


def setting(lesson: Lesson, text: str) -> tuple[str, Any]:
    """`lr=0.1` as a name and a value. Raises BadUsage."""
    name, equals, value = text.partition("=")
    if not equals:
        raise BadUsage(f"--set {text!r} has no '='", "write --set NAME=VALUE")
    return name.strip(), places.typed(lesson.params, name.strip(), value)


def _leave_alone(run: RunFolder, known: int = -1) -> int:
    """Start it, wait until it has begun, and go; its name is the last line of stdout."""
    remote = start_worker(run)
    try:
        wait_until_begun(remote, known)
    except LeftEarlyError:
        remote.close()
        raise
    remote.leave()
    say(f"training continues; dl-lab attach {run.id} watches it, dl-lab stop {run.id} ends it")
    print(one_line(run.id))
    return 0


def _see_through(run: RunFolder, output: Output, known: int = -1) -> int:
    """Train it to its end with a lifeline to us. Events up to `known` are not printed again."""
    limit = run.plan.max_seconds
    with Narrator(run.id, quiet=output.quiet, known=known, limit=limit) as narrator:

        def watch(store: Store, events: list[Event]) -> None:
            narrator.follow(store, "" if store.latest > known else doing(run))
            if output.kind == "jsonl":
                put(lines_of(event for event in events if event.seq > known))

        remote = start_worker(run, lifeline=True)
        try:
            store = wait_until_over(remote, watch, known)
        finally:
            remote.close()
    return _conclude(run, store, output)


def _conclude(run: RunFolder, store: Store, output: Output) -> int:
    """Print how it ended; the exit code."""
    if store.start is None or store.end is None:
        fix = f"dl-lab resume {run.id} continues it"
        raise BadEnvironment(f"run {run.id} has not ended", fix)
    if output.kind == "json":
        put(to_line(document(store.start, store.end)))
    elif output.kind == "table" and not output.quiet:
        print_summary(store, lesson_of(run))
    if store.end.error:  # also with --quiet: that is for what may be left unread
        say(str(located(store.end.error, run)))
    if store.end.status == "stopped" and store.end.exit == UNDECIDED and not output.quiet:
        say(_stopped_early(run, store))
    return store.end.exit


def _stopped_early(run: RunFolder, store: Store) -> str:
    """Why a run that trained without a fault is not exit 0."""
    limit = run.plan.max_seconds
    by = f" by --max-seconds {limit:g}" if limit is not None else ""
    done = f"after {store.step:,} of {store.planned:,} steps"
    return f"stopped{by} {done}: too early to judge; dl-lab resume {run.id} continues"


def resume_run(name: str, output: Output, *, detach: bool) -> int:
    """`dl-lab resume`: go on from the last whole checkpoint."""
    run = places.find(name)
    refuse_resume(run)
    require_run(run, run.plan)
    lesson_of(run)
    settle(run)
    last = last_event(run.events)
    known = last.seq if last else -1
    return _leave_alone(run, known) if detach else _see_through(run, output, known)


def fork_run(
    name: str, at: int | None, settings: list[str], output: Output, *, detach: bool
) -> int:  # fmt: skip
    """`dl-lab fork`: begin where another run was, with other knobs."""
    run = places.find(name)
    lesson = lesson_of(run)
    child, branch = fork(run, at, dict(setting(lesson, text) for text in settings))
    if not output.quiet:
        say(f"{branch.run.id}: {branch}; the new run is {child.id}")
    last = last_event(child.events)
    known = last.seq if last else -1
    return _leave_alone(child, known) if detach else _see_through(child, output, known)


def refuse_resume(run: RunFolder) -> None:
    """Raise BadUsage for a run that is being trained, or that has nothing left to train."""
    now = condition(run)
    state = now.state
    if state == "finished":
        raise BadUsage(f"run {run.id} has finished", "start another with dl-lab run")
    if run.alive():
        what = in_words(state, 0.0, now.host)
        gone = "; if that machine is gone, wait a minute" if now.host else ""
        raise BadUsage(f"run {run.id} is {what}", f"dl-lab attach {run.id} watches it{gone}")
    if now.host:
        say(
            f"{run.id} last sent a message on {now.host}, {in_time(now.silent)} ago: "
            "it continues here"
        )


def attach_run(name: str | None, output: Output) -> int:
    """`dl-lab attach --json`: wait for somebody else's worker, and print what it printed."""
    run = chosen(name, "attach")
    store = Store()
    for events in follow(Remote(run)):
        for event in events:
            store.take_event(event)
        if output.kind == "jsonl":
            put(lines_of(events))
    if store.end is None and (end := settle(run)):
        store.take_event(end)
    return _conclude(run, store, output)


def doing(run: RunFolder) -> str:
    """What keeps this run from its first step, such as the reading of a large file."""
    status = run.status()
    return status.doing if status else ""


def ask_run(words: list[str], variant: str | None, seed: int | None, settings: list[str]) -> str:
    """`dl-lab ask`: what a network says, trained or in training. Raises Trouble where none can."""
    name, question = question_of(words)
    run = chosen(name, "ask")
    require_run(run, run.plan)
    turned = dict(setting(lesson_of(run), text) for text in settings)
    asked = Remote(run) if run.alive() else WokenRun(run)
    reply = asked.send(Ask(question, variant, seed, turned))
    asked.hang_up()
    if not reply.ok:
        refused = Trouble(reply.error)
        refused.exit_code = reply.exit
        raise refused
    return reply.text


def lines_of(events: Any) -> bytes:
    """Events as they travel, one a line."""
    return b"".join(to_json(event) + b"\n" for event in events)


def put(data: bytes) -> None:
    """Write to stdout, at once."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
