"""Which runs a claim, a prediction or a panel speaks of; no other run is asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Some variants, some settings, and perhaps only the data that come with the lesson."""

    needs: tuple[str, ...] = ()
    """The variants that it speaks of."""
    when: dict[str, Any] = field(default_factory=dict)
    """The settings under which it speaks: name to value, or to a tuple of several values."""
    own_data: bool = False
    """Whether it speaks only of the lesson's own data, such as a truth that was planted there."""

    def covers(self, variants: Iterable[str], config: dict[str, Any], own_data: bool) -> bool:
        """Whether a run of these variants and settings, on the lesson's data or not, is meant."""
        return (
            (own_data or not self.own_data)
            and set(self.needs) <= set(variants)
            and all(_among(config.get(name), allowed) for name, allowed in self.when.items())
        )


def _among(value: Any, allowed: Any) -> bool:
    return value in allowed if isinstance(allowed, tuple) else value == allowed
