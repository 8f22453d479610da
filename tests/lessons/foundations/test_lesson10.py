"""What lesson 10 claims is so, on runs made here; and where it is not so, the verdict says so."""

from array import array
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Claim, History
from lessons.kit.claims.history import Column
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.kit.stream import dials
from lessons.kit.stream.events import Control, PictureEvent
from lessons.lesson10_evaluation import luck
from lessons.lesson10_evaluation.threshold import PLACES
from lessons.shared.exports import predictions
from tests.tools.trained import Told, trained
from tui_lab.session.actions.knobs import turn
from tui_lab.session.session import Session
from tui_lab.session.standing import Setup

LESSON = lessons.load("lesson10")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 41
"""By which no bar was set."""
DEFAULT = ("accuracy-hides-it", "auc-stays", "precision-follows", "costs-decide",
           "nothing-left-to-tune", "weights-buy-nothing", "weights-cost-calibration",
           "two-numbers-repair-it", "calibration-keeps-the-order")  # fmt: skip
OVERCONFIDENT = ("overconfident", "one-number-helps", "no-decision-changes", "error-of-the-bins")
LUCK = ("the-best-was-luck", "equal-models-differ", "coins-climb", "folds-move-the-mean")
LEAKS = ("selection-leaks", "scaling-does-not", "patients-leak", "copies-leak")


def ran(preset: str | None = None, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, preset=preset, seed=SEED, **settings)


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.fixture(scope="module")
def overconfident() -> Told:
    return ran("overconfident", steps=250)


@pytest.fixture(scope="module")
def lucky() -> Told:
    return ran("luck", steps=200)


@pytest.fixture(scope="module")
def leaking() -> Told:
    return ran("leaks", steps=30)


@pytest.mark.parametrize("claim", DEFAULT)
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about a threshold holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize("claim", OVERCONFIDENT)
def test_wrong_labels_bear_out(overconfident: Told, claim: str) -> None:
    """What is said of a network that is too sure."""
    assert "holds" == overconfident[1][claim]


@pytest.mark.parametrize("claim", LUCK)
def test_fifty_bear_out(lucky: Told, claim: str) -> None:
    """What is said of luck."""
    assert "holds" == lucky[1][claim]


@pytest.mark.parametrize("claim", LEAKS)
def test_noise_bears_out(leaking: Told, claim: str) -> None:
    """What is said of leaks."""
    assert "holds" == leaking[1][claim]


def faked(history: History, variant: str, other: str = "", **scalars: float) -> History:
    """The same run in which a network did as another one, or with other scalars."""
    fake = deepcopy(history)
    if other:
        fake.tracks[variant, SEED] = fake.tracks[other, SEED]
    for name, value in scalars.items():
        steps = fake.tracks[variant, SEED].columns["loss"].steps
        values = array("d", [value] * len(steps))
        fake.tracks[variant, SEED].columns[name] = Column(steps, values, values, values)
    return fake


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("accuracy-hides-it", "plain", "weighted"), ("costs-decide", "plain", "weighted"),
        ("nothing-left-to-tune", "plain", "weighted"),
        ("weights-buy-nothing", "plain", "weighted"),
        ("weights-cost-calibration", "weighted", "plain"),
        ("two-numbers-repair-it", "calibrated", "weighted"),
        ("calibration-keeps-the-order", "calibrated", "plain"),
    ],
)  # fmt: skip
def test_another_network_refutes(default: Told, claim: str, variant: str, other: str) -> None:
    """What was recorded of another network, under the name of this one, fails."""
    verdict = CLAIMS[claim].judge(faked(default[0], variant, other))

    assert verdict is not None
    assert verdict.holds is False


@pytest.mark.parametrize(
    ("claim", "scalars"),
    [
        ("auc-stays", {"auc_even": 0.8}), ("precision-follows", {"ap_even": 0.6}),
        ("accuracy-hides-it", {"accuracy": 0.99}),
    ],
)  # fmt: skip
def test_other_figures_refute(default: Told, claim: str, scalars: dict[str, float]) -> None:
    """A network that did better than ours would be told so."""
    verdict = CLAIMS[claim].judge(faked(default[0], "plain", **scalars))

    assert verdict is not None
    assert verdict.holds is False


def test_the_other_claims_can_fail(overconfident: Told, lucky: Told, leaking: Told) -> None:
    """Each of them on a run in which it is not so."""
    runs = {
        "overconfident": faked(overconfident[0], "raw", "tempered"),
        "one-number-helps": faked(overconfident[0], "tempered", "raw", scale=1.0),
        "no-decision-changes": faked(overconfident[0], "tempered", accuracy=0.5),
        "error-of-the-bins": faked(overconfident[0], "raw", ece_of_100=0.01),
        "the-best-was-luck": faked(lucky[0], "fifty", optimism=0.0),
        "equal-models-differ": faked(lucky[0], "fifty", best_of_equal=0.81),
        "coins-climb": faked(lucky[0], "fifty", public=0.5),
        "folds-move-the-mean": faked(lucky[0], "fifty", folded=0.9),
        "selection-leaks": faked(leaking[0], "leaky", "honest"),
        "scaling-does-not": faked(leaking[0], "leaky", scaled=0.9),
        "patients-leak": faked(leaking[0], "leaky", "honest"),
        "copies-leak": faked(leaking[0], "honest", "leaky"),
    }
    verdicts = {name: CLAIMS[name].judge(history) for name, history in runs.items()}

    assert [] == [name for name, verdict in verdicts.items() if not verdict or verdict.holds]
    assert {*OVERCONFIDENT, *LUCK, *LEAKS} == set(runs)


