# A fresh machine needs Python 3.11 or newer and make; everything else comes with pip.
#
#   make build      set up the generator, and generate from contracts/products.yaml
#   make test       set up what the tests need, too, and run all of them
#   make quick      run the tests that start no process: under a minute
#   make check      what a change has to pass: linters, types, layers, all tests
#   make portable   let foreign generators, compilers and linters judge what is generated
#   make diagnostic CODE=GEN263 NAME=field-odd    begin a diagnostic: its kind, its case, its page
#   make rule KIND=lint CODE=LINT301 NAME=odd     begin a rule: its file, its case, its page

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# Each is touched when its step is done, so that an interrupted one is done again.
ENVIRONMENT := $(VENV)/.environment
FOR_BUILD := $(VENV)/.for-build
FOR_TESTS := $(VENV)/.for-tests
UV_VERSION := 0.13.8

CONTRACTS ?= contracts/products.yaml
# Neighbours stay together, so that what they share is made once.
PYTEST_ARGS ?= -n auto --dist worksteal

# The first Python that is new enough; PYTHON=/path/to/python overrides the search.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help setup build test quick portable lint check diagnostic rule lock clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(FOR_TESTS)

# Exact versions with hashes first, then the project itself with the pinned build backend. Python
# compiles what it imports when it does, not pip all of it. An interrupted install may leave half a
# package that pip takes for a whole one: a mark tells, and all is installed again.
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet
define install
	@echo "Installing what $(1) pins in $(VENV)"
	@rm -f $(FOR_BUILD) $(FOR_TESTS)
	@again=; for mark in $(VENV)/.half-*; do test ! -e "$$mark" || again=--force-reinstall; done; \
	touch $(VENV)/.half-$(1); \
	$(PIP) --no-compile --no-deps --require-hashes $$again -r $(1)
	@$(PIP) --no-deps --no-build-isolation -e .
endef

$(FOR_BUILD): constraints-build.txt pyproject.toml | $(ENVIRONMENT)
	$(call install,constraints-build.txt)
	@rm $(VENV)/.half-constraints-build.txt
	@touch $@

# All that a build needs is among it.
$(FOR_TESTS): constraints.txt constraints-build.txt pyproject.toml | $(ENVIRONMENT)
	$(call install,constraints.txt)
	@rm $(VENV)/.half-*
	@touch $(FOR_BUILD) $@

# Debian's python3 comes without ensurepip; where it has pip at least, that pip fills the new environment.
$(ENVIRONMENT):
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
	@touch $@

build: $(FOR_BUILD)
	$(BIN)/gen build $(CONTRACTS)

test: $(FOR_TESTS)
	@sh tests/report/chromium.sh
	$(BIN)/python -m pytest $(PYTEST_ARGS)

quick: $(FOR_TESTS)
	$(BIN)/python -m pytest --quick $(PYTEST_ARGS)

# Needs Go, Node, Java and Maven; the tools themselves are set up in .portable/. One at a time, for
# compilers use all cores.
portable: $(FOR_TESTS)
	$(BIN)/python -m pytest tests/portable -n 0 $(PORTABLE_ARGS)

lint: $(FOR_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

diagnostic: $(FOR_TESTS)
	@$(BIN)/python -m tests.diagnostics.begin "$(CODE)" "$(NAME)" $(MODULE)

rule: $(FOR_TESTS)
	@$(BIN)/python -m tests.check.begin "$(KIND)" "$(CODE)" "$(NAME)"

# Resolve the dependencies of pyproject.toml for every platform, with hashes: all of them, and those
# of `make build` at the same versions. Versions that still fit are kept; LOCK_ARGS=--upgrade takes
# the newest.
COMPILE = $(VENV)/lock/bin/uv pip compile pyproject.toml --group editable --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	--custom-compile-command "make lock"
lock: $(FOR_TESTS)
	$(PIP) --upgrade --target $(VENV)/lock uv==$(UV_VERSION)
	$(COMPILE) --extra dev $(LOCK_ARGS) --output-file constraints.txt
	$(COMPILE) --extra stubs --constraints constraints.txt $(LOCK_ARGS) --output-file constraints-build.txt

clean:
	rm -rf $(VENV) .gen_cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
