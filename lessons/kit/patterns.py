"""Regular expressions that never take back what they have matched, on every Python.

A reader of 64 MB must not try a line again in another way: that takes minutes. A possessive
quantifier, `(?:…)*+`, says so, but Python before 3.11.5 takes it wrongly: it does not give back
what a last, vain try of the group had matched (gh-106052). An atomic group, `(?>(?:…)*)`, means
the same there.
"""

import re

IS_SOUND = re.match(r"(?:a.*?b)*+a", "a") is not None
"""Whether this Python's possessive groups match as they should."""


def possessive(pattern: str, quantifier: str = "*", *, is_sound: bool = IS_SOUND) -> str:
    """The pattern as often as it matches, `*` or `+`; nothing of it is given back."""
    many = f"(?:{pattern}){quantifier}"
    return f"{many}+" if is_sound else f"(?>{many})"
