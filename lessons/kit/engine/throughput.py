"""How much a network goes through in a second of CPU."""

from time import process_time


class Throughput:
    """Measured around the learning of each step, so that pictures and other networks do not count.

    The seconds are the processor's, of all threads: neighbours on the machine do not count either.
    The first step loads and allocates, and is left out. Costs 1 µs a step.
    """

    def __init__(self) -> None:
        self.what = ""
        """Such as "words"; "" where the loop does not say."""
        self.amount = 0.0
        """How many of them a step goes through."""
        self.steps = -1
        self.seconds = 0.0
        self._began = 0.0

    def of(self, what: str, amount: float) -> None:
        """A step goes through this many of these."""
        self.what, self.amount = what, amount

    @property
    def per_second(self) -> float | None:
        """This many in a second of CPU; None where too little was measured to say."""
        measured = self.what and self.seconds > 0
        return self.amount * self.steps / self.seconds if measured else None

    def __enter__(self) -> None:
        self._began = process_time()

    def __exit__(self, *error: object) -> None:
        self.steps += 1
        if self.steps > 0:
            self.seconds += process_time() - self._began
