"""A claim's verdict as it travels."""

import msgspec


class Judged(msgspec.Struct, frozen=True, omit_defaults=True):
    """A claim's verdict as it travels, and as the report has it."""

    name: str
    says: str
    verdict: str
    measured: float | None
    bar: float | None
    why: str
    side: str = ""
    """`≤` or `≥`: on which side of the bar the claim holds; "" where it is no such comparison."""
    unit: str = ""
    """What measured value and bar are in; "" where it is a pure number."""
