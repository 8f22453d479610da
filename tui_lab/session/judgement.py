"""How the claims stand, and the predictions: judged again as the run goes on, and remembered."""

from __future__ import annotations

from typing import NamedTuple

from lessons.kit import Judged
from tui_lab.session.predicting import Predicting
from tui_lab.session.session import Session
from tui_lab.session.standing import Standing, in_one


class Judgement(NamedTuple):
    """What is known by now."""

    claims: list[Judged]
    standings: dict[str, Standing]
    """How each question of the lesson stands."""
    news: str
    """What was answered just now, in words; "" where nothing was."""


def judge(predicting: Predicting) -> Judgement:
    """The claims as they stand, and the predictions of this run; both are remembered."""
    session = predicting.session
    claims = claims_of(session)
    predicting.progress.hold(session.lesson, claims)
    standings = predicting.standings()
    new = predicting.settle(standings)
    if new:
        standings = predicting.standings()
    return Judgement(claims, standings, in_one(new) if new else "")


def claims_of(session: Session) -> list[Judged]:
    """The claims of the run; before there is one, those that the planned run will be asked."""
    store, plan = session.store, session.plan
    if store.start:
        return store.verdicts(session.lesson)
    return [
        Judged(claim.name, claim.says, "pending", None, None, "")
        for claim in session.lesson.claims
        if claim.covers(plan.variants, plan.config, plan.own_data)
    ]
