# Everything a developer or CI does here. `make help` lists the targets.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
DEMO_DATA := build/demo
.DEFAULT_GOAL := help
.PHONY: help setup demo browser test accuracy hunt bench bench-plans bench-reading bench-intake chaos lint format lock docs flower up down clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A stamp is written last, so that an interrupted set-up is begun anew.
.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Nianbao needs Python 3.11 or newer; call: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

setup: .venv/dev.stamp  ## Make .venv with all that developing needs, from pinned files

demo: .venv/run.stamp  ## Take the sample reports through the queue and print what was found
	@rm -rf $(DEMO_DATA)
	@$(BIN)/nianbao run samples/ --data-dir $(DEMO_DATA); status=$$?; \
	  if [ $$status -eq 4 ]; then echo "(状态 4 status 4: 有死信,符合预期 there is a dead letter, as the samples intend)"; else exit $$status; fi

browser:  ## Install the browser and the font with which tests look at pages, where there are none (Debian, as root)
	@command -v chromium-headless-shell chromium google-chrome >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . \
	  || { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium-headless-shell fontconfig fonts-noto-cjk >/dev/null; }

test: lint  ## Lint, then run all tests
	$(BIN)/python -m pytest --numprocesses=$(or $(JOBS),2) --dist=worksteal

accuracy: .venv/dev.stamp  ## Read the corpus and count what is right, unknown and wrong
	@$(BIN)/python -m tests.measuring.accuracy

hunt: .venv/dev.stamp  ## Make random reports in every layout and show what is read wrong (EXAMPLES=1000 SEED=1)
	@$(BIN)/python -m tests.properties.hunt --examples $(or $(EXAMPLES),1000) --seed $(or $(SEED),1)

bench: .venv/dev.stamp  ## Compare the queue with a plain script, a bare Celery chain and Celery as usual (40 minutes; BENCH_REPORTS=3000)
	@$(BIN)/python -m benchmarks.queue

bench-plans: .venv/dev.stamp  ## Show how both databases answer the questions asked of 200,000 reports (2 minutes)
	@$(BIN)/python -m benchmarks.queue.plans

bench-reading: .venv/dev.stamp  ## Measure the time and memory of reading, per format, against the goals
	@$(BIN)/python -m benchmarks.reading

bench-intake: .venv/dev.stamp  ## Measure 5,000 reports, single ones meanwhile, and a gigabyte, against the goals (3 minutes)
	@$(BIN)/python -m benchmarks.intake

chaos: .venv/dev.stamp  ## Kill, cut and starve the running system at random; nothing may be lost, doubled or changed (docs/chaos.md)
	@$(BIN)/python -m tests.chaos

lint: .venv/dev.stamp  ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: .venv/dev.stamp  ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev.stamp  ## Make the documents that come from the code
	$(BIN)/nianbao schema > docs/report.schema.json
	$(BIN)/python -m tests.making.samples
	$(BIN)/python -m tests.making.codes
	$(BIN)/python -m tests.making.rules
	$(BIN)/python -m tests.making.box_font

lock: .venv/dev.stamp  ## Compile the pinned requirements from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE) pyproject.toml --group build -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $(UPGRADE) pyproject.toml --group build --group dev -o requirements/dev.txt

flower: .venv/run.stamp  ## Watch the running system in Flower, behind a password (DATA=dir for a `nianbao run` or `serve`)
	@export NIANBAO_FLOWER__PASSWORD="$${NIANBAO_FLOWER__PASSWORD:-$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(9))')}"; \
	  echo "Flower: http://127.0.0.1:5555 · $${NIANBAO_FLOWER__USER:-operator} · $$NIANBAO_FLOWER__PASSWORD"; \
	  exec $(BIN)/nianbao flower $(if $(DATA),--data-dir '$(DATA)')

up:  ## Start the deployed system (needs Docker and a .env, see .env.example)
	docker compose up --detach --build

down:  ## Stop the deployed system; its data stays
	docker compose down

clean:  ## Remove what the other targets made
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
