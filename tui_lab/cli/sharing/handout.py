"""`dl-lab share`, and `dl-lab run FILE`: a state to a file, and from it to a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadUsage, Plan
from lessons.kit.errors import one_line
from lessons.kit.page.many_devices import shareable
from tui_lab.client.wait import say
from tui_lab.runs.places import find
from tui_lab.session.handout.document import write
from tui_lab.session.handout.made import of_run
from tui_lab.session.handout.taken import take, typed
from tui_lab.session.progress import Progress
from tui_lab.trust.permission import lesson_of, load

OF_THE_MACHINE = ("device", "devices", "threads", "max_seconds", "max_memory", "nice")
"""What no file says: it is for those who train to say."""


def share_run(name: str, out: Path | None, force: bool) -> None:
    """Write the file, and print its path. Raises Trouble."""
    run = find(name)
    path = (out or Path(f"{run.id}.json")).expanduser()
    write(of_run(run, lesson_of(run), Progress()), path, force=force)
    say(f"dl-lab open {one_line(str(path))} opens this state, here and elsewhere")
    print(one_line(str(path)))


def given(name: str, chosen: bool, **rest: Any) -> Plan:
    """What a file plans, for this machine. Raises Trouble."""
    if chosen:
        fix = "leave out --set, --steps, --variant, --preset and --data"
        raise BadUsage("a file of dl-lab share has its own settings", fix)
    taken = take(Path(name).expanduser())
    for note in taken.notes:
        say(note)
    if taken.forks:
        say(f"what was turned later is not done here: {'; '.join(map(typed, taken.forks))}")
    here = {key: rest[key] for key in OF_THE_MACHINE if key in rest}
    plan = msgspec.structs.replace(taken.plan, **here)
    return shareable(load(plan.lesson, plan.origin), plan)
