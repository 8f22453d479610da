"""What this lesson claims of a run; verdicts.py judges it, and has what was measured."""

from lessons.kit import Claim
from lessons.lesson19_compression.page import verdicts

BITS = {"task": "bits", "run": "", "bits": 2}
PRUNING = {"task": "pruning", "run": "", "sparsity": 0.95}
FEW = {"task": "distillation", "run": "", "labels": 50, "hidden_class": -1}
ALL = {"task": "distillation", "run": "", "labels": 0, "hidden_class": -1}
HIDDEN = {"task": "distillation", "run": "", "labels": 0, "hidden_class": 3}


CLAIMS = [
    Claim("half-a-step", "Rounding moves no weight by more than half a step of its grid",
          verdicts.half_a_step, when={"task": "bits"}, unit="half steps"),
    Claim("eight-bits-show-nothing", "At 8 bits, one scale and a scale for each row are equal",
          verdicts.eight_bits_show_nothing, needs=("channel",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("four-bits-are-enough", "With 4 bits and a scale for each row hardly anything is lost",
          verdicts.four_bits_are_enough, needs=("channel",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("two-bits-need-rows", "At 2 bits, a scale for each row keeps far more than one scale",
          verdicts.two_bits_need_rows, needs=("channel",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("twin-is-the-same-function", "The rescaled twin gives the same scores as the network",
          verdicts.twin_is_the_same_function, needs=("twin",), when={"task": "bits"}, unit="1"),
    Claim("twin-breaks-at-six-bits", "And with one scale and 6 bits it knows nothing any more",
          verdicts.twin_breaks_at_six_bits, needs=("twin",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("rows-repair-the-twin", "A scale for each row repairs it",
          verdicts.rows_repair_the_twin, needs=("twin",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("training-on-the-grid", "Trained with rounded weights, 2 bits are enough",
          verdicts.training_on_the_grid, needs=("aware",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("more-bits-hurt-it", "The network that was trained for 2 bits is worse with 8",
          verdicts.more_bits_hurt_it, needs=("aware",), when=BITS, own_data=True,
          unit="of the test"),
    Claim("smallest-weights-first", "Without training, the smallest 70 % can go; any 70 % cannot",
          verdicts.smallest_first, needs=("untuned",), when=PRUNING, own_data=True,
          unit="of the test"),
    Claim("the-rest-repairs", "At 95 % zeros, training the rest brings it back",
          verdicts.rest_repairs, needs=("once", "untuned"), when=PRUNING, own_data=True,
          unit="of the test"),
    Claim("random-is-behind", "At 95 % zeros, chosen by chance and trained on, it is behind",
          verdicts.random_is_behind, needs=("once", "random"), when=PRUNING, own_data=True,
          unit="of its mistakes"),
    Claim("a-teacher-helps", "With 50 examples, a teacher at T = 4 teaches more than labels",
          verdicts.teacher_helps, needs=("labels", "soft-4"), when=FEW, own_data=True,
          unit="of the test"),
    Claim("warm-teaches-more", "And more than the same teacher at T = 1",
          verdicts.warm_teaches_more, needs=("soft-1", "soft-4"), when=FEW, own_data=True,
          unit="of the test"),
    Claim("not-with-all-labels", "With all labels the teacher at T = 4 does not help",
          verdicts.not_with_all_labels, needs=("labels", "soft-4"), when=ALL, own_data=True,
          unit="of the test"),
    Claim("never-said-a-three", "Taught by labels without a 3, a student never says 3",
          verdicts.never_said_a_three, needs=("labels",), when=HIDDEN, own_data=True,
          unit="of the threes"),
    Claim("threes-from-doubts", "Taught by a teacher at T = 4, it knows many of them",
          verdicts.threes_from_doubts, needs=("soft-4",), when=HIDDEN, own_data=True,
          unit="of the threes"),
]  # fmt: skip
