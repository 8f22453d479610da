"""What the learner has done is kept, readable, and never a reason to stop."""

import json
from pathlib import Path

import lessons
from lessons.kit import Judged, Lesson
from lessons.kit.claims.claim import in_todays_name
from lessons.lesson03_clipping import lesson as page
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import Progress, in_words
from tui_lab.session.standing import Setup, matching

QUESTION = "Will the wild one diverge?"


def test_progress_is_remembered_in_a_file_people_can_read(home: Path) -> None:
    """Another start of the lab knows what was predicted, and of which settings."""
    progress = Progress()
    progress.opened("lesson90")
    progress.predict("lesson90", QUESTION, Predicted("no", about="abc", settings="lr=0.2"))

    again = Progress().of("lesson90").predicted[QUESTION]

    assert [Predicted("no", None, "abc", "lr=0.2")] == again
    text = (home / "progress.json").read_text()
    assert '\n      "predicted": {' in text
    assert '"settings": "lr=0.2"' in text


def test_the_first_answer_stands(home: Path) -> None:
    """Also where another screen gave it; of other networks there may be another."""
    progress, other = Progress(), Progress()

    assert progress.predict("lesson90", "q", Predicted("yes", about="a"))
    assert not other.predict("lesson90", "q", Predicted("no", about="a"))
    assert progress.predict("lesson90", "q", Predicted("no", about="b"))
    assert ["yes", "no"] == [each.choice for each in Progress().of("lesson90").predicted["q"]]


def test_predictions_are_scored_and_claims_remembered(home: Path) -> None:
    """Once each, and what was predicted is counted whether right or not."""
    lesson, progress = lessons.load("lesson90"), Progress()
    prediction, setup = lesson.predictions[0], Setup.planned(lesson.plan())
    progress.opened("lesson90")
    progress.predict("lesson90", QUESTION, Predicted("no", about=setup.about(prediction)))
    progress.hold(lesson, [Judged("calm-learns", "", "holds", 0.01, 0.1, "")])

    assert progress.settle(lesson, prediction, setup, "yes")
    assert not progress.settle(lesson, prediction, setup, "no")
    assert "yes" == Progress().of("lesson90").predicted[QUESTION][0].truth
    assert "predicted 1/1 · held 1/1 · tour 0/4" == in_words(progress.of("lesson90"), lesson)


def test_what_an_older_lab_kept_is_counted(home: Path) -> None:
    """One answer a question, of the lesson's own settings as far as anybody can know."""
    home.mkdir(parents=True)
    answers = {QUESTION: {"choice": "no", "truth": "yes"}, "q": {"choice": ""}}
    old = {"opened": "2026-01-01", "held": ["calm-learns"], "foretold": answers}
    (home / "progress.json").write_text(json.dumps({"v": 1, "lessons": {"lesson90": old}}))
    lesson, progress = lessons.load("lesson90"), Progress()
    prediction, plan = lesson.predictions[0], lesson.plan()

    assert "predicted 1/1 · held 1/1 · tour 0/4" == in_words(progress.of("lesson90"), lesson)
    said = progress.of("lesson90").predicted[QUESTION]
    assert said == [matching(prediction, said, Setup.planned(plan), lesson)]
    other = lesson.plan(settings={"batch": 3})
    assert matching(prediction, said, Setup.planned(other), lesson) is None
    progress.tour("lesson90", "A sweep")
    assert said == Progress().of("lesson90").predicted[QUESTION]
    assert "foretold" not in (home / "progress.json").read_text()


def test_the_tour_is_remembered(home: Path) -> None:
    """By the title of each step, so that an author may add one in between."""
    lesson, progress = lessons.load("lesson90"), Progress()
    progress.opened("lesson90")
    for title in ("A sweep", "A sweep", "of another course"):
        progress.tour("lesson90", title)

    again = Progress().of("lesson90")
    assert ["A sweep", "of another course"] == again.toured
    assert "predicted 0/1 · held 0/1 · tour 1/4" == in_words(again, lesson)
    assert "tour 1/4" == in_words(again, lesson, room=10)


def test_a_file_from_before_the_tour_is_read(home: Path) -> None:
    """Older labs knew of no tour, newer ones may know more than we do."""
    home.mkdir(parents=True)
    known = '{"opened": "2026-01-01", "held": ["calm-learns"], "more": 1}'
    (home / "progress.json").write_text(f'{{"v": 1, "lessons": {{"lesson90": {known}}}}}')
    progress = Progress()
    progress.tour("lesson90", "Two rates")

    assert not progress.trouble
    assert ["calm-learns"] == Progress().of("lesson90").held
    assert ["Two rates"] == Progress().of("lesson90").toured


def test_a_lesson_is_forgotten_alone(home: Path) -> None:
    """The others keep what is known of them."""
    progress = Progress()
    progress.opened("lesson90")
    progress.predict("lesson91", "q", Predicted("yes"))

    assert progress.forget("lesson90").opened
    assert not Progress().of("lesson90").opened
    assert "yes" == Progress().of("lesson91").predicted["q"][0].choice
    assert not progress.forget("lesson92").opened


def test_a_damaged_file_is_set_aside(home: Path) -> None:
    """It is kept for whoever wants to fix it, and said so."""
    home.mkdir(parents=True)
    (home / "progress.json").write_text("{half")

    progress = Progress()
    progress.opened("lesson90")

    assert "damaged" in progress.trouble
    assert ["{half"] == [p.read_text() for p in home.glob("progress.damaged-*.json")]
    assert Progress().of("lesson90").opened


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    """Progress goes on in memory."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    progress = Progress(blocked / "progress.json")
    progress.opened("lesson90")

    assert progress.of("lesson90").opened
    assert progress.trouble


def test_a_list_counts_without_the_page(home: Path) -> None:
    """By what was there when the lesson was last opened; what an older lab kept has no totals."""
    lesson, progress = lessons.load("lesson90"), Progress()
    progress.opened("lesson90")
    assert "opened" == in_words(progress.of("lesson90"))
    progress.hold(lesson, [Judged("calm-learns", "", "holds", 0.01, 0.1, "")])
    assert "held 1" == in_words(Progress().of("lesson90"))
    progress.count(lesson)

    assert in_words(progress.of("lesson90"), lesson) == in_words(Progress().of("lesson90"))
    assert "predicted 0/1 · held 1/1 · tour 0/4" == in_words(Progress().of("lesson90"))


def test_a_question_that_reads_otherwise_today_is_still_answered(home: Path) -> None:
    """Also a skipped one, a step of the tour with another title, and a claim with another name."""
    asked, skipped = (p for p in page.predictions if p.formerly)
    step = next(step for step in page.tour if step.formerly)
    before = Progress()
    before.predict("lesson3", asked.formerly[0], Predicted("it stops being a number", about="abc"))
    before.skip("lesson3", [*skipped.formerly])
    before.tour("lesson3", step.formerly[0])
    before.answer("lesson3", step.formerly[0], "All three", False)
    claim = next(claim for claim in page.claims if claim.formerly)
    old_verdict = Judged(claim.formerly[0], "", "holds", 0.01, 0.1, "")
    before.hold(page, [old_verdict])
    (home / "progress.json").write_text(_as_kept_before(home / "progress.json", page))

    known = Progress().of("lesson3")

    assert {asked.question} == set(known.predicted)
    assert [skipped.question] == known.skipped
    assert [step.title] == known.toured == list(known.answered)
    assert [claim.name] == known.held == [in_todays_name("lesson3", old_verdict).name]


def _as_kept_before(path: Path, page: Lesson) -> str:
    """The file with the texts of a lab that had not changed them."""
    text = path.read_text()
    for claim in page.claims:
        text = text.replace(claim.name, claim.formerly[0] if claim.formerly else claim.name)
    for each in page.predictions:
        text = text.replace(each.question, each.formerly[0] if each.formerly else each.question)
    for step in page.tour:
        text = text.replace(step.title, step.formerly[0] if step.formerly else step.title)
    return text
