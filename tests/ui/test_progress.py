"""What the learner has done is kept, readable, and never a reason to stop."""

from pathlib import Path

import lessons
from lessons.kit import History, Judged
from lessons.kit.events import NetworkEnd, Start
from tui_lab.progress import Progress, in_words


def ended() -> History:
    """A run of the toy whose networks have ended: it knows the answer to the question."""
    history = History()
    history.take(Start(run="r", lesson="lesson90", config={}, variants={"calm": {}, "wild": {}},
                       seeds=[0], steps=1, device="cpu"))  # fmt: skip
    for variant in ("calm", "wild"):
        history.take(NetworkEnd(variant=variant, seed=0, step=1, how="finished"))
    return history


def test_progress_is_remembered_in_a_file_people_can_read(home: Path) -> None:
    """Another start of the lab knows what was foretold."""
    progress = Progress()
    progress.opened("lesson90")
    progress.foretell("lesson90", "Will the wild one diverge?", "no")

    again = Progress()

    assert "no" == again.of("lesson90").foretold["Will the wild one diverge?"].choice
    assert '\n      "foretold": {' in (home / "progress.json").read_text()


def test_the_first_answer_stands(home: Path) -> None:
    """Who has seen the answer cannot foretell it any more."""
    progress = Progress()
    progress.foretell("lesson90", "q", "yes")
    progress.foretell("lesson90", "q", "no")

    assert "yes" == progress.of("lesson90").foretold["q"].choice


def test_predictions_are_scored_and_claims_remembered(home: Path) -> None:
    """Once each, from the history."""
    lesson, progress = lessons.load("lesson90"), Progress()
    question = lesson.predictions[0].question
    progress.opened("lesson90")
    progress.foretell("lesson90", question, "yes")
    claims = [Judged("calm-learns", "", "holds", 0.01, 0.1, "")]

    assert [question] == progress.learn(lesson, ended(), claims)
    assert [] == progress.learn(lesson, ended(), claims)
    assert progress.of("lesson90").foretold[question].right
    assert "foretold 1/1 · held 1/1 · tour 0/4" == in_words(progress.of("lesson90"), lesson)


def test_the_tour_is_remembered(home: Path) -> None:
    """By the title of each step, so that an author may add one in between."""
    lesson, progress = lessons.load("lesson90"), Progress()
    progress.opened("lesson90")
    for title in ("A sweep", "A sweep", "of another course"):
        progress.tour("lesson90", title)

    again = Progress().of("lesson90")
    assert ["A sweep", "of another course"] == again.toured
    assert "foretold 0/1 · held 0/1 · tour 1/4" == in_words(again, lesson)
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
    progress.foretell("lesson91", "q", "yes")

    assert progress.forget("lesson90").opened
    assert not Progress().of("lesson90").opened
    assert "yes" == Progress().of("lesson91").foretold["q"].choice
    assert not progress.forget("lesson92").opened


def test_a_damaged_file_is_set_aside(home: Path) -> None:
    """It is kept for whoever wants to mend it, and said so."""
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
