"""What lesson 22 claims is so, on runs made here; and where it is not so, the verdict says so."""

from copy import copy
from functools import cache
from typing import Any

import pytest

import lessons
from lessons.kit import Claim
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import PictureEvent
from lessons.kit.stream.sheets import unpacked
from lessons.lesson22_fusion.page.verdicts import ENOUGH
from tests.tools.trained import Told, trained

LESSON = lessons.load("lesson22")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 40
"""No bar was set by it."""
XOR = ("early-finds-it", "one-sense-knows-nothing", "late-knows-nothing", "joint-knows-nothing",
       "early-leads", "early-is-no-sum", "sums-are-sums", "by-hand")  # fmt: skip
SAME = ("two-senses-beat-one", "taught-apart-is-as-good", "product-beats-mean")
LOST = ("caption-is-missed", "dropout-repairs-it", "dropout-not-the-image", "dropout-is-free")


@pytest.fixture(scope="module")
def xor() -> Told:
    """What was recorded of the race that a learner sees first, and its verdicts by claim."""
    return trained(LESSON, seed=SEED, steps=ENOUGH)


@pytest.fixture(scope="module")
def same() -> Told:
    return trained(LESSON, preset="redundant", seed=SEED)


@pytest.fixture(scope="module")
def lost() -> Told:
    return trained(LESSON, preset="missing", seed=SEED)


@pytest.mark.parametrize("claim", XOR)
def test_the_default_run_bears_out(xor: Told, claim: str) -> None:
    """Every claim about a label that neither sense has."""
    assert "holds" == xor[1][claim]


@pytest.mark.parametrize("claim", SAME)
def test_where_both_say_the_same(same: Told, claim: str) -> None:
    """Every claim about two witnesses."""
    assert "holds" == same[1][claim]


@pytest.mark.parametrize("claim", LOST)
def test_where_the_caption_is_lost(lost: Told, claim: str) -> None:
    """Every claim about modality dropout."""
    assert "holds" == lost[1][claim]


def test_modality_dropout_cannot_teach_what_is_not_there() -> None:
    """With one sense lost, xor stays a coin."""
    told = trained(LESSON, "dropout", preset="dropout-xor", seed=SEED, steps=ENOUGH)

    assert "holds" == told[1]["dropout-creates-nothing"]


