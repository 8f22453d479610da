"""What lesson 23 claims is so, on runs made here; and where it is not so, the verdict says so."""

import sys
from array import array
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim, History
from lessons.kit.claims.history import Column
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.errors import Trouble
from lessons.kit.stream.events import NetworkEnd, PictureEvent
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson23")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 41
"""By which no bar was set."""
OVERTUNED = ("the-score-rises", "the-test-does-not", "the-gap-opens", "untuned-is-ahead",
             "no-choice-no-gap")  # fmt: skip
SEARCH = ("random-beats-grid", "sobol-beats-random", "as-the-formula-says")
OTHERS = {
    "enough-rows": ("more-rows-less-gap",),
    "real-net": ("a-lucky-grid-wins",),
    "moved-grid": ("a-moved-grid-loses",),
    "halving": ("halving-tries-more", "halving-wins"),
    "crossing": ("halving-tries-more", "halving-loses"),
    "tpe": ("tpe-climbs",),
    "trap": ("tpe-is-led-away",),
}
REPEATS = {
    "enough-rows": 4, "real-net": 4, "moved-grid": 2, "halving": 6, "crossing": 8, "tpe": 2,
    "trap": 6,
}  # fmt: skip


def ran(preset: str | None = None, *variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, preset=preset, seed=SEED, **settings)


def few(preset: str) -> Told:
    """A preset with few searches side by side; one recording for all tests."""
    return ran(preset, repeats=REPEATS[preset])


@pytest.fixture(scope="module")
def default() -> Told:
    """The race that a learner sees first, with a quarter of its searches."""
    return ran(repeats=12)


@pytest.fixture(scope="module")
def searched() -> Told:
    return ran("search")


@pytest.mark.parametrize("claim", OVERTUNED)
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the best of 300 holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize("claim", SEARCH)
def test_the_toy_bears_out(searched: Told, claim: str) -> None:
    """What is said of grid, random and Sobol where one knob matters."""
    assert "holds" == searched[1][claim]


@pytest.mark.parametrize("preset", OTHERS)
def test_the_other_presets_bear_out(preset: str) -> None:
    """What is said of a real network, of halving, of TPE, and of more rows."""
    verdicts = few(preset)[1]

    assert ["holds"] * len(OTHERS[preset]) == [verdicts[claim] for claim in OTHERS[preset]]


def test_every_claim_is_tried_here() -> None:
    """A new one comes with a run."""
    assert {*OVERTUNED, *SEARCH, *(name for names in OTHERS.values() for name in names)} == {
        *CLAIMS
    }


def faked(history: History, variant: str, other: str = "", **scalars: float) -> History:
    """The same run in which a search did as another one, or with other scalars."""
    fake = deepcopy(history)
    if other:
        fake.tracks[variant, SEED] = fake.tracks[other, SEED]
    for name, value in scalars.items():
        steps = fake.tracks[variant, SEED].columns["loss"].steps
        values = array("d", [value] * len(steps))
        fake.tracks[variant, SEED].columns[name] = Column(steps, values, values, values)
    return fake


def swapped(history: History, one: str, other: str) -> History:
    """The same run in which two searches have changed their names."""
    fake = deepcopy(history)
    pair = fake.tracks[one, SEED], fake.tracks[other, SEED]
    fake.tracks[other, SEED], fake.tracks[one, SEED] = pair
    return fake


