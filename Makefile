# Two commands do it all: `make brief` makes the PDFs, `make test` checks the project.
# What is not one line stands in tools/. PYTHON chooses the Python, JOBS how many processes test.

SHELL := bash
.DEFAULT_GOAL := help
JOBS ?= 2
export PYTHON

.PHONY: help setup brief check test test-long lock rules guide declarations gallery pictures bench faults figures bundle clean

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s  %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv with the locked packages, and see that the libraries are there
	@tools/setup.sh
	@tools/libraries.sh press

# Run in a folder beside build/, so that it prints whole paths.
brief: setup ## Set up, then build every brief of the desk, and say where the PDFs are
	@cd tools && ../.venv/bin/briefing build --all

check: setup ## Set up, then the checks that run nothing: form, lint, types, layers
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports

# pytest comes last: its summary is the last line.
test: check ## Set up, then every check and test but the long ones
	@tools/libraries.sh tests
	.venv/bin/pytest -n $(JOBS) --dist worksteal -m "not long"

test-long: check ## The same with the long tables
	@tools/libraries.sh tests
	.venv/bin/pytest -n $(JOBS) --dist worksteal

lock: setup ## Write requirements.lock anew (ARGS=--upgrade: with the newest versions)
	@tools/lock.sh $(ARGS)

rules: setup ## Write docs/rules.md anew from the rules
	.venv/bin/python tools/rules.py

declarations: setup ## Write briefing/press/declarations.py anew from WeasyPrint
	.venv/bin/python tools/declarations.py

guide: setup ## Write the lists of docs/guide-designers.md anew from the program
	.venv/bin/python tools/designers.py

gallery: setup ## Write docs/gallery.md anew: every layout with the same brief
	@tools/libraries.sh tests
	.venv/bin/python tools/gallery.py

pictures: setup ## Take the pictures that the README and the guide show anew
	@tools/libraries.sh tests
	tools/pictures.sh

bench: setup ## Measure, side by side, and write docs/performance.md (ARGS=--quick: a first look)
	.venv/bin/python -m tests.bench $(ARGS)

faults: setup ## Kill what writes the archive at every system call, workers at every task; print what came of it
	@tools/libraries.sh tests
	.venv/bin/python tests/bench/ocfl_faults.py
	.venv/bin/python tests/bench/archive_faults.py
	.venv/bin/python tests/bench/store_faults.py
	.venv/bin/python tests/bench/cluster_faults.py

figures: setup ## Write docs/archive-figures.md anew: what the commands take as an archive grows
	.venv/bin/python -m tests.bench.archive

bundle: setup ## Pack all that a machine without network and administrator needs, into dist/
	@.venv/bin/python tools/bundle.py

clean: ## Remove what was made: .venv, build, dist and caches, never sources or archive
	rm -rf .venv .venv-bench build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
