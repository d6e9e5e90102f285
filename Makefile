# The few commands of this repository. `make help` lists them.
# The first interpreter that runs and is new enough; being on the PATH is not enough (version managers leave stubs).
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# Compilers for the tests and the evals, pinned; what the machine itself has is behind them.
TOOLCHAINS := $(CURDIR)/build/toolchains
test evals-check evals-check-fast: export PATH := $(TOOLCHAINS)/bin:$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test lint types package bench evals-check evals-check-fast lock docs clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(READY): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (make PYTHON=/path/to/python3 ...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

run: $(READY)  ## let the agent fix a real bug in an example repository, then run the example's own tests
	$(BIN)/python examples/run_example.py

test: $(READY) toolchains  ## run the whole test suite; what the machine lacks is skipped by name
	$(BIN)/smallcode models pull --quiet qwen2.5-coder-0.5b || echo "weights are missing: real-model tests will be skipped"
	$(BIN)/python -m pytest -n 2 -q -m "not packaging"

lint: $(READY)  ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)  ## check types, strictly
	$(BIN)/python tests/link_types.py
	MYPYPATH=build/types $(BIN)/mypy -p smallcode

package: $(READY)  ## build the wheel and try it in a fresh environment
	$(BIN)/python -m pytest -q -m packaging tests/packaging

bench: $(READY)  ## print the table of speed and size
	$(BIN)/python -m smallcode.evals.bench

evals-check: $(READY) toolchains  ## prove that the hidden checks of the evals pass what is right and fail what is wrong
	$(BIN)/python -m evals check --quiet

evals-check-fast: $(READY) toolchains  ## the same for the tasks that need no slow compiler; fails if it takes ten minutes
	$(BIN)/python -m evals check --fast --quiet --within 600

toolchains: $(READY)  ## install the compilers that tests and evals use, as far as the network allows
	@$(BIN)/python tests/toolchains/install.py

lock: $(READY)  ## renew requirements.lock from pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --extra dev --no-header --python-version 3.11 -o requirements.lock pyproject.toml

docs: $(READY)  ## renew the generated pages under docs/
	$(BIN)/python -m smallcode.cli.docs

clean:  ## remove the environment and what was built
	rm -rf $(VENV) build dist *.egg-info
