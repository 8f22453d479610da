"""What lesson 2 claims is so, on runs made here; and where it is not so, the verdict says so."""

from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage, History, Verdict
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent, Steps
from lessons.lesson02_gradients import Gradients
from lessons.lesson02_gradients.text import numbered
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson2")
CLAIMS = {claim.name: claim for claim in LESSON.claims}


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **settings)


def verdict(claim: str, history: History) -> Verdict:
    found = CLAIMS[claim].judge(history)
    assert found is not None
    return found


def under_the_name(history: History, **tracks: str) -> History:
    """The same run with networks under the names of others, - for _."""
    fake = History()
    fake.planned, fake.seeds, fake.config = history.planned, history.seeds, history.config
    fake.variants = [name.replace("_", "-") for name in tracks]
    for name, of in tracks.items():
        fake.tracks[(name.replace("_", "-"), 0)] = history.track(of, 0)
    return fake


@pytest.fixture(scope="module")
def village() -> Told:
    """The default run, with networks half as wide that take a third of the time."""
    return ran(hidden=64, steps=250)


@pytest.fixture(scope="module")
def dull() -> Told:
    """Networks that are too small and too slow to learn anything."""
    return ran(hidden=4, embed=2, lr=1e-6, batch=2, window=8, steps=150)


@pytest.fixture(scope="module")
def recall() -> Told:
    return ran("rnn", "lstm", "lstm-chrono", "gru-chrono", preset="recall")


@pytest.mark.parametrize(
    "claim",
    [
        "untrained-rnn-vanishes", "untrained-lstm-vanishes-too", "ahead-of-pairs",
        "holds-for-unseen-text", "fluent-and-forgetful", "training-does-not-mend-it",
    ],
)  # fmt: skip
def test_the_village_bears_out(village: Told, claim: str) -> None:
    """Every claim about the three networks that a learner sees first."""
    assert "holds" == village[1][claim]


def test_the_village_answers_its_predictions(village: Told) -> None:
    """None of them reaches 50 steps back, and none remembers who it was about."""
    asked = [
        p for p in LESSON.predictions if p.covers(village[0].variants, village[0].config, True)
    ]

    assert ["in none of them", "none of them"] == [p.answer(village[0]) for p in asked]


@pytest.mark.parametrize("claim", ["ahead-of-pairs", "fluent-and-forgetful"])
def test_networks_that_learn_nothing_refute(dull: Told, claim: str) -> None:
    """Forgetful they are; fluent they are not."""
    assert "fails" == dull[1][claim]


def test_what_is_learned_by_heart_does_not_hold() -> None:
    """Held-out loss far above training loss."""
    history = History()
    history.planned, history.seeds, history.variants = 150, [0], ["rnn"]
    history.take_event(Steps(variant="rnn", seed=0, first=1, values={"loss": [0.5] * 150}))
    history.take_event(Steps(variant="rnn", seed=0, first=150, values={"held_out": [0.7]}))

    assert not verdict("holds-for-unseen-text", history).holds


@pytest.mark.parametrize(
    "claim",
    [
        "untrained-rnn-vanishes", "untrained-lstm-vanishes-too", "chrono-carries", "rnn-forgets",
        "lstm-guesses", "chrono-recalls",
    ],
)  # fmt: skip
def test_recall_bears_out(recall: Told, claim: str) -> None:
    """Only the cells whose gates start out keeping learn to remember fifty steps."""
    assert "holds" == recall[1][claim]


@pytest.mark.parametrize(
    "claim",
    [
        "untrained-rnn-vanishes", "untrained-lstm-vanishes-too", "chrono-carries", "rnn-forgets",
        "lstm-guesses", "chrono-recalls", "training-does-not-mend-it",
    ],
)  # fmt: skip
def test_the_other_kind_of_cell_is_found_out(recall: Told, claim: str) -> None:
    """A chrono cell under a plain one's name, and the other way round, fails."""
    mixed = {
        "rnn": "gru-chrono", "lstm": "lstm-chrono", "gru": "rnn",
        "lstm_chrono": "lstm", "gru_chrono": "rnn",
    }  # fmt: skip

    assert not verdict(claim, under_the_name(recall[0], **mixed)).holds


def test_over_four_steps_the_plain_network_learns_it_too() -> None:
    """Nothing vanishes over so short a way; at a rate of nearly zero nothing is learned either."""
    _, verdicts = ran("rnn", preset="short")
    _, frozen = ran("rnn", preset="short", lr=1e-6, steps=150)

    assert ("holds", "fails") == (verdicts["rnn-recalls-near"], frozen["rnn-recalls-near"])


def test_the_law_and_a_network_that_breaks_it() -> None:
    """Three orthogonal networks keep it; a Gaussian one under one of their names does not."""
    history, verdicts = ran(preset="linear", steps=1)
    other, _ = ran(preset="radius", steps=1)
    history.tracks[("gain-0.9", 0)] = other.track("gaussian", 0)

    assert "holds" == verdicts["gain-to-the-power-of-lag"]
    assert not verdict("gain-to-the-power-of-lag", history).holds


