"""The settings that lessons mix in for the learner's own tables, images and labelled texts."""

from dataclasses import dataclass

from lessons.kit.data.sources.encodings import checked
from lessons.kit.page.params import Params, choice, knob, switch, text_knob


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


@dataclass
class LabelledKnobs(Params):
    """How labelled texts are read: mixed in by a lesson that says a class of a text."""

    longest: int = knob(200, 1, 100_000, help="A text is cut after so many words")
    text: str = text_knob(help="Your file: the column of the texts; empty to find it")
    label: str = text_knob(help="Your file: the column of the labels; empty to find it")
    split: str = text_knob(help="Your file: the column that splits it; empty to find it")
    no_label: str = text_knob(
        "auto", help="Your file: labels that mean none, by commas; auto: NaN …"
    )
    join_labels: bool = switch(False, help="Your file: labels that look alike (POS, pos) are one")
    encoding: str = text_knob(
        help="Your file: its encoding, such as cp1251; empty to find it", look=checked
    )
    delimiter: str = text_knob(help="Your file: what is between columns: tab, comma, ; … or empty")
    quotes: str = choice("auto", "hold", "text", help="Your file: quotes hold a text, or are text")
    test_share: float = knob(0.2, 0.01, 0.9, help="Your file: the share that is only for testing")
    valid_share: float = knob(0.1, 0.01, 0.9, help="Your file: of the rest, for validation")
    split_seed: int = knob(0, 0, 1_000_000_000, help="Your file: which texts go where")
    examples: int = knob(
        40_000, 0, 100_000_000, help="Your file: most texts to learn from; 0 is all"
    )
