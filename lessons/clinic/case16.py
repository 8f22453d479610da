"""Characters, read by a recurrent network."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson3",
    complaint="For some steps all is well, then the loss is no number any more.",
    fault="clipping-missing",
    symptom=below(4.0, "loss, mean of the last 20 steps", tail()),
    set={"clipping": "norm", "steps": 100},
    edits={"train.py": [("        clip(hp, parameters)\n", "")]},
    cure=Cure(
        {
            "train.py": [
                (
                    "        before = exact(flat(parameters))  # (P,)\n",
                    (
                        "        before = exact(flat(parameters))  # (P,)\n"
                        "        nn.utils.clip_grad_norm_(parameters, hp.max_norm)\n"
                    ),
                )
            ]
        }
    ),
    tells="gradients",
    found=(
        "At step 1 already the gradient is fifty times longer than the limit in"
        " the settings, and it is used as it is."
    ),
    alike={"lr-too-large": "`rate`: a tenth of the rate learns far less than the healthy twin"},
)
