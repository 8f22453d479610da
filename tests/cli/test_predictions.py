"""`dl-lab list --predictions`: the sheet that a teacher reads."""

import json

import lessons
from tests.tools.commands import dl_lab
from tui_lab.cli.answers import predictions_listed
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup

FIELDS = ["lesson", "question", "choices", "skipped", "claims", "answers"]


def row_of(question: str) -> dict[str, object]:
    return next(row for row in predictions_listed() if row["question"] == question)


def test_every_question_is_listed_before_anything_was_said(home: object) -> None:
    """One row each, in the order of the lessons, nothing in them."""
    rows = predictions_listed()
    pages = [lessons.load(name) for name in lessons.names()]

    assert [(p.id, q.question) for p in pages for q in p.predictions] == [
        (row["lesson"], row["question"]) for row in rows
    ]
    assert all(FIELDS == list(row) for row in rows)
    assert all(not row["skipped"] and row["answers"] == [] for row in rows)


def test_an_answer_says_when_and_which_run_it_was_right_of(home: object) -> None:
    """Before; after a skip; of a lab that did not tell; and what no run has answered."""
    lesson, progress = lessons.load("lesson3"), Progress()
    asked, other, third = lesson.predictions
    setup = Setup.planned(lesson.plan())
    about = setup.about(asked)
    progress.predict(lesson.id, asked.question, Predicted(asked.choices[0], about=about))
    progress.settle(lesson, asked, setup, asked.choices[2], "lesson3-abcde")
    said = Predicted(other.choices[0], about="x", settings="lr=0.1", is_late=True)
    progress.predict(lesson.id, other.question, said)
    progress.predict(lesson.id, other.question, Predicted(other.choices[1]))
    progress.skip(lesson.id, [third.question, other.question])

    assert row_of(asked.question)["answers"] == [
        {"answer": asked.choices[0], "when": "before", "settings": None,
         "truth": asked.choices[2], "right": False, "run": "lesson3-abcde"}
    ]  # fmt: skip
    late, old = row_of(other.question)["answers"]  # type: ignore[misc]
    assert ("after", "lr=0.1", None, None) == (
        late["when"], late["settings"], late["right"], late["run"]
    )  # fmt: skip
    assert None is old["when"]
    assert [False, True] == [row_of(p.question)["skipped"] for p in (other, third)]


def test_the_command_prints_both_forms(home: object) -> None:
    """One document on one line; a table with what was touched."""
    progress, lesson = Progress(), lessons.load("lesson3")
    progress.skip(lesson.id, [lesson.predictions[0].question])
    done, table = dl_lab("list", "--predictions", "--json"), dl_lab("list", "--predictions")

    assert (0, 1) == (done.code, done.out.count("\n"))
    assert predictions_listed() == json.loads(done.out)
    assert "skipped" in table.out
    assert f"{len(predictions_listed()) - 1} questions are open" in table.out
