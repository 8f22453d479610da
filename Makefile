PYTHON ?= python
QUICK = "not (process or train or screen or browser or hypothesis)"

.PHONY: check lint quick fix test snapshots recordings docs docs-pictures pictures claims clinic faults bench

check:            ## what CI checks, but for the fresh environment
	ruff check .
	ruff format --check .
	mypy
	$(PYTHON) -m pytest

lint:             ## style, types and import contracts, without a test
	ruff check .
	ruff format --check .
	mypy
	lint-imports

quick:            ## no process, no training, no screen, no generated cases: under a minute
	$(PYTHON) -m pytest -q -n 2 --assert=plain -m $(QUICK) || { $(PYTHON) -m pytest -q -n 0 --lf -m $(QUICK); exit 1; }

fix:              ## let ruff fix what it can
	ruff check --fix .
	ruff format .

test:
	$(PYTHON) -m pytest

snapshots:        ## take the screens' text as it is now for right: read the diff
	$(PYTHON) -m pytest tests/ui --snapshot-update

recordings:       ## record the runs that the screen's tests are fed with
	$(PYTHON) -m tests.recordings.make

docs:             ## docs/reference.md and docs/panels.md, from the code
	$(PYTHON) -m tests.tools.reference
	$(PYTHON) -m tests.tools.panel_pages

docs-pictures:    ## the pictures in docs/: trains every lesson, minutes
	$(PYTHON) -m tests.tools.shown

pictures:         ## every screen as a PNG, for people to look at
	$(PYTHON) -m tests.gallery

claims:           ## every claim of every lesson over 12 seeds: values, spread, bar
	$(PYTHON) -m benchmarks.claims --seeds 12

clinic:           ## every case of the clinic over 8 seeds, sick, healthy and cured: benchmarks/clinic.md
	$(PYTHON) -m benchmarks.clinic --seeds 8 --out benchmarks/clinic.md

faults:           ## kill a run at forty moments, and everything else that can happen to one
	DL_LAB_KILLS=40 $(PYTHON) -m pytest -n0 tests/worker/test_faults.py

bench:            ## every speed that docs/performance.md states, as ratios: a table, and bench.json
	$(PYTHON) -m benchmarks --out bench.json
