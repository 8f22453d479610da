"""What would give an answer away is not shown before the learner has predicted or skipped."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

import lessons
from lessons.kit import Lesson
from tests.tools.pictures import screen_text
from tests.tools.screen import lesson_of, until
from tui_lab.app.lab import LabApp
from tui_lab.session.catalogue import ours
from tui_lab.session.progress import LessonProgress, Progress
from tui_lab.session.withheld import BEGINS, ENDS, FOLDED, folded, withheld
from tui_lab.widgets.lists.lesson_card import card
from tui_lab.widgets.prose import laid_out, read

NAMES = lessons.names()


def words(text: str) -> str:
    """However wrapped and marked up."""
    return " ".join(re.sub(r"[*`|]", " ", text).split())


def painted(text: str) -> str:
    return words(laid_out(read(text), 76).plain)


def folded_away(story: str) -> list[str]:
    """The lines of the stretches that are marked, each long enough to be known again."""
    hidden, is_hidden, is_first = [], False, False
    for line in story.splitlines():
        if line == BEGINS:
            is_hidden = is_first = True
        elif line == ENDS or (line.startswith("#") and not is_first):
            is_hidden = False
        elif is_hidden and line:
            is_first = False
            hidden.append(painted(line) if not line.startswith("|") else words(line))
    return [line for line in hidden if len(line) > 40 and "---" not in line]


def sentences(lesson: Lesson) -> list[str]:
    """All that stands for an answer: claims that predictions ask about, and why it is so."""
    kept_back = {name for prediction in lesson.predictions for name in prediction.claims}
    claims = [claim for claim in lesson.claims if claim.name in kept_back]
    whys = [prediction.why for prediction in lesson.predictions]
    names = [claim.name for claim in claims if "-" in claim.name]  # "learns" is in any text
    return [words(text) for text in [*(c.says for c in claims), *names, *whys]]


@pytest.mark.parametrize("name", NAMES)
async def test_no_answer_is_painted_before_the_question(name: str) -> None:
    """Story and Claims of a lesson that is opened for the first time; after :skip, all of it."""
    app, lesson = LabApp(name), lessons.load(name)
    async with app.run_test(size=(120, 40)) as pilot:
        side = lesson_of(app).side
        lesson_of(app).tabs.active = "Claims"
        await until(pilot, lambda: bool(side.claims.body._written.plain))
        seen = words(side.claims.body._written.plain) + painted(side.story.body.text)
        assert [] == [line for line in [*sentences(lesson), *folded_away(lesson.story)]
                      if line in seen]  # fmt: skip
        assert FOLDED in side.story.body.text

        await pilot.press("colon", *"skip", "enter")
        await until(pilot, lambda: side.story.body.text == lesson.story)
        claims = words(side.claims.body._written.plain)
        assert [] == [c.says for c in side.claims.claims if words(c.says) not in claims]


@pytest.mark.parametrize("name", NAMES)
def test_the_menu_names_no_claim_in_question(name: str) -> None:
    """Whatever else has held; and once one of them was seen to hold, it is named."""
    lesson, progress = lessons.load(name), Progress()
    one = next(listed for listed in ours() if listed.id == lesson.id)
    kept_back = withheld(lesson, LessonProgress())
    progress.hold(lesson, [])
    progress._change(lesson.id, lambda known: known.held.extend(
        c.name for c in lesson.claims if c.name not in kept_back))  # fmt: skip
    shown = words(card(one, ours(), progress, lesson).plain)

    assert [] == [line for line in sentences(lesson) if line in shown]
    progress.skip(lesson.id, [p.question for p in lesson.predictions])
    assert {} == withheld(lesson, progress.of(lesson.id))


@pytest.mark.parametrize("name", NAMES)
def test_each_question_gives_its_own_claims_back(name: str) -> None:
    """Answered or skipped, alone: the claims of the other questions stay questions."""
    lesson = lessons.load(name)
    for prediction in lesson.predictions:
        known = LessonProgress(skipped=[prediction.question])
        others = {c for p in lesson.predictions if p is not prediction for c in p.claims}
        assert others == set(withheld(lesson, known))


LINES = st.sampled_from(
    ["# T", "## A", "open", "", BEGINS, ENDS, "```", "SECRET", "    # code", "| a | b |"]
)


@given(st.lists(LINES, max_size=25))
def test_any_story_folds(lines: list[str]) -> None:
    """What is not marked stays, in its order; a story without marks is as it was."""
    story = "\n".join(lines)
    short = folded(story).splitlines()

    kept = [line for line in short if line not in (FOLDED, "")]
    rest = iter(line for line in lines if line not in (BEGINS, ENDS, ""))
    assert all(line in rest for line in kept)
    assert not {BEGINS, ENDS} & set(short)
    if BEGINS not in lines and ENDS not in lines:
        assert story.strip() == folded(story).strip()


@given(st.lists(st.sampled_from(["open", "", "## A", "| t |"]), max_size=8),
       st.lists(st.sampled_from(["SECRET", "", "SECRET `#`"]), min_size=1, max_size=8),
       st.sampled_from([ENDS, "## Next", "# Next"]))  # fmt: skip
def test_what_is_marked_is_not_there(before: list[str], secret: list[str], end: str) -> None:
    """From the mark to its end, or to the next heading."""
    story = "\n".join([*before, "", BEGINS, "", "SECRET", *secret, end, "tail"])

    assert "SECRET" not in folded(story)
    assert folded(story).endswith("tail")


async def test_a_claim_in_question_is_not_explained(home: object) -> None:
    """`enter` on it says how to see it; answered, it is told at once."""
    app = LabApp("lesson3")
    async with app.run_test(size=(120, 40)) as pilot:
        lesson_of(app).tabs.active = "Claims"
        lesson_of(app).side.claims.focus()
        await until(pilot, lambda: "shown after you predict" in screen_text(app))
        await pilot.press("enter")
        await pilot.pause()
        assert lesson_of(app) is app.screen
        await pilot.press("p", "3", "1", "3")
        await until(pilot, lambda: "shown after you predict" not in screen_text(app))
        assert isinstance(lesson_of(app).side.claims.body._written, Content)
