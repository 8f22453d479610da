"""What this lesson claims of a run, judged from what was recorded.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds
0 to 11. None of them depends on where the knob of the threshold stands.
"""

from statistics import median

from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, at_most, ended
from lessons.lesson10_evaluation.fooling import ENOUGH, FOOLED, last

THRESHOLD, CALIBRATION = {"task": "threshold"}, {"task": "calibration"}
RARE = THRESHOLD | {"negatives": 20, "miss": 20.0}
NOISY = CALIBRATION | {"label_noise": 0.2}


def both(h: History, one: str, other: str, figure: str) -> list[tuple[float, float]]:
    """A last scalar of two variants, seed by seed."""
    return list(zip(h.last(one, figure), h.last(other, figure), strict=True))


def hides(h: History) -> Verdict | None:
    """Recall of a network that is more accurate than saying no to all; the better seed counts.

    Measured: recall 0.29 [0, 0.38], and 0.005 [0, 0.008] more accurate.
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    recall, accuracy = last(h, "plain", lambda f: f["recall"]), last(h, "plain", ahead)
    why = (
        f"saying no to all has recall 0; the network is {accuracy:.3f} more accurate and finds "
        f"{recall:.0%} of the positives"
    )
    if accuracy > 0.02:
        return Verdict(False, accuracy, 0.02, why)
    return at_most(recall, 0.6, why)


def ahead(f: dict[str, float]) -> float:
    """Of the largest class alone."""
    return f["accuracy"] - f["majority"]


def auc_stays(h: History) -> Verdict | None:
    """How far the ROC-AUC moves from few positives to half.

    Measured: 0.008 [0.001, 0.017].
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    moved = last(h, "plain", lambda f: abs(f["auc"] - f["auc_even"]))
    few, half = (last(h, "plain", lambda f, n=name: f[n]) for name in ("auc", "auc_even"))  # type: ignore[misc]
    return at_most(moved, 0.04, f"ROC-AUC {few:.3f} with few positives, {half:.3f} with half")


def ap_follows(h: History) -> Verdict | None:
    """How far the average precision moves, of the same network.

    Measured: 0.45 [0.40, 0.48]: from 0.449 [0.399, 0.502] to 0.901 [0.882, 0.912].
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    moved = last(h, "plain", lambda f: f["ap_even"] - f["ap"])
    drawn = last(h, "plain", lambda f: f["ap_drawn"])
    why = f"average precision rises by {moved:.2f} with the share of positives alone"
    return at_least(moved, 0.3, f"{why}; scores that are drawn have {drawn:.3f}")


def costs_decide(h: History) -> Verdict | None:
    """What t* leaves of the cost at 0.5.

    Measured: 0.49 [0.37, 0.57]: 0.335 [0.310, 0.391] of 0.684 [0.583, 0.870].
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    left = last(h, "plain", lambda f: f["cost_best"] / f["cost_usual"])
    return at_most(left, 0.8, f"the threshold from the costs leaves {left:.0%} of the cost at 0.5")


def no_hindsight(h: History) -> Verdict | None:
    """What t* costs more than the best threshold that the test's answers can find.

    Measured: 0.006 [0.001, 0.017].
    """
    if not ended(h, "plain", steps=ENOUGH):
        return None
    more = last(h, "plain", lambda f: f["cost_best"] - f["cost_hindsight"])
    return at_most(more, 0.05, f"the best threshold with hindsight costs {more:.3f} less")


def weights_buy_nothing(h: History) -> Verdict | None:
    """What t* costs more than class weights at 0.5.

    Measured: -0.002 [-0.021, 0.012].
    """
    if not ended(h, "plain", "weighted", steps=ENOUGH):
        return None
    pairs = zip(h.last("plain", "cost_best"), h.last("weighted", "cost_usual"), strict=True)
    more = median(moved - weighed for moved, weighed in pairs)
    why = f"a threshold that is moved costs {more:+.3f} beside class weights"
    return at_most(more, 0.06, why)


def weights_cost_calibration(h: History) -> Verdict | None:
    """The mean probability of the weighted network, in shares of positives.

    Measured: 4.4 [4.1, 4.9].
    """
    if not ended(h, "weighted", steps=ENOUGH):
        return None
    times = last(h, "weighted", lambda f: f["mean_p"] / f["base"])
    return at_least(times, 2.5, f"with class weights the mean p is {times:.1f} times what is so")


def two_numbers(h: History) -> Verdict | None:
    """The calibration error that two fitted numbers leave of the weighted network's.

    Measured: 0.042 [0.018, 0.070]: of 0.162 [0.135, 0.188] they leave 0.007 [0.003, 0.011].
    """
    if not ended(h, "weighted", "calibrated", steps=ENOUGH):
        return None
    left = median(after / before for before, after in both(h, "weighted", "calibrated", "ece"))
    return at_most(left, 0.25, f"two numbers leave {left:.0%} of the calibration error")


