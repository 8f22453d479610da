"""A run as one page that needs nothing else: no network, no script; on a screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from lessons.kit import Judged, Lesson
from lessons.kit.errors import visible
from lessons.kit.stream.events import Answer, Control, End, Event, NetworkEnd, NoteEvent, Start
from tui_lab.charts.palette import VERDICTS, state_sign
from tui_lab.exports.document import end_of
from tui_lab.exports.settings import settings
from tui_lab.panels.registry import figures
from tui_lab.panels.scene import Scene
from tui_lab.runs.folder import RunFolder
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup, standing
from tui_lab.state.networks import network_state
from tui_lab.state.store import Store
from tui_lab.svg.ink import sample, text
from tui_lab.system.verdict import compared
from tui_lab.system.words import number

ONLY_ITSELF = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What a browser may load or run for this page: nothing that is not in it, and no script."""
OPEN = 40
"""Rows of results that are laid open; more are behind a click."""


def pieces(run: RunFolder, store: Store, lesson: Lesson) -> Iterator[str]:
    """The page, part by part."""
    end, scene = end_of(run, store, lesson), Scene(store, lesson)
    css = files("tui_lab.exports").joinpath("page.css").read_text(encoding="utf-8")
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{ONLY_ITSELF}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(lesson.title)} · {text(run.id)}</title>\n<style>\n{css}</style>\n"
        "</head>\n<body>\n<main>\n"
    )
    yield _head(run, store, lesson, end)
    yield _section("Claims", _cards(map(_claim, end.claims)))
    yield _section("Predictions", _cards(_predicted(run, store, lesson)))
    yield '<section><h2>Charts</h2><div class="figures">\n'
    yield from figures(scene)
    yield "</div></section>\n"
    yield _section("Results", _results(scene, end))
    yield _section("Settings", settings(scene))
    of_the_data = "".join(f"<p>{text(note)}</p>" for note in store.of_the_data)
    yield _section("Data", of_the_data, "notes")
    yield _section("Notes", "".join(map(_note, _happened(store))), "notes")
    yield _section("Again", _reproduction(end))
    yield f"</main>\n<footer>dl-lab · {text(run.id)}</footer>\n</body>\n</html>\n"


def _section(title: str, body: str, kind: str = "") -> str:
    """A part of the page; nothing where there is nothing to say."""
    return f'<section class="{kind}"><h2>{title}</h2>{body}</section>\n' if body else ""


def _cards(cards: Iterable[str]) -> str:
    inside = "".join(cards)
    return inside and f'<div class="cards">{inside}</div>'


def _head(run: RunFolder, store: Store, lesson: Lesson, end: End) -> str:
    sign, start = state_sign(end.status), store.start
    assert start is not None
    facts: dict[str, Any] = {
        "run": run.id,
        "lesson": lesson.id,
        "began": _date(run.file.created),
        "trained": f"{store.step} of {start.steps} steps, {end.t:.1f} s",
        "seeds": ", ".join(map(str, start.seeds)),
        "device": _where(start),
        "data": start.data.get("source", "its own"),
        "versions": ", ".join(f"{name} {which}" for name, which in start.versions.items()),
    }
    if start.forked:
        facts["forked from"] = f"{start.forked.run} after step {start.forked.step}"
    listed = "".join(
        f"<div><dt>{text(n)}</dt><dd>{text(v)}</dd></div>" for n, v in facts.items() if v
    )
    error = f'<p class="bad">{text(end.error.message)}</p>' if end.error else ""
    lost = f'<p class="bad">{store.damaged} damaged lines were skipped</p>' if store.damaged else ""
    return (
        f'<header><p class="status {sign.colour}">{sign.glyph} {text(sign.word)}</p>'
        f"<h1>{text(lesson.title)}</h1><p>{text(lesson.says)}</p><dl>{listed}</dl>"
        f"{error}{lost}</header>\n"
    )


def _where(start: Start) -> str:
    many = f", {start.devices} devices" if start.devices > 1 else ""
    return start.device + many + (f", {start.threads} threads" if start.threads > 1 else "")


def _date(created: str) -> str:
    """A date as people write it; as it stands where it is none."""
    try:
        return f"{datetime.fromisoformat(created).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except ValueError:
        return created


def _claim(claim: Judged) -> str:
    sign = VERDICTS.get(claim.verdict, VERDICTS["inconclusive"])
    figures = f"<b>{text(compared(claim))}</b>"
    return (
        f'<article class="{sign.colour}"><h3><span>{sign.glyph} {sign.word}</span> '
        f"{text(claim.says)}</h3><p>{text(claim.why)}</p><p>{figures}</p></article>"
    )


