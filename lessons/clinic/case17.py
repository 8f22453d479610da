"""A small network on digits with a loss of nothing and a poor test."""

from lessons.kit.clinic.case import Case, Cure, above, last

case = Case(
    lesson="lesson11",
    complaint="The loss goes to 0 in no time, and most test images are wrong.",
    fault="same-batch",
    symptom=above(0.6, "accuracy on the test, at the end", last("accuracy")),
    # seeds 0-7: sick .251 [.209, .281], healthy .909 [.889, .928], cured .903 [.877, .933]
    # 20-27: .274 [.189, .343], .918 [.891, .939], .909 [.891, .933]
    set={"network": "mlp", "steps": 300, "batch": 4},
    edits={
        "train.py": [
            (
                "        drawn = torch.randint(",
                "        torch.manual_seed(run.seed)\n        drawn = torch.randint(",
            )
        ]
    },
    cure=Cure(
        {"train.py": [("torch.manual_seed(run.seed)", "torch.manual_seed(1000 * run.seed + step)")]}
    ),
    tells="batch",
    found=(
        "Step 2 is given the same rows as step 1. A seed that is set inside the"
        " loop draws one batch for ever."
    ),
    alike={
        "leak": "`overlap`: nothing that is evaluated was trained on",
        "wrong-labels": "`batch`: labels fit their images",
    },
)
