'''What lessons share: a learner's tables, images and texts, models beside, predictions kept.

On the page (no torch, and of this only knobs and exports at the top: the others import numpy):

    from lessons.shared.exports import predictions
    from lessons.shared.knobs import ClassKnobs, ImageKnobs  # TableKnobs to predict a number

    @dataclass
    class Mlp(ClassKnobs, ImageKnobs):          # its own knobs come first, and these after them
        hidden: int = knob(32, 1, 1024, help="…")
        steps: int = knob(800, 1, 1_000_000, help="…")

    lesson = Lesson(..., data=read_data, exports={"predictions": predictions})

`predictions` is in `lessons.shared.exports`. The door, in a file of the lesson's own:

    def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
        """The spirals, or the learner's table or images."""
        if path is None:
            return Data(None, {"source": "two spirals"})      # or bundled("wine", hp), digits(hp)
        from lessons.shared.own import read_own

        return read_own(path, hp, progress, flat=True)        # a table, or images

`read_own` takes both kinds; `tables.read_table(path, hp, progress, wants="number")` tables alone,
`pictures.read_pictures(path, hp, progress)` images alone, as (N, C, H, W). With
`valid_share=0.2` a part of the training rows is for validation.

In the loop, `run.data` is a `dataset.Dataset`:

    data: Dataset = run.data
    x = torch.from_numpy(data.train.x).to(run.device)         # (N, F) float32
    y = torch.from_numpy(data.train.y).to(run.device)         # (N,) int64; float64 if a number
    model = nn.Sequential(nn.Linear(x.shape[1], 32), nn.ReLU(), nn.Linear(32, len(data.classes)))
    predicted = Predicted(data, model, run.device)            # lessons.shared.predicted
    for step in run.steps(hp.steps, model=model, optimizer=optimizer, predicted=predicted):
        ...
        if step == hp.steps:
            said = model(test_x).argmax(1).cpu().numpy()      # (N,) classes of the test rows
            yield Picture("beside", compared(data, said))     # lessons.shared.baselines

with `Table("Beside it", key="beside", columns=("", "accuracy", "balanced"))` on the page. Of
classes the columns are those, of numbers `("", "error", "R²")`; `baselines.headings(data)` says
which. `data.classes` and `data.inputs` are names; a number's `data.mean` and `data.deviation` are
those of the training rows: learn (y − mean) / deviation, and give `Predicted` a network in units.

Labelled texts: mix in `knobs.LabelledKnobs`, and

    split, summary = labelled.owned.read_split(path, hp.as_dict(), progress)

gives three parts as words, with `split.classes` and linear baselines; `labelled.wording` has
`words_of` and the `Vocabulary`, `labelled.scores` what a classifier is worth.

`asked.asked_image(data, text)` is the image that a learner asks about: by class, by number, or a
picture file, which `drawn_like` scales and inverts to what the network knows.
'''
