# `make app` and `make test` need Python 3.11 or newer and nothing else; each sets up its own environment once.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: app test lint crosswalks e2e reason remote bench editor wheel clean help

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
	$(BIN)/python -m pip install --quiet --editable '.[test,e2e,reason,remote,dev]'
	touch $@

app: $(VENV)/.app ## open the browser app on this machine
	$(BIN)/threatpraxis app

test: $(VENV)/.test ## run the tests that need Python alone
	$(BIN)/python -m pytest -n auto -m "not e2e and not slow and not reasoner and not remote"

e2e: $(VENV)/.dev ## run the tests in a real Chromium
	$(BIN)/python -m pytest -m e2e

reason: $(VENV)/.dev ## run the tests of the reasoner (needs Java)
	$(BIN)/python -m pytest -n auto -m reasoner

# The sssom library brings some 60 packages along, a plugin of pytest among them: it gets an environment of its own.
build/sssom/.done:
	$(PYTHON) -m venv build/sssom
	build/sssom/bin/python -m pip install --quiet 'sssom>=0.4.21,<0.5'
	touch $@

crosswalks: $(VENV)/.test build/sssom/.done ## check the crosswalks with the sssom library
	THREATPRAXIS_SSSOM_PYTHON=$(CURDIR)/build/sssom/bin/python $(BIN)/python -m pytest tests/crosswalks

remote: $(VENV)/.dev ## run the tests against an Oxigraph server, and Virtuoso where it is installed
	$(BIN)/python -m pytest tests/remote

lint: $(VENV)/.dev ## check style, types and the form of the Turtle
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/threatpraxis fmt --check ontology

bench: $(VENV)/.test ## measure load and query times (table and JSON)
	$(BIN)/python -P -m tests.bench

editor: ## build the SPARQL editor into app/static (needs Node.js with npm)
	rm -rf build/editor && mkdir -p build
	cp -R app/editor build/editor
	cd build/editor && npm ci --ignore-scripts --silent && node build.mjs ../../app/static

wheel: $(VENV)/.dev ## build sdist and wheel into dist/
	$(BIN)/python -m build

clean: ## remove the environment and build products
	rm -rf $(VENV) dist build
