"""What lesson 3 claims is so, on runs made here; and where it is not so, the verdict says so."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit import BadEnvironment, Claim, History, Verdict
from lessons.kit.data.brought import silent
from lessons.kit.engine.race import Race
from lessons.lesson03_clipping import claims
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson3")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SMALL = {"hidden": 16, "embed": 8, "batch": 4}
"""Networks that are enough where nothing is to be learned."""


def ran(*variants: str, **settings: Any) -> Told:
    """What was recorded of a run, and its verdicts by claim."""
    return trained(LESSON, *variants, **settings)


def size(expected: str) -> dict[str, int]:
    """A claim is to hold of the networks that it speaks of; where it is to fail, small ones do."""
    return {} if expected == "holds" else SMALL


@pytest.fixture(scope="module")
def default() -> Told:
    return ran()


@pytest.fixture(scope="module")
def timid() -> Told:
    """A learning rate at which nothing can go wrong, nor much right."""
    return ran(lr=0.003, steps=200, max_value=1e3, **SMALL)


@pytest.mark.parametrize(
    "claim",
    [
        "unclipped-diverges", "norm-learns", "any-clipping-saves-it",
        "norm-keeps-direction", "norm-stays-short", "value-turns",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about the four networks holds on the run that a learner sees first."""
    assert "holds" == default[1][claim]


def test_the_default_run_answers_every_prediction(
    default: Told,
) -> None:
    """Each answer is one of the choices, and the one that the story explains."""
    answers = [prediction.answer(default[0]) for prediction in LESSON.predictions]

    assert ["it stops being a number", "norm only", "fewer than a quarter"] == answers
    assert all(a in p.choices for a, p in zip(answers, LESSON.predictions, strict=True))


@pytest.mark.parametrize(
    "claim", ["unclipped-diverges", "norm-learns", "any-clipping-saves-it", "value-turns"]
)
def test_a_small_learning_rate_refutes(timid: Told, claim: str) -> None:
    """At 0.003 nothing explodes, nothing is learned, and nothing is clipped by value."""
    assert "fails" == timid[1][claim]


def test_a_small_learning_rate_changes_the_answer(timid: Told) -> None:
    """The predictions are answered by the run, not by the book."""
    assert "it falls, only slower" == LESSON.predictions[0].answer(timid[0])


@pytest.mark.parametrize("claim", ["norm-keeps-direction", "norm-stays-short"])
def test_clipping_that_is_not_by_norm_is_found_out(default: Told, claim: str) -> None:
    """What was recorded of another method, under the name of norm, fails."""
    other = {"norm-keeps-direction": "value", "norm-stays-short": "unclipped"}[claim]
    fake = History()
    fake.planned, fake.seeds, fake.variants = default[0].planned, [0], ["norm"]
    fake.tracks[("norm", 0)] = default[0].track(other, 0)

    assert not verdict(claim, fake).holds


def verdict(claim: str, history: History) -> Verdict:
    found = CLAIMS[claim].judge(history)
    assert found is not None
    return found


def test_the_usual_tutorial_shows_no_effect() -> None:
    """The limit is met at nearly every step, and the two curves end together."""
    history, verdicts = ran(preset="tutorial", steps=150)

    assert "holds" == verdicts["no-effect-in-the-usual-tutorial"]
    assert min(sum(values) for values in history.all("norm", "clipped")) > 75


def test_a_limit_that_is_never_met_shows_nothing() -> None:
    """Two equal curves prove nothing if nothing was ever clipped."""
    _, verdicts = ran(preset="tutorial", steps=100, max_norm=1e3, **SMALL)

    assert "inconclusive" == verdicts["no-effect-in-the-usual-tutorial"]


@pytest.mark.parametrize(("lr", "expected"), [(0.3, "holds"), (0.003, "fails")])
def test_the_best_threshold_is_inside_the_sweep(lr: float, expected: str) -> None:
    """Only where steps can be too long: at 0.003 the loosest limit does no harm."""
    _, verdicts = ran(preset="sweep", steps=100, lr=lr, **size(expected))

    assert expected == verdicts["best-inside-the-sweep"]


