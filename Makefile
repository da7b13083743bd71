# Everything starts from Rust, Python 3.11 or newer, and make; the rest is set up in .venv, once.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help demo bench bench-peers bench-publish instructions instructions-accept test test-rust test-python test-kit lint seam check wheel clean

PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
BIN := .venv/bin
RUST_SOURCES := $(shell find engine_core python/native -name '*.rs' -not -path '*/target/*') \
    Cargo.toml Cargo.lock engine_core/Cargo.toml python/native/Cargo.toml

help:
	@echo "make demo    build the package and decide 1,000 real applicants"
	@echo "make test    all Rust and Python tests"
	@echo "make bench   all times: the core, the Python API, and Placet beside its peers, into target/bench/results"
	@echo "make instructions   the instructions of one decision, held against the committed counts"
	@echo "make lint    formatters, linters, type checkers"
	@echo "make check   all that a change must pass, as in CI"
	@echo "make wheel   a wheel and a source distribution in dist/, each installed once to try it"

# ---- set-up: each step leaves a stamp, so that it runs again only when its inputs change ----

.venv/created:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python"; exit 1; }
	@echo "Making a virtual environment in .venv ($(PYTHON))"
	@"$(PYTHON)" -m venv --clear .venv || { echo "Python's venv module is missing; on Debian: apt install python3-venv"; exit 1; }
	@touch $@

.venv/tools: .venv/created pyproject.toml
	@echo "Installing the tools that pyproject.toml names into .venv"
	@$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@

.venv/built: .venv/tools $(RUST_SOURCES)
	@echo "Building the engine (Rust, optimised) and installing the package into .venv"
	@VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/maturin develop --quiet --release --locked --extras cli >.venv/build.log 2>&1 \
	    || { cat .venv/build.log; exit 1; }
	@touch $@

# ---- what people run ----

demo: .venv/built
	@$(BIN)/python examples/german_credit.py

test: test-rust test-python test-kit

test-rust:
	@echo "Testing the engine"
	@cargo test --workspace --quiet --locked

test-python: .venv/built
	@echo "Testing the Python package"
	@$(BIN)/python -m pytest

# The kit's cases lie beside the repository on some machines; elsewhere this does nothing.
KIT ?= ../shared/conformance

test-kit: .venv/built
	@if [ -f "$(KIT)/feel/cases.jsonl" ]; then \
	    echo "Running the cases of the DMN kit"; \
	    $(BIN)/python tests/conformance/run.py "$(KIT)/feel/cases.jsonl" --known tests/conformance/known_failures.txt; \
	fi
	@if [ -f "$(KIT)/dmn-tck/cases.jsonl" ]; then \
	    echo "Running the models of the DMN kit"; \
	    $(BIN)/python tests/conformance/run.py "$(KIT)/dmn-tck/cases.jsonl" --models "$(KIT)/dmn-tck"; \
	fi

# ---- speed: benches/README.md ----

target/bench/reference.placet: .venv/built $(shell find rules/reference -type f)
	@mkdir -p target/bench && $(BIN)/placet pack rules/reference --replace -o $@ >/dev/null

target/bench/facts.jsonl: benches/reference/make_facts.py
	@mkdir -p target/bench && $(PYTHON) $< 16384 >$@

# The peers have an environment of their own; one that cannot be installed is left out, and the report says so.
.venv/bench/ready: .venv/created benches/peers/requirements.txt pyproject.toml
	@echo "Installing the peers into .venv/bench"
	@test -x .venv/bench/bin/python || $(BIN)/python -m venv .venv/bench
	@.venv/bench/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	@.venv/bench/bin/python -m pip install --quiet --group bench
	@for peer in $$(cat benches/peers/requirements.txt); do \
	    .venv/bench/bin/python -m pip install --quiet --only-binary :all: "$$peer" || echo "$$peer cannot be installed"; \
	done
	@echo "$(CURDIR)/python" >"$$(.venv/bench/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/placet.pth"
	@touch $@

# PLACET_REFERENCE=FOLDER takes the floor from FOLDER/peers in place of benches/peers.
BENCHES := $(filter-out instructions,$(patsubst benches/%.rs,%,$(wildcard benches/*.rs)))

bench: target/bench/reference.placet target/bench/facts.jsonl .venv/bench/ready
	@echo "Timing the core"
	@set -o pipefail; cargo bench --package engine_core $(BENCHES:%=--bench %) --locked | tee target/bench/core.txt
	@$(BIN)/python benches/dmn.py
	@echo "Timing the Python API"
	@.venv/bench/bin/python -m pytest benches/test_api.py --quiet -p no:cacheprovider --benchmark-columns=median,min,max,rounds \
	    --benchmark-max-time=0.5 --benchmark-json=target/bench/api.json
	@$(MAKE) --no-print-directory bench-peers ALSO=--also
	@echo "Timing what grows"
	@.venv/bench/bin/python benches/growth.py --out target/bench/results
	@.venv/bench/bin/python benches/report.py target/bench/results >/dev/null

bench-peers: .venv/built .venv/bench/ready
	@echo "Timing Placet beside its peers"
	@.venv/bench/bin/python benches/run.py $(ALSO) --out target/bench/results

# After `make bench` on a quiet machine: its results are those that the repository shows. A run that lacks a part
# (`make bench-peers` alone) is refused.
bench-publish: .venv/bench/ready
	@.venv/bench/bin/python benches/report.py target/bench/results --whole
	@mkdir -p benches/results && cp target/bench/results/results.json target/bench/results/growth.* benches/results/
	@.venv/bench/bin/python benches/report.py benches/results --front >/dev/null
	@echo "wrote benches/results and the table of README.md"

instructions: target/bench/reference.placet
	@echo "Counting instructions"
	@$(BIN)/python benches/instructions.py

instructions-accept: target/bench/reference.placet
	@$(BIN)/python benches/instructions.py --accept "$(REASON)"

lint: seam .venv/built
	@echo "Linting"
	@cargo fmt --all --check
	@cargo clippy --workspace --all-targets --quiet --locked -- -D warnings
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/mypy
	@$(BIN)/python -m mypy.stubtest placet._native

# The engine is a good Rust crate by itself: no Python in its tree, not even behind a feature.
seam:
	@! cargo tree --package engine_core --edges normal --all-features --locked --format '{lib}' | grep -Ei 'pyo3|python|numpy' \
	    || { echo "engine_core depends on Python"; exit 1; }

check:
	@.ci/run

# Each is installed into an empty environment, outside the repository, and decides there: what is forgotten in it shows at once.
wheel: .venv/tools
	@rm -rf dist
	@$(BIN)/maturin build --quiet --release --locked --sdist --out dist
	@for package in dist/*.whl dist/*.tar.gz; do \
	    echo "Trying $$package"; \
	    rm -rf .venv/tried && $(BIN)/python -m venv .venv/tried && .venv/tried/bin/pip install --quiet "$$package[cli]" || exit 1; \
	    (cd .venv/tried && bin/placet init first && bin/placet check first && bin/placet test first) >/dev/null || exit 1; \
	done
	@rm -rf .venv/tried
	@ls -l dist

clean:
	@rm -rf .venv dist
	@cargo clean
