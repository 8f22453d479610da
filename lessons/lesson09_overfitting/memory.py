"""What is claimed of learning by heart.

Beside each bar stands what was measured before it was set, as median [least, most] over seeds 0 to
11, each seed on its own; and then on seeds that no bar was set by.

Where it says "Narrow", the median is nearer to the bar than the seeds are to each other: 100 images
are few, and another draw of them moves the test by several points. The bar is not moved for that.
It is about what the sentence says, and a looser one would let a network pass that contradicts it.
On none of the 24 seeds is the measured value on the wrong side.
"""

import math
from collections.abc import Sequence
from statistics import median

from lessons.kit import Claim, History
from lessons.kit.claims.helpers import at_least, at_most, over_seeds
from lessons.lesson09_overfitting.judging import (
    TRAIN,
    Judgement,
    gains,
    trained,
)


def first_at(values: Sequence[float], level: float) -> float:
    """The first step at which a scalar is as large as this; infinite where none is."""
    return next((float(at) for at, value in enumerate(values, 1) if value >= level), math.inf)


def clean_has_a_gap(h: History) -> Judgement:
    """How far the test is behind what is taught.

    Measured: 0.114 [0.076, 0.156]; on 40 to 51: 0.111 [0.100, 0.165].
    """
    if not trained(h, "clean"):
        return None
    gap = over_seeds(h, "clean", "gap")
    return at_least(gap, 0.03, f"on its own 100 images it is {gap:.3f} better than on the test")


def data_closes_it(h: History) -> Judgement:
    """What more images gain on the test.

    Measured: 0.082 [0.041, 0.119]; on 40 to 51: 0.078 [0.065, 0.134]. Narrow.
    """
    if not trained(h, "clean", "more-data"):
        return None
    gain = median(gains(h, "more-data", "clean"))
    return at_least(gain, 0.01, f"all images gain {gain:.3f} over 100 of them")


def learns_random(h: History) -> Judgement:
    """How many of the labels that mean nothing are learned by heart.

    Measured: 1.000 [1.000, 1.000].
    """
    if not trained(h, "random"):
        return None
    found = over_seeds(h, "random", "train_accuracy")
    return at_least(found, 0.9, f"of labels that mean nothing {found:.1%} are learned by heart")


def random_teaches_nothing(h: History) -> Judgement:
    """What this is worth on the test, where a guess is right for one in ten.

    Measured: 0.097 [0.059, 0.135]; on 40 to 51: 0.106 [0.039, 0.163].
    """
    if not trained(h, "random"):
        return None
    found = over_seeds(h, "random", "test_accuracy")
    return at_most(found, 0.3, f"on the test it is right for {found:.1%}")


def random_leaves_a_gap(h: History) -> Judgement:
    """How far the test is behind what is taught, on anybody's data.

    Measured: 0.903 [0.865, 0.941]; on banknotes 0.42, on the quality of wine 0.57.
    """
    if not trained(h, "random"):
        return None
    gap = over_seeds(h, "random", "gap")
    return at_least(gap, 0.15, f"with random labels the test is {gap:.3f} behind what is taught")


def random_takes_longer(h: History) -> Judgement:
    """How many times as long random labels take, to 90 % of what is taught.

    Measured: 2.87 [2.35, 3.88]; on 40 to 51: 3.11 [2.39, 3.58]. Narrow.
    """
    if not trained(h, "clean", "random"):
        return None
    times = [
        first_at(slow, 0.9) / first_at(quick, 0.9)
        for slow, quick in zip(
            h.all("random", "train_accuracy"), h.all("clean", "train_accuracy"), strict=True
        )
    ]
    found = median(times)
    return at_least(found, 1.4, f"random labels take {found:.1f} times as many steps as true ones")


