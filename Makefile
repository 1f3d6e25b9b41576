# Loket. `make` alone says what there is.
#
# Everything runs from .venv, which is made from requirements.lock (hashes, no host) when it is
# first needed, and again when the lock changes. LOKET_PORT and LOKET_DATA choose where it runs.

PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
FAST   := $(wildcard tests/architecture tests/unit tests/contract)
REST   := $(wildcard tests/e2e tests/faults tests/integration)
# Files in the order in which they are collected: the long ones first (tests/support/long_files.py).
PYTEST := $(BIN)/pytest -q -n 2 --dist=loadfile --no-loadscope-reorder

SIZE      ?= 2000
FULL_DATA ?= data/full-$(SIZE)
FULL_PORT ?= 8090
LETTERS   ?= letters
SBOM      ?= sbom.cdx.json

.DEFAULT_GOAL := help
.PHONY: help install run serve demo demo-full test check quick fmt clean bench-campaign docs letters stack-test fuzz sbom vulnerabilities

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(READY) ## make .venv from the lock
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Loket needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(READY) ## start everything, play the main job, print the summary, keep serving (Ctrl-C stops)
	$(BIN)/loket run

serve: $(READY) ## start everything and serve what is there, without the demo
	$(BIN)/loket up

demo: $(READY) ## play the main job against a server that is already running
	$(BIN)/loket demo

demo-full: $(READY) ## play it with SIZE=2000 applications in a folder and on a port of its own, and stop
	LOKET_DATA=$(FULL_DATA) LOKET_PORT=$(FULL_PORT) $(BIN)/loket run --once --size=$(SIZE)

test: check ## every check and every test, quick ones first
	$(PYTEST) $(FAST)
	$(if $(REST),$(PYTEST) $(REST))

check: $(READY) ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

quick: $(READY) ## the tests that need no server
	$(PYTEST) -m "not slow" $(FAST)

stack-test: $(READY) ## play the main job on the stack of docker-compose.yml as processes (many minutes)
	$(BIN)/pytest -q tests/stack

fuzz: $(READY) ## requests made from the OpenAPI documents, valid and not, as people of every role (minutes)
	$(BIN)/pytest -q tests/outside

sbom: $(READY) ## write what the image installs as CycloneDX into SBOM (default: sbom.cdx.json)
	$(BIN)/cyclonedx-py requirements infra/requirements.lock --pyproject pyproject.toml \
	    --output-reproducible --validate --of JSON -o $(SBOM)

vulnerabilities: $(READY) ## look the lock up in PyPI's list of known vulnerabilities; fails where it cannot be had
	$(BIN)/pip-audit --strict --no-deps --disable-pip -r requirements.lock

bench-campaign: $(READY) ## a campaign against renewals one by one and bare inserts (CASES=2000)
	$(BIN)/python -m tests.bench.campaign

docs: $(READY) ## make the generated pages of docs/generated anew
	$(BIN)/python -m tests.support.generated_docs

letters: $(READY) ## write a letter of each kind as PDF into LETTERS (default: letters/)
	$(BIN)/python -m tests.support.letter_samples $(LETTERS)

fmt: $(READY) ## put the code in its form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove .venv and caches; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
