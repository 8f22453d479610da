"""How a run ended, for the shell: 0 is for a run that came to its end and whose claims hold."""

from collections.abc import Callable

import pytest

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.claim import judge
from lessons.kit.claims.conclusion import conclude, exit_code
from lessons.kit.stream.events import Start, Steps
from tests.toys.lesson90_line import lesson

Judge = Callable[[History], Verdict | None]
HOLDS: Judge = lambda _: Verdict(True, 1.0, 0.5, "so it is")  # noqa: E731
FAILS: Judge = lambda _: Verdict(False, 0.0, 0.5, "so it is not")  # noqa: E731
CANNOT_TELL: Judge = lambda _: None  # noqa: E731


def trained(variant: str, steps: int) -> History:
    history = History()
    history.take_event(
        Start(run="", lesson="", config={}, variants={variant: {}}, seeds=[0], steps=40,
              device="cpu")
    )  # fmt: skip
    if steps:
        losses: list[float | None] = [0.5] * steps
        history.take_event(Steps(variant=variant, seed=0, first=1, values={"loss": losses}))
    return history


@pytest.mark.parametrize(
    ("status", "claims", "code"),
    [
        ("finished", [], 0),
        ("finished", [HOLDS], 0),
        ("finished", [HOLDS, FAILS], 1),
        ("finished", [HOLDS, CANNOT_TELL], 5),
        ("stopped", [], 5),
        ("stopped", [HOLDS], 5),
        ("stopped", [FAILS], 1),
        ("stopped", [CANNOT_TELL], 5),
    ],
)
def test_only_a_run_that_came_to_its_end_is_0(status: str, claims: list[Judge], code: int) -> None:
    """Stopped early it is 5 at best: nothing failed, and what holds now may not hold then."""
    history = trained("free", 12)
    judged = judge([Claim("c", "It is so", one) for one in claims], history, over=True)

    assert code == exit_code(lesson, history, judged, status)


@pytest.mark.parametrize("steps", [0, 1, 39])
def test_a_stopped_run_without_claims_says_so(steps: int) -> None:
    """`free` is a network that the toy claims nothing about."""
    end = conclude(lesson, trained("free", steps), "stopped")

    assert ("stopped", 5, []) == (end.status, end.exit, end.claims)
