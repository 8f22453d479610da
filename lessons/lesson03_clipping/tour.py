"""The lesson in five steps: from the explosion to the question of how tight a limit should be."""

from statistics import fmean

from lessons.kit import History, OneOf, TourStep, judged, turned
from lessons.lesson03_clipping.predictions import who_keeps_direction

FIRST, LAST = slice(10), slice(-10, None)
"""Of the steps."""
VARIANTS = ("unclipped", "norm", "value", "adaptive")


def breaks(h: History) -> str | None:
    """The only network whose loss was no number at some step."""
    broken = [name for name in h.variants if any(h.broke(name))]
    return broken[0] if len(broken) == 1 else None


def turns(h: History) -> str | None:
    """The methods whose cosine left 1: those that did not keep the direction."""
    turned_by = {"norm only": "value and adaptive"}
    return turned_by.get(who_keeps_direction(h) or "")


def longest_at_first(h: History) -> str | None:
    """Whether the first ten gradients are longer than the last ten, as they are found."""
    if "norm" not in h.variants or not h.finished("norm"):
        return None
    norms = h.all("norm", "grad_norm")
    begin, end = (fmean(v for each in norms for v in each[part]) for part in (FIRST, LAST))
    return "The gradients are longest there" if begin > 2 * end else None


TOUR = (
    TourStep(
        "One step too long",
        "Four copies of one network read the same story, from the same weights, in the same "
        "order. Only the clipping differs. Press p and say what you expect. Then press s three "
        "times, each a step, and read the losses above the curves. Then space, to the end.",
        "Which network's loss is the worst at the end?",
        variants=VARIANTS,
        panel="Loss",
        paused=True,
        done=judged("unclipped-diverges", "norm-learns"),
        answer=OneOf(
            {
                "unclipped": (
                    "Its first step is far too long, and the next gradient is larger "
                    "still. At step 3 or 4 the loss is no number any more."
                ),
                "norm": (
                    "Its loss leaps too, but no step may be longer than the limit, so it "
                    "comes back."
                ),
                "value": ("Each entry of its gradient is limited, so its steps stay short enough."),
                "adaptive": (
                    "It is the calmest of the four: each layer's step is limited by the "
                    "size of its weights."
                ),
            },
            right=breaks,
            hint="Which curve ends first?",
            shows="loss",
        ),
    ),
    TourStep(
        "What clipping does to a gradient",
        "Still the same run. Two panels have the same moments, Gradient, as found, and Gradient, "
        "as applied: [ and ] turn to their page. What norm found above its limit lies on the limit "
        "afterwards. This panel has the cosine between the two. A 1 says that the gradient was "
        "shortened and not turned.",
        "Which methods turn the gradient, besides making it shorter?",
        variants=VARIANTS,
        panel="Direction kept (cosine)",
        answer=OneOf(
            {
                "Only norm": "norm multiplies all entries by one number. Its cosine stays at 1.",
                "value and adaptive": (
                    "They limit entries or layers one by one, so the direction changes. "
                    "They learned as well as norm here: a turned step is not always a "
                    "worse one."
                ),
                "All three": "Look at norm again: its cosine is 1 at every step.",
            },
            right=turns,
            hint="A cosine of 1 means the same direction.",
            shows="loss",
        ),
        formerly=("What a brake does to a gradient",),
    ),
    TourStep(
        "Take the clipping off",
        "One network, clipped by norm. Press s five times, type :set max_norm 10000, and press "
        "space. Then a second run: :set max_norm 2, start again, and take the clipping off only "
        "when it has passed step 50.",
        "Why is the start the dangerous part?",
        variants=("norm",),
        panel="Gradient, as found",
        paused=True,
        done=turned("max_norm"),
        answer=OneOf(
            {
                "The gradients are longest there": (
                    "The first ones are tens of units long, the later ones less than 1. "
                    "Later the limit of 2 has little to do."
                ),
                "The learning rate is higher there": (
                    "The learning rate is the same from the first step to the last."
                ),
                "The text is harder there": (
                    "Each batch is drawn at random: the first ones are no harder than the last."
                ),
            },
            right=longest_at_first,
            hint="Compare the gradient at step 1 with the one at step 150.",
        ),
        formerly=("Take the brake off",),
    ),
    TourStep(
        "Where it changes nothing",
        "tanh units, Adam and a limit of 1, as in most tutorials. The limit is met at nearly every "
        "step: see the share of steps clipped. Now look for a difference between the two losses.",
        "Halve every gradient in Adam's formula. What becomes of the step?",
        preset="tutorial",
        panel="Loss",
        starts=True,
        done=judged("no-effect-in-the-usual-tutorial"),
        answer=OneOf(
            {
                "It is half as long": (
                    "That would be so with plain SGD. Adam divides by the size of the gradients."
                ),
                "It stays as it is": (
                    "m is halved, and the root of v is halved too. The quotient is what "
                    "it was, so clipping all steps alike changes nothing."
                ),
                "It is twice as long": (
                    "Both parts of the quotient are halved, not only the lower one."
                ),
            },
            right=2,
            hint="The step is m divided by the root of v.",
            shows="loss",
        ),
    ),
    TourStep(
        "How tight?",
        "The first network again, with six limits from 0.1 to 10000. Wait for the end, and "
        "compare the losses. Then look at how often each limit was met.",
        "You do not know a network. From what would you choose its limit?",
        preset="sweep",
        panel="Loss at the end",
        starts=True,
        done=judged("best-inside-the-sweep"),
        answer=OneOf(
            {
                "Take 1, as most do": (
                    "1 can be far above or far below the gradients of your network. Here "
                    "0.1 and 10000 show what that costs."
                ),
                "From the lengths of its own gradients": (
                    "Train for a while, look at the usual length, and take a limit a "
                    "little above it: only the wild steps are cut."
                ),
                "As small as possible": (
                    "A very small limit shortens every step, and the network learns "
                    "slowly. See the left end of the sweep."
                ),
            },
            right=2,
            hint="How often was each limit met?",
            shows="loss",
        ),
    ),
)