def test_a_radius_above_one_explodes_only_without_a_bend() -> None:
    """The same for two linear networks would be no news."""
    history, verdicts = ran(preset="radius", steps=1)
    unbent = under_the_name(history, linear="linear", gaussian="gaussian", tanh="gaussian")

    assert "holds" == verdicts["radius-is-no-law"]
    assert not verdict("radius-is-no-law", unbent).holds


def test_the_wrong_sign_is_worse_than_no_bias() -> None:
    """A GRU without the bias under its name is no worse than itself."""
    history, verdicts = ran(preset="wrong-sign", steps=1)
    same = under_the_name(history, gru="gru", gru_chrono="gru-chrono", gru_wrong_sign="gru")

    assert "holds" == verdicts["wrong-sign"]
    assert not verdict("wrong-sign", same).holds


def test_too_few_steps_decide_nothing_about_learning() -> None:
    """What an untrained network shows is decided at the first step; the rest is not."""
    _, verdicts = ran(steps=3, hidden=16)

    assert "holds" == verdicts["untrained-rnn-vanishes"]
    assert "inconclusive" == verdicts["ahead-of-pairs"] == verdicts["fluent-and-forgetful"]


@pytest.mark.parametrize("variant", LESSON.variants)
def test_every_network_can_be_raced_alone(variant: str) -> None:
    """No claim breaks for want of the others."""
    _, verdicts = ran(variant, steps=1, hidden=8)

    assert "inconclusive" == verdicts["ahead-of-pairs"]


def pictures(race: Race, steps: int) -> list[PictureEvent]:
    found = [event for _ in range(steps) for event in race.tick()]
    return [event for event in found if isinstance(event, PictureEvent)]


def test_the_map_goes_on_growing_after_a_resume() -> None:
    """Killed in the middle and resumed, every picture is the one it would have been."""
    plan = LESSON.plan(("lstm",), settings={"steps": 7, "hidden": 16})
    whole, first = Race(LESSON, plan), Race(LESSON, plan)
    pictures(whole, 2)
    pictures(first, 2)
    resumed = Race(LESSON, plan, first.save())

    expected = pictures(whole, 5)

    assert {"lags", "map", "sample", "counting"} == {picture.panel for picture in expected}
    assert expected == pictures(resumed, 5)


def test_a_picture_asked_for_changes_nothing_that_is_learned() -> None:
    """Looking more often draws no random number of the network's."""
    plan = LESSON.plan(("rnn",), settings={"steps": 90, "hidden": 16})
    races = [Race(LESSON, plan), Race(LESSON, plan)]
    for step in range(8):
        if step in (2, 4):
            races[1].show_next()
        for race in races:
            race.tick()
    losses = [
        [batch.values["loss"] for batch in race.collect() if "loss" in batch.values]
        for race in races
    ]

    assert losses[0] == losses[1]


@pytest.mark.parametrize(("how", "named"), [("tenths", "end of each tenth"), ("end", "last")])
def test_which_part_is_held_out_stands_beside_the_figure(
    how: str, named: str, tmp_path: Path
) -> None:
    """In the panels' titles, in a note and among the facts; of the village and of a file."""
    hp = Gradients(held_out=how)
    covering = [p for p in LESSON.panels if p.covers(("rnn",), hp.as_dict(), True)]
    titles = [p.title for p in covering if "eld-out" in p.title or "counting" in p.title]
    file = tmp_path / "text"
    file.write_text("to go down, to go far, to go home. " * 100, encoding="utf-8")

    assert 2 == len(titles)
    assert all(named in title for title in titles)
    for path in (None, file):
        data = LESSON.data(path, hp, silent)
        words = {"tenths": "the last tenth of each tenth", "end": "the last tenth of the text"}[how]
        assert words in data.summary["held_out"]
        assert f"held out, never trained on: {words}" in data.summary["notes"][-1]
        assert {"tenths": 10, "end": 1}[how] == len(data.content.training)


def test_the_last_tenth_can_be_held_out_instead() -> None:
    """Training reads all before it, and it holds what stands there; the village is read alike."""
    corpus = numbered("".join(chr(200 + n) for n in range(1000)), how="end")
    history, verdicts = ran("gru", held_out="end", steps=3, hidden=16, embed=8)

    assert list(range(900)) == corpus.training.flatten().tolist()
    assert list(range(900, 1000)) == sorted(set(corpus.held_out.flatten().tolist()))
    assert {"held_out", "near", "far"} <= history.track("gru", 0).columns.keys()
    assert verdicts


def asked(question: str, *variants: str, **settings: Any) -> str:
    race = Race(LESSON, LESSON.plan(variants, **settings))
    race.tick()
    return race.network().answer(question).answer


