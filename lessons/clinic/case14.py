"""Three layers and SGD on digits."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson8",
    complaint="The first steps throw it away, and it never comes back.",
    fault="inputs-unscaled",
    symptom=above(0.7, "accuracy on the test, at the end", last("accuracy")),
    set={"start": "he", "depth": 3, "optimizer": "sgd", "lr": 0.02, "steps": 225},
    edits={
        "train.py": [
            (
                ("(torch.from_numpy(a).to(run.device) for a in (data.train.x, data.train.y))"),
                (
                    "(torch.from_numpy(a).to(run.device) for a in (255 * data.train.x, "
                    "data.train.y))"
                ),
            ),
            ("for a in (data.test.x, data.test.y))", "for a in (255 * data.test.x, data.test.y))"),
        ]
    },
    cure=Cure(
        {
            "train.py": [
                ("logits = model(x[drawn], trace)", "logits = model(x[drawn] / 255, trace)"),
                ("on_test = model(test_x, seen)", "on_test = model(test_x / 255, seen)"),
            ]
        }
    ),
    tells="batch",
    found=(
        "Inputs go up to 255, with a deviation of 96. Gradients of the first layer are as large."
    ),
    alike={
        "lr-too-large": "`batch`: the inputs' deviation is 96",
        "clipping-missing": "`batch`: the inputs' deviation is 96",
    },
)
