"""The lesson in five steps: from the explosion to the question of how tight a limit should be."""

from lessons.kit import TourStep, judged, turned

VARIANTS = ("unclipped", "norm", "value", "adaptive")

TOUR = (
    TourStep(
        "One step too long",
        "Four copies of one network read the same story, from the same weights, in the same "
        "order. Only the clipping differs. Press p and say what you expect. Then press s three "
        "times, each a step, and read the losses above the curves. Then space, to the end.",
        "What did the first update do to each of the four losses?",
        variants=VARIANTS,
        panel="Loss",
        paused=True,
        done=judged("unclipped-diverges", "norm-learns"),
    ),
    TourStep(
        "What a brake does to a gradient",
        "Still the same run. Two panels have the same moments, Gradient, as found, and Gradient, "
        "as applied: [ and ] turn to their page. What norm found above its limit lies on the limit "
        "afterwards. This panel has the cosine between the two. A 1 says that the gradient was "
        "shortened and not turned.",
        "Which methods turn it, and did that do them any harm here?",
        variants=VARIANTS,
        panel="Direction kept (cosine)",
    ),
    TourStep(
        "Take the brake off",
        "One network, clipped by norm. Press s five times, type :set max_norm 10000, and press "
        "space. Then a second run: :set max_norm 2, start again, and take the clipping off only "
        "when it has passed step 50.",
        "Why is the start the dangerous part? Compare the gradient's length early and late.",
        variants=("norm",),
        panel="Gradient, as found",
        paused=True,
        done=turned("max_norm"),
    ),
    TourStep(
        "Where it changes nothing",
        "tanh units, Adam and a limit of 1, as in most tutorials. The limit is met at nearly every "
        "step: see the share of steps clipped. Now look for a difference between the two losses.",
        "Halve every gradient in Adam's formula, which is in the story. What becomes of the step?",
        preset="tutorial",
        panel="Loss",
        starts=True,
        done=judged("no-effect-in-the-usual-tutorial"),
    ),
    TourStep(
        "How tight?",
        "The first network again, with six limits from 0.1 to 10000. Wait for the end, and "
        "compare the losses. Then look at how often each limit was met.",
        "You meet a network that you do not know. From what would you choose its limit?",
        preset="sweep",
        panel="Loss at the end",
        starts=True,
        done=judged("best-inside-the-sweep"),
    ),
)
