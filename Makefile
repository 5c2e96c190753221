# What there is to do with the project, one target each; `make` or `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
PORT ?= 8501
HOST ?= 127.0.0.1
# Where the invented province of `make demo` lies.
DEMO ?= data/generated/demo
# How long to fuzz, and how many builds to kill.
SECONDS ?= 600
KILLS ?= 200
# What to measure (a build, b questions, c reruns, d clicks, e sessions, f growth), of how much of the country.
PARTS ?= a,b,c,d,e,f
SIZE ?= 1
# Extra arguments for pytest, such as ARGS="tests/comparison -x", or for the benchmark, such as ARGS="--repeats 1 --sessions 1,10".
ARGS ?=

.PHONY: help demo run build test lint format lock clean nightly fuzz torture bench

help: ## List what there is to do
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

run: ## Start the dashboard; PORT=8501, HOST=0.0.0.0 to let other machines in
	@bash scripts/ensure_env.sh run
	@bash scripts/ensure_browser.sh run || true
	@$(PY) scripts/run_dashboard.py --host $(HOST) --port $(PORT)

demo: ## Try it out with one invented province of 79 branches over two terms; PORT=8501
	@bash scripts/ensure_env.sh run
	@$(PY) -m etl generate $(DEMO) --branches 79 --years 12 --province "Vĩnh Long"
	@UNION_WAREHOUSE=$(DEMO)/warehouse $(PY) -m etl build $(DEMO)
	@UNION_WAREHOUSE=$(DEMO)/warehouse $(PY) scripts/run_dashboard.py --host $(HOST) --port $(PORT)

build: ## Build a new snapshot of the data
	@bash scripts/ensure_env.sh run
	@$(PY) -m etl build

test: ## Run every test, those in a browser included; ARGS="..." goes to pytest
	@bash scripts/ensure_env.sh dev
	@bash scripts/ensure_browser.sh
	@bash scripts/ensure_office.sh
	@$(PY) -m pytest -n 2 --dist worksteal $(ARGS)

nightly: ## The long comparison with the second implementation (thousands of generated cases)
	@bash scripts/ensure_env.sh dev
	@$(PY) -m pytest -m nightly -s tests/golden

fuzz: ## Feed the readers with made-up input for SECONDS=600, coverage-guided, then by rules
	@bash scripts/ensure_env.sh dev
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	@$(PY) tests/fuzz.py --seconds $(SECONDS)
	@HYPOTHESIS_PROFILE=fuzz $(PY) -m pytest -q -n 2 --timeout 3600 tests/etl/test_properties.py

torture: ## Kill, starve and disturb builds while readers ask: KILLS=200
	@bash scripts/ensure_env.sh dev
	@$(PY) scripts/torture.py --kills $(KILLS)

bench: ## Measure speed beside limits and peers: PARTS=a,c SIZE=0.01; writes docs/benchmark.md when whole
	@bash scripts/ensure_env.sh dev
	@bash scripts/ensure_browser.sh
	@bash scripts/ensure_peer.sh
	@$(PY) -m scripts.bench --parts $(PARTS) --size $(SIZE) $(ARGS)

lint: ## Check style and types
	@bash scripts/ensure_env.sh dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: ## Write the code in the project's style
	@bash scripts/ensure_env.sh dev
	@$(PY) -m ruff check --fix --select I .
	@$(PY) -m ruff format .

lock: ## Pin the dependencies again; UPGRADE=1 takes the newest versions allowed
	@bash scripts/ensure_env.sh dev
	@bash scripts/make_lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove the environment, caches and what tests leave; built data stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
