"""What this lesson teaches is so: the test that a lesson is not a demo."""

from pathlib import Path

import lessons
from lessons.kit.stream.events import End

FOLDER = Path(__file__).parents[1]


def test_every_claim_holds() -> None:
    """With a seed that the bars were not set by."""
    *_, end = lessons.load(str(FOLDER)).run(seed=100)

    assert isinstance(end, End)
    assert {"holds"} == {claim.verdict for claim in end.claims}