def random_weighs_more(h: History) -> Judgement:
    """How much longer the vector of all weights is after random labels.

    Measured: 1.47 [1.43, 1.55]; on 40 to 51: 1.48 [1.41, 1.58].
    """
    if not trained(h, "clean", "random"):
        return None
    pairs = zip(h.last("random", "weights"), h.last("clean", "weights"), strict=True)
    found = median(random / clean for random, clean in pairs)
    return at_least(found, 1.2, f"its weights are {found:.2f} times as long")


def wrong_by_heart(h: History) -> Judgement:
    """How many of the wrong labels the network repeats at the end.

    Measured: 1.00 [1.00, 1.00].
    """
    if not trained(h, "noisy"):
        return None
    found = over_seeds(h, "noisy", "by_heart")
    return at_least(found, 0.85, f"{found:.0%} of the wrong labels are learned by heart")


def seen_through_first(h: History) -> Judgement:
    """The largest share of wrong labels at which the network said what the image is, less the
    share at the end.

    Measured: 0.67 [0.60, 0.87]; on 40 to 51: 0.70 [0.47, 0.80].
    """
    if not trained(h, "noisy"):
        return None
    falls = zip(h.highest("noisy", "sees_through"), h.last("noisy", "sees_through"), strict=True)
    found = median(most - last for most, last in falls)
    return at_least(found, 0.25, f"of the wrong labels it saw through {found:.0%} more before")


def test_falls_again(h: History) -> Judgement:
    """How far the test accuracy falls from its best to the end.

    Measured: 0.105 [0.059, 0.178]; on 40 to 51: 0.130 [0.102, 0.169]. Narrow.
    """
    if not trained(h, "noisy"):
        return None
    falls = zip(h.highest("noisy", "test_accuracy"), h.last("noisy", "test_accuracy"), strict=True)
    found = median(most - last for most, last in falls)
    return at_least(found, 0.03, f"the test fell by {found:.3f} from its best, while training rose")


BY_HEART = [
    Claim(
        "clean-gap",
        "The network is better on its own 100 images than on the test",
        clean_has_a_gap,
        needs=("clean",),
        when=TRAIN,
        own_data=True,
        unit="accuracy",
    ),
    Claim(
        "more-data-gains",
        "More images gain on the test",
        data_closes_it,
        needs=("clean", "more-data"),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "random-labels-by-heart",
        "Labels that mean nothing are learned by heart",
        learns_random,
        needs=("random",),
        when=TRAIN,
        own_data=True,
        unit="of the labels",
    ),
    Claim(
        "random-labels-teach-nothing",
        "A network that knows them all is no better than a guess on the test",
        random_teaches_nothing,
        needs=("random",),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
    Claim(
        "random-labels-leave-a-gap",
        "Random labels are learned, and are worth nothing on the test",
        random_leaves_a_gap,
        needs=("random",),
        when=TRAIN,
        unit="accuracy",
    ),
    Claim(
        "random-labels-take-longer",
        "To learn by heart takes more steps than to learn",
        random_takes_longer,
        needs=("clean", "random"),
        when=TRAIN,
        own_data=True,
        unit="times",
    ),
    Claim(
        "random-labels-weigh-more",
        "To learn by heart takes larger weights",
        random_weighs_more,
        needs=("clean", "random"),
        when=TRAIN,
        own_data=True,
        unit="times",
    ),
    Claim(
        "wrong-labels-by-heart",
        "In the end the wrong labels are learned too",
        wrong_by_heart,
        needs=("noisy",),
        when=TRAIN,
        own_data=True,
        unit="of the wrong labels",
    ),
    Claim(
        "wrong-labels-are-seen-through-first",
        "Before that the network sees through many of them",
        seen_through_first,
        needs=("noisy",),
        when=TRAIN,
        own_data=True,
        unit="of the wrong labels",
    ),
    Claim(
        "test-falls-again",
        "With wrong labels the test accuracy rises, then falls",
        test_falls_again,
        needs=("noisy",),
        when=TRAIN,
        own_data=True,
        unit="of the test",
    ),
]
