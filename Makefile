# Needs Python 3.11 or newer, make and the package registries that pip and apt-get are set up for. The first run of a
# target fills .venv; after that nothing is fetched.
PYTHON ?= python3
VENV ?= .venv
TRAINING ?= .venv-train
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet

.PHONY: help demo test test-program test-training lint format docs site check-long constraints assets chromium clean

help:
	@echo 'make demo         build the graph of the sample articles, print its claims, write graph.html'
	@echo 'make test         lint, types, ontology check and all tests'
	@echo 'make test-training  the tests that need PyTorch, with it; part of make test'
	@echo 'make lint         what needs no test run: ruff, mypy, ontology check'
	@echo 'make format       let ruff format the code'
	@echo 'make docs         write the generated pages and pictures of docs/ anew'
	@echo 'make site         build the site of the documentation, strictly, into site/'
	@echo 'make check-long   at full size what make test runs at the smallest; writes docs/long-check.md'
	@echo 'make constraints  resolve all dependencies anew and pin them in constraints.txt'
	@echo 'make assets       bundle the WebGL drawing of the picture anew from js/package-lock.json; needs Node.js 20'
	@echo 'make clean        remove what these targets made'

demo: $(VENV)/.installed
	$(VENV)/bin/kg demo --store kg-demo -o graph.html

test: test-program test-training

# The tests of a file run one after the other, in one process: they share what is costly to make.
test-program: lint chromium
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile

# What needs PyTorch is tested where it is installed, all else where it is not, as users have it.
test-training: $(TRAINING)/.tested
	$(TRAINING)/bin/python -m pytest tests/test_training.py

lint: $(VENV)/.tested
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/kg ontology check

format: $(VENV)/.tested
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

docs: $(VENV)/.tested chromium
	$(PY) docs/generate.py
	$(PY) docs/picture.py

site: $(VENV)/.tested
	NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict --site-dir site

# TEXTS is a .jsonl or .jsonl.gz of articles to measure on (the samples if not given), ONLY the parts to run (all).
check-long: $(VENV)/.tested chromium
	$(PY) benchmarks/long_check.py $(ONLY) $(if $(TEXTS),--texts $(TEXTS))

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("kg needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade -c constraints.txt pip
	touch $@

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/.made
	$(PIP) install -c constraints.txt -e .
	touch $@

$(VENV)/.tested: $(VENV)/.installed
	$(PIP) install -c constraints.txt --group test
	touch $@

$(TRAINING)/.tested: pyproject.toml constraints.txt | $(VENV)/.tested
	$(PYTHON) -m venv $(TRAINING)
	$(TRAINING)/bin/python -m pip --disable-pip-version-check --quiet install -c constraints.txt -e '.[train]' pytest
	touch $@

# The browser of the tests comes from Debian; any Chromium or Chrome on the PATH will do.
chromium:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { \
	  as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo; \
	  $$as_root apt-get update -q && \
	  $$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; }

constraints:
	rm -rf .venv-constraints
	$(PYTHON) -m venv .venv-constraints
	.venv-constraints/bin/python -m pip install --quiet --upgrade pip setuptools
	.venv-constraints/bin/python -m pip install --quiet -e . --group test
	{ echo '# What was tested, every dependency of the package and of its tests; written by make constraints.'; \
	  .venv-constraints/bin/python -m pip freeze --all --exclude-editable; } > constraints.txt
	rm -rf .venv-constraints

# The bundle is committed, so that neither a user nor the wheel needs Node.
assets:
	cd js && npm ci && npm run build

clean:
	rm -rf $(VENV) $(TRAINING) .venv-constraints .mypy_cache .ruff_cache .pytest_cache build dist site kg-demo graph.html
