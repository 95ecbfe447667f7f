# Everything that is done with this project, by name. `make` alone lists it.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check
LOCK   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: \
          --generate-hashes --no-header --no-annotate --no-emit-index-url $(UPGRADE)

HOST ?= 127.0.0.1
PORT ?= 8000

export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help serve build validate test check docs lock clean

help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

serve: $(VENV)/.runtime ## Set up, build the graph when it changed, serve it (HOST=, PORT=)
	@kg build
	@kg serve --host $(HOST) --port $(PORT)

build: $(VENV)/.runtime ## Build a release from the sources
	@kg build

validate: $(VENV)/.runtime ## Check sources, vocabularies and shapes; write nothing
	@kg validate

# One process more than there are processors: a quarter of the time goes in waiting for servers.
test: $(VENV)/.development ## Run every test, with coverage
	@mkdir -p build
	@python -m slipcover --out build/coverage.json -m pytest --numprocesses $$(( $$(nproc) + 1 )) --dist worksteal
	@python -m tests.floor build/coverage.json

check: $(VENV)/.development ## Run the gate: formats, lints, layers, types, generated pages
	@.ci/check

docs: $(VENV)/.development ## Write the generated pages, contexts and constants anew
	@kg docs

lock: $(VENV)/.development ## Resolve the dependencies anew (UPGRADE=--upgrade for newer ones)
	$(LOCK) pyproject.toml --group build --output-file requirements.lock >/dev/null
	$(LOCK) pyproject.toml --group dev --constraints requirements.lock --output-file requirements-dev.lock >/dev/null

clean: ## Remove the virtual environment, the releases and every cache
	rm -rf $(VENV) build tests/npm/node_modules .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp file says which lock file the environment was last brought up to.
# What developers need is more than is used: it is compiled where it is imported.
$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the service needs ..."
	@$(PIP) install --require-hashes --only-binary :all: --requirement $<
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing what developers need ..."
	@$(PIP) install --require-hashes --only-binary :all: --no-deps --no-compile --requirement $<
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: apt-get install python3, or make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@echo "Making the virtual environment $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
