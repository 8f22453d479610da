"""What a learner did in the clinic: one readable file, `clinic.json` in the lab's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from lessons.kit.errors import BadEnvironment, reason
from tui_lab.runs.places import home
from tui_lab.system.documents import read_document, write_document

WHOLE, ORDER, WRONG, LEAST = 10, 1, 2, 1
"""Points of a case; what an order and a wrong try cost; what a solved case has at least."""


class Visit(msgspec.Struct, omit_defaults=True):
    """One case with one seed."""

    orders: list[str] = []
    """The orders that were done, each once."""
    tries: list[str] = []
    """The faults that were named, in order."""
    wrong: int = 0
    """Tries that were wrong: another fault, or no cure."""
    solved: bool = False
    revealed: bool = False
    """Whether the fault was shown before it was found."""

    @property
    def score(self) -> int:
        """The points so far: those that it would give if it were solved now."""
        if self.revealed:
            return 0
        return max(LEAST, WHOLE - ORDER * len(self.orders) - WRONG * self.wrong)


class Document(msgspec.Struct):
    """clinic.json."""

    v: int = 1
    visits: dict[str, Visit] = {}
    """By case and seed, such as case07/0, or LESSON/case01/0 of a lesson from outside."""


class Record:
    """The learner's visits. Read again before each change: another screen may write too."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home() / "clinic.json"

    def of(self, case: str, seed: int) -> Visit:
        """What was done of a case with this seed."""
        return self._read().visits.get(f"{case}/{seed}") or Visit()

    def every_best(self) -> dict[str, Visit]:
        """The best visit of every case that was begun, with any seed: solved before not."""
        found: dict[str, Visit] = {}
        for key, visit in self._read().visits.items():
            name = key.rpartition("/")[0]
            if name not in found or _worth(visit) > _worth(found[name]):
                found[name] = visit
        return found

    def solved(self) -> frozenset[str]:
        """The cases that were solved with some seed."""
        visits = self._read().visits.items()
        return frozenset(key.rpartition("/")[0] for key, visit in visits if visit.solved)

    def change(self, case: str, seed: int, how: Callable[[Visit], None]) -> Visit:
        """Change a visit, and keep it. Raises BadEnvironment where it cannot be kept."""
        document = self._read()
        visit = document.visits.setdefault(f"{case}/{seed}", Visit())
        how(visit)
        self._write(document)
        return visit

    def forget(self, case: str, seed: int) -> None:
        """Begin a case again."""
        document = self._read()
        document.visits.pop(f"{case}/{seed}", None)
        self._write(document)

    def _read(self) -> Document:
        document, _ = read_document(self.path, Document(), Document())
        return document

    def _write(self, document: Document) -> None:
        try:
            write_document(self.path, document)
        except OSError as error:
            what = f"what you did in the clinic cannot be saved ({reason(error)})"
            raise BadEnvironment(what, "set DL_LAB_DIR to a folder of yours") from None


def _worth(visit: Visit) -> tuple[bool, int]:
    return visit.solved, visit.score
