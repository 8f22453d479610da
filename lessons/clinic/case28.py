"""An autoencoder of digits whose code runs away."""

from lessons.kit.clinic.case import Case, below, last

case = Case(
    lesson="lesson17",
    complaint="The loss falls and falls, below any number, and the images are noise.",
    fault="loss-sign",
    symptom=below(40.0, "−ELBO on the test in nats, at the end", last("minus_elbo")),
    set={"steps": 200},
    edits={"train.py": [("reconstruction + hp.beta * kl", "reconstruction - hp.beta * kl")]},
    tells="healthy",
    found=(
        "The KL of the healthy twin is about 2 nats, here it grows without an end: it is rewarded."
    ),
    alike={"lr-too-large": "`rate`: no rate cures it"},
)
