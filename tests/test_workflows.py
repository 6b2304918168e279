"""Does the hosted CI prove what is proven here, with no more rights than it needs?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GROUND = 'python -m pytest -m "not browser" tests/stage tests/drift tests/data tests/test_house.py'


def read(name: str) -> dict[str, Any]:  # Any: YAML
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # no types: "on" stays a word


def lines(job: dict[str, Any]) -> list[str]:  # Any: YAML
    return [step["run"] for step in job["steps"] if "run" in step]


def test_both_follow_the_schema_of_workflows() -> None:
    assert [path.stem for path in WORKFLOWS] == ["ci", "weekly"]
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linux_job_runs_the_very_command_of_ci_here() -> None:
    assert lines(read("ci")["jobs"]["prove"]) == ["bash .ci/run"]
    assert (ROOT / ".ci" / "run").is_file()


def test_windows_macos_and_two_pythons_run_the_tests_of_the_ground_on_plain_pip_lines() -> None:
    elsewhere = read("ci")["jobs"]["elsewhere"]
    found = {(each["os"], each["python"]) for each in elsewhere["strategy"]["matrix"]["include"]}
    assert {("windows-latest", "3.11"), ("macos-latest", "3.11")} < found
    assert {("ubuntu-latest", "3.11"), ("ubuntu-latest", "3.13")} < found
    assert lines(elsewhere) == ['python -m pip install -c constraints.txt -e ".[course,test]"', GROUND]


def test_weekly_takes_the_newest_versions_and_runs_the_notebooks() -> None:
    weekly = read("weekly")
    assert {"schedule", "workflow_dispatch"} == set(weekly["on"])
    run = [line for job in weekly["jobs"].values() for line in lines(job)]
    assert not [line for line in run if "constraints" in line or "-c " in line]
    assert {GROUND, "python -m tools.execute"} < set(run)


@pytest.mark.parametrize("name", ["ci", "weekly"])
def test_rights_are_least_and_nothing_runs_for_ever(name: str) -> None:
    workflow = read(name)
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["concurrency"]["cancel-in-progress"] == "true"
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert int(job["timeout-minutes"]) <= 60
        for step in job["steps"]:
            if "uses" in step:
                owner, _, major = step["uses"].partition("@")
                assert owner.startswith("actions/")
                assert major.startswith("v")
                assert major[1:].isdigit()
