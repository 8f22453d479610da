"""At how many steps a second a run is watched: what this viewer wants, and what others have set."""

from __future__ import annotations


class Tempo:
    """The pace that was wanted last, by anyone who watches the run.

    The worker says each change in the run's stream, also those of this viewer: a press of a key
    must not be taken back by what is said of the one before it.
    """

    def __init__(self) -> None:
        self.pace = 0.0
        """Steps a second; 0 is full speed."""
        self._sent: list[float] = []
        """What the worker was told, and has not said yet."""

    def sent(self, pace: float) -> None:
        """The worker is told this pace."""
        self._sent.append(pace)

    def heard(self, pace: float) -> None:
        """The worker goes at this pace."""
        if self._sent and pace != self._sent[-1]:
            if pace in self._sent:
                del self._sent[: self._sent.index(pace) + 1]
            return
        self._sent.clear()
        self.pace = pace

    def forget(self) -> None:
        """Another worker: what the one before was told it never says."""
        self._sent.clear()