@pytest.mark.parametrize(("lr", "expected"), [(0.3, "holds"), (0.003, "fails")])
def test_a_lower_learning_rate_is_no_substitute(lr: float, expected: str) -> None:
    """It stays behind the clipped network, unless that one is slow too."""
    _, verdicts = ran(preset="slower", steps=120, lr=lr, **size(expected))

    assert expected == verdicts["slower-is-no-substitute"]


@pytest.mark.parametrize(("max_norm", "expected"), [(1.0, "holds"), (1e6, "fails")])
def test_adam_needs_it_on_a_cliff(max_norm: float, expected: str) -> None:
    """It ends higher without clipping; a limit that is never met is no clipping."""
    _, verdicts = ran(preset="adam-cliff", steps=100, max_norm=max_norm, **size(expected))

    assert expected == verdicts["adam-needs-it-on-a-cliff"]


@pytest.mark.parametrize(("lr", "expected"), [(5.0, "holds"), (0.1, "fails")])
def test_tanh_shakes(lr: float, expected: str) -> None:
    """At 5 the unclipped network ends far above the clipped one, and every state is finite."""
    history, verdicts = ran(preset="shaking", steps=120, lr=lr, **size(expected))

    assert expected == verdicts["tanh-shakes"]
    assert [None] == history.broke("unclipped")


def test_too_few_steps_decide_nothing_about_learning() -> None:
    """Before that the lesson holds its tongue, except on what every step shows."""
    _, verdicts = ran("norm", "value", "adaptive", steps=20)

    assert "inconclusive" == verdicts["norm-learns"] == verdicts["any-clipping-saves-it"]
    assert "holds" == verdicts["norm-keeps-direction"] == verdicts["norm-stays-short"]


def test_every_preset_has_a_verdict_or_says_why_not() -> None:
    """Variants that a preset races are the ones that its claims ask for."""
    needed = {variant for claim in LESSON.claims for variant in claim.needs}

    assert needed <= {*LESSON.variants, *claims.SWEEP, *claims.SLOWER}


def test_the_learners_own_text(tmp_path: Path) -> None:
    """Its characters are the alphabet; what is guessed by counting them is where gain is 0."""
    own = tmp_path / "own.txt"
    own.write_text("abab" * 100, encoding="utf-8")

    history, _ = ran("norm", data=own, steps=60, cell="tanh", optimizer="adam", lr=0.01)

    assert history.last("norm", "gain")[0] > 0.3  # of log 2 = 0.69: the next letter is certain


def test_an_excerpt_is_the_beginning() -> None:
    """One window or more, or there would be nothing to learn."""

    def learned(excerpt: int) -> int:
        return len(
            LESSON.data(None, LESSON.params().override({"excerpt": excerpt}), silent).content.codes
        )

    assert [100, 51] == [learned(100), learned(3)]
    assert learned(0) > 4000


def test_a_text_too_short_for_one_window_is_refused(tmp_path: Path) -> None:
    """In words, with what would do."""
    short = tmp_path / "short.txt"
    short.write_text("too short", encoding="utf-8")

    with pytest.raises(BadEnvironment):
        next(iter(LESSON.run("norm", data=short)))


def asked(variant: str, question: str, ticks: int = 6) -> str:
    race = Race(LESSON, LESSON.plan((variant,)))
    for _ in range(ticks):
        race.tick()
    return race.network(variant).answer(question).answer


@pytest.mark.parametrize("question", ["The road ", "", "日本", "\x00"])
def test_it_goes_on_from_any_prompt(question: str) -> None:
    """Also from one that it cannot read a letter of."""
    answer = asked("norm", question)

    assert answer.startswith(question)
    assert len(answer) > len(question) + 40


def test_an_exploded_network_says_so() -> None:
    """It has nothing to write, and does not crash."""
    assert "no longer numbers" in asked("unclipped", "The ")


def test_the_loop_stays_readable() -> None:
    """The textbook fits on a page or two."""
    loop: Callable[..., Any] = LESSON.train()
    lines = Path(loop.__code__.co_filename).read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 120
