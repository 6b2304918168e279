"""The house keeps its own rules: imports point one way, names tell the truth, documents say what is there."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import mlops_widgets
from mlops_widgets import stage

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mlops_widgets"
SUBJECTS = {"lifecycle", "tracking", "errors", "automl", "pipelines", "rollout", "drift", "llmops", "platform"}
# Folder → the folders of the package that it may import besides itself.
MAY_IMPORT = {
    "stage": set(),
    "data": {"stage"},
    "course": {"stage", "data"} | SUBJECTS,
    "grading": {"stage", "data", "course"} | SUBJECTS,
    "lab": {"stage", "course"},
} | {subject: {"stage", "data"} for subject in SUBJECTS}
WIDGETS = {"ipywidgets", "anywidget"}
HEAVY = {"ipywidgets", "anywidget", "plotly", "pandas", "matplotlib", "torch", "river", "scipy", "sklearn"} | {
    "joblib",
    "tqdm",
    "distributed",
    "fastapi",
    "prometheus_client",
    "uvicorn",
    "httpx",
    "hyperopt",
    "mlflow",
    "onnx",
    "onnxruntime",
    "openai",
    "optuna",
    "pandera",
    "peft",
    "skl2onnx",
    "tokenizers",
    "transformers",
    "wandb",
}

# A project that a notebook commits elsewhere follows its own rules.
ELSEWHERE = {"notebooks", "project"}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if not ELSEWHERE & set(path.parts))


def _name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


WITH_EXAMPLES = [_name(path) for path in FILES if path.name != "__main__.py" and ">>> " in path.read_text("utf-8")]


@cache
def _tree(path):
    return ast.parse(path.read_text("utf-8"))


def _wrong(found, paths=FILES):
    """Where a rule is broken: each file, as one writes it, with what was found there."""
    told = {str(path.relative_to(ROOT)): found(path) for path in paths}
    return {path: what for path, what in told.items() if what}


@cache
def _imports(path):
    """Every module that a file imports, wherever in it, by its full name."""
    return list(_imported(path))


def _imported(path):
    package = (_name(path) if path.name == "__init__.py" else _name(path).rpartition(".")[0]).split(".")
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _home(module):
    parts = module.split(".")
    return parts[1] if parts[0] == "mlops_widgets" and len(parts) > 1 else ""


# Imports


def test_imports_point_one_way():
    def against(path):  # the package's own __init__ is checked below
        home = _home(_name(path))
        allowed = {"", home, "__version__"} | MAY_IMPORT.get(home, set())
        return home and [name for name in _imports(path) if _home(name) not in allowed]

    assert _wrong(against) == {}, "a folder may import what MAY_IMPORT says: hand over a value or a function instead"


def test_the_package_itself_imports_nothing():
    assert list(_imports(PACKAGE / "__init__.py")) == []


def test_every_folder_has_its_arrows():
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders <= set(MAY_IMPORT)


def test_only_views_know_widgets():
    drivers = {PACKAGE / "stage" / "driver.py", PACKAGE / "stage" / "corners.py"}

    def known(path):
        is_view = path.name == "view.py" or path in drivers
        return {name.partition(".")[0] for name in _imports(path)} & ({"plotly"} if is_view else {"plotly"} | WIDGETS)

    assert _wrong(known) == {}


def test_what_this_reads_as_an_import_is_one(tmp_path):
    read = set(_imports(PACKAGE / "drift" / "stream" / "simulate.py"))
    assert {"mlops_widgets.stage", "mlops_widgets.drift.detectors", "mlops_widgets.drift.stream.scoring"} <= read
    assert "mlops_widgets.stage.scene" in set(_imports(PACKAGE / "stage" / "__init__.py"))
    assert "river.drift" in set(_imports(PACKAGE / "drift" / "detectors" / "adwin.py"))


@pytest.mark.parametrize(
    "name",
    ["mlops_widgets.stage", "mlops_widgets.drift", "mlops_widgets.drift.stream", "mlops_widgets.rollout",
     "mlops_widgets.drift.points", "mlops_widgets.data.flights",
     "mlops_widgets.data.flights.service", "mlops_widgets.course", "mlops_widgets.tracking"],
)  # fmt: skip
def test_importing_it_loads_nothing_heavy(name):
    code = f"import sys, {name}; print(*{{each.partition('.')[0] for each in sys.modules}})"
    ran = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) & HEAVY == set()


# Names


def test_all_tells_the_truth():
    def untrue(path):
        module = importlib.import_module(_name(path))
        listed = module.__all__
        nodes = [node for node in _tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        public = {node.name for node in nodes if not node.name.startswith("_")}
        twice = {each for each in listed if listed.count(each) > 1}
        return twice | (public - set(listed)) | {each for each in listed if not hasattr(module, each)}

    found = _wrong(untrue, [path for path in FILES if path.name != "__main__.py"])
    assert found == {}, "a public name is listed, once, and there; a helper begins with _"


def test_a_file_begins_with_the_question_it_answers():
    def first(path):
        words = (ast.get_docstring(_tree(path)) or "").partition("\n\n")[0]
        return None if re.fullmatch(r"[A-Z].*[.?]", words, re.DOTALL) else words or "nothing"

    assert _wrong(first) == {}


def test_a_file_can_be_read_at_one_sitting():
    def more(path):
        lines = len(path.read_text("utf-8").splitlines())
        return lines > 250 and lines

    sources = [each for each in sorted(PACKAGE.rglob("*")) if each.suffix in {".py", ".js", ".ts", ".css"}]
    assert _wrong(more, [each for each in sources if "notebooks" not in each.parts]) == {}


def test_every_folder_says_what_lives_there():
    for folder in {path.parent for path in FILES}:
        beginning = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
        assert beginning or (folder / "README.md").exists(), folder.relative_to(ROOT)


# Documents


def test_the_version_is_that_of_the_newest_change():
    headings = re.findall(r"^## v?(\d+\.\d+\.\d+\S*)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == mlops_widgets.__version__


def test_the_gallery_in_the_readme_is_that_of_the_registry():
    from tools import gallery

    shown = re.search(r"<!-- gallery -->\n(.*?)<!-- /gallery -->", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert shown[1].strip() == gallery.block().strip(), "run python -m tools.gallery"
    assert all(f"`{name}`" in shown[1] for name in (*stage.simulations(), *stage.boards()))


def _tracked():
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_knows_somebodys_machine():
    # Put together here, so that this file does not find itself; jovyan is everybody's name on Binder.
    roots = [
        "/home" + r"/(?!jovyan\b)\w",
        "/Users" + r"/\w",
        "/root" + "/",
        "/work" + "/(?:main|shared)",
        r"[A-Z]:\\Users",
    ]
    home = re.compile(f"(?<![\\w.])(?:{'|'.join(roots)})".encode())
    knowing = [
        str(path.relative_to(ROOT))
        for path in _tracked()
        if path.suffix not in {".npz", ".png", ".gif"} and home.search(path.read_bytes())
    ]
    assert knowing == []


# Examples


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_give_what_they_say(name):
    module = importlib.import_module(name)
    results = doctest.testmod(module)
    assert results.failed == 0, f"{results.failed} of {results.attempted} examples of {name}: see the output above"


def test_examples_are_found():
    found = sum(
        len(test.examples)
        for test in doctest.DocTestFinder().find(importlib.import_module("mlops_widgets.stage.scenario"))
    )
    assert found >= 4


def test_the_repository_has_one_address():
    address = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"]
    slug = address.removeprefix("https://github.com/")
    readme = (ROOT / "README.md").read_text("utf-8")
    found = set(re.findall(r"(?:github\.com|mybinder\.org/v2/gh)/([\w.-]+/[\w.-]+)", readme))
    assert found == {slug}