def test_it_goes_on_from_a_prompt() -> None:
    """With as many characters of the text's own alphabet as are wanted; 200 where nobody says."""
    answer = asked("Ada's ", "gru", settings={"hidden": 16})
    long = asked("Ada's ", "gru", settings={"hidden": 16, "length": 1000})

    assert answer.startswith("Ada's ")
    assert 206 == len(answer)
    assert 1006 == len(long)
    assert long.startswith(answer)


def test_another_question_draws_other_random_numbers() -> None:
    """Where the network says nearly nothing, what goes on is what was drawn; the same is the same.

    At a temperature of 5 an untrained network draws as dice do, whatever it has read.
    """
    race = Race(LESSON, LESSON.plan(("gru",), settings={"hidden": 16, "temperature": 5.0}))
    race.tick()
    prompts = ("Ada's ", "Bruno's ", "The ", "the ", "", " ")
    first, again = ([race.answer(p).answer[len(p) :] for p in prompts] for _ in range(2))

    assert first == again
    assert len(prompts) == len(set(first))
    agreement = [sum(a == b for a, b in zip(first[0], other, strict=True)) for other in first[1:]]
    assert max(agreement) < 40  # of 200: by chance about seven; of the same dice, nearly all


def test_one_answer_may_be_longer_and_colder_than_the_run_has_it() -> None:
    """Alone and among several seeds; afterwards all is as it was, and so if it is refused."""
    for seeds in (1, 2):
        race = Race(LESSON, LESSON.plan(("gru",), settings={"hidden": 16}, seeds=seeds))
        race.tick()
        usual = race.answer("Ada").answer
        other = race.answer("Ada", settings={"length": 7, "temperature": 0.05}).answer
        with pytest.raises(BadUsage, match="is fixed while training"):
            race.answer("Ada", settings={"length": 7, "hidden": 3})

        assert (203, 10) == (len(usual), len(other))
        assert usual == race.answer("Ada").answer


def test_what_a_text_never_had_is_named() -> None:
    """Nobody is to think that the network went on from what it could not read."""
    answer = asked("时间 Ada", "gru", settings={"hidden": 16})

    assert answer.startswith("时间 Ada")
    assert answer.endswith("(not in this text, and not read: 时 间)")


def test_a_recalling_network_says_which_was_first() -> None:
    """And what it was; symbols that it does not know are not read."""
    assert asked("3 1 2 0", "gru", preset="recall").endswith("it was 3")
    assert "give some symbols, 0 to 3" == asked("no, 9", "gru", preset="recall")


def test_a_very_low_temperature_repeats_itself() -> None:
    """At 0.05 the likeliest character is nearly always drawn."""
    cold = [asked("The ", "rnn", settings={"temperature": 0.05, "hidden": 8}) for _ in range(2)]

    assert cold[0] == cold[1]


def written(folder: Path, text: str) -> Path:
    path = folder / "own.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_learners_own_text(tmp_path: Path) -> None:
    """It is learned; what only the village can be asked is neither claimed nor shown."""
    own = written(tmp_path, "the same again, and " * 100)

    history, verdicts = ran("rnn", data=own, hidden=32, steps=150)

    assert {"untrained-rnn-vanishes", "ahead-of-pairs"} == verdicts.keys()
    assert history.last("rnn", "held_out")[0] < 0.2
    assert "near" not in history.track("rnn", 0).columns


def test_names_one_a_line_are_a_text_too(tmp_path: Path) -> None:
    """Short lines; a sorted file is fair, because its every part is held out in part."""
    names = sorted(a + b + c for a in "bdkl" for b in "aeiou" for c in ("nn", "ra", "mo", "st"))
    own = written(tmp_path, "\n".join(names * 5))

    history, _ = ran("gru", data=own, hidden=32, steps=20)

    assert history.last("gru", "held_out")[0] < history.first("gru", "held_out")[0]


def test_a_text_too_short_is_refused(tmp_path: Path) -> None:
    """In words, with what would do."""
    with pytest.raises(BadEnvironment, match="at least 200"):
        next(iter(LESSON.run("rnn", data=written(tmp_path, "too short"))))


def test_recall_says_that_it_reads_no_file(tmp_path: Path) -> None:
    """Somebody who brings a text to it is told."""
    hp = LESSON.params().override({"task": "recall"})

    data = LESSON.data(written(tmp_path, "anything"), hp, silent)

    assert "own.txt is not read" in data.summary["notes"][0]


def test_a_changed_text_is_noticed(tmp_path: Path) -> None:
    """Its digest changes, so that a run is not resumed on another text."""
    digests = {
        LESSON.data(written(tmp_path, "a text " * n), LESSON.params(), silent).summary["digest"]
        for n in (100, 101)
    }

    assert 2 == len(digests)
