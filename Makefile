# One command each: `make run` to see it, `make check` before a commit, `make test` for everything.
PYTHON ?= python3
WORKERS ?= 2
BIN := .venv/bin
UV := .uv/bin/uv
PINS := --quiet --no-config --universal --python-version 3.11 --no-build --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: run test check static bench demo env env-dev pins stop browser
.DEFAULT_GOAL := run

run: env
	@exec $(BIN)/python -m tuoyu.core.run

stop: env
	@$(BIN)/python -m tuoyu.core.embedded stop

demo: env
	@$(BIN)/tuoyu demo

env:
	@$(PYTHON) tools/environment.py run

env-dev:
	@$(PYTHON) tools/environment.py dev

# Everything, as CI runs it: the static part first, so that pytest's own summary is the last line.
test: env-dev browser static
	@$(BIN)/pytest -n $(WORKERS)

check: env-dev static
	@$(BIN)/pytest -n $(WORKERS) -m "not journey"

static: env-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy tuoyu tests
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint tuoyu
	$(BIN)/python -m django makemigrations --check --dry-run
	@sh tools/typecheck_frontend.sh

browser:
	@sh tools/browser.sh

bench: env-dev
	@$(PYTHON) tools/environment.py bench
	@$(BIN)/python -m benchmarks

# After a change of the dependencies in pyproject.toml.
pins: env
	$(UV) pip compile $(PINS) --upgrade pyproject.toml --extra dev --extra s3 -o requirements/dev.txt
	$(UV) pip compile $(PINS) --upgrade pyproject.toml --extra s3 -c requirements/dev.txt -o requirements/run.txt
	$(UV) pip compile $(PINS) --upgrade pyproject.toml --extra bench -c requirements/dev.txt -o requirements/bench.txt
	echo uv | $(UV) pip compile $(PINS) --upgrade - -o requirements/bootstrap.txt

export DJANGO_SETTINGS_MODULE := tuoyu.settings
