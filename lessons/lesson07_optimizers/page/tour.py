"""The lesson in five steps: from one rate for all to what an optimizer knows of the axes."""

from lessons.kit import OneOf, TourStep, judged, turned

RACE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")

TOUR = (
    TourStep(
        "One rate for all",
        "Five optimizers train the same network on the same batches, all at 0.001. Press p and "
        "say who wins. Then start the run, and read the losses at the end.",
        "All train at 0.001. Does this race tell which optimizer is the best?",
        variants=RACE,
        panel="Loss",
        done=judged("adam-ahead-at-0.001"),
        answer=OneOf(
            {
                "Yes, all have the same rate": (
                    "The same number makes steps of very different lengths. That is not "
                    "the same chance for all."
                ),
                "No, it tells whom 0.001 suits": (
                    "Adam moves each weight by about the rate, however small its gradient "
                    "is. SGD needs a rate hundreds of times as large."
                ),
            },
            right=2,
            hint="How long is one step of SGD, and one of Adam?",
            shows="loss",
        ),
    ),
    TourStep(
        "Nine rates",
        "Still the same run. Beside each network nine copies trained, each at a rate of its own. "
        "Every curve is one optimizer: too slow on the left, too wild on the right. "
        "Compare the lowest points, and then how wide the curves are.",
        "What is true of Adam when each has its own best rate?",
        variants=RACE,
        panel="Loss by learning rate",
        answer=OneOf(
            {
                "It is far better than the others": (
                    "The lowest points of the curves lie close together."
                ),
                "It learns well over a wider range of rates": (
                    "Its curve is wide: you need not find the rate exactly. At its best "
                    "rate it is only level with the others."
                ),
                "It needs no rate": "At the right end of its curve it fails as the others do.",
            },
            right=2,
            hint="Compare the width of the curves, not only the depth.",
        ),
    ),
    TourStep(
        "One valley, five walks",
        "Rosenbrock's valley has steep walls and a floor that hardly falls. Watch the walks grow. "
        "Then press s now and then, or type :set lr 0.003 while it runs.",
        "Why does momentum get ahead along the floor of the valley?",
        preset="valley",
        panel="The valley, log10 loss",
        starts=True,
        done=judged("momentum-carries"),
        answer=OneOf(
            {
                "Small steps in one direction add up": (
                    "The slopes along the floor all point the same way and add up. Those "
                    "across change their sign and cancel."
                ),
                "It makes every step longer": (
                    "Then it would leave at the walls. Only steps that agree get longer."
                ),
                "It knows where the lowest point is": (
                    "It knows its last gradients and nothing more."
                ),
            },
            right=1,
            hint="What happens to a sum of steps that go left and right in turn?",
        ),
    ),
    TourStep(
        "Turn the valley",
        "Two valleys of condition number 100. The second is the first, turned by 30 degrees. "
        "Show one optimizer after the other, and compare both of its walks.",
        "What does Adam lose when the valley is turned?",
        preset="turned",
        panel="Loss in the turned valley",
        starts=True,
        done=judged("adam-knows-the-axes", "sgd-knows-no-axes"),
        answer=OneOf(
            {
                "Nothing, the valley has the same shape": (
                    "So it is for SGD: its walk is only turned. Compare both walks of Adam."
                ),
                "Its own step length for each direction of the valley": (
                    "It scales each weight by itself. Turned, both weights mix the steep "
                    "and the flat direction."
                ),
                "Its memory": (
                    "It remembers as before. What it remembers no longer fits the valley."
                ),
            },
            right=2,
            hint="Adam divides each weight's step by that weight's own past.",
        ),
    ),
    TourStep(
        "Sure and wrong",
        "One neuron says 0.00005 where 1 is right. One copy learns by cross-entropy, and one by "
        "the squared error. Turn the rate up for both while it runs: :set lr 10, then 100.",
        "Which factor of the squared error's slope is to blame?",
        preset="saturated",
        panel="p; the truth is 1",
        starts=True,
        done=turned("lr"),
        answer=OneOf(
            {
                "p − 1, the error": "It is nearly −1: as large as it can be.",
                "p (1 − p), the slope of the sigmoid": (
                    "At p = 0.00005 it is 0.00005, so nearly no gradient is left. Cross- "
                    "entropy divides it away."
                ),
                "The learning rate": "Both copies have the same rate, and one of them learns.",
            },
            right=2,
            hint="Put p = 0.00005 into each factor.",
        ),
    ),
)
