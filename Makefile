# make serve | test | measure. Needs CPython 3.11 to 3.13 with pip; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
CORPUS ?= ../shared/corpus
BENCH ?= ../shared/bench

.PHONY: serve test lint measure browser clean

serve: .venv/default
	$(BIN)/python -m assistant serve

# The default install: what answering a question needs, no torch.
.venv/default: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable . --constraint constraints.txt
	touch $@

# What evaluators need besides: datasets, measures, reports. No torch.
.venv/eval: .venv/default
	$(BIN)/python -m pip install --quiet --editable ".[eval]" --constraint constraints.txt
	touch $@

# What tests and training need besides; torch comes first and pinned, else pip fetches gigabytes of CUDA.
.venv/dev: .venv/default
	$(BIN)/python -m pip install --quiet "$$(grep '^torch==' constraints.txt)"
	$(BIN)/python -m pip install --quiet --editable ".[models,eval,judge,dev]" --constraint constraints.txt
	touch $@

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# What the speed bench compares with, in an environment of its own (about 820 MB).
.venv-peers: eval/bench/peers/requirements.txt eval/bench/peers/constraints.txt constraints.txt
	test -x $@/bin/python || $(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --requirement eval/bench/peers/requirements.txt
	touch $@

# Chromium and fonts for the browser tests: Debian's own, only where apt is there and we may use it.
browser:
	sh tests/e2e/install-browser.sh

test: lint browser
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

measure: .venv/dev .venv-peers
	sh eval/measure.sh $(CORPUS) $(BENCH)

clean:
	rm -rf .venv build *.egg-info
