"""The plan of a sweep: everything that decides which runs it makes. Written down first."""

from __future__ import annotations

import msgspec

from lessons.kit import BadUsage, Lesson, Plan
from lessons.kit.errors import unknown
from lessons.kit.page.plan import LARGEST_SEED
from lessons.kit.search.space import Knobs, Listed, Space
from tui_lab.sweeps.objective import Objective
from tui_lab.sweeps.space import points_in, require_listed

SEARCHES = ("random", "sobol", "tpe", "grid")
PRUNERS = ("none", "asha")
TRIALS = 20  # where nobody says how many, and the search has no end
MOST_TRIALS = 10_000
FEWEST_FRESH = 3  # seeds for the end: with fewer there is no spread to speak of


class SweepPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One sweep to be done."""

    base: Plan
    """The run that every trial is, but for its knobs."""
    space: Space
    objective: Objective
    trials: int
    search: str = "tpe"
    prune: str = "none"
    seed: int = 0
    """Of the search; each run has its own seeds."""
    at_once: int = 0
    """How many trials train at the same time; 0 is as many as the place has room for."""
    confirm: bool = True
    """Whether the best trial is trained again on fresh seeds."""
    place: str = "here"
    """Where it trains: here, slurm, or the address of a Ray cluster."""
    job: dict[str, str] = {}
    """What a scheduler is told of each job, such as its partition."""
    points: list[Knobs] = []
    """Every trial's knobs, where the search does not depend on what comes out."""

    def trial(self, knobs: Knobs) -> Plan:
        """The plan of the run with these knobs."""
        return msgspec.structs.replace(self.base, config=self.base.config | knobs)

    def fresh(self, knobs: Knobs) -> Plan:
        """The same on seeds that no trial had."""
        count = max(len(self.base.seeds), FEWEST_FRESH)
        first = self.base.seeds[-1] + 1
        if first + count - 1 > LARGEST_SEED:
            first = 0
        seeds = list(range(first, first + count))
        return msgspec.structs.replace(self.trial(knobs), seeds=seeds)


def count_trials(space: Space, search: str, trials: int | None) -> int:
    """How many trials a sweep has. Raises BadUsage for a count or a search that cannot be."""
    if search not in SEARCHES:
        raise unknown("search", search, SEARCHES)
    if search == "grid":
        require_listed(space)
    points = points_in(space)
    if trials is None:
        trials = int(min(points, MOST_TRIALS if search == "grid" else TRIALS))
    if not 1 <= trials <= MOST_TRIALS:
        raise BadUsage(f"{trials} is no number of trials", f"use a number from 1 to {MOST_TRIALS}")
    return int(min(trials, points))


def require_free(lesson: Lesson, base: Plan, space: Space, objective: Objective) -> None:
    """Raise BadUsage for a knob that the network which counts has its own value of."""
    own = base.variants[objective.variant]
    for name in space:
        if name in own:
            others = [each for each, over in base.variants.items() if name not in over]
            others += [v for v, over in lesson.variants.items() if name not in over]
            fix = f"take --variant {others[0]}" if others else "leave it out of --over"
            raise BadUsage(f"the variant {objective.variant} has its own {name}", fix)


def first_knobs(space: Space) -> Knobs:
    """One point, to see whether a run could be planned at all."""
    return {
        name: span.values[0] if isinstance(span, Listed) else span.low
        for name, span in space.items()
    }
