"""The catalogue tells what notebooks say of themselves, quickly, and refuses what cannot be in a sentence."""

import json
import subprocess
import sys
import time
import tomllib
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from mlops_widgets.course import CourseError, catalogue, chapters, originals, topics

ROOT = Path(__file__).parents[2]
BLOCK = {"topics": ["K01"], "minutes": 45, "mb": 250, "level": "core", "needs": ["drift"], "needs_notebooks": []}
OPENING = "# What *drifts*?\n\n**You can** tell `PSI` from [noise](x.html).\nAnd more."


def write(folder, name="07_drift/1_x.ipynb", opening=OPENING, **changed):
    block = {key: value for key, value in (BLOCK | changed).items() if value is not ...}
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [{"cell_type": "markdown", "source": opening}, {"cell_type": "code", "source": "x = 1\n" * 2000}]
    path.write_text(json.dumps({"cells": cells, "metadata": {"mlops": block}}), "utf-8")
    return folder


def test_a_notebook_is_told_by_its_metadata_and_its_first_cell(tmp_path):
    (found,) = catalogue(write(tmp_path))
    assert (found.path, found.chapter) == ("07_drift/1_x.ipynb", "drift")
    assert (found.title, found.promise) == ("What drifts?", "You can tell PSI from noise.")
    assert (found.minutes, found.mb, found.level, found.needs, found.topics) == (
        45,
        250,
        "core",
        ("drift",),
        ("K01",),
    )
    with pytest.raises(FrozenInstanceError):
        found.minutes = 1


def test_every_notebook_of_the_course_is_in_it():
    there = {path.relative_to(originals()).as_posix() for path in originals().rglob("*.ipynb")}
    assert {each.path for each in catalogue()} == {path for path in there if ".ipynb_checkpoints" not in path}


def test_index_comes_first_and_the_second_before_the_tenth(tmp_path):
    for name in ("07_drift/10_x.ipynb", "07_drift/2_x.ipynb", "01_lifecycle/3_x.ipynb", "index.ipynb"):
        write(tmp_path, name)
    paths = [each.path for each in catalogue(tmp_path)]
    assert paths == ["index.ipynb", "01_lifecycle/3_x.ipynb", "07_drift/2_x.ipynb", "07_drift/10_x.ipynb"]
    assert catalogue(tmp_path)[0].chapter == ""


def test_a_learners_own_notebook_and_jupyters_backups_are_left_out(tmp_path):
    write(tmp_path, "07_drift/.ipynb_checkpoints/1_x-checkpoint.ipynb")
    (tmp_path / "mine.ipynb").write_text('{"cells": [], "metadata": {}}', "utf-8")
    assert catalogue(tmp_path) == ()


def test_forty_notebooks_take_a_few_times_as_long_as_reading_their_json(tmp_path):
    for number in range(40):
        copy = write(tmp_path, f"07_drift/{number}_x.ipynb") / f"07_drift/{number}_x.ipynb"
        copy.write_bytes((originals() / "07_drift" / "1_what_drifts.ipynb").read_bytes())
    ratios = []
    for _ in range(7):
        began = time.perf_counter()
        assert len([json.loads(path.read_text("utf-8")) for path in tmp_path.rglob("*.ipynb")]) == 40
        read = time.perf_counter()
        assert len(catalogue(tmp_path)) == 40
        ratios.append((time.perf_counter() - read) / (read - began))
    assert min(ratios) < 12  # measured: 3 to 7; nbformat alone takes about 15


def test_a_comment_for_authors_is_not_the_title(tmp_path):
    (found,) = catalogue(write(tmp_path, opening="<!-- Made by a tool. -->\n# Words\n\nWhat they mean."))
    assert (found.title, found.promise) == ("Words", "What they mean.")


