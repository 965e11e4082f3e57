# What can be done here. On a clean machine with Python 3.11+, venv and make, each of these sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup chat ask index test soak check lint types layers format bench bench-telegram soak-index soak-telegram clean

help: ## print these verbs
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml index/kernel.c index/builder.c bot/dense.c
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "pullquote needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

setup: $(STAMP) ## make the environment in .venv

chat: $(STAMP) ## ask the documents in the terminal
	@$(BIN)/pullquote chat

ask: $(STAMP) ## one answer: make ask Q="how does HER2 therapy work?"
	@$(BIN)/pullquote ask "$(Q)"

index: $(STAMP) ## rebuild the index after an edit
	@$(BIN)/pullquote index

test: $(STAMP) ## the tests
	@$(BIN)/python -m pytest

lint: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

layers: $(STAMP)
	@PYTHONPATH=. $(BIN)/lint-imports

soak: soak-index soak-telegram ## both of these

soak-index: $(STAMP) ## the tests that look for faults in the index, for a quarter of an hour: killed builders, full disks, damaged files
	@PULLQUOTE_SOAK=$(or $(TIMES),30) $(BIN)/python -m pytest tests/test_faults.py tests/test_rereading.py tests/test_verifying.py tests/test_first_stage.py

check: lint types layers test ## everything that must pass: style, types, layers, tests

format: $(STAMP) ## write the code in the house's style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(STAMP) ## the measurements: make bench DATA=folder with test sets and passages-100k.jsonl.gz
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	@$(BIN)/python -m benchmarks.cold_start
	@test -z "$(DATA)" || $(BIN)/python -m benchmarks.quality $(dir $(wildcard $(DATA)/*/qrels.tsv))
	@test -z "$(DATA)" || $(BIN)/python -m benchmarks.speed $(DATA)/passages-100k.jsonl.gz
	@test -z "$(DATA)" || $(BIN)/python -m benchmarks.republish $(DATA)/passages-100k.jsonl.gz

bench-telegram: $(STAMP) ## the Telegram bot under load, faults and signals, beside a bare echo bot (12 minutes)
	@$(BIN)/python -m benchmarks.telegram_bot $(if $(SIM),--simulator "$(SIM)") $(if $(ONLY),--only $(ONLY))

soak-telegram: $(STAMP) ## the Telegram bot for ten minutes at 30 questions a second, with faults: make soak-telegram MINUTES=10
	@$(BIN)/python -m benchmarks.telegram_bot $(if $(SIM),--simulator "$(SIM)") --soak $(or $(MINUTES),10)

clean: ## remove the environment and all caches
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
