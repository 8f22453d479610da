"""The lesson in five steps: from one rate for all to what an optimizer knows of the axes."""

from lessons.kit import TourStep, judged, turned

RACE = ("sgd", "momentum", "nesterov", "rmsprop", "adam")

TOUR = (
    TourStep(
        "One rate for all",
        "Five optimizers train the same network on the same batches, all at 0.001. Press p and "
        "say who wins. Then start the run, and read the losses at the end.",
        "Who would you take, if this were all that you had seen?",
        variants=RACE,
        panel="Loss",
        done=judged("adam-ahead-at-0.001"),
    ),
    TourStep(
        "Nine rates",
        "Still the same run. Beside each network nine copies trained, each at a rate of its own. "
        "Every curve is one optimizer: too slow on the left, too wild on the right. "
        "Compare the lowest points, and then how wide the curves are.",
        "What was the winner of the first picture better at: at learning, or at 0.001?",
        variants=RACE,
        panel="Loss by learning rate",
    ),
    TourStep(
        "One valley, five walks",
        "Rosenbrock's valley has steep walls and a floor that hardly falls. Watch the walks grow. "
        "Then press s now and then, or type :set lr 0.003 while it runs.",
        "Who crosses the valley, and who follows it?",
        preset="valley",
        panel="The valley, log10 loss",
        starts=True,
        done=judged("momentum-carries"),
    ),
    TourStep(
        "Turn the valley",
        "Two valleys of condition number 100. The second is the first, turned by 30 degrees. "
        "Show one optimizer after the other, and compare both of its walks.",
        "Adam divides each coordinate by its own past. What is a coordinate to the valley?",
        preset="turned",
        panel="Loss in the turned valley",
        starts=True,
        done=judged("adam-knows-the-axes", "sgd-knows-no-axes"),
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
    ),
)