def test_every_prediction_is_answered(xor: Told, same: Told, lost: Told) -> None:
    """As the story explains it."""
    pairs = zip(LESSON.predictions, (xor, same, lost), strict=True)

    answers = [prediction.answer(told[0]) for prediction, told in pairs]
    assert ["early alone", "as often, or more", "worse"] == answers


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("early-finds-it", "early", "late"), ("one-sense-knows-nothing", "image", "early"),
        ("late-knows-nothing", "late", "early"), ("joint-knows-nothing", "joint", "early"),
        ("early-leads", "joint", "early"), ("early-is-no-sum", "early", "joint"),
        ("sums-are-sums", "joint", "early"),
    ],
)  # fmt: skip
def test_another_networks_record_is_found_out(
    xor: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of the other, fails."""
    assert judged(xor, claim, variant, other) is False


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("two-senses-beat-one", "early", "image"), ("taught-apart-is-as-good", "late", "caption"),
    ],
)  # fmt: skip
def test_one_sense_is_found_out(same: Told, claim: str, variant: str, other: str) -> None:
    """What was recorded of it, under the name of two."""
    assert judged(same, claim, variant, other) is False


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [
        ("caption-is-missed", "early", "image"), ("dropout-repairs-it", "dropout", "early"),
        ("dropout-is-free", "dropout", "image"), ("dropout-not-the-image", "early", "image"),
    ],
)  # fmt: skip
def test_a_network_that_lost_nothing_is_found_out(
    lost: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of it, under the name of one that did."""
    assert judged(lost, claim, variant, other) is False


def judged(told: Told, claim: str, variant: str, other: str) -> bool | None:
    """The verdict on what was recorded of the other network, under the name of this one."""
    fake = copy(told[0])
    fake.tracks = told[0].tracks | {(variant, SEED): told[0].track(other, SEED)}
    verdict = CLAIMS[claim].judge(fake)
    assert verdict is not None
    return verdict.holds


def test_a_mean_that_does_as_well_is_found_out(same: Told) -> None:
    """Under the name of late a network that has no mean decides nothing; a better one fails."""
    fake = copy(same[0])
    track = copy(same[0].track("late", SEED))
    track.columns = track.columns | {"averaged": same[0].track("late", SEED).columns["loss"]}
    fake.tracks = same[0].tracks | {("late", SEED): track}

    verdict = CLAIMS["product-beats-mean"].judge(fake)
    assert verdict is not None and verdict.holds is False


def pictures_of(variant: str, **settings: Any) -> dict[str, Any]:
    """The last picture of each panel of a short run."""
    events = LESSON.run(variant, seed=SEED, **{"steps": 3} | settings)
    return {e.panel: e.value for e in events if isinstance(e, PictureEvent)}


def test_the_map_of_early_is_a_checkerboard_in_the_end() -> None:
    """Odd digits with truly and even ones with not are odd; the others are not."""
    cells = pictures_of("early", steps=ENOUGH)["odd"]["cells"]
    odd = [[cell > 0.5 for cell in row] for row in cells]

    assert [[(digit % 2 == 1) ^ (word >= 2) for word in range(4)] for digit in range(10)] == odd


@pytest.mark.parametrize("variant", ["late", "joint", "early"])
def test_the_table_of_four_points_adds_up(variant: str) -> None:
    """Its sums are those of its own rows, and of a sum of scores they are equal."""
    rows = [(name, float(value)) for name, value in pictures_of(variant, steps=40)["four"]]
    s = dict(rows[:4])
    names = list(s)

    assert rows[4][1] == pytest.approx(s[names[0]] + s[names[3]], abs=0.02)
    assert rows[5][1] == pytest.approx(s[names[1]] + s[names[2]], abs=0.02)
    assert (variant == "early") == (abs(rows[6][1]) > 0.01)


def test_pairs_are_shown_with_their_words_and_label() -> None:
    """A word and odd or even below each digit."""
    sheet = unpacked(pictures_of("image")["pairs"])

    assert sheet is not None and 10 == sheet.count
    for label in sheet.labels:
        word, _, parity = label.partition(": ")
        assert word in ("truly", "indeed", "not", "never") and parity in ("even", "odd")


@cache
def raced(variant: str, **settings: Any) -> Race:
    """After a step; one for all questions, as an answer changes no network."""
    race = Race(LESSON, LESSON.plan((variant,), settings={"steps": 9} | settings))
    race.tick()
    return race


def asked(question: str, variant: str = "early", **settings: Any) -> str:
    return raced(variant, **settings).network(variant).answer(question).answer


@pytest.mark.parametrize("variant", ["early", "late", "joint", "image", "caption"])
@pytest.mark.parametrize(
    "question", ["3 not", "not 3", "test 12 truly", "7 #2: never", "3, indeed"]
)
def test_a_digit_and_a_word_are_put_together(variant: str, question: str) -> None:
    """With what each sense says alone, and the four points with this digit."""
    answer = asked(question, variant)

    for part in ("odd ", "even ", "image alone", "caption alone", "Log-odds of odd", "crosswise"):
        assert part in answer


def test_the_crosswise_sums_of_an_answer_are_equal_where_scores_are_added() -> None:
    """As they are told."""
    first, second = asked("3 not", "joint").rpartition("crosswise ")[2].split(" and ")

    assert float(first) == float(second)


def test_without_words_a_sense_is_missing() -> None:
    """And nothing is said of a caption."""
    answer = asked("3")

    assert "without a caption" in answer and "caption alone" not in answer


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("", "names no image"), ("a dog", "names no image"), ("test 0 not", "names no image"),
        ("3 perhaps", "No word of 'perhaps' is known"), ("nothing.png not", "names no image"),
    ],
)  # fmt: skip
def test_what_cannot_be_put_together_is_refused_in_a_sentence(question: str, says: str) -> None:
    """With what can be asked."""
    assert says in asked(question)


def test_number_words_are_counted() -> None:
    """In redundant, twice the same word says more than once."""
    settings = {"task": "redundant", "noise": 0.6}

    assert "caption alone" in asked("3 three three five", "caption", **settings)
