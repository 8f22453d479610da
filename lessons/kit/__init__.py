"""The lesson author's vocabulary. Importing it never imports torch.

A loop also needs `from lessons.kit.engine.race import Run`, which does.
"""

from lessons.kit.claims.claim import Claim, Verdict, judge
from lessons.kit.claims.history import History
from lessons.kit.data.brought import Data, Progress, read_text
from lessons.kit.errors import BadEnvironment, BadUsage, Trouble
from lessons.kit.page.lesson import Lesson, Prediction, Preset
from lessons.kit.page.panels import (
    Bars,
    Grid,
    Guide,
    Heatmap,
    Image,
    Lines,
    Panel,
    Scatter,
    Series,
    Table,
    Text,
)
from lessons.kit.page.params import Params, choice, knob, switch, words
from lessons.kit.page.plan import Plan
from lessons.kit.page.tour import Recorded, TourStep, asked, judged, reached, turned
from lessons.kit.stream.events import Event, from_json, to_json
from lessons.kit.stream.judged import Judged
from lessons.kit.stream.loop_events import Ask, Note, Show, Step, Word

__all__ = [
    "Ask",
    "BadEnvironment",
    "BadUsage",
    "Bars",
    "Claim",
    "Data",
    "Event",
    "Grid",
    "Guide",
    "Heatmap",
    "History",
    "Image",
    "Judged",
    "Lesson",
    "Lines",
    "Note",
    "Panel",
    "Params",
    "Plan",
    "Prediction",
    "Preset",
    "Progress",
    "Recorded",
    "Scatter",
    "Series",
    "Show",
    "Step",
    "Table",
    "Text",
    "TourStep",
    "Trouble",
    "Verdict",
    "Word",
    "asked",
    "choice",
    "from_json",
    "judge",
    "judged",
    "knob",
    "reached",
    "read_text",
    "switch",
    "to_json",
    "turned",
    "words",
]
