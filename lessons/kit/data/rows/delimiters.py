"""What the learner says of a table's marks: which one parts the columns, and what quotes are."""

from dataclasses import dataclass

from lessons.kit.data.rows.layout import DELIMITERS, QUOTES
from lessons.kit.errors import BadUsage, visible

NAMES = {
    "comma": ",", "tab": "\t", "semicolon": ";", "bar": "|", "pipe": "|", "colon": ":",
    "space": " ", "\\t": "\t",
}  # fmt: skip
"""What a delimiter may be called: not every one of them is easily typed into a shell."""
SPACE = " "
"""It parts a line once, into a label and a text: there are others in every text."""


@dataclass(frozen=True)
class Marks:
    """The marks that the learner named; nothing is named by default."""

    delimiter: str = ""
    """One character; "" to find it."""
    quotes: str = "auto"
    """auto; hold: they keep commas and lines together; text: they are text like any other."""

    @property
    def delimiters(self) -> tuple[str, ...]:
        """Those that may part the columns."""
        return (self.delimiter,) if self.delimiter else DELIMITERS

    def allows(self, quotes: str) -> bool:
        """Whether one of the conventions for quotes may be meant."""
        return self.quotes == "auto" or bool(QUOTES[quotes][0]) == (self.quotes == "hold")


UNNAMED = Marks()


def marks_of(delimiter: str, quotes: str = "auto") -> Marks:
    """The marks by their names. Raises BadUsage for a delimiter that cannot be one."""
    known = NAMES.get(delimiter.strip().casefold(), delimiter)
    mark = known if len(known) < 2 else known.strip(" ")
    if mark and (len(mark) > 1 or mark.isalnum() or mark in "\"'\\\r\n\0"):
        names = ", ".join(name for name in NAMES if name.isalpha() and name != "pipe")
        fix = f"use one character that is not a letter, number or quote, or one of: {names}"
        raise BadUsage(f"{visible(delimiter)!r} cannot separate columns", fix)
    return Marks(mark, quotes)


def called(delimiter: str) -> str:
    """What to type for this delimiter."""
    return next((name for name, mark in NAMES.items() if mark == delimiter), delimiter)
