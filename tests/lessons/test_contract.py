"""Every check of the contract finds what it is there for, and says where."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from shutil import copytree

import pytest

import lessons
from tests.tools.places import TEMPLATE
from tui_lab.contract import index, page, proving, running, touring
from tui_lab.contract.findings import Check
from tui_lab.contract.proving import Spread

FILES = files("lessons.template")
TOGETHER = """
import torch
from lessons.kit.speed.stack import apart, each, in_step
from .train import network, points

def suits(hp):
    return True

def train(hp, runs):
    models = each(runs, lambda run: network(hp))
    for _ in in_step(runs, hp.steps, model=models):
        outputs = [model(points(hp.batch, run.device)[0]) for run, model in zip(runs, models)]
        losses = torch.stack(outputs).square().mean(1)
        yield apart(loss=losses, right=losses)
"""
"""A loop for several seeds that asks for the wrong loss."""

SPOILED: dict[Check, tuple[str, str, str, str]] = {
    page.opens_without_torch: (
        "__init__.py",
        "from pathlib",
        "import torch\nfrom pathlib",
        "__init__.py: the page imports",
    ),
    page.has_a_story_and_a_loop_to_read: (
        "README.md",
        "# TITLE",
        "TITLE",
        "README.md:1: the story",
    ),
    page.settings_explain_themselves: (
        "__init__.py",
        ', help="Points in one step"',
        "",
        "the knob batch has no help",
    ),
    page.presets_explain_themselves: (
        "__init__.py",
        '"64 units: more than it takes, and no harm"',
        '""',
        "the preset wide says",
    ),
    page.claims_something: (
        "claims.py",
        "CLAIMS = [",
        "CLAIMS = []\nOTHERS = [",
        "the lesson makes no claim",
    ),
    page.asks_every_claim_somewhere: (
        "claims.py",
        '"hidden": (8, 64)',
        '"hidden": 9',
        "the claim bent-learns is judged by no default run",
    ),
    page.shows_what_the_loop_runs: (
        "__init__.py",
        'shows=("train.py",)',
        'shows=("train.py", "claims.py")',
        "shows has claims.py, and an edit of it would change no run",
    ),
    page.predictions_name_claims: (
        "__init__.py",
        'claims=("straight-guesses",)',
        'claims=("straight-guess",)',
        "names no claim: straight-guess",
    ),
    page.story_and_page_agree: ("README.md", "--set lr=1", "--set rate=1", "--set rate= names no"),
    index.index_and_page_agree: (
        "__init__.py",
        'title="TITLE"',
        'title="TIT" + "LE"',
        "__init__.py: the menu cannot read title",
    ),
    index.has_a_chapter: (
        "__init__.py",
        'chapter=""',
        'chapter="All that there is to be said about two layers"',
        "__init__.py: the chapter 'All that",
    ),
    index.comes_after_lessons_that_exist: (
        "__init__.py",
        "after=()",
        'after=("gradiants",)',
        "it comes after gradiants, and there is no such lesson",
    ),
    running.every_preset_trains: (
        "train.py",
        "loss.backward()",
        "1 / 0",
        "train.py: bent fails at",
    ),
    running.tells_the_same_story_with_the_same_seed: (
        "train.py",
        "Step(loss=loss",
        "Step(loss=loss + __import__('random').random()",
        "with the same seed",
    ),
    running.shows_what_the_page_declares: (
        "train.py",
        'Picture("answers"',
        'Picture("answer"',
        "the panel answers stays empty",
    ),
    running.survives_the_wire: (
        "train.py",
        "PIXELS = 21",
        "PIXELS = 121",
        "__init__.py:56: answers is",
    ),
    running.draws_from_torch_only: (
        "train.py",
        "loss.backward()",
        "loss.backward(), __import__('random').random()",
        "no checkpoint",
    ),
    running.resumes_exactly: (
        "train.py",
        "model=model, optimizer",
        "optimizer",
        "bent gives other results when it is killed and resumed",
    ),
    running.trains_together_as_alone: (
        "together.py",
        "",
        TOGETHER,
        "bent gives other results in its first step",
    ),
    running.answers_what_it_is_asked: (
        "train.py",
        "except ValueError",
        "except KeyError",
        "train.py: asked 'the', bent fails",
    ),
    running.judges_claims_at_any_moment: (
        "claims.py",
        'if not can_judge(h, "bent"):',
        'if h.all("bent", "right")[0][0] < 0:',
        "the claim bent-learns fails",
    ),
    running.answers_predictions_with_their_choices: (
        "claims.py",
        '        return None\n    return "yes"',
        "        return 'so'\n    return \"yes\"",
        "the answer is 'so'",
    ),
    touring.tour_is_short: (
        "tour.py",
        "TOUR = (",
        "TOUR = (\n)\nOTHER = (",
        "its tour has 0 steps",
    ),
    touring.tour_starts_nothing_unasked: (
        "tour.py",
        '        done=judged("bent',
        '        starts=True,\n        done=judged("bent',
        "tour.py:7: the first step starts a run",
    ),
    touring.tour_plans_runs_that_there_are: (
        "tour.py",
        'preset="narrow"',
        'preset="narow"',
        "no preset called 'narow'",
    ),
    touring.tour_looks_at_panels_of_its_run: (
        "tour.py",
        'panel="Share that is right"',
        'panel="Share"',
        "looks at 'Share'",
    ),
    touring.tour_can_be_done: (
        "tour.py",
        'judged("bent-learns"',
        'judged("bent-learn"',
        "no run of the step",
    ),
    touring.tour_can_be_answered: (
        "tour.py",
        "right=1",
        "right=4",
        "'With an activation and without' is number 4",
    ),
    touring.tour_fits_its_pane: (
        "tour.py",
        "Put a point",
        "Put a point " * 99,
        "tour.py:82: 'Ask it' takes",
    ),
}


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[[Check], str]:
    """Makes the template into a lesson that breaks one rule; its path."""

    def make(check: Check) -> str:
        file, was, becomes, _ = SPOILED[check]
        place = tmp_path / "spoiled"
        copytree(TEMPLATE, place)
        text = (place / file).read_text(encoding="utf-8") if was else ""
        assert was in text
        (place / file).write_text(text.replace(was, becomes, 1), encoding="utf-8")
        return str(place)

    return make


@pytest.mark.train
@pytest.mark.process
@pytest.mark.parametrize("check", SPOILED, ids=lambda check: check.__name__)
def test_a_check_finds_what_it_is_there_for(check: Check, spoil: Callable[[Check], str]) -> None:
    """One line, with the file, that an author can act upon."""
    found = [str(finding) for finding in check(lessons.load(spoil(check)))]

    assert [line for line in found if SPOILED[check][3] in line], found


def test_every_check_is_checked() -> None:
    """A new rule comes with a lesson that breaks it."""
    assert SPOILED.keys() == {*page.CHECKS, *index.CHECKS, *running.CHECKS, *touring.CHECKS}


def spread(bar: float | None, low: float, high: float, held: int = 8) -> Spread:
    return Spread("l", "", "bent-learns", bar, (low + high) / 2, low, high, 8, held)


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (spread(0.9, 0.95, 0.97), []),
        (spread(0.96, 0.95, 0.97), ["lies within its spread: 0.96 [0.95, 0.97], bar 0.96"]),
        (spread(0.96, 0.95, 0.97, held=5), ["held in 5 of 8 runs"]),
        (spread(None, 0.95, 0.97), []),
        (spread(1.0, 1.0, 1.0), []),
    ],
)
def test_a_bar_within_the_spread_is_found(measured: Spread, words: list[str]) -> None:
    """Such a claim holds by luck."""
    found = [str(each) for each in proving.unproved(lessons.load(TEMPLATE), measured)]

    assert len(words) == len(found)
    assert all(word in line for word, line in zip(words, found, strict=True))
    assert all(line.startswith("claims.py:") for line in found)
