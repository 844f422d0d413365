# Thin wrappers: each line is what you would type yourself.
PYTHON = .venv/bin/python
UV = uv
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-header --no-annotate

.PHONY: run test check e2e soak bench screenshots ci fmt messages lock

run: ## Serve the demo company
	python3 manage.py demo

test: ## The test suite on SQLite, without a browser
	python3 manage.py verify

check: ## Everything CI checks short of running tests
	.ci/run check

e2e: ## Journeys in a real browser
	$(PYTHON) -m pytest -m e2e

soak: ## Kill workers while mail goes out and count what arrives; SOAK="ask --mails 5000 --kills 50" for more
	$(PYTHON) -m tests.chaos.soak $(SOAK)

bench: ## What it costs, beside the least it could cost; needs PostgreSQL. SCALES=0.1,1,10 measures larger companies too
	$(PYTHON) -m bench all --scales $(or $(SCALES),0.1,1)

screenshots: ## The pictures of README.md anew, from the demo company
	BROWSER_REQUIRED=1 $(PYTHON) -m pytest -m e2e tests/e2e/take_screenshots.py

ci: ## Everything CI does
	.ci/run

fmt:
	$(PYTHON) -m ruff format .
	$(PYTHON) -m ruff check --fix .

messages: ## Collect the texts to translate; needs gettext
	$(PYTHON) manage.py makemessages --locale ja --no-location --no-wrap --ignore var --ignore .venv --ignore tests

lock: ## Pin what pyproject.toml asks for; needs uv. UPGRADE=--upgrade takes the newest
	$(LOCK) $(UPGRADE) pyproject.toml --output-file requirements.lock
	$(LOCK) $(UPGRADE) --group dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock
