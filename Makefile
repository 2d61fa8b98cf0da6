# Everything a newcomer needs: `make run` starts the site, `make test` proves that it works.
# Settings come from the environment (docs/operations.md), for example: PORT=8080 make run

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev axe test test-system lint bench fixture clean

SYSTEM_PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
DATA := $(or $(DATA_DIR),var)

# PostgreSQL, Redis and S3 are production's; they are installed when the environment names one.
ifneq (,$(findstring postgres,$(DATABASE_URL) $(TEST_DATABASE_URL))$(REDIS_URL)$(S3_BUCKET))
REQUIREMENTS := requirements-production.txt
else
REQUIREMENTS := requirements.txt
endif
INSTALLED := .venv/.installed-$(REQUIREMENTS)

# What looks at pages for barriers: one file of JavaScript, for tests alone.
AXE := .venv/axe-core-4.14.1.js

STATIC_SOURCES := $(shell find articles/static authors/static blog/static -type f 2>/dev/null)
COLLECTED := $(DATA)/.static-collected

help:
	@echo "make run          start the site for real (web server and job worker)"
	@echo "make dev          the same for developers, reloading changed code"
	@echo "make test         the whole suite; also on PostgreSQL when TEST_DATABASE_URL is set"
	@echo "make test-system  tests that start and stop real processes"
	@echo "make lint         style, formatting and the direction of imports"
	@echo "make bench        how quickly an article is served, what a photo costs, what a large site costs"
	@echo "make fixture      write the I.S.S. fixture and its pictures anew from articles/demo/"
	@echo "make clean        remove the environment and caches (never uploads or the database)"

$(INSTALLED): requirements.txt $(REQUIREMENTS)
	@test -x $(BIN)/python || $(SYSTEM_PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(REQUIREMENTS)
	@touch $@

$(AXE): $(INSTALLED)
	@folder=$$(mktemp -d) && cd $$folder && npm pack --silent axe-core@4.14.1 >/dev/null \
	  && tar xzf axe-core-4.14.1.tgz package/axe.min.js && mv package/axe.min.js "$(CURDIR)/$@" && rm -rf $$folder

run dev $(COLLECTED): export PYTHONUNBUFFERED := 1
run $(COLLECTED): export PROFILE := $(if $(filter production,$(PROFILE)),production,embedded)
dev: export PROFILE := development

$(COLLECTED): $(INSTALLED) $(STATIC_SOURCES)
	@mkdir -p $(DATA)
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

run: $(INSTALLED) $(COLLECTED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo --once
	@exec $(MANAGE) serve

dev: $(INSTALLED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_demo --once
	@exec $(MANAGE) develop

# Where npm is missing, the tests with axe are left out, and say so.
axe:
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(AXE); fi

# Databases are named on the line: the first run must not see TEST_DATABASE_URL, the second must.
test: $(INSTALLED) axe
	TEST_DATABASE_URL= $(BIN)/pytest -m "not system" --numprocesses auto $(PYTEST_ARGS)
ifneq (,$(TEST_DATABASE_URL))
	$(BIN)/pytest -m "not system" --numprocesses auto $(PYTEST_ARGS)
endif

test-system: $(INSTALLED)
	$(BIN)/pytest -m system $(PYTEST_ARGS)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(MANAGE) makemigrations --check --dry-run

bench: $(INSTALLED)
	$(BIN)/python -m bench.article_page
	$(BIN)/python -m bench.pictures
	$(BIN)/python -m bench.works
	$(BIN)/python -m bench.desk

# The address is the sample publication's: it becomes part of the article's permanent feed id.
fixture: export DATA_DIR := $(shell mktemp -d)
fixture: export PUBLIC_URL := https://lanternjaw.example.org
fixture: export DATABASE_URL :=
fixture: $(INSTALLED)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) make_fixture
	@mkdir -p media && cp -r $(DATA_DIR)/media/. media/
	@rm -rf $(DATA_DIR)

clean:
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
