# make setup | demo | test | check | golden | evaluate
# The environment is made once and again whenever pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/made-$(shell cksum pyproject.toml | cut -d' ' -f1)
DEMO := build/demo-record
PAGE := examples/pages/corridor-talks.txt

.PHONY: setup demo test check golden evaluate clean

setup: $(STAMP)

$(STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "communique needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	    "Name another with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing. On Debian or Ubuntu: apt install python3-venv" >&2; \
	    exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
	@touch $@

demo: setup
	@echo; echo '$$ communique read $(PAGE)'
	@$(BIN)/communique read $(PAGE)
	@echo; echo '$$ communique add examples/pages --record $(DEMO)'
	@$(BIN)/communique add examples/pages --record $(DEMO)
	@echo; echo '$$ communique query "SELECT … FROM reports …" --record $(DEMO)'
	@$(BIN)/communique query --record $(DEMO) "SELECT type, array_to_string(sources, ' ') AS source, \
	  array_to_string(targets, ' ') AS target, status, date_from, date_to, count(*) AS reports \
	  FROM reports GROUP BY ALL ORDER BY reports DESC, date_from, type, source, target LIMIT 12"
	@id=$$($(BIN)/communique query --csv --record $(DEMO) \
	  "SELECT id FROM reports ORDER BY probability DESC, id LIMIT 1" | tail -n 1 | cut -c 1-12); \
	  echo; echo "$$ communique explain $$id --record $(DEMO)"; \
	  $(BIN)/communique explain $$id --record $(DEMO)

test: setup
	$(BIN)/pytest

check: setup
	$(BIN)/ruff format --check src tests training
	$(BIN)/ruff check src tests training
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

golden: setup
	$(BIN)/pytest tests/golden --rewrite-golden
	git diff --stat -- tests/golden

evaluate: setup
	$(BIN)/communique evaluate articles tests/gold/dev.jsonl --floors src/communique/evaluate/floors.json

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
