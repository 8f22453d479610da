"""What can be seen of a lesson without training: its page, its story, its loop's text."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

from lessons.kit import Lesson
from lessons.kit.page.edited import is_run_by
from tui_lab.contract.findings import LOOP, PAGE, STORY, Finding, where

LONGEST_LOOP = 200
OPENING = (
    "import sys; sys.path[:] = {path!r}; import lessons; lessons.load({name!r}, {origin!r}).story; "
    "sys.exit(9 if {heavy!r} & sys.modules.keys() else 0)"
)
HEAVY = {"torch", "sklearn"}


def opens_without_torch(lesson: Lesson) -> Iterator[Finding]:
    """Reading a page must not pay for torch."""
    code = OPENING.format(path=sys.path, name=lesson.address, origin=lesson.origin, heavy=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode == 9:
        yield Finding(
            PAGE,
            "the page imports torch or sklearn",
            f"only {LOOP} may import them: they delay the menu by 1.5 s",
        )
    elif done.returncode:
        yield Finding(
            PAGE, "the page can be opened only once", "importing the page must change nothing"
        )


def has_a_story_and_a_loop_to_read(lesson: Lesson) -> Iterator[Finding]:
    """The README opens with a title; train.py is short and has its loop."""
    if not lesson.story.startswith("# "):
        yield Finding(f"{STORY}:1", "the story has no title", "begin it with: # Title")
    if "for step in run.steps(" not in lesson.source:
        yield Finding(
            LOOP, "there is no training loop to read", "write: for step in run.steps(hp.steps, …)"
        )
    if (lines := len(lesson.source.splitlines())) >= LONGEST_LOOP:
        fix = f"under {LONGEST_LOOP}: move what is not the loop to a file beside it"
        yield Finding(LOOP, f"{lines} lines are too many to read", fix)


def shows_what_the_loop_runs(lesson: Lesson) -> Iterator[Finding]:
    """The loop is among the files it shows, and editing any of them changes what is trained."""
    if LOOP not in lesson.shows:
        yield Finding(PAGE, f"shows leaves {LOOP} out", f'write: shows=("{LOOP}", …)')
    for name in lesson.shown:
        if name != LOOP and not is_run_by(lesson.package, name, LOOP):
            what = f"shows has {name}, and an edit of it would change no run"
            yield Finding(PAGE, what, f"show files that {LOOP} imports and the page does not")


def settings_explain_themselves(lesson: Lesson) -> Iterator[Finding]:
    """Every knob has a line of help; there is one called steps."""
    knobs = lesson.params.knobs()
    if "steps" not in knobs:
        yield Finding(PAGE, "there is no knob `steps`", "add steps: int = knob(300, 1, 1_000_000)")
    for name, knob in knobs.items():
        if not knob.help:
            yield Finding(PAGE, f"the knob {name} has no help", "say in help=… what it does")


def asks_every_claim_somewhere(lesson: Lesson) -> Iterator[Finding]:
    """Each claim speaks of the default run or of a preset; none is dead."""
    plans = [lesson.plan(preset=p) for p in [None, *(q.name for q in lesson.presets)]]
    for claim in lesson.claims:
        if not any(claim.covers(p.variants, p.config, own_data=True) for p in plans):
            what = f"the claim {claim.name} is judged by no default run and by no preset"
            yield Finding(
                where(lesson, claim.name), what, "widen its needs or when, or add a preset"
            )


def story_and_page_agree(lesson: Lesson) -> Iterator[Finding]:
    """Settings and presets that the story names in code are there."""
    for name in sorted(set(re.findall(r"--set (\w+)=", lesson.story))):
        if name not in lesson.params.knobs():
            yield Finding(STORY, f"--set {name}= names no setting", "use a name from the page")
    known = {preset.name for preset in lesson.presets}
    for name in sorted(set(re.findall(r"--preset (\S+?)[`\s]", lesson.story))):
        if name not in known:
            yield Finding(STORY, f"--preset {name} names no preset", "use a name from the page")


def predictions_name_claims(lesson: Lesson) -> Iterator[Finding]:
    """Each claim that a prediction keeps back until it is answered is there."""
    known = {claim.name for claim in lesson.claims}
    for prediction in lesson.predictions:
        for name in sorted(set(prediction.claims) - known):
            what = f"the prediction {prediction.question!r} names no claim: {name}"
            yield Finding(where(lesson, name), what, "use the names of the lesson's claims")


def presets_explain_themselves(lesson: Lesson) -> Iterator[Finding]:
    """A preset says in a line what it is worth."""
    for preset in lesson.presets:
        if not preset.says:
            what = f"the preset {preset.name} says nothing"
            yield Finding(where(lesson, preset.name), what, "give it a line: what to expect of it")


def claims_something(lesson: Lesson) -> Iterator[Finding]:
    """A lesson without a claim is a demo."""
    if not lesson.claims:
        yield Finding(PAGE, "the lesson makes no claim", "add a Claim that a run can prove false")


CHECKS = (
    opens_without_torch, has_a_story_and_a_loop_to_read, settings_explain_themselves,
    shows_what_the_loop_runs, presets_explain_themselves, claims_something,
    asks_every_claim_somewhere, story_and_page_agree, predictions_name_claims,
)  # fmt: skip
