# A fresh machine needs Python 3.11 or newer and make; everything else comes with pip.
#
#   make build      set up, and generate from contracts/products.yaml
#   make test       set up, and run all tests
#   make check      what a change has to pass: linters, types, layers, all tests
#   make portable   let foreign generators, compilers and linters judge what is generated

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.set-up
UV_VERSION := 0.13.8

CONTRACTS ?= contracts/products.yaml
PYTEST_ARGS ?= -n auto

# The first Python that is new enough; PYTHON=/path/to/python overrides the search.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help setup build test portable check lint lock clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(SETUP)

# Exact versions with hashes first, then the project itself with the pinned build backend.
$(SETUP): constraints.txt pyproject.toml | $(BIN)/pip
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

# Debian's python3 comes without ensurepip; where it has pip at least, that pip fills the new environment.
$(BIN)/pip:
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or newer is needed, and none was found." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@if $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
		$(PYTHON) -m venv $(VENV); \
	elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		$(PYTHON) -m venv --without-pip $(VENV) && \
		$(PYTHON) -m pip --python $(BIN)/python install --disable-pip-version-check --quiet pip; \
	else \
		echo "$(PYTHON) has neither ensurepip nor pip, so no environment can be made." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	fi

build: $(SETUP)
	$(BIN)/gen build $(CONTRACTS)

test: $(SETUP)
	@sh tests/report/chromium.sh
	$(BIN)/python -m pytest $(PYTEST_ARGS)

# Needs Go, Node, Java and Maven; the tools themselves are set up in .portable/. One at a time, for
# compilers use all cores.
portable: $(SETUP)
	$(BIN)/python -m pytest tests/portable -n 0 $(PORTABLE_ARGS)

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

# Resolve the dependencies of pyproject.toml for every platform, with hashes. Versions that still fit
# are kept; LOCK_ARGS=--upgrade takes the newest.
lock: $(SETUP)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --upgrade --target $(VENV)/lock \
		uv==$(UV_VERSION)
	$(VENV)/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
		--quiet $(LOCK_ARGS) --output-file constraints.txt

clean:
	rm -rf $(VENV) .gen_cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
