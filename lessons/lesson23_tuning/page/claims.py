"""What this lesson claims of a run; verdicts.py judges it, and has what was measured."""

from typing import Any

from lessons.kit import Claim
from lessons.lesson23_tuning.page import verdicts
from lessons.lesson23_tuning.page.presets import CROSSING, LUCKY, MOVED, WIDE

RACE, THREE = ("tuned", "untuned"), ("grid", "random", "sobol")
FEW: dict[str, Any] = {"task": "overtuned", "valid": 40, "share": 0.5, "taught": 100}
MANY = FEW | {"valid": 400}
ONE: dict[str, Any] = {"task": "search", "surface": "one", "dimensions": 5, "width": 0.05}
REAL: dict[str, Any] = {"task": "real", "label_noise": 0.0}
HALVING: dict[str, Any] = {"task": "halving", "valid": 100}
ASKED: dict[str, Any] = {"task": "search", "dimensions": 5, "width": 0.05}


def ranged(settings: dict[str, Any]) -> dict[str, Any]:
    """Of a preset's settings, those that a claim depends on."""
    return {name: value for name, value in settings.items() if name not in ("steps", "repeats")}


CLAIMS = [
    Claim("the-score-rises", "The best validated score rises with every tenfold of trials",
          verdicts.rises, needs=("tuned",), when=FEW, own_data=True, unit="accuracy"),
    Claim("the-test-does-not", "Over a third of that rise is luck: it is not there on fresh rows",
          verdicts.does_not, needs=("tuned",), when=FEW, own_data=True, unit="of the rise"),
    Claim("the-gap-opens", "So the score of the best of 300 is far too good",
          verdicts.gap_opens, needs=("tuned",), when=FEW, own_data=True, unit="accuracy"),
    Claim("untuned-is-ahead", "One setting that nobody searched for, on all pixels, is better",
          verdicts.untuned_ahead, needs=RACE, when=FEW, own_data=True, unit="accuracy"),
    Claim("no-choice-no-gap", "Where nothing is chosen, validation and test agree",
          verdicts.no_gap, needs=("untuned",), when=FEW, own_data=True, unit="accuracy"),
    Claim("more-rows-less-gap", "Chosen by 400 rows, the best of 300 is nearly what it says",
          verdicts.small_gap, needs=("tuned",), when=MANY, own_data=True, unit="accuracy"),
    Claim("random-beats-grid", "Where one knob of five matters, random is far ahead of a grid",
          verdicts.random_ahead, needs=("grid", "random"), when=ONE, unit="score"),
    Claim("sobol-beats-random", "Points that are spread evenly are ahead of random ones",
          verdicts.sobol_ahead, needs=("random", "sobol"), when=ONE, unit="score"),
    Claim("as-the-formula-says", "Random search finds what its formula says",
          verdicts.on_formula, needs=("random",), when=ONE, unit="score"),
    Claim("a-lucky-grid-wins", "On a real network a grid that happens to hit is ahead of random",
          verdicts.lucky_grid, needs=("grid", "random"), when=REAL | LUCKY, unit="of the test"),
    Claim("a-moved-grid-loses", "The same grid, moved by one decade, finds nothing",
          verdicts.moved_grid, needs=("grid", "random"), when=REAL | MOVED, unit="of the test"),
    Claim("halving-tries-more", "With one budget, halving begins several times as many trials",
          verdicts.tries_more, needs=("full", "halving"), when={"task": "halving"}, unit="times"),
    Claim("halving-wins", "Where most settings are bad early, halving is ahead",
          verdicts.halving_ahead, needs=("full", "halving"),
          when=HALVING | {"label_noise": 0.0} | ranged(WIDE), unit="of the test"),
    Claim("halving-loses", "Where learning curves cross, halving is behind",
          verdicts.halving_behind, needs=("full", "halving"),
          when=HALVING | ranged(CROSSING), unit="of the test"),
    Claim("tpe-climbs", "Where the score says which way, TPE is far ahead of random",
          verdicts.tpe_climbs, needs=("random", "tpe"), when=ASKED | {"surface": "all"},
          unit="score"),
    Claim("tpe-is-led-away", "Where the slope leads away from the peak, TPE is behind",
          verdicts.tpe_trapped, needs=("random", "tpe"), when=ASKED | {"surface": "trap"},
          unit="score"),
]  # fmt: skip
