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

Attention with all its numbers, and an encoder that reads both ways, with tokens (B, T), 0 padding:

    encoder = Encoder(words, longest, width=64, heads=4, layers=2)    # lessons.shared.encoder
    states = encoder(tokens)                                          # (B, T, D)
    seen, targets = mask_tokens(tokens, 0.15, hidden=HIDDEN, first=FIRST, words=len(text.words))
    loss = masked_loss(head(encoder(seen)), targets)
    yield Picture("attention", maps(encoder.by_hand(tokens), text.words_of(row), row))
    states = encoded(stack, "encoder", tokens, heads)                 # together.py: (S, B, T, D)

`attention.attend(q, k, v, mask)` is the formula, step by step; `MultiHeadAttention` has a quick
`forward`, and `by_hand` with the scores and weights of each head; `among(is_word)` and `causal(T)`
are masks. In together.py each network calls `mask_tokens` with its own luck, inside `each`.

The learner's text of any size, unlabelled; of a table the column `--set text=NAME`:

    text = read_sentences(path, longest=32, vocabulary=8000, progress=progress)   # no torch
    tokens = torch.from_numpy(text.numbers).long()                    # (N, T), 0 behind the end
    text.words[n], text.words_of(row), text.uses_of("bank"), text.read("sat by the bank")

`sentences.sentences_of(lists, longest=…)` is the same of sentences in memory. Numbers 0 to 3 are
[PAD], [UNK], [MASK], [CLS]: a lesson that wants a mark before each sentence puts it there.
'''
