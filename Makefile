# Two commands do everything: `make serve` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
RUN    := $(VENV)/bin

.PHONY: serve test check format catalogues editor clean

serve: editor $(VENV)/.installed  ## install, build the graph from the bundled data, serve it
	$(RUN)/wsisgraph build
	$(RUN)/wsisgraph serve

editor:  ## take the query editor from npm, if that is installed; else the plain form stays
	@$(PYTHON) web/editor/bundle.py || true

test: $(VENV)/.installed-test  ## install what the tests need, and run them
	$(RUN)/python -m pytest $(TESTS)

check: $(VENV)/.installed-test  ## lint, types, the import contract, and the content's own checks
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/wsisgraph check

format: $(VENV)/.installed-test  ## bring the Python code into its one form
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .

catalogues: $(VENV)/.installed  ## take new words of the pages into the catalogues of the six languages
	$(RUN)/wsisgraph site catalogues

clean:
	rm -rf $(VENV) data dist

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/bin/python pyproject.toml
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed
