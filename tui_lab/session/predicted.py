"""What a learner predicted, as it is kept."""

from __future__ import annotations

import msgspec


class Predicted(msgspec.Struct):
    """An answer that the learner committed to, as progress.json keeps it."""

    choice: str
    truth: str | None = None
    """What the first run that it is about answered; for the record, never for another run."""
    about: str = ""
    """The networks and settings that it is about; "" in files of a dl-lab that did not tell."""
    settings: str = ""
    """Those that were not the lesson's own, such as `lr=0.003`, for people."""
    run: str = ""
    """The first run that answered; "" in files of a dl-lab that did not tell."""
    is_late: bool = False
    """Whether the question had been skipped: what gives the answer away was shown by then."""
