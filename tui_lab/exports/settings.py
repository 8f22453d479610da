"""The knobs of a run as tables of a page: those that were turned stand out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tui_lab.panels.scene import Scene
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number


def settings(scene: Scene) -> str:
    """Every setting beside its default, and what each variant has of its own."""
    return f'<div class="beside">{_knobs(scene)}{_variants(scene)}</div>'


def _knobs(scene: Scene) -> str:
    start = scene.store.start
    config = start.config if start else {}
    usual, knobs = scene.lesson.params().as_dict(), scene.lesson.params.knobs()
    rows = []
    for name, value in config.items():
        default = usual.get(name)
        changed = ' class="changed"' if name in usual and value != default else ""
        mark, was = ("●", f"not {_value(default)}") if changed else ("", "")
        about = knobs[name].help if name in knobs else "unknown to this version of dl-lab"
        turns = "".join(f"<br>{turn}" for turn in _turns(scene, name))
        rows.append(
            f"<tr{changed}><th>{mark} {text(name)}</th><td>{_value(value)}{turns}</td>"
            f"<td>{was}</td><td>{text(about)}</td></tr>"
        )
    head = "<tr><th>knob</th><th>value</th><th>default</th><th></th></tr>"
    return _table(head, rows)


def _turns(scene: Scene, name: str) -> Iterator[str]:
    for each in scene.store.history.turned:
        if each.name == name:
            yield f"<small>turned to {_value(each.value)} after step {each.step}</small>"


def _variants(scene: Scene) -> str:
    """What tells the racing networks apart."""
    start = scene.store.start
    racing = start.variants if start else {}
    names = list(dict.fromkeys(name for own in racing.values() for name in own))
    if not names:
        return ""
    head = "<tr><th>network</th>" + "".join(f"<th>{text(name)}</th>" for name in names) + "</tr>"
    rows = []
    for variant, own in racing.items():
        cells = "".join(f"<td>{_value(own[n]) if n in own else ''}</td>" for n in names)
        mark = sample(scene.inks[variant], dashed=False)
        rows.append(f"<tr><th>{mark} {text(variant)}</th>{cells}</tr>")
    return _table(head, rows)


def _table(head: str, rows: list[str]) -> str:
    body = "".join(rows)
    whole = f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll">{whole}</div>'


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return number(value) if isinstance(value, float) else text(value)
