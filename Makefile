# `make app` and `make test` need Python 3.11 or newer and nothing else; each sets up its own environment once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: app test lint e2e reason bench wheel clean help

help: ## list the targets
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(VENV)/.app: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(VENV)/.test: $(VENV)/.app
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $@

$(VENV)/.dev: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --editable '.[test,e2e,reason,dev]'
	touch $@

app: $(VENV)/.app ## open the browser app on this machine
	$(BIN)/threatpraxis app

test: $(VENV)/.test ## run the tests that need Python alone
	$(BIN)/python -m pytest -n auto -m "not e2e and not slow and not reasoner"

e2e: $(VENV)/.dev ## run the tests in a real Chromium
	$(BIN)/python -m pytest -m e2e

reason: $(VENV)/.dev ## run the tests of the reasoner (needs Java)
	$(BIN)/python -m pytest -n auto -m reasoner

lint: $(VENV)/.dev ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.test ## measure load and query times (table and JSON)
	$(BIN)/python -P -m tests.bench

wheel: $(VENV)/.dev ## build sdist and wheel into dist/
	$(BIN)/python -m build

clean: ## remove the environment and build products
	rm -rf $(VENV) dist build
