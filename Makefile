# Each target does its own set-up; `make demo` and `make test` are all that a newcomer needs.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := src

.PHONY: help setup demo test lint bench soak screenshots messages

help: ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

setup: $(VENV)/.runtime ## Install what Wasl needs to run

demo: setup ## Serve a believable company on http://127.0.0.1:8000
	@$(BIN)/wasl demo --serve

test: $(VENV)/.dev ## Run everything: lint, both databases, a real browser
	@scripts/test.sh

lint: $(VENV)/.dev ## Check style, types, imports and translations
	@scripts/lint.sh

bench: $(VENV)/.dev ## Measure, and print the figures as JSON
	@scripts/bench.sh

soak: $(VENV)/.dev ## Kill workers and writers by the thousand, then serve under load for minutes; a report as JSON
	@scripts/soak.sh

$(VENV)/.runtime: requirements/runtime.txt requirements/build.txt pyproject.toml hatch_build.py $(wildcard frontend/*.json) $(wildcard frontend/src/*)
	@scripts/setup.sh runtime

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.txt
	@scripts/setup.sh dev

screenshots: $(VENV)/.dev ## Take the pictures of the papers
	@$(BIN)/python scripts/screenshots.py
