# Familienlotse. `make run` shows it, `make test` proves it; `make help` lists the rest.
# Needed: make, and Python 3.11 or later with venv (or uv, which is used where present).

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
EXTRAS ?= fast
# The first Python on the path that is new enough; `make PYTHON=/path/to/python` overrules it.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

PACKAGES := bot dialogs storage locales tests
READY_TO_RUN := $(VENV)/.ready-to-run
READY_TO_TEST := $(VENV)/.ready-to-test

.DEFAULT_GOAL := help
.PHONY: help run install test check bench lock clean
.DELETE_ON_ERROR:

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

run: $(READY_TO_RUN)  ## the bot where a token is set, else the demo: phones side by side on one web page
	@if [ -n "$${TELEGRAM_BOT_TOKEN:-}$${BOT_TOKEN:-}$${TELEGRAM_BOT_TOKEN_FILE:-}" ]; \
	then exec $(BIN)/familienlotse run; \
	else exec $(BIN)/familienlotse demo; fi

install: $(READY_TO_RUN)  ## the bot and its libraries into .venv, and nothing else

test: check  ## everything that must hold: style, types, all tests
	$(BIN)/pytest -n auto --dist worksteal

check: $(READY_TO_TEST)  ## style and types only
	$(BIN)/ruff check $(wildcard $(PACKAGES))
	$(BIN)/ruff format --check $(wildcard $(PACKAGES))
	$(BIN)/mypy --strict

bench: $(READY_TO_TEST)  ## the measurements: time, memory, updates a second
	$(BIN)/python -m tests.bench

lock: $(READY_TO_TEST)  ## write uv.lock anew, after a change of dependencies
	@command -v uv >/dev/null || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	env -u UV_INDEX -u UV_INDEX_URL -u UV_DEFAULT_INDEX -u UV_EXTRA_INDEX_URL \
		"$$(command -v uv || echo $(BIN)/uv)" lock --no-config --default-index https://pypi.org/simple

clean:  ## away with everything that was made here, but never with var/ (database and key)
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find $(wildcard $(PACKAGES)) -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make a second `make run` start at once; a changed pyproject.toml or lock file installs anew.
$(READY_TO_RUN): pyproject.toml $(wildcard uv.lock)
ifneq ($(UV),)
	$(UV) sync --frozen --inexact --extra $(EXTRAS)
else
	@$(call make_venv)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]'
endif
	@touch $@

$(READY_TO_TEST): pyproject.toml $(wildcard uv.lock)
ifneq ($(UV),)
	$(UV) sync --frozen --inexact --extra dev
else
	@$(call make_venv)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
endif
	@touch $@ $(READY_TO_RUN)

define make_venv
	if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or later is needed, and none was found." >&2; \
		echo "Debian, Ubuntu: sudo apt install python3 python3-venv. Fedora: sudo dnf install python3. Or install uv: https://docs.astral.sh/uv/" >&2; \
		exit 1; \
	fi; \
	if ! "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$("$(PYTHON)" --version) is here, but its venv module is missing." >&2; \
		echo "Debian, Ubuntu: sudo apt install python3-venv. Then run make again." >&2; \
		exit 1; \
	fi; \
	test -x $(BIN)/python || { echo "Setting up $(VENV); this takes a minute, once."; "$(PYTHON)" -m venv $(VENV); }
endef