def _predicted(run: RunFolder, store: Store, lesson: Lesson) -> Iterator[str]:
    """What the learner committed to before networks like these ran, what this run answers, why.

    Of what was predicted of other settings it is silent.
    """
    assert store.start is not None
    known = Progress().of(lesson.id).predicted
    setup = Setup.trained(store.start, store.history.turned, run.plan)
    for prediction in lesson.predictions:
        said = known.get(prediction.question, ())
        told = standing(prediction, said, setup, lesson, store.history)
        if not told.choice:
            continue
        colour, word = {
            None: ("muted", "… this run does not answer it"),
            True: ("success", "✓ right"),
            False: ("warning", "✗ wrong"),
        }[told.right]
        answer = f"You predicted <b>{text(told.choice)}</b>"
        answer += (
            f"; it was <b>{text(told.truth)}</b>. {text(prediction.why)}" if told.truth else "."
        )
        yield (
            f'<article class="{colour}"><h3><span>{word}</span> {text(prediction.question)}</h3>'
            f"<p>{answer}</p></article>"
        )


def _results(scene: Scene, end: End) -> str:
    """A row for each network: every scalar's last value, between its least and its most."""
    metrics = scene.store.metrics()
    if not metrics:
        return '<p class="quiet">no step was trained</p>'
    heads = "".join(f'<th class="number">{text(name)}</th>' for name in metrics)
    rows = [
        _network(scene, variant, seed, metrics, end)
        for variant in scene.variants
        for seed in scene.seeds
    ]
    table = (
        f'<div class="scroll"><table><thead><tr><th>variant</th><th class="number">seed</th>'
        f"<th>ended</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )
    note = '<p class="quiet">the last value; below it, the minimum and the maximum</p>'
    if len(rows) <= OPEN:
        return table + note
    return f"<details><summary>{len(rows)} networks</summary>{table}{note}</details>"


def _network(scene: Scene, variant: str, seed: int, metrics: list[str], end: End) -> str:
    found = end.metrics.get(variant, {}).get(str(seed), {})
    cells = "".join(_figure(found.get(name)) for name in metrics)
    name = f"{sample(scene.inks[variant], dashed=False)} {text(variant)}"
    state = network_state(scene.store, variant, seed)
    kind = "" if state == "finished" else ' class="bad"'
    return (
        f'<tr><th>{name}</th><td class="number">{seed}</td><td{kind}>{text(state)}</td>{cells}</tr>'
    )


def _figure(found: dict[str, float | None] | None) -> str:
    if found is None:
        return '<td class="number">–</td>'
    last, low, high = (found.get(name) for name in ("last", "min", "max"))
    span = "" if low is None or high is None else f"{number(low)} … {number(high)}"
    word = '<b class="bad">not a number</b>' if last is None else f"<b>{number(last)}</b>"
    return f'<td class="number">{word}<br><small>{span}</small></td>'


def _happened(store: Store) -> list[Event]:
    """What is worth reading, in order."""
    ends = [end for end in store.ends.values() if end.how != "finished"]
    events: list[Event] = [*store.notes, *store.answers, *store.controls, *ends]
    return sorted(events, key=lambda event: event.seq)


def _note(event: Event) -> str:
    match event:
        case NoteEvent():
            who, words = event.variant, text(event.text)
        case Answer():
            who = f"{event.variant} was asked"
            words = f"“{text(event.question)}”<br>{text(event.answer)}"
        case Control():
            value = number(event.value) if isinstance(event.value, float) else event.value
            who, words = "you changed", f"{text(event.name)} to {text(value)}"
        case NetworkEnd():
            who = f"{event.variant} {event.how}"
            words = text(event.message or "its loss is not a number any more")
        case _:
            return ""
    seed = getattr(event, "seed", None)
    which = "" if seed is None else f", seed {seed}"
    when = f"step {getattr(event, 'step', 0)}{which}"
    return f"<p><small>{when}</small> <b>{text(who)}</b><br>{words}</p>"


def _reproduction(end: End) -> str:
    """The line, and in words what it alone does not give back."""
    if end.reproduction is None:
        return ""
    command, caveats = end.reproduction.whole()
    line = f"<pre>{text(visible(command))}</pre>" if command else ""
    but = "".join(f"<li>{text(words)}</li>" for words in caveats)
    same = "" if but else "<p>Gives the same numbers on this machine, to the last bit.</p>"
    return line + (f"<p>But:</p><ul>{but}</ul>" if but else same)
