"""A lesson's number as it is typed: digits that come quickly after each other are one number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass
class TypedNumber:
    """The digits so far."""

    digits: str = ""

    def press(self, digit: str, numbers: Collection[int]) -> bool:
        """Add a digit; whether the number is complete, since none of these goes on from it."""
        self.digits = (self.digits + digit).lstrip("0")
        longer = [n for n in map(str, numbers) if n != self.digits and n.startswith(self.digits)]
        return not longer

    def take(self) -> int | None:
        """The number, and begin afresh; None where no digit was typed."""
        digits, self.digits = self.digits, ""
        return int(digits) if digits else None
