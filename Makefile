# `make` lists the targets. The environment is made once, and again only when the lock changes.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LANGUAGES ?= en fr
SURVEY ?= 2018
BASELINE ?= 2014

.DEFAULT_GOAL := help
.PHONY: help setup report process lab test lint bench data docs dist lock clean torture fuzz

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

setup: $(READY) ## make the environment (done once; again when the lock changes)

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: '$(PYTHON)' was not found; try 'make PYTHON=python3 $(MAKECMDGOALS)'" >&2; exit 2; }
	@rm -f $(READY)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up the environment in $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

report: process ## regenerate the annual report (SURVEY=2018 BASELINE=2014 LANGUAGES="en fr")
	@$(BIN)/python -m wildlife_analysis report --survey $(SURVEY) --baseline $(BASELINE) $(LANGUAGES:%=--language %)

process: $(READY) ## process the raw listings of both surveys, side by side
	@pids=; for survey in $(BASELINE) $(SURVEY); do \
	  $(BIN)/python -m wildlife_analysis process data/raw/$$survey --output data/processed/$$survey & pids="$$pids $$!"; \
	done; failed=0; for pid in $$pids; do wait $$pid; status=$$?; [ $$status -le 1 ] || failed=$$status; done; exit $$failed

lab: data/processed/$(SURVEY)/manifest.json ## explore a processed survey in JupyterLab
	@$(BIN)/jupyter lab --LabApp.news_url=None \
	  --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate notebooks/explore.ipynb

data/processed/%/manifest.json: | $(READY)
	@$(BIN)/python -m wildlife_analysis process data/raw/$* --output data/processed/$*; test $$? -le 1

test: $(READY) ## lint, type check and the whole test suite
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy
	@$(BIN)/python -m pytest -n 2

lint: $(READY) ## format and lint
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && $(BIN)/mypy

bench: $(READY) ## run the benchmarks
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script; done

torture: $(READY) ## 200 kills, other faults, and hostile files at their full size
	@WILDLIFE_ANALYSIS_TORTURE=1 $(BIN)/python -m pytest -n 0 -s tests/test_faults.py tests/test_hostile_files.py

fuzz: $(READY) ## fuzz the readers and cleaners (INPUTS=100000)
	@$(BIN)/python benchmarks/fuzz.py --inputs $(or $(INPUTS),100000) --seconds 3600
	@! $(BIN)/python -c "import atheris" 2>/dev/null || \
	  $(BIN)/python benchmarks/fuzz.py --atheris --inputs 20000 --seconds 600

data: $(READY) ## simulate the embedded replica surveys again
	@for survey in 2014 2018; do $(BIN)/python -m wildlife_analysis simulate --survey $$survey --output data/raw/$$survey; done

docs: $(READY) ## build the documentation site into site/ (a dead link fails)
	@$(BIN)/python docs/generate.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet && echo "site/index.html"

dist: $(READY) ## build the wheel and the source archive into dist/
	@$(BIN)/python -c "from hatchling.ouroboros import build_sdist, build_wheel; print(build_sdist('dist'), build_wheel('dist'))"

lock: ## resolve the dependencies again (needs uv)
	uv pip compile --generate-hashes --universal --python-version 3.11 --no-annotate --no-header --all-extras --no-emit-index-url pyproject.toml -o requirements.lock --upgrade

clean: ## remove what can be rebuilt
	rm -rf $(VENV) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find data/processed reports -mindepth 1 ! -name .gitkeep -delete
