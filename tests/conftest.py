"""What do all tests share? Random cases that are the same everywhere, and a learner's files of their own."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "same everywhere",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("same everywhere")


@pytest.fixture(autouse=True)
def learner(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which this test's learner keeps progress and boards; the user's own are never touched."""
    folder = tmp_path_factory.mktemp("learner")
    monkeypatch.setenv("MLOPS_PROGRESS", str(folder / "progress.jsonl"))
    monkeypatch.setenv("MLOPS_BOARDS", str(folder / "boards"))
    return folder