def test_reading_it_loads_no_notebook_library():
    code = (
        "import sys, mlops_widgets.course as course; course.map(); course.plan('core');"
        "print(*{each.partition('.')[0] for each in sys.modules}, *sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(ran.stdout.split()) & {"nbformat", "jupytext", "yaml", "IPython", "pandas"} == set()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"minutes": "45"}, "minutes should be a valid integer, got '45'"),
        ({"minutes": 0}, "minutes should be greater than or equal to 1, got 0"),
        ({"mb": 240}, "mb should be a multiple of 50, got 240"),
        ({"mb": ...}, "mb is missing"),
        ({"level": "hard"}, "level should be 'core' or 'further', got 'hard'"),
        ({"topics": ["K1"]}, "topics.0 should match pattern '^[A-M][0-9]{2}$', got 'K1'"),
        ({"place": "Binder"}, "place is no field, the fields are topics, minutes, mb,"),
    ],
    ids=lambda each: str(each)[:30],
)
def test_a_block_that_cannot_be_is_refused_with_file_field_wish_value_and_way_out(tmp_path, changed, said):
    with pytest.raises(CourseError) as refused:
        catalogue(write(tmp_path, **changed))
    assert str(refused.value).startswith(f"07_drift/1_x.ipynb, metadata mlops: {said}")
    assert str(refused.value).endswith("; mend the header of 07_drift/1_x.py, then make pair.")


@pytest.mark.parametrize("opening", ["No heading.", "# A heading alone", "# A heading\n\nno sentence", ""])
def test_a_notebook_without_title_or_promise_is_refused(tmp_path, opening):
    with pytest.raises(CourseError, match=r"1_x\.ipynb should begin with a heading .* and a sentence under it, got"):
        catalogue(write(tmp_path, opening=opening))


def test_a_folder_that_is_no_chapter_is_refused(tmp_path):
    with pytest.raises(
        CourseError, match=r"should lie in the folder of a chapter \(00_start, .* got 07_shift; move it"
    ):
        catalogue(write(tmp_path, "07_shift/1_x.ipynb"))


@pytest.mark.parametrize(
    ("content", "said"), [("{", "should be a notebook in JSON, but"), ("[]", "should be a notebook with metadata")]
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path, content, said):
    (tmp_path / "index.ipynb").write_text(content, "utf-8")
    with pytest.raises(CourseError, match=f"index.ipynb {said}"):
        catalogue(tmp_path)


def test_chapters_topics_and_letters_fit_together():
    letters = [letter for each in chapters() for letter in each.letters]
    assert sorted(letters) == list("ABCDEFGHIJKLM")
    assert [each.number for each in chapters()] == [f"{number:02}" for number in range(10)]
    assert sorted(topic for each in chapters() for topic in each.topics) == sorted(topics())
    assert len(topics()) == 194
    assert len(set(topics().values())) == 194
    assert max(map(len, topics().values())) <= 60


def test_every_topic_that_a_notebook_names_exists_and_belongs_to_its_chapter():
    own = {each.word: set(each.topics) for each in chapters()} | {"": set()}
    strange = {each.path: set(each.topics) - own[each.chapter] for each in catalogue()}
    assert not any(strange.values()), strange


def test_every_extra_that_a_notebook_needs_exists():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {extra for each in catalogue() for extra in each.needs} <= set(extras)


def test_what_a_notebook_needs_comes_before_it_and_core_needs_core_alone():
    seen = {}
    for each in catalogue():
        assert set(each.needs_notebooks) <= set(seen), each.path
        if each.level == "core":
            assert {seen[before] for before in each.needs_notebooks} <= {"core"}, each.path
        seen[each.path] = each.level


def test_a_task_in_a_comment_is_none_and_one_by_keyword_is(tmp_path):
    write(tmp_path)
    path = tmp_path / "07_drift" / "1_x.ipynb"
    content = json.loads(path.read_text("utf-8"))
    code = "# course.Quiz('old')\ncourse.Predict(key='new', question='?')\ncourse.Inventory( )"
    content["cells"] += [{"cell_type": "code", "source": code}, {"cell_type": "code", "source": "%time course.x"}]
    path.write_text(json.dumps(content), "utf-8")
    (found,) = catalogue(tmp_path)
    assert [tuple(task) for task in found.tasks] == [("Predict", "new"), ("Inventory", "inventory.concepts")]
