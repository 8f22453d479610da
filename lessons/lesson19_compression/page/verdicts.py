"""How the claims are judged, and what was measured. Every figure is of a run's last step.

What was measured is the median [least, most] over seeds 0 to 7; on seeds 20 to 27, and on seeds
40 to 47 and 60 to 67, which set no bar, that of the measured value.
"""

from statistics import median

from lessons.kit import History, Verdict
from lessons.kit.claims.helpers import at_least, at_most
from lessons.shared.recorded import at_the_end, median_lead

ENOUGH = 600
"""Steps of the races about bits and zeros, before which they are not judged."""
TAUGHT = 300
"""Steps of a student."""


def at_end(h: History, variant: str, metric: str, steps: int = ENOUGH) -> float | None:
    """The median over the seeds; None before so many steps, or where it has none."""
    if variant not in h.variants or not all(map(len, h.all(variant, metric))):
        return None
    return at_the_end(h, variant, metric, steps)


def between(
    h: History, one: tuple[str, str], other: tuple[str, str], steps: int = ENOUGH
) -> float | None:
    """How much more the first is than the other, (variant, metric) each: the median over seeds."""
    if at_end(h, *one, steps) is None or at_end(h, *other, steps) is None:
        return None
    return median_lead(h.last(*one), h.last(*other))


def half_a_step(h: History) -> Verdict | None:
    """The largest change of a weight in halves of a step, in float64, over 2 to 8 bits.

    Measured: 0.99999 to 1.0000000 on seeds 0 to 7; more than 1 is not possible but for rounding.
    """
    found = [v for name in h.variants if h.done(name) for v in h.first(name, "error")]
    if not found:
        return None
    return at_most(max(found), 1 + 1e-6, f"a weight moves by {max(found):.7f} half steps at most")


def eight_bits_show_nothing(h: History) -> Verdict | None:
    """A scale for each row less one scale, at 8 bits.

    Measured: both have 0.976 [0.958, 0.982]; on seeds 20 to 27 0.000 [-0.002, 0.002].
    """
    more = between(h, ("channel", "channel_8"), ("channel", "tensor_8"))
    if more is None:
        return None
    return at_most(abs(more), 0.01, f"at 8 bits a scale for each row is right about {more:+.3f}")


def four_bits_are_enough(h: History) -> Verdict | None:
    """What 4 bits cost, beside float32.

    Measured: 0.976 [0.958, 0.982] in float32, 0.973 [0.954, 0.982] with 4 bits; on
    seeds 20 to 27 0.001 [-0.004, 0.006].
    """
    lost = between(h, ("channel", "accuracy"), ("channel", "channel_4"))
    return None if lost is None else at_most(lost, 0.02, f"4 bits cost {lost:.3f}")


def two_bits_need_rows(h: History) -> Verdict | None:
    """A scale for each row less one scale, at 2 bits.

    Measured: 0.834 [0.766, 0.916] with a scale for each row, 0.271 [0.140, 0.529] with one;
    on seeds 20 to 27 0.392 [0.216, 0.663].
    """
    more = between(h, ("channel", "channel_2"), ("channel", "tensor_2"))
    if more is None:
        return None
    return at_least(more, 0.1, f"at 2 bits a scale for each row is right about {more:+.3f}")


def twin_is_the_same_function(h: History) -> Verdict | None:
    """The largest difference of its scores, as a share of the largest score, at step 1.

    Measured: 1.5e-7 [0.9e-7, 2.5e-7]; on seeds 20 to 27 1.6e-7 [1.2e-7, 1.8e-7].
    """
    if not h.done("twin") or not all(map(len, h.all("twin", "twin_off"))):
        return None
    off = max(h.first("twin", "twin_off"))
    return at_most(off, 2e-6, f"the scores of the twin are {off:.1e} off")


def twin_breaks_at_six_bits(h: History) -> Verdict | None:
    """Right with one scale and 6 bits.

    Measured: 0.099 [0.096, 0.100]; on seeds 20 to 27 0.100 [0.098, 0.100].
    """
    right = at_end(h, "twin", "twin_tensor_6")
    return None if right is None else at_most(right, 0.2, f"{right:.3f} are right; chance is 0.1")


def rows_repair_the_twin(h: History) -> Verdict | None:
    """Right with a scale for each row and 6 bits.

    Measured: 0.966 [0.952, 0.976]; on seeds 20 to 27 0.963 [0.946, 0.984].
    """
    right = at_end(h, "twin", "twin_channel_6")
    return None if right is None else at_least(right, 0.9, f"{right:.3f} are right")


def training_on_the_grid(h: History) -> Verdict | None:
    """Right with 2 bits, trained for them.

    Measured: 0.975 [0.962, 0.984]; on seeds 20 to 27 0.971 [0.958, 0.978].
    """
    right = at_end(h, "aware", "channel_2")
    return None if right is None else at_least(right, 0.93, f"{right:.3f} are right with 2 bits")


