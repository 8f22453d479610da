"""The settings that lessons mix in for the learner's own tables and images."""

from dataclasses import dataclass

from lessons.kit.data.sources.encodings import checked
from lessons.kit.page.params import Params, choice, knob, text_knob


@dataclass
class TableKnobs(Params):
    """How a table is read: mixed in by a lesson that predicts a number."""

    target: str = text_knob(
        help="Your table: the column to predict, its name or number; empty to find it"
    )
    missing: str = choice(
        "fill", "leave-out", help="Your table: empty cells get the median, or their rows go"
    )
    encoding: str = text_knob(
        help="Your table: its encoding, such as cp1251; empty to find it", look=checked
    )
    delimiter: str = text_knob(help="Your table: what is between columns: tab, comma, ; … or empty")
    quotes: str = choice("auto", "hold", "text", help="Your table: quotes hold a text, or are text")
    test_share: float = knob(0.2, 0.01, 0.9, help="Your data: the share that is only for testing")
    split_seed: int = knob(0, 0, 1_000_000_000, help="Your data: which rows go where")


@dataclass
class ClassKnobs(TableKnobs):
    """How a table is read: mixed in by a lesson that predicts a class."""

    cut: int = knob(
        0, 0, 20, help="Your table: a number to predict is cut into so many classes; 0 is not"
    )


@dataclass
class ImageKnobs(Params):
    """How images are read: mixed in by a lesson that takes a folder, idx files or an .npz."""

    side: int = knob(28, 1, 64, help="Your images: longer sides are scaled down to so many pixels")
    test_share: float = knob(0.2, 0.01, 0.9, help="Your data: the share that is only for testing")
    split_seed: int = knob(0, 0, 1_000_000_000, help="Your data: which rows go where")
