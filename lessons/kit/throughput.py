"""How much a network goes through in a second of CPU: by its learning, not by its pictures."""

from time import process_time


class Throughput:
    """Measured around steps of a loop that has said what it goes through. Costs 1 µs a step.

    The seconds are of the processor and of all threads: neighbours on the machine, and networks
    that race beside this one, do not count. A step with a picture does not either.
    """

    def __init__(self) -> None:
        self.what = ""
        """Such as "words"; "" where the loop does not say."""
        self.amount = 0.0
        """How many of them a step goes through."""
        self.steps = 0
        self.seconds = 0.0
        self._began: float | None = None

    def of(self, what: str, amount: float) -> None:
        """From here on a step goes through so many of these."""
        self.what, self.amount = what, amount

    def skip(self) -> None:
        """This step is not to count."""
        self._began = None

    @property
    def per_second(self) -> float | None:
        """So many in a second of CPU; None where too little was measured to say."""
        return self.amount * self.steps / self.seconds if self.seconds > 0 else None

    def __enter__(self) -> None:
        self._began = process_time() if self.what else None

    def __exit__(self, *error: object) -> None:
        if self._began is not None:
            self.steps += 1
            self.seconds += process_time() - self._began
        self._began = None
