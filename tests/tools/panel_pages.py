"""docs/panels.md, written from the code: `make docs`. Each kind with a picture in characters."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from lessons.kit import Bars, Guide, Panel, Series
from lessons.kit.page.drawn import plain
from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Start
from tests.panels.samples import SAMPLES, Sample
from tests.tools.places import ROOT
from tui_lab.charts.bars import Bar, bars
from tui_lab.charts.lines import line_chart
from tui_lab.charts.palette import RUN_VARIABLES, variant_styles
from tui_lab.charts.recorded import guides_of, levels, lines_of
from tui_lab.charts.rows import Rows, text_of
from tui_lab.panels.kind import Room, Shown
from tui_lab.panels.registry import kind_of
from tui_lab.state.store import Store

PAGE = ROOT / "docs" / "panels.md"
SIZE = (64, 12)
SHADED = ("Heatmap", "Image", "Images")
"""Kinds that are nothing but colours: here they are drawn as on a terminal without any."""
OPENING = """\
# Panels

All kinds of panels: how a page declares one, what the loop sends to it, and what it looks like.
`make docs` writes this page from the code, and a test compares the two. On a terminal with colours,
maps and images are drawn in half blocks, two values to a character. Here they are drawn with plain
characters.

Tensors, arrays and lists are all welcome, on any device; `nan` and infinity are blank. One picture
may have 64 KiB as it travels. If a panel cannot draw what it is sent, `dl-lab lint` says in a
sentence what is wrong, and the panel shows that sentence. Every kind is also in the report and goes
back in time with the others. All but `Text` go to the clipboard with `Y` and to a CSV file with
`w`.
"""
MOVED = """\
## A picture that a setting moves

Any of these can follow a live knob: at once, in every panel that names it, while the run trains,
when it is paused, and when it is over. The loop sends what there is to see for each value of the
setting, and the screen shows what is nearest. `under` is in every frame. If the setting moves
nothing else, say so with `only_shown=True`: then turning it asks for no new run.

```python kit
threshold: float = knob(0.5, 0.0, 1.0, live=True, only_shown=True, help="Positive from here on")
```

The loop: `yield Picture("roc", Dial("threshold", [(t, Points(points)), …], under=curves))`. A frame
may be a `Dial` of another setting: which image, and which layer of the network it has come to.
"""
WIDEST = 100  # columns of a line of code, as in the code
RATES = {"calm": 0.9, "wild": 0.97}
RECORDED = (
    (Series("Loss", of=("loss",), log=True, guide=Guide(0.05, "the bar")), "Scalars against steps, "
     "a curve for each variant; over several seeds their mean, in a band."),
    (
        Bars("Accuracy", of="accuracy", limits=(0, 1), references=(Guide(0.5, "chance"),)),
        "The latest value of one scalar, a bar for each variant. A reference is a number, a "
        "setting, or another scalar.",
    ),
)  # fmt: skip


def page() -> str:
    """The whole page."""
    scalars = [_recorded(panel, says) for panel, says in RECORDED]
    return "\n".join([OPENING, *scalars, *map(_shown, SAMPLES), MOVED])


def _section(title: str, says: str, panel: Panel, sends: str, rows: Rows) -> str:
    lines = [line.rstrip() for line in text_of(rows).split("\n")]
    drawn = "\n".join(lines).rstrip().lstrip("\n")
    code = f"```python kit\n{written(panel)}\n```"
    return f"## {title}\n\n{says}\n\n{code}\n\n{sends}\n\n```text\n{drawn}\n```\n"


def _recorded(panel: Series | Bars, says: str) -> str:
    rows = _curves(panel) if isinstance(panel, Series) else _bars(panel)
    name = panel.of[0] if isinstance(panel, Series) else panel.of
    sends = f"The loop: `yield Step({name}={name})`."
    return _section(type(panel).__name__, says, panel, sends, rows)


def _curves(panel: Series) -> Rows:
    store, names = Store(), list(RATES)
    store.take_event(Start(
        run="", lesson="", config={}, variants={name: {} for name in names}, seeds=[0], steps=40,
        device="cpu",
    ))  # fmt: skip
    for name, rate in RATES.items():
        store.take_event(batch(name, 0, list(range(1, 41)), {"loss": [rate**n for n in range(40)]}))
    lines = lines_of(panel, store, [0], variant_styles(names, RUN_VARIABLES), names)
    guides = guides_of(panel, {})
    return line_chart.series(lines, *SIZE, x_range=(0, 40), log_y=True, guides=guides)


def _bars(panel: Bars) -> Rows:
    looks = variant_styles(RATES, RUN_VARIABLES)
    items = [Bar(name, each, *looks[name]) for name, each in {"calm": 0.91, "wild": 0.57}.items()]
    references = levels(panel.references, {})
    return bars(items, SIZE[0], 5, high=1.0, references=references, axis=True)


def _shown(sample: Sample) -> str:
    sends = f"The loop: `yield {sample.sends}`."
    return _section(sample.title, sample.says, sample.panel, sends, drawn(sample))


def drawn(sample: Sample, size: tuple[int, int] = SIZE, *, shaded: bool = True) -> Rows:
    """The sample as a screen draws it."""
    kind = kind_of(sample.panel)
    assert isinstance(kind, Shown)
    value = json.loads(json.dumps(plain(sample.value)))
    is_plain = shaded and type(sample.panel).__name__ in SHADED
    room = Room(*size, ascii_only=is_plain, runs=tuple(RATES))
    captions = kind.captions(sample.panel, value, room.sized(size[0], 2))
    part = room.sized(size[0], size[1] - len(captions))
    return [*captions, *kind.cells(sample.panel, value, part)]


def written(panel: Panel) -> str:
    """A panel as a page declares it: the title, and whatever is not as it comes."""
    said = [f"{each.name}={_literal(value)}" for each, value in _chosen(panel)]
    parts, name = [_literal(panel.title), *said], type(panel).__name__
    if len(short := f"{name}({', '.join(parts)})") <= WIDEST:
        return short
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + ")"


def _chosen(panel: Panel) -> Iterator[tuple[Any, Any]]:
    for each in fields(panel):
        made = each.default_factory() if each.default_factory is not MISSING else each.default
        if each.name != "title" and (value := getattr(panel, each.name)) != made:
            yield each, value


def _literal(value: Any) -> str:
    if isinstance(value, tuple):
        inside = ", ".join(map(_literal, value))
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if isinstance(value, Guide):
        return f"Guide({value.at!r}, {_literal(value.label)})"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
