"""An autoencoder of digits that paints one image only."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson17",
    complaint="All images look the same, whatever the code is.",
    fault="mean-for-sum",
    symptom=above(0.7, "KL on the test in nats, at the end", last("kl")),
    set={"steps": 300},
    edits={
        "train.py": [
            (
                ('reconstruction = nats.mean(-1) if hp.mistake == "averaged" else nats.sum(-1)'),
                "reconstruction = nats.mean(-1)",
            )
        ]
    },
    cure=Cure(
        {
            "train.py": [
                (
                    "(reconstruction + hp.beta * kl).mean()",
                    "(x.shape[1] * reconstruction + hp.beta * kl).mean()",
                )
            ]
        }
    ),
    tells="healthy",
    found=(
        "The loss is 64 times smaller than the healthy twin's: the "
        "reconstruction is a mean over pixels, and beside it the KL weighs 64 "
        "times too much."
    ),
    alike={"detached": "`gradients`: the encoder has one"},
)