def more_bits_hurt_it(h: History) -> Verdict | None:
    """The same network with 2 bits, less with 8.

    Measured: 0.975 [0.962, 0.984] with 2 bits, 0.908 [0.888, 0.934] with 8; on
    seeds 20 to 27 0.067 [0.030, 0.144].
    """
    more = between(h, ("aware", "channel_2"), ("aware", "channel_8"))
    if more is None:
        return None
    return at_least(more, 0.01, f"with 2 bits {more:+.3f} more are right than with 8")


def smallest_first(h: History) -> Verdict | None:
    """70 % of the weights set to zero, and nothing trained: the smallest, less any.

    By chance is the mean of eight draws: a single one gives 0.404 [0.206, 0.549].

    Measured: 0.509 [0.474, 0.625]; 0.934 [0.886, 0.962], and by chance 0.417 [0.337, 0.460];
    on seeds 20 to 27 0.527 [0.463, 0.572], on 40 to 47 0.498 [0.440, 0.611].
    """
    more = between(h, ("untuned", "magnitude_70"), ("untuned", "random_70"))
    return None if more is None else at_least(more, 0.2, f"the smallest first: {more:+.3f}")


def rest_repairs(h: History) -> Verdict | None:
    """At 95 % zeros: the rest trained on, less not.

    Measured: 0.779 [0.617, 0.840]; 0.937 [0.910, 0.942] against 0.155 [0.100, 0.295];
    on seeds 20 to 27 0.795 [0.647, 0.834], on 40 to 47 0.781 [0.581, 0.830].
    """
    more = between(h, ("once", "small"), ("untuned", "small"))
    return None if more is None else at_least(more, 0.3, f"training the rest gives {more:+.3f}")


def random_is_behind(h: History) -> Verdict | None:
    """At 95 % zeros, trained on: the mistakes with the smallest gone, in those with any gone.

    Measured: 0.22 [0.13, 0.41]; 0.937 [0.910, 0.942] are right, and by chance 0.686
    [0.567, 0.778]; on seeds 20 to 27 0.24 [0.15, 0.29], on 40 to 47 0.18 [0.14, 0.42]. At 90 %
    zeros about a half.
    """
    if any(at_end(h, name, "accuracy") is None for name in ("once", "random")):
        return None
    both = zip(h.last("once", "accuracy"), h.last("random", "accuracy"), strict=True)
    share = median((1 - one) / max(1 - other, 1e-6) for one, other in both)
    return at_most(share, 0.7, f"magnitude makes {share:.2f} of the mistakes of chance")


def teacher_helps(h: History) -> Verdict | None:
    """With 50 examples: the teacher at T = 4, less labels; means of sixteen students.

    Measured: 0.099 [0.089, 0.114]; on seeds 20 to 27 0.100 [0.087, 0.119], on 40 to 47 0.095
    [0.089, 0.119], on 60 to 67 0.097 [0.078, 0.101]. Of single students 0.119 [0.062, 0.214].
    """
    more = between(h, ("soft-4", "small"), ("labels", "small"), TAUGHT)
    return None if more is None else at_least(more, 0.03, f"the teacher gives {more:+.3f}")


def warm_teaches_more(h: History) -> Verdict | None:
    """With 50 examples: T = 4, less T = 1.

    Measured: 0.065 [0.053, 0.076]; on seeds 20 to 27 0.061 [0.052, 0.074], on 40 to 47 0.064
    [0.056, 0.077], on 60 to 67 0.061 [0.054, 0.067]. Means of eight students differ more: 0.061
    [0.048, 0.092] on 40 to 47.
    """
    more = between(h, ("soft-4", "small"), ("soft-1", "small"), TAUGHT)
    return None if more is None else at_least(more, 0.01, f"T = 4 gives {more:+.3f} over T = 1")


def not_with_all_labels(h: History) -> Verdict | None:
    """With all labels: the teacher at T = 4, less labels; a fifth of what it gives with 50.

    Measured: -0.007 [-0.015, 0.001]; 0.954 [0.931, 0.959], and with labels 0.959 [0.940, 0.971];
    on seeds 20 to 27 -0.006 [-0.010, -0.001], on 40 to 47 -0.005 [-0.010, -0.001].
    """
    more = between(h, ("soft-4", "small"), ("labels", "small"), TAUGHT)
    return None if more is None else at_most(more, 0.02, f"with all labels it gives {more:+.3f}")


def never_said_a_three(h: History) -> Verdict | None:
    """The share of the threes that it finds: the most of all seeds.

    Measured: 0 on each of seeds 0 to 7, 20 to 27 and 40 to 47.
    """
    if at_end(h, "labels", "recall", TAUGHT) is None:
        return None
    found = max(h.last("labels", "recall"))
    return at_most(found, 0.0, f"it finds {found:.3f} of the threes")


def threes_from_doubts(h: History) -> Verdict | None:
    """The share of the threes that it finds.

    Measured: 0.722 [0.652, 0.792]; on seeds 20 to 27 0.663 [0.586, 0.782], on 40 to 47 0.689
    [0.515, 0.748].
    At T = 1 0.007 [0, 0.015].
    """
    found = at_end(h, "soft-4", "recall", TAUGHT)
    return None if found is None else at_least(found, 0.2, f"it finds {found:.3f} of the threes")