def test_each_claim_can_fail(default: Told, searched: Told) -> None:
    """On a run in which it is not so."""
    tuned = default[0]
    short = {name: few(name)[0] for name in ("real-net", "halving")}
    runs = {
        "the-score-rises": faked(tuned, "tuned", "untuned"),
        "the-test-does-not": faked(tuned, "tuned", "untuned"),
        "the-gap-opens": faked(tuned, "tuned", "untuned"),
        "untuned-is-ahead": swapped(tuned, "tuned", "untuned"),
        "no-choice-no-gap": faked(tuned, "untuned", "tuned"),
        "more-rows-less-gap": tuned,
        "random-beats-grid": swapped(searched[0], "grid", "random"),
        "sobol-beats-random": faked(searched[0], "sobol", "grid"),
        "as-the-formula-says": faked(searched[0], "random", theory=0.5),
        "a-lucky-grid-wins": faked(short["real-net"], "grid", tested=0.1),
        "a-moved-grid-loses": faked(short["real-net"], "random", tested=0.1),
        "halving-tries-more": faked(short["halving"], "halving", "full"),
        "halving-wins": faked(short["halving"], "halving", tested=0.1),
        "halving-loses": faked(short["halving"], "full", tested=0.1),
    }
    verdicts = {name: CLAIMS[name].judge(history) for name, history in runs.items()}

    assert [] == [name for name, verdict in verdicts.items() if not verdict or verdict.holds]
    assert {"tpe-climbs", "tpe-is-led-away"} == {*CLAIMS} - {*runs}


def test_the_claims_about_tpe_can_fail() -> None:
    """Where it does as random does."""
    history, _ = ran("tpe", "random", "tpe", steps=46, repeats=1, dimensions=2)
    same = faked(history, "tpe", "random")
    better = faked(history, "random", best=0.0)

    assert [False, False] == [
        getattr(CLAIMS[claim].judge(fake), "holds", None)
        for claim, fake in (("tpe-climbs", same), ("tpe-is-led-away", better))
    ]


def test_every_prediction_is_answered(default: Told, searched: Told) -> None:
    """With one of its choices, the one that the story explains."""
    real, crossing = few("real-net")[0], few("crossing")[0]
    histories = (default[0], default[0], searched[0], real, crossing)
    answers = [each.answer(h) for each, h in zip(LESSON.predictions, histories, strict=True)]

    assert ["little or nothing", "untuned", "sobol", "grid", "full"] == answers


def test_too_few_trials_decide_nothing() -> None:
    """Except that nothing is chosen where there is one setting."""
    _, verdicts = ran(steps=20, repeats=2)

    assert "inconclusive" == verdicts["the-gap-opens"]


def pictures_of(preset: str | None, *variants: str, **settings: Any) -> dict[str, Any]:
    """The last picture of each panel of a short run."""
    events = LESSON.run(*variants, preset=preset, seed=SEED, **settings)
    return {e.panel: e.value for e in events if isinstance(e, PictureEvent)}


def test_the_table_says_what_the_curves_say() -> None:
    """The row of the last trial is the end of the curves, and the gap is their difference."""
    history, _ = ran(None, "tuned", steps=30, repeats=3)
    last = pictures_of(None, "tuned", steps=30, repeats=3)["after"][-1]
    ends = [history.last("tuned", name)[0] for name in ("validated", "tested", "gap")]

    assert ["30", *(f"{value:.3f}" for value in ends)] == last
    assert ends[0] - ends[1] == pytest.approx(ends[2])


def test_the_best_validated_score_never_falls(default: Told) -> None:
    """It is the best so far; the tested one may fall, for nobody looks at it."""
    (values,) = default[0].all("tuned", "validated")
    (tested,) = default[0].all("tuned", "tested")

    assert sorted(values) == list(values)
    assert sorted(tested) != list(tested)


def test_rows_that_choose_can_be_turned_while_it_trains() -> None:
    """All trials so far are judged again at once, and the gap is that of so many rows."""
    race = Race(LESSON, LESSON.plan(("tuned",), settings={"repeats": 4}, seed=SEED))
    for _ in range(60):
        race.tick()
    few = race.network("tuned").answer("60").answer
    race.turn("valid", 400)
    many = race.network("tuned").answer("60").answer

    assert "40 rows that chose it" in few
    assert "400 rows that chose it" in many
    assert luck(many) < luck(few)


def luck(answer: str) -> float:
    return float(answer.partition("on fresh ones: ")[2].split()[0])


def test_a_wide_peak_forgives_the_grid() -> None:
    """The counter-example in the toy: a width of half the range, and grid is no worse."""
    history, _ = ran("search", width=0.5)

    assert history.last("grid", "best")[0] > 0.85


def test_the_grid_has_two_columns_and_random_has_32() -> None:
    """As the table of values says."""
    grid, random = (pictures_of("search", each)["values"] for each in ("grid", "random"))

    assert ["2"] * 5 == [row[1] for row in grid]
    assert ["32"] * 5 == [row[1] for row in random]
    assert ["yes", "no", "no", "no", "no"] == [row[2] for row in random]


def test_the_brackets_show_who_was_stopped() -> None:
    """Without halving every trial but the last is trained to its end; with it few are."""
    full, halved = (pictures_of("halving", each, steps=81, repeats=2)["brackets"]["cells"]
                    for each in ("full", "halving"))  # fmt: skip

    assert [27, 27, 27] == [trained_units(row) for row in full]
    assert {1, 3, 9, 27} >= {trained_units(row) for row in halved[:-1]}
    assert len(halved) > 2 * len(full)


def trained_units(row: list[float | None]) -> int:
    return sum(value is not None and value == value for value in row)


@cache
def three_trials(preset: str | None) -> Race:
    """Three trials of two searches; one for all questions, as an answer changes nothing."""
    race = Race(LESSON, LESSON.plan(preset=preset, settings={"repeats": 2}, seed=SEED))
    for _ in range(3):
        race.tick()
    return race


def answers(question: str, preset: str | None = None) -> str:
    race = three_trials(preset)
    return race.network(next(iter(race.plan.variants))).answer(question).answer


@pytest.mark.parametrize(
    ("preset", "question", "says"),
    [
        (None, "2", "the best of 2 trials scores"), (None, "3000", "ask for 1 to"),
        (None, "lambda=1 share=1", "with 64 of 64 columns"), (None, "share = .5", "32 of 64"),
        (None, "lambda=0", "lambda is from"), (None, "lambda=nan", "lambda is from"),
        (None, "share=2", "share above 0"), (None, "lambda=1e", "is neither"),
        (None, "", "is neither"), (None, "日本 = 3", "is neither"),
        (None, "lambda=1 x=2", "is neither"),
        ("search", "1", "the best of 1 trials"), ("search", "0.5", "its peak is at"),
        ("search", "99", "ask for 1 to"), ("search", "nan", "ask for"),
        ("search", "1e999", "ask for"),
        ("real-net", "lr=0.3", "on fresh ones"), ("real-net", "1", "the best of 1 trials"),
        ("real-net", "lr=-1", "ask for a number"), ("real-net", "lr", "ask for a number"),
        ("halving", "1", "trial 1, lr"), ("halving", "77", "ask for trial 1 to"),
        ("halving", "one", "ask for trial"),
    ],
)  # fmt: skip
def test_it_answers(preset: str | None, question: str, says: str) -> None:
    """A number of trials, a setting of the learner's, or a sentence on what it takes."""
    assert says in answers(question, preset)


def test_untuned_ridge_answers_as_its_curve_says() -> None:
    """λ = 1 on all columns, asked of any search, is what `untuned` shows."""
    history, _ = ran(None, "untuned", steps=3, repeats=2)

    assert f"{history.last('untuned', 'tested')[0]:.3f} on fresh ones" in answers(
        "lambda=1 share=1"
    )


def table(tmp_path: Path, count: int, classes: int = 2, name: str = "own.csv") -> Path:
    """Three columns, of which the first tells the class."""
    torch.manual_seed(1)
    labels = torch.randint(classes, (count,)).tolist()
    rows = [f"{2 * label + float(torch.randn(1)):.4f},{float(torch.randn(1)):.4f},kind {label}"
            for label in labels]  # fmt: skip
    path = tmp_path / name
    path.write_text("\n".join(["height,weight,kind", *rows]) + "\n", encoding="utf-8")
    return path


def read(path: Path, **settings: Any) -> Any:
    return LESSON.data(path, LESSON.params().override(settings), silent)


def test_a_table_is_tuned_on_and_its_test_is_kept_apart(tmp_path: Path) -> None:
    """A fifth of it; and the notes say which rows do what."""
    found = read(table(tmp_path, 300))
    history, verdicts = ran(None, "tuned", data=str(table(tmp_path, 300)), steps=20, repeats=3)

    assert 60 == len(found.content.test)
    assert any("100 rows are learned from" in note and "the 60 test rows choose nothing" in note
               for note in found.summary["notes"])  # fmt: skip
    assert history.last("tuned", "tested")[0] > 0.7
    assert "the-gap-opens" not in verdicts


def test_a_small_table_says_how_many_rows_choose(tmp_path: Path) -> None:
    """Two thirds of the rows teach at most; the rest chooses, and that is said."""
    notes = read(table(tmp_path, 60)).summary["notes"]

    assert any("32 rows are learned from" in note and "16 others choose the best (of 40" in note
               for note in notes)  # fmt: skip


XY = ("x", "y")
BAD = {
    "empty": (b"", "empty"),
    "one row": (b"a,b,kind\n1,2,x\n", ""),
    "one class": ("a,kind\n" + "".join(f"{n * 7 % 31},x\n" for n in range(90)), ""),
    "few rows": ("a,kind\n" + "".join(f"{n * 7 % 31},{XY[n % 2]}\n" for n in range(30)),
                 "24 rows are left to learn from"),
    "binary": (bytes(range(256)) * 8, ""),
    "names": ("name,kind\n" + "".join(f"n{n},{XY[n % 2]}\n" for n in range(90)), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    """With a way to fix it."""
    path = tmp_path / "bad.csv"
    text, says = BAD[name]
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Trouble) as refused:
        read(path)

    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """Each trial solves for all of them."""
    path = tmp_path / "wide.csv"
    lines = [",".join([f"c{n}" for n in range(2400)] + ["kind"])]
    lines += [",".join([str((n * n + row * row) % 83) for n in range(2400)] + ["xy"[row % 2]])
              for row in range(1, 91)]  # fmt: skip
    path.write_text("\n".join(lines))

    with pytest.raises(BadEnvironment, match="2,000 at most"):
        read(path)


@pytest.mark.parametrize("task", ["search", "real", "halving"])
def test_what_has_its_own_data_refuses_a_table(tmp_path: Path, task: str) -> None:
    """In words, with what would do."""
    with pytest.raises(BadUsage, match="has its own data"):
        read(table(tmp_path, 100), task=task)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"lr_low": 1.0, "lr_high": 0.1}, "is no range"),
        ({"search": "grid"}, "is drawn at random"),
        ({"task": "halving", "search": "tpe"}, "is drawn at random"),
    ],
)
def test_settings_that_mean_nothing_are_refused(settings: dict[str, Any], says: str) -> None:
    """Before anything trains."""
    with pytest.raises(BadUsage, match=says):
        LESSON.data(None, LESSON.params().override(settings), silent)


def test_without_optuna_the_presets_that_need_it_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, what to type; and all others train."""
    monkeypatch.setitem(sys.modules, "optuna", None)
    with pytest.raises(BadEnvironment, match=r'pip install "dl-lab\[sweep\]"'):
        list(LESSON.run(preset="tpe", seed=SEED))

    assert pictures_of(None, "tuned", steps=2, repeats=2)
    assert pictures_of("search", "sobol", steps=2, repeats=2)


def test_a_variant_that_needs_optuna_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where torch is to propose: the other search trains, and this one says what it lacks."""
    monkeypatch.setitem(sys.modules, "optuna", None)
    events = LESSON.run(preset="tpe", seed=SEED, engine="own", steps=2, repeats=2)
    ends = {e.variant: e for e in events if isinstance(e, NetworkEnd)}

    assert "the search tpe needs optuna" in ends["tpe"].message
    assert 'pip install "dl-lab[sweep]"' == ends["tpe"].fix
    assert "" == ends["random"].message


@pytest.mark.parametrize("search", ["random", "grid", "sobol"])
def test_optuna_can_propose_in_every_search(search: str) -> None:
    """The engine of dl-lab sweep: other points, and the same story."""
    history, _ = ran("search", search, engine="optuna", repeats=8)
    best = history.last(search, "best")[0]

    assert best < 0.6 if search == "grid" else best > 0.7
