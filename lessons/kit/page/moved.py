"""Where the kit's modules and names have gone: one table, for lessons that were written before.

Nothing is imported from here: it is what `advice` tells the author of such a lesson.
"""

import sys
from importlib.util import find_spec

KIT = "lessons.kit"
MODULES = {
    "captured": "speed.cuda_graph",
    "checkpoints": "engine.checkpoints",
    "claims": "claims.claim",
    "columns": "stream.columns",
    "compiler": "speed.compiler",
    "conclusion": "claims.conclusion",
    "data": "data.brought",
    "devices": "engine.devices",
    "drawn": "page.drawn",
    "engine": "engine.race",
    "events": "stream.events",
    "explanation": "stream.explanation",
    "history": "claims.history",
    "inspection": "engine.inspection",
    "judging": "claims.helpers",
    "kept": "engine.saved",
    "lesson": "page.lesson",
    "mishaps": "engine.failures",
    "network": "engine.network",
    "numbers": "stream.numbers",
    "panels": "page.panels",
    "params": "page.params",
    "plan": "page.plan",
    "randomness": "engine.randomness",
    "reading": "data",
    "reading.as_text": "data.text.as_text",
    "reading.choosing": "data.rows.choosing",
    "reading.class_texts": "data.labelled.class_texts",
    "reading.classes": "data.labelled.classes",
    "reading.columns_found": "data.labelled.columns",
    "reading.copies": "data.labelled.copies",
    "reading.corpus": "data.text.corpus",
    "reading.encodings": "data.sources.encodings",
    "reading.examples": "data.labelled.examples",
    "reading.files": "data.sources.files",
    "reading.files_of_rows": "data.labelled.files_of_rows",
    "reading.folders": "data.sources.folders",
    "reading.foreign": "data.sources.foreign",
    "reading.gathered": "data.labelled.gathered",
    "reading.grammar": "data.rows.grammar",
    "reading.headers": "data.rows.headers",
    "reading.images": "data.images",
    "reading.images.arrays": "data.images.arrays",
    "reading.images.folder": "data.images.folder",
    "reading.images.idx": "data.images.idx",
    "reading.images.images": "data.images.images",
    "reading.images.names": "data.images.names",
    "reading.images.pictures": "data.images.pictures",
    "reading.images.stack": "data.images.stack",
    "reading.json_rows": "data.rows.json_rows",
    "reading.labelled_folder": "data.labelled.folder",
    "reading.labels": "data.labelled.labels",
    "reading.layout": "data.rows.layout",
    "reading.magic": "data.sources.magic",
    "reading.marks": "data.rows.delimiters",
    "reading.meter": "data.sources.meter",
    "reading.numbering": "data.text.numbering",
    "reading.opening": "data.sources.opening",
    "reading.packed": "data.sources.packed",
    "reading.parquet": "data.sources.parquet",
    "reading.parts": "data.sources.parts",
    "reading.rows": "data.rows.rows",
    "reading.scripts": "data.text.scripts",
    "reading.settling": "data.rows.settling",
    "reading.spread": "data.rows.spread",
    "reading.table": "data.rows.table",
    "reading.tabular": "data.table",
    "reading.tabular.columns": "data.table.columns",
    "reading.tabular.header": "data.table.header",
    "reading.tabular.tabular": "data.table.tabular",
    "reading.tabular.target": "data.table.target",
    "reading.tokens": "data.text.tokens",
    "scalars": "engine.scalars",
    "scope": "page.scope",
    "sheets": "stream.sheets",
    "stack": "speed.stack",
    "stored": "engine.stored",
    "team": "speed.together",
    "throughput": "engine.throughput",
    "tour": "page.tour",
    "unrolled": "speed.unrolled",
    "vocabulary": "stream.loop_events",
}
"""Modules of the kit, former to present. A name is in the new one unless NAMES says otherwise."""
NAMES = {
    ".Show": "loop.Picture",
    ".Ask": "loop.Question",
    ".Word": "loop.Event",
    ".words": ".text_knob",
    "vocabulary.Show": "loop.Picture",
    "vocabulary.Ask": "loop.Question",
    "vocabulary.Word": "loop.Event",
    "vocabulary.Step": "loop.Step",
    "vocabulary.Note": "loop.Note",
    "engine.Run": "loop.Run",
    "network.Run": "loop.Run",
    "network.Saved": "engine.run.SavedNetwork",
    "network.PICTURES": "engine.run.PICTURES",
    "kept.Kept": "loop.Saved",
    "captured.captured": "speed.cuda_graph.play_back",
    "claims.Judged": "stream.judged.Judged",
    "reading.corpus.SAMPLE": "data.text.reading.SAMPLE",
    "reading.corpus.LARGE_SAMPLE": "data.text.reading.LARGE_SAMPLE",
    "reading.corpus.ENOUGH": "data.text.reading.ENOUGH",
    "reading.corpus.LONGEST_TAIL": "data.text.reading.LONGEST_TAIL",
    "reading.corpus.Reading": "data.text.reading.Reading",
    "columns.restored": "stream.columns.decoded",
    "columns.extremes": "stream.columns.decoded",
    "events.Picture": "stream.events.PictureEvent",
    "events.Remark": "stream.events.NoteEvent",
    "events.Askable": "stream.events.QuestionEvent",
    "events.Again": "stream.events.Reproduction",
    "inspection.explain": "engine.inspection.inspect_step",
    "mishaps.Mishap": "engine.failures.Failure",
    "mishaps.explain": "engine.failures.failure_of",
    "panels.Grid": ".Grid",
    "params.words": ".text_knob",
    "reading.tabular.tabular.OTHER": "data.table.inputs.OTHER",
    "reading.tabular.tabular.Encoding": "data.table.inputs.Encoding",
    "reading.tabular.tabular.encoded": "data.table.inputs.encoded",
    "reading.tabular.tabular.MISSING": "data.table.inputs.MISSING",
    "reading.tabular.tabular.REST": "data.table.inputs.REST",
    "reading.columns_found.Asked": "data.labelled.columns.WantedColumns",
    "reading.encodings.Look": "data.sources.encodings.EncodingEvidence",
    "reading.files.look": "data.sources.files.open_source",
}
"""Names that are called otherwise, or are not where the rest of their module is; `.` is the kit."""


def home(module: str, name: str) -> tuple[str, str] | None:
    """The module and the name of today, for one of before; None where nothing is known of it."""
    inner = module.removeprefix(KIT).removeprefix(".")
    now = NAMES.get(f"{inner}.{name}")
    if now is None and not inner and name in MODULES:
        now = MODULES[name]  # a module itself
    if now is None and inner in MODULES:
        now = f"{MODULES[inner]}.{name}"
    if now is None:
        return None
    where, _, called = now.rpartition(".")
    in_kit = called in getattr(sys.modules.get(KIT), "__all__", ()) and not where.startswith("loop")
    return (KIT if in_kit or not where else f"{KIT}.{where}"), called


def is_there(module: str, name: str) -> bool:
    """Whether this can still be imported from where it was. Runs nothing but what is loaded."""
    inner = module.removeprefix(KIT).removeprefix(".")
    if not inner and name in getattr(sys.modules.get(KIT), "__all__", ()):
        return True
    try:
        if inner and inner not in MODULES:
            return find_spec(module) is not None
        return find_spec(f"{module}.{name}") is not None  # what was a module is a folder now
    except ModuleNotFoundError:
        return False
