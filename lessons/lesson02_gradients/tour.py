"""The lesson in five steps: what arrives, what that costs, and what opens the path."""

from lessons.kit import OneOf, TourStep, judged
from lessons.lesson02_gradients.recorded import PLAIN

TOUR = (
    TourStep(
        "Before anything is learned",
        "An error made now has to travel back to the moment that it is about. Press p and say "
        "what you expect, then s for a single step. The panel shows how much of a gradient "
        "arrives at each step back, in networks that have learned nothing yet. The axis is "
        "logarithmic.",
        "The LSTM has two paths back, h and c. Is one of them open before training?",
        variants=PLAIN,
        panel="What arrives, by lag",
        paused=True,
        done=judged("untrained-rnn-vanishes", "untrained-lstm-vanishes-too"),
        answer=OneOf(
            {
                "Yes, c: it is made for this": (
                    "c is multiplied by the forget gate at each step. That gate starts "
                    "half open, and fifty halvings leave nothing."
                ),
                "Yes, h": (
                    "h goes through weights and a tanh at each step: it fades as in the plain RNN."
                ),
                "No, both fade": (
                    "The gates start half open, so c is halved at each step. The path is "
                    "there, but it is closed."
                ),
            },
            right=3,
            hint="Read both curves of lstm at the far end.",
        ),
    ),
    TourStep(
        "Fluent, and forgetful",
        "Now let the same run go on to its end: space. Read what the networks write, there is a "
        "panel for it. Then look here: near is the animal three letters after its owner's name, "
        "far the same a clause later. One in six is a guess.",
        "The loss looks finished. What does it not tell you?",
        variants=PLAIN,
        panel="Knows whose animal it is",
        done=judged("fluent-and-forgetful"),
        answer=OneOf(
            {
                "Whether the network remembers the owner": (
                    "One letter a sentence depends on the owner. Its share of the loss is "
                    "so small that forgetting it does not show."
                ),
                "Whether the spelling is right": (
                    "Most letters are spelling, so the loss tells just that."
                ),
                "Whether training is stable": "You would see that in the curve of the loss.",
            },
            right=1,
            hint="How many letters of a sentence depend on something far away?",
        ),
    ),
    TourStep(
        "One thing to remember",
        "Fifty-one symbols, and at the end the question which one was first. Nothing else can be "
        "learned here, so nothing hides what is not. Six cells try. Chance is one in four.",
        "lstm and lstm-chrono differ only in a few biases. What do these do to the forget gate?",
        preset="recall",
        panel="Right answers",
        starts=True,
        done=judged("chrono-recalls", "lstm-guesses", "rnn-forgets"),
        answer=OneOf(
            {
                "They close it, so that old things go": (
                    "A closed forget gate multiplies the memory by 0. Nothing would last "
                    "fifty steps."
                ),
                "They open it, so that old things stay": (
                    "A gate near 1 keeps its content for many steps, and the gradient "
                    "comes back the same way."
                ),
                "They make it learn faster": (
                    "The rate is the same for all. What is new is where the gate begins."
                ),
            },
            right=2,
            hint="The forget gate multiplies the memory at each step.",
        ),
    ),
    TourStep(
        "Four steps back",
        "The same task over four steps and not fifty, for the three cells as torch draws them. "
        "See who learns it now.",
        "What exactly can the plain RNN not do, then?",
        preset="short",
        panel="Right answers",
        starts=True,
        done=judged("rnn-recalls-near"),
        answer=OneOf(
            {
                "Remember anything": "It recalls a symbol over four steps here.",
                "Learn to remember over fifty steps": (
                    "Over four steps enough gradient arrives, over fifty nearly none. Its "
                    "size is no obstacle, the distance is."
                ),
                "Recall one of four symbols": "That is what it does here, over four steps.",
            },
            right=2,
            hint="Compare this run with the one before: what was changed?",
        ),
    ),
    TourStep(
        "A law, for one network",
        "Take the activation away, and let W be a gain times an orthogonal matrix. Then at lag k "
        "exactly gain to the power of k arrives. Press s, once, and see: a straight line for each "
        "gain. Then let it train, with space, and watch the law go.",
        "A gain of 1.1 explodes here. Why does the same matrix vanish under a tanh?",
        preset="linear",
        panel="What arrives, by lag",
        paused=True,
        done=judged("gain-to-the-power-of-lag"),
        answer=OneOf(
            {
                "A tanh has slopes of at most 1": (
                    "Each step multiplies by 1.1 and by a slope. Where the units are "
                    "large the slope is well below 1, and the product shrinks."
                ),
                "A tanh makes the weights smaller": (
                    "It does not touch the weights. It changes what the gradient is multiplied by."
                ),
                "A tanh has no gradient": "It has one everywhere, and near 0 it is even 1.",
            },
            right=1,
            hint="What is the gradient multiplied by at each step back?",
        ),
    ),
)
