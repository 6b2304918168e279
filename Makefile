# What people do here: open the course, prove it, settle the notebooks.
# `make lab` needs no torch, `make lab EXTRAS=course` and `make test` do. Windows has no make: see README.md.

EXTRAS ?= light
PYTHON ?= python3
BIN := .venv/bin
COMMA := ,

# No question about news; in a container, where one is root, Jupyter wants to be told that this is meant.
NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}
ROOT := $(shell [ "$$(id -u)" = 0 ] && echo --allow-root)

# What is imported is compiled once and kept, also where somebody's environment says that it is not.
unexport PYTHONDONTWRITEBYTECODE

# torch alone and first: what comes after takes the build that is there. On Linux, with
# PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu before make, it is the one for processors alone.
# Compiled is only what is imported, once: to compile all that is installed takes longer than to install it.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt
TORCH := $(PIP) torch
# Who waits for the course sees what comes, and how far it is.
TOLD := $(filter-out --quiet,$(PIP))

# An install copies these to where Jupyter looks, an editable one too: changed, it is made again.
COPIED := hatch_build.py jupyter-config/mlops_widgets.json $(shell find mlops_widgets/lab/extension mlops_widgets/stage/player)

.PHONY: lab author test python player prove wheel pair format clean

lab: .venv/lab-$(EXTRAS)
	$(BIN)/python -m mlops_widgets.course open work
	mkdir -p .venv/share/jupyter/lab/settings
	echo '$(NEWS)' > .venv/share/jupyter/lab/settings/overrides.json
	cd work && ../$(BIN)/jupyter lab $(ROOT) --LabApp.default_url=/lab/tree/index.ipynb

# The notebooks themselves, for those who write them; what is saved there is settled by `make pair`.
author: .venv/test
	cd notebooks && ../$(BIN)/jupyter lab $(ROOT) --LabApp.default_url=/lab/tree/index.ipynb

# Two runs of pytest: the notebooks' kernels wait for no browser, and no other event loop runs after playwright's.
test:
	$(MAKE) -j2 python player
	$(BIN)/python -m pytest -m "not browser and not slow" -n 2 --dist loadfile --no-loadscope-reorder --ignore tests/browser
	$(BIN)/python -m pytest -m "browser and not slow" -n 2 --dist worksteal tests/browser

# What can be said without running a notebook: the installed course's own text, and the player's.
python: .venv/test
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy

player: node_modules
	npm run --silent types && npm run --silent test

prove: test wheel
	$(BIN)/python -m pytest -m "not browser and slow" -n 2 --dist loadfile --ignore tests/browser
	$(BIN)/python -m pytest -m "browser and slow" -n 2 --dist worksteal tests/browser
	$(BIN)/python -m benchmarks.imports
	$(BIN)/python -m benchmarks.study
	$(BIN)/python -m benchmarks.detectors
	$(BIN)/python -m benchmarks.widgets
	$(BIN)/python -m benchmarks.md3
	$(BIN)/python -m benchmarks.statistics
	$(BIN)/python -m benchmarks.mmd
	$(BIN)/python -m benchmarks.false_alarms
	$(BIN)/python -m benchmarks.disagreement
	$(BIN)/python -m benchmarks.peeking
	$(BIN)/python -m benchmarks.rollout
	$(BIN)/python -m benchmarks.run_table
	$(BIN)/python -m benchmarks.tagging
	$(BIN)/python -m benchmarks.serving
	$(BIN)/jupyter nbconvert --to notebook --execute --ExecutePreprocessor.store_widget_state=False --output-dir build/nbconvert notebooks/*.ipynb notebooks/*/*.ipynb

# The wheel in an environment of its own, with no node and no other tool on the path.
wheel: .venv/test
	rm -rf build/wheel
	$(BIN)/python -m build --wheel --outdir build/wheel . >build/wheel.log
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet -c constraints.txt "$$(ls build/wheel/*.whl)[light]"
	cd build/wheel && env -i HOME=$$PWD PATH=$$PWD/venv/bin venv/bin/python -m mlops_widgets.course open work
	cd build/wheel && env -i HOME=$$PWD PATH=$$PWD/venv/bin venv/bin/jupyter server extension list 2>&1 | grep -A2 "mlops_widgets.lab.*enabled"
	cd build/wheel && env -i HOME=$$PWD PATH=$$PWD/venv/bin venv/bin/jupyter labextension list 2>&1 | grep "mlops-widgets.*OK"
	cd build/wheel/work && env -i HOME=$$PWD PATH=$$PWD/../venv/bin ../venv/bin/jupyter nbconvert --to notebook --execute --stdout index.ipynb >/dev/null

pair: .venv/lab-$(EXTRAS)
	$(BIN)/python -m tools.pair

format: .venv/test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf .venv node_modules build dist

.venv/lab-$(EXTRAS): .venv/pip pyproject.toml $(COPIED)
	@echo "Installing the course into .venv, once: two to five minutes, under 1 GB (with EXTRAS=course three to ten, some 2.5 GB)."
	$(if $(filter course torch,$(subst $(COMMA), ,$(EXTRAS))),$(TOLD) torch)
	$(TOLD) -e ".[lab,$(EXTRAS)]"
	touch $@

.venv/test: .venv/pip pyproject.toml $(COPIED)
	$(TORCH)
	$(PIP) -e ".[course,test]"
	$(BIN)/python -m pip check
	touch $@

# The pip that comes with a Python may be years old: a new one installs several times as fast.
.venv/pip: constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) pip
	touch $@

node_modules: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	touch $@
