.DEFAULT_GOAL := help
.PHONY: help demo test check bench clean
PYTHON ?= python3

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo:  ## Set everything up and start the site with demonstration data (PORT=8000)
	@$(PYTHON) scripts/demo.py

test:  ## Set up and run the tests (DATABASE_URL and REDIS_URL choose other services)
	@$(PYTHON) scripts/test.py

check:  ## Lint, types, templates, migrations, import directions
	@$(PYTHON) scripts/check.py

bench:  ## Measure speed against bare Django views, on this machine
	@$(PYTHON) scripts/measure.py

clean:  ## Remove everything that these commands made: environment, assets, demonstration data
	rm -rf .venv node_modules static/dist var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