def test_every_prediction_is_answered(default: Told, lucky: Told, leaking: Told) -> None:
    """With one of its choices, the one that the story explains."""
    histories = (default[0], default[0], lucky[0], leaking[0])
    pairs = list(zip(LESSON.predictions, histories, strict=True))
    answers = [prediction.answer(history) for prediction, history in pairs]

    assert ["fewer than half", "they cost about the same"] == answers[:2]
    assert ["half of it, or less", "selecting only"] == answers[2:]
    assert all(answer in each.choices for answer, (each, _) in zip(answers, pairs, strict=True))


def test_too_few_steps_decide_nothing() -> None:
    """Except what holds of every network."""
    _, verdicts = ran(steps=5)

    assert "inconclusive" == verdicts["costs-decide"]
    assert "holds" == verdicts["calibration-keeps-the-order"]


def pictures_of(*variants: str, **settings: Any) -> dict[str, Any]:
    """The last picture of each panel of a short run."""
    events = LESSON.run(*variants, seed=SEED, steps=6, **settings)
    return {e.panel: e.value for e in events if isinstance(e, PictureEvent)}


def test_four_pictures_follow_one_threshold() -> None:
    """At every place of the knob all four show the same decisions, and the table says them."""
    shown = pictures_of("plain")
    names = ("roc", "pr", "confusion", "cost", "measures")
    for threshold in PLACES:
        settings = {"threshold": threshold}
        roc, pr, matrix, cost, table = (
            dials.frame_at(shown[name], dials.places_of(shown[name], settings)) for name in names
        )
        (tp, fn), (fp, tn) = matrix

        assert 10_000 == tp + fn + fp + tn
        assert [fp / (fp + tn), tp / (tp + fn)] == pytest.approx(roc["points"][-1][:2], abs=1e-5)
        assert tp / (tp + fn) == pytest.approx(pr["points"][-1][0], abs=1e-5)
        assert (20 * fn + fp) / 10_000 == pytest.approx(cost["points"][-1][1], abs=1e-5)
        assert f"{(tp + tn) / 10_000:.3f}" == table[-1][4]


def test_the_threshold_from_the_costs_stays_marked() -> None:
    """Wherever the knob stands."""
    cost = pictures_of("plain", miss=4.0)["cost"]

    assert {"t* = 0.2"} == {frame["points"][0][2] for frame in dials.each_of(cost)}


def asked(question: str, **settings: Any) -> str:
    race = Race(LESSON, LESSON.plan(("plain",), settings=settings))
    race.tick()
    return race.network("plain").answer(question).answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("20:1", "Positive from p = 0.04762 on"), ("3 to 1", "Positive from p = 0.25 on"),
        ("1:4", "Positive from p = 0.8 on"), ("0.3", "Positive from p = 0.3 on"),
        ("30%", "Positive from p = 0.3 on"), ("t = 0.3", "Positive from p = 0.3 on"),
        ("", "ask for what a miss costs"), ("0:1", "ask for"), ("1:0", "ask for"),
        ("7", "ask for"), ("日本", "ask for"), ("1e400:1", "ask for"), (".", "ask for"),
    ],
)  # fmt: skip
def test_it_answers_for_any_costs(question: str, says: str) -> None:
    """A ratio of costs, a threshold, or a sentence on what it takes."""
    assert says in asked(question)


@pytest.mark.parametrize(("question", "says"), [("50 100", "score"), ("0 9", "two whole")])
def test_it_says_what_the_best_of_equal_models_scores(question: str, says: str) -> None:
    """By drawing them."""
    assert says in luck.best_of(question)


def table(tmp_path: Path, classes: dict[str, int], name: str = "own.csv") -> Path:
    """Two columns that tell the class, and its name in the third."""
    torch.manual_seed(1)
    lines = ["height,weight,kind"]
    for place, (kind, count) in enumerate(classes.items()):
        for a, b in (torch.randn(count, 2) + 2 * place).tolist():
            lines.append(f"{a:.4f},{b:.4f},{kind}")
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read(path: Path, **settings: Any) -> Any:
    return LESSON.data(path, LESSON.params().override(settings), silent)


def test_the_rarest_class_is_positive_and_that_is_said(tmp_path: Path) -> None:
    """Of two classes the rarer one; of more against all others together."""
    two = read(table(tmp_path, {"stays": 300, "leaves": 60}))
    three = read(table(tmp_path, {"oak": 200, "ash": 90, "elm": 120}, "trees.csv"))

    assert ["stays", "leaves"] == two.content.classes
    assert ["not ash", "ash"] == three.content.classes
    assert any("positive is 'leaves': the rarer" in note for note in two.summary["notes"])
    assert any("against the other 2 classes" in note for note in three.summary["notes"])


