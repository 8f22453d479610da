"""The lesson in five steps: what arrives, what that costs, and what opens the path."""

from lessons.kit import TourStep, judged
from lessons.lesson02_gradients.recorded import PLAIN

TOUR = (
    TourStep(
        "Before anything is learned",
        "An error made now has to travel back to the moment that it is about. Press p and say "
        "what you expect, then s for a single step. The panel shows how much of a gradient "
        "arrives at each step back, in networks that have learned nothing yet. The axis is "
        "logarithmic.",
        "The LSTM has two paths back, h and c. Is either of them open?",
        variants=PLAIN,
        panel="What arrives, by lag",
        paused=True,
        done=judged("untrained-rnn-vanishes", "untrained-lstm-vanishes-too"),
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
    ),
    TourStep(
        "One thing to remember",
        "Fifty-one symbols, and at the end the question which one was first. Nothing else can be "
        "learned here, so nothing hides what is not. Six cells try. Chance is one in four.",
        "lstm and lstm-chrono differ in nothing but a few biases. What do those do to a gate?",
        preset="recall",
        panel="Right answers",
        starts=True,
        done=judged("chrono-recalls", "lstm-guesses", "rnn-forgets"),
    ),
    TourStep(
        "Four steps back",
        "The same task over four steps and not fifty, for the three cells as torch draws them. "
        "See who learns it now.",
        "What exactly can the plain RNN not do, then? Say it in one sentence with a number in it.",
        preset="short",
        panel="Right answers",
        starts=True,
        done=judged("rnn-recalls-near"),
    ),
    TourStep(
        "A law, for one network",
        "Take the activation away, and let W be a gain times an orthogonal matrix. Then at lag k "
        "exactly gain to the power of k arrives. Press s, once, and see: a straight line for each "
        "gain. Then let it train, with space, and watch the law go.",
        "A matrix of radius 1.1 explodes here. Why does the same matrix vanish under a tanh?",
        preset="linear",
        panel="What arrives, by lag",
        paused=True,
        done=judged("gain-to-the-power-of-lag"),
    ),
)