def same_order(h: History) -> Verdict | None:
    """How far the ROC-AUC moves when a positive slope calibrates; exact but for rounding.

    Measured: 0, and at most 1e-7 where float32 rounds two scores to one.
    """
    if not ended(h, "weighted", "calibrated"):
        return None
    if min(h.last("calibrated", "scale")) <= 0:
        return Verdict(None, None, 1e-4, "the slope that was fitted turns the order round")
    moved = max(abs(one - other) for one, other in both(h, "weighted", "calibrated", "auc"))
    return at_most(moved, 1e-4, f"calibration moves the ROC-AUC by {moved:.1e}")


def overconfident(h: History) -> Verdict | None:
    """How far the confidence is above the accuracy.

    Measured: 0.23 [0.19, 0.26]: sure 0.925 [0.907, 0.939], right 0.687 [0.660, 0.740].
    """
    if not ended(h, "raw", steps=ENOUGH):
        return None
    above = last(h, "raw", lambda f: f["confidence"] - f["accuracy"])
    return at_least(above, 0.12, f"its confidence is {above:.2f} above its accuracy")


def one_number(h: History) -> Verdict | None:
    """What the temperature leaves of the calibration error.

    Measured: 0.26 [0.14, 0.40]: of 0.240 [0.199, 0.266] it leaves 0.066 [0.037, 0.080].
    """
    if not ended(h, "raw", "tempered", steps=ENOUGH):
        return None
    left = median(after / before for before, after in both(h, "raw", "tempered", "ece"))
    heat = last(h, "tempered", lambda f: 1 / f["scale"])
    why = f"a temperature of {heat:.1f} leaves {left:.0%} of the calibration error"
    return at_most(left, 0.7, why)


def same_decisions(h: History) -> Verdict | None:
    """How far a temperature moves the accuracy: z / T > 0 where z > 0.

    Measured: 0 exactly, on every seed.
    """
    if not ended(h, "raw", "tempered"):
        return None
    moved = max(abs(one - other) for one, other in both(h, "raw", "tempered", "accuracy"))
    return at_most(moved, 0.0, f"the temperature moves the accuracy by {moved:g}")


def floor(h: History) -> Verdict | None:
    """The calibration error of who is exactly right: on 100 rows, in that on 10,000.

    Measured: 9.5 [8.8, 12.7]: 0.085 [0.074, 0.100] on 100 rows, 0.009 [0.008, 0.010] on 10,000.
    """
    if not h.done("raw"):
        return None
    few, many = (last(h, "raw", lambda f, n=n: f[n]) for n in ("ece_of_100", "ece_of_10000"))  # type: ignore[misc]
    why = f"who is exactly right has an ECE of {few:.3f} on 100 rows, and {many:.3f} on 10,000"
    return at_least(few / many if many else 0.0, 4.0, why)


CLAIMS = [
    Claim("accuracy-hides-it", "Accuracy hardly tells the network from saying no to all", hides,
          needs=("plain",), when=RARE, own_data=True, unit="share"),
    Claim("auc-stays", "ROC-AUC does not depend on how rare the positives are", auc_stays,
          needs=("plain",), when=RARE, own_data=True, unit="AUC"),
    Claim("precision-follows", "Average precision follows how rare the positives are", ap_follows,
          needs=("plain",), when=RARE, own_data=True, unit="average precision"),
    Claim("costs-decide", "A threshold from the costs costs far less than 0.5", costs_decide,
          needs=("plain",), when=RARE, own_data=True, unit="of the cost"),
    Claim("nothing-left-to-tune", "Hindsight finds hardly a better threshold", no_hindsight,
          needs=("plain",), when=RARE, own_data=True, unit="cost a row"),
    Claim("weights-buy-nothing", "Class weights gain nothing that the threshold does not",
          weights_buy_nothing, needs=("plain", "weighted"), when=RARE, own_data=True,
          unit="cost a row"),
    Claim("weights-cost-calibration", "Class weights take the meaning from the probabilities",
          weights_cost_calibration, needs=("weighted",), when=RARE, own_data=True, unit="times"),
    Claim("two-numbers-repair-it", "Two numbers fitted afterwards give it back", two_numbers,
          needs=("weighted", "calibrated"), when=RARE, own_data=True, unit="of the error"),
    Claim("calibration-keeps-the-order", "Calibration does not change the order of the rows",
          same_order, needs=("weighted", "calibrated"), when=THRESHOLD, unit="AUC"),
    Claim("overconfident", "A network that knows wrong labels by heart is too sure", overconfident,
          needs=("raw",), when=NOISY, own_data=True, unit="probability"),
    Claim("one-number-helps", "A temperature takes much of the calibration error away", one_number,
          needs=("raw", "tempered"), when=NOISY, own_data=True, unit="of the error"),
    Claim("no-decision-changes", "A temperature changes no decision at 0.5", same_decisions,
          needs=("raw", "tempered"), when=CALIBRATION, unit="of the test"),
    Claim("error-of-the-bins", "Who is exactly right has a calibration error too, on few rows",
          floor, needs=("raw",), when=CALIBRATION, unit="times"),
    *FOOLED,
]  # fmt: skip
