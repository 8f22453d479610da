"""The contract that every lesson keeps, ours and those from outside: one list of checks.

`dl-lab lint` runs them for authors, and `tests/lessons/test_every_lesson.py` for us. A check looks
at a lesson and yields what it found wrong. Some train it for a few steps, which takes torch: the
lab, which never imports that, starts `python -m tui_lab.contract.begin`.
"""

from tui_lab.contract.findings import Finding

__all__ = ["Finding"]
