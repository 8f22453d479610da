"""The lesson author's vocabulary. Importing it never imports torch.

A loop is written with `lessons.kit.loop`, which does. A name is loaded when it is first used: the
menu needs few of them, and is painted sooner without the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lessons.kit.claims.claim import Claim, Verdict, judge
    from lessons.kit.claims.history import History
    from lessons.kit.data.brought import Data, Progress, read_text
    from lessons.kit.errors import BadEnvironment, BadUsage, Trouble
    from lessons.kit.page.chosen import Chosen, Preset
    from lessons.kit.page.lesson import Lesson
    from lessons.kit.page.many_devices import ManyDevices
    from lessons.kit.page.one_of import OneOf, least, most
    from lessons.kit.page.panels import (
        Bars,
        Guide,
        Heatmap,
        Histogram,
        Image,
        Images,
        Lines,
        Panel,
        Scatter,
        Series,
        Table,
        Text,
        Tokens,
    )
    from lessons.kit.page.params import Params, choice, knob, switch, text_knob
    from lessons.kit.page.plan import Plan
    from lessons.kit.page.prediction import Prediction
    from lessons.kit.page.tour import Recorded, TourStep, asked, judged, reached, turned
    from lessons.kit.page.values import Counts, Dial, Grid, Points, Weighted, Workings
    from lessons.kit.stream.events import from_json, to_json
    from lessons.kit.stream.judged import Judged
    from lessons.kit.stream.loop_events import Event, Note, Picture, Question, Step
    from lessons.kit.stream.sheets import Sheet

HOMES = {
    "claims.claim": "Claim Verdict judge",
    "claims.history": "History",
    "data.brought": "Data Progress read_text",
    "errors": "BadEnvironment BadUsage Trouble",
    "page.chosen": "Chosen Preset",
    "page.lesson": "Lesson",
    "page.many_devices": "ManyDevices",
    "page.one_of": "OneOf least most",
    "page.panels": "Bars Guide Heatmap Histogram Image Images Lines Panel Scatter Series Table Text"
    " Tokens",
    "page.params": "Params choice knob switch text_knob",
    "page.plan": "Plan",
    "page.prediction": "Prediction",
    "page.tour": "Recorded TourStep asked judged reached turned",
    "page.values": "Counts Dial Grid Points Weighted Workings",
    "stream.events": "from_json to_json",
    "stream.judged": "Judged",
    "stream.loop_events": "Event Note Picture Question Step",
    "stream.sheets": "Sheet",
}
"""The modules that the names come from."""

_HOME_OF = {name: module for module, names in HOMES.items() for name in names.split()}

__all__ = [
    "BadEnvironment",
    "BadUsage",
    "Bars",
    "Chosen",
    "Claim",
    "Counts",
    "Data",
    "Dial",
    "Event",
    "Grid",
    "Guide",
    "Heatmap",
    "Histogram",
    "History",
    "Image",
    "Images",
    "Judged",
    "Lesson",
    "Lines",
    "ManyDevices",
    "Note",
    "OneOf",
    "Panel",
    "Params",
    "Picture",
    "Plan",
    "Points",
    "Prediction",
    "Preset",
    "Progress",
    "Question",
    "Recorded",
    "Scatter",
    "Series",
    "Sheet",
    "Step",
    "Table",
    "Text",
    "Tokens",
    "TourStep",
    "Trouble",
    "Verdict",
    "Weighted",
    "Workings",
    "asked",
    "choice",
    "from_json",
    "judge",
    "judged",
    "knob",
    "least",
    "most",
    "reached",
    "read_text",
    "switch",
    "text_knob",
    "to_json",
    "turned",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
