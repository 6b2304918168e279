"""Would Binder install what the course needs, no more, at our versions, and open it?"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from importlib.metadata import PackagePath, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from mlops_widgets.data.quiet import SWITCHES

ROOT = Path(__file__).parent.parent
BINDER = ROOT / "binder"
UPDATE = runpy.run_path(str(BINDER / "update.py"))
GIGABYTE = 10**9
PROJECT, EXTRAS = UPDATE["PROJECT"], UPDATE["EXTRAS"]

pinned = {
    canonicalize_name(name): version
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)$", (BINDER / "requirements.txt").read_text("utf-8"), re.MULTILINE
    )
}


def needed(package: str, *extras: str) -> list[Requirement]:
    """What a package asks for on Binder's image: the course by pyproject.toml, any other by its metadata."""
    if package == "mlops-widgets":
        lists = (PROJECT["dependencies"], *(PROJECT["optional-dependencies"][extra] for extra in extras))
        return [Requirement(line) for lines in lists for line in lines]
    asked = [Requirement(line) for line in distribution(package).requires or ()]
    worlds = [{**UPDATE["BINDER"], "extra": extra} for extra in ("", *extras)]
    return [each for each in asked if each.marker is None or any(each.marker.evaluate(world) for world in worlds)]


def asked_for() -> dict[str, set[str]]:
    """Each package that the course or a pinned package asks for, with the extras asked of it."""
    asked: dict[str, set[str]] = {}
    waiting = needed("mlops-widgets", *EXTRAS)
    while waiting:
        each = waiting.pop()
        name = canonicalize_name(each.name)
        if name not in asked or not set(each.extras) <= asked[name]:
            asked.setdefault(name, set()).update(each.extras)
            waiting += needed(name, *asked[name])
    return asked


def test_the_file_is_what_the_script_writes() -> None:
    assert (BINDER / "requirements.txt").read_text("utf-8") == UPDATE["written"](), "run: python binder/update.py"


def test_each_version_is_the_one_of_the_constraints() -> None:
    constraints = (ROOT / "constraints.txt").read_text("utf-8")
    for name, version in pinned.items():
        found = re.search(rf"^{re.escape(name)}==(\S+)$", constraints, re.MULTILINE | re.IGNORECASE)
        assert found, f"constraints.txt does not pin {name}"
        assert found[1] == version, name


def test_every_package_asked_for_is_there_and_no_other() -> None:
    assert set(pinned) == set(asked_for())


def test_each_pin_satisfies_all_who_ask_for_it() -> None:
    asking = [("mlops-widgets", EXTRAS), *asked_for().items()]
    for name, extras in asking:
        for each in needed(name, *extras):
            version = pinned[canonicalize_name(each.name)]
            assert each.specifier.contains(version, prereleases=True), f"{name} asks for {each}, pinned is {version}"


def test_no_torch_and_nothing_that_proves_the_course() -> None:
    assert not set(pinned) & {"torch", "mlflow", "keras", "transformers", "playwright", "mypy"}


def test_the_packages_take_less_than_a_gigabyte(record_property: pytest.RecordProperty) -> None:
    """Installed files; the wheels are smaller."""
    size = sum(bytes_of(file) for name in pinned for file in distribution(name).files or ())
    print(f"Binder's packages: {size / 1e6:.0f} MB installed")  # noqa: T201 - the figure is asked for
    record_property("megabytes", round(size / 1e6))
    assert size < GIGABYTE


def bytes_of(file: PackagePath) -> int:
    if file.size is not None:
        return file.size
    place = Path(str(file.locate()))
    return place.stat().st_size if place.is_file() else 0


@pytest.mark.parametrize("name", ["postBuild", "start"])
def test_scripts_may_be_run_and_read_as_bash(name: str) -> None:
    script = BINDER / name
    assert os.access(script, os.X_OK)
    assert b"\r" not in script.read_bytes()
    assert script.read_text("utf-8").startswith("#!/usr/bin/env bash\n")
    subprocess.run(["bash", "-n", script], check=True)


def test_start_hands_over_with_one_thread_and_telemetry_off() -> None:
    wanted = {**SWITCHES, "OMP_NUM_THREADS": "1"}
    asked = f"import os, sys; print({{name: os.environ.get(name) for name in {list(wanted)}}}, sys.argv[1])"
    told = subprocess.run(
        [BINDER / "start", sys.executable, "-c", asked, "two words"],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": os.environ["PATH"]},
    )
    assert told.stdout == f"{wanted} two words\n"


def test_repo2docker_reads_a_clean_copy(tmp_path: Path) -> None:
    """No image is built: the Dockerfile says what would be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    dockerfile = done.stdout + done.stderr
    assert done.returncode == 0, dockerfile
    assert "python=3.11" in dockerfile
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in dockerfile
    assert "RUN ./binder/postBuild" in dockerfile
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in dockerfile