def test_a_class_of_a_few_rows_is_not_chosen_among_many(tmp_path: Path) -> None:
    """Two rows in the test would say nothing; of two classes the rarer is taken all the same."""
    many = read(table(tmp_path, {"oak": 200, "ash": 90, "elm": 12}))
    two = read(table(tmp_path, {"oak": 1000, "elm": 20}, "two.csv"))

    assert ["not ash", "ash"] == many.content.classes
    assert ["oak", "elm"] == two.content.classes
    assert any("only 4 positives to test on" in note for note in two.summary["notes"])


def test_the_positive_class_can_be_chosen(tmp_path: Path) -> None:
    """By its name; a name that is not there is refused."""
    path = table(tmp_path, {"oak": 200, "ash": 90, "elm": 120})

    assert ["not oak", "oak"] == read(path, positive="oak").content.classes
    with pytest.raises(BadUsage, match="pine"):
        read(path, positive="pine")


def test_a_part_of_one_class_is_refused(tmp_path: Path) -> None:
    """Three positives are too few to share out in three parts."""
    with pytest.raises(BadEnvironment, match="at least 2 of each"):
        read(table(tmp_path, {"common": 200, "rare": 3}))


def test_a_part_that_copies_have_emptied_is_refused_with_their_number(tmp_path: Path) -> None:
    """Ten times the same twelve rows are a long table; that two classes are all is known."""
    rows = [f"{n},{n * n % 7},{'ab'[n % 3 == 0]}\n" for n in range(12)]
    path = tmp_path / "copies.csv"
    path.write_text("x,z,kind\n" + "".join(rows * 10))
    with pytest.raises(BadEnvironment, match="copies of other rows are kept out") as refused:
        read(path)

    assert "more rows that differ" in str(refused.value)
    assert "positive=" not in str(refused.value)


@pytest.mark.parametrize("task", ["luck", "leaks"])
def test_what_draws_its_own_data_refuses_a_table(tmp_path: Path, task: str) -> None:
    """In words, with what would do."""
    with pytest.raises(BadUsage, match="draws its own data"):
        read(table(tmp_path, {"a": 60, "b": 60}), task=task)


def test_a_table_trains_beside_scikit_learn_and_is_exported(tmp_path: Path) -> None:
    """Each row of the file with its probabilities, which sum to one."""
    path = table(tmp_path, {"stays": 300, "leaves": 60})
    race = Race(LESSON, LESSON.plan(("plain",), settings={"steps": 120}, data=str(path)))
    shown: dict[str, Any] = {}
    while not race.over:
        shown |= {e.panel: e.value for e in race.tick() if isinstance(e, PictureEvent)}

    lines = "".join(predictions(race.network("plain").save().state)).splitlines()
    assert ["network", "majority", "logistic", "trees"] == [r[0] for r in shown["beside"]]
    assert all(float(row[2]) > 0.9 for row in shown["beside"] if row[0] != "majority")
    assert "row,part,kind,predicted,p(stays),p(leaves)" == lines[0]
    assert 361 == len(lines)
    assert all(1.0 == pytest.approx(sum(map(float, line.split(",")[4:])), abs=1e-4)
               for line in lines[1:])  # fmt: skip


def test_a_table_can_be_calibrated(tmp_path: Path) -> None:
    """The preset that is too sure takes the learner's rows too, and changes no decision."""
    path = table(tmp_path, {"stays": 200, "leaves": 100})
    history, verdicts = ran("overconfident", data=path, steps=60, hidden=16)

    assert "holds" == verdicts["no-decision-changes"]
    assert not history.own_data


def begun() -> Session:
    """A session that looks at a run of this lesson which nobody trains."""
    session = Session(LESSON, LESSON.plan())
    session.fold(Race(LESSON, LESSON.plan()).start())
    return session


@pytest.mark.parametrize(("knob", "value", "is_another"), [
    ("threshold", "0.1", False), ("lr", "0.1", True), ("miss", "3", True),
])  # fmt: skip
def test_the_threshold_asks_for_no_new_run(knob: str, value: str, is_another: bool) -> None:
    """A run that is over is shown by it at once; a knob that is learned by needs another run."""
    session = begun()

    turn(session, knob, value)

    assert is_another == session.needs_restart == bool(session.differences())


@pytest.mark.parametrize(("knob", "stands"), [("threshold", True), ("lr", False)])
def test_turning_the_threshold_ends_no_prediction(knob: str, stands: bool) -> None:
    """The networks learned the same, wherever it stood."""
    start = Race(LESSON, LESSON.plan()).start()
    turned = [Control(action="set", step=9, name=knob, value=0.123)]

    setup = Setup.trained(start, turned, None)

    assert stands == setup.is_steady(LESSON.predictions[0], LESSON)
