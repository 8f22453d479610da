"""What is claimed of regularizers, and of more data.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds 0 to
11, each seed on its own; and then on seeds that no bar was set by.

Where it says "Narrow", the median is nearer to the bar than the seeds are to each other: 100 images
are few, and another draw of them moves the test by several points. The bar is not moved for that.
It is about what the sentence says, and a looser one would let a network pass that contradicts it.
On none of the 24 seeds is the measured value on the wrong side.
"""

from statistics import median

from lessons.kit import Claim, History
from lessons.kit.claims.helpers import at_least, at_most
from lessons.lesson09_overfitting.judging import METHODS, TRAIN, Judgement, gains, trained


def decay_harms_clean(h: History) -> Judgement:
    """What the best of the three gains, where every label is right.

    Measured: -0.003 [-0.013, 0.009]; on 40 to 51: 0.004 [-0.011, 0.015].
    """
    names = [f"clean-{method}" for method in METHODS]
    if not trained(h, "clean", *names):
        return None
    found = {name: median(gains(h, name, "clean")) for name in names}
    best = max(found, key=found.__getitem__)
    return at_most(found[best], 0.03, f"{best}, the best of the three, gains {found[best]:+.3f}")


def all_help_noisy(h: History) -> Judgement:
    """What the worst of the three gains, where 30 % of the labels are wrong.

    Measured: 0.062 [0.039, 0.111]; on 40 to 51: 0.082 [0.033, 0.124]. Narrow.
    """
    names = [f"noisy-{method}" for method in METHODS]
    if not trained(h, "noisy", *names):
        return None
    found = {name: median(gains(h, name, "noisy")) for name in names}
    worst = min(found, key=found.__getitem__)
    return at_least(found[worst], 0.005, f"{worst}, the worst, gains {found[worst]:+.3f}")


def sign_turns(h: History) -> Judgement:
    """What weight decay gains with wrong labels, or costs with right ones: the smaller of the two.

    Measured: 0.044 [0.020, 0.074]; on 40 to 51: 0.054 [0.022, 0.076]. Narrow.
    """
    if not trained(h, "clean", "clean-decay", "noisy", "noisy-decay"):
        return None
    clean, noisy = (
        median(gains(h, "clean-decay", "clean")),
        median(gains(h, "noisy-decay", "noisy")),
    )
    return at_least(min(noisy, -clean), 0.0, f"right: {clean:+.3f}, wrong: {noisy:+.3f}")


def mild_gains_little(h: History) -> Judgement:
    """What the best of the usual three gains on clean images.

    Measured: 0.004 [-0.002, 0.024]; on 40 to 51: 0.009 [-0.007, 0.020].
    """
    names = ("clean-mild", "clean-smooth", "clean-early")
    if not trained(h, "clean", *names):
        return None
    found = {name: median(gains(h, name, "clean")) for name in names}
    best = max(found, key=found.__getitem__)
    return at_most(found[best], 0.05, f"{best}, the best of the three, gains {found[best]:+.3f}")


def stopping_pays(h: History) -> Judgement:
    """What early stopping costs on clean images: it learns from 80 of the 100.

    Measured: -0.017 [-0.087, 0.007]; on 40 to 51: -0.015 [-0.033, 0.020]. Narrow.
    """
    if not trained(h, "clean", "clean-early"):
        return None
    found = median(gains(h, "clean-early", "clean"))
    return at_most(found, 0.03, f"early stopping gains {found:+.3f}")


def more_is_better(h: History) -> Judgement:
    """What 800 images gain over 50.

    Measured: 0.142 [0.100, 0.219]; on 40 to 51: 0.156 [0.109, 0.206]. Narrow.
    """
    if not trained(h, "50-images", "800-images"):
        return None
    found = median(gains(h, "800-images", "50-images"))
    return at_least(found, 0.03, f"800 images gain {found:.3f} over 50")


def overdone_fails(h: History) -> Judgement:
    """What is lost with a weight decay of 50.

    Measured: -0.586 [-0.733, -0.291]; on 40 to 51: -0.612 [-0.777, -0.445]. Narrow.
    """
    if not trained(h, "clean", "clean-overdone"):
        return None
    found = median(gains(h, "clean-overdone", "clean"))
    return at_most(found, -0.2, f"a weight decay of 50 gains {found:+.3f}")


GAINED = [
    Claim(
        "no-regularizer-gains-with-right-labels",
        "With right labels none of the three regularizers gains more than 3 points in 100",
        decay_harms_clean,
        needs=("clean", "clean-decay", "clean-dropout", "clean-shift"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "regularizers-help-with-wrong-labels",
        "With wrong labels all three gain",
        all_help_noisy,
        needs=("noisy", "noisy-decay", "noisy-dropout", "noisy-shift"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "the-sign-turns",
        "The same weight decay harms with right labels and helps with wrong ones",
        sign_turns,
        needs=("clean", "clean-decay", "noisy", "noisy-decay"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "mild-ones-gain-little",
        "A little decay, smoothing, early stopping: none gains more than 5 points in 100",
        mild_gains_little,
        needs=("clean", "clean-mild", "clean-smooth", "clean-early"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "stopping-gains-nothing",
        "Early stopping gains at most 3 points in 100: it pays for the images that it holds out",
        stopping_pays,
        needs=("clean", "clean-early"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "learning-curve",
        "With 800 images the test is far better than with 50",
        more_is_better,
        needs=("50-images", "800-images"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "overdone",
        "Too much weight decay leaves nothing to learn with",
        overdone_fails,
        needs=("clean", "clean-overdone"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
]
