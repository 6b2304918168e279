"""Plans name chapters and topics only, cover all of them, and find their notebooks; places follow from needs."""

import runpy
import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from mlops_widgets.course import CourseError, catalogue, chapters, labs, places, plan, plans, runs_on, topics
from mlops_widgets.course.__main__ import main
from mlops_widgets.course.outline import expanded
from mlops_widgets.course.plans import lectures, schedule
from tools.places import PAGE, written

ROOT = Path(__file__).parents[2]
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
FIRST = next(each for each in catalogue() if each.chapter == "drift")

every_plan = pytest.mark.parametrize("name", list(plans()))


def made(path, *taught, **changed):
    return replace(FIRST, path=path, topics=taught, needs_notebooks=(), **changed)


@pytest.mark.parametrize("name", ["14 weeks", "7 weeks", "core"])
def test_a_long_plan_covers_every_topic_and_chapter_exactly_once(name):
    covered = Counter(topic for item in plans()[name].item for topic in item.covers)
    assert covered == Counter(list(topics()))


@every_plan
def test_every_lecture_chapter_and_topic_that_a_plan_names_exists(name):
    for item in plans()[name].item:
        assert set(item.lectures) <= set(lectures())
        assert set(item.chapters) <= {each.word for each in chapters()}
        assert set(item.covers) <= set(topics())


def test_the_long_plans_use_every_lecture_and_have_as_many_items_as_weeks():
    for weeks in (14, 7):
        items = plans()[f"{weeks} weeks"].item
        assert [item.when for item in items] == [f"Week {number}" for number in range(1, weeks + 1)]
        assert {lecture for item in items for lecture in item.lectures} == set(lectures())


@every_plan
def test_the_notebooks_of_a_plan_fit_into_its_hours(name):
    minutes = sum(served.minutes for served in schedule(plans()[name], catalogue()))
    assert minutes <= 60 * (plans()[name].hours or 1000)
    assert plans()["core"].hours <= 14


@every_plan
def test_what_a_notebook_needs_precedes_it_in_every_plan(name):
    order = [each for served in schedule(plans()[name], catalogue()) for each in served.notebooks]
    paths = [each.path for each in order]
    for at, each in enumerate(order):
        needed = set(each.needs_notebooks) if name != "one day" else set(each.needs_notebooks) & set(paths)
        assert needed <= set(paths[:at]), each.path


def test_a_notebook_stands_once_where_most_of_its_topics_are():
    mostly_later, alike = made("a", "K09", "K10", "K11"), made("b", "K09", "K10")
    served = schedule(plans()["14 weeks"], [mostly_later, alike])
    assert [each.path for each in served[11].notebooks] == ["b"]
    assert [each.path for each in served[12].notebooks] == ["a"]


def test_what_no_notebook_teaches_is_told_as_not_written():
    served = schedule(plans()["7 weeks"], [made("a", *expanded("J01-J09"))])
    assert served[5].unwritten == expanded("K01-K16")
    assert served[0].unwritten == expanded("A01-B24")


def test_a_notebook_without_topics_is_found_by_its_chapter():
    served = schedule(plans()["14 weeks"], [made("a", chapter="start")])
    assert [each.path for each in served[0].notebooks] == ["a"]


def test_the_core_leaves_further_notebooks_out_and_counts_their_topics_as_missing():
    served = schedule(plans()["core"], [made("a", "K01", level="further"), made("b", "K02")])
    assert [each.path for each in served[7].notebooks] == ["b"]
    assert "K01" in served[7].unwritten
    assert "K02" not in served[7].unwritten


def test_a_plan_is_a_table_with_heads_and_says_what_is_not_written():
    shown = plan("14 weeks")
    assert shown.html.count('<th scope="row">Week ') == 14
    assert shown.html.count('<th scope="col">') == 4
    assert f'href="{FIRST.path}"' in shown.html
    assert "not written yet" in shown.html
    assert shown.html.count("<li><small>K") == 16


def test_every_lab_needs_notebooks_that_there_are_and_stands_in_a_long_plan_once():
    titles = {each.title for each in catalogue()}
    for lab in labs():
        assert lab.needs
        assert set(lab.needs) <= titles
    for name in ("14 weeks", "7 weeks", "core"):
        given = [lab for served in schedule(plans()[name], catalogue(), labs()) for lab in served.labs]
        assert sorted(lab.name for lab in given) == [lab.name for lab in labs()]


def test_a_lab_stands_where_the_last_notebook_is_that_it_needs_and_not_where_one_is_left_out():
    weeks = schedule(plans()["14 weeks"], catalogue(), labs())
    assert [lab.name for lab in weeks[10].labs] == ["06_bandit", "06_canary_policy"]
    assert [lab.name for lab in weeks[11].labs] == ["07_drift_detector", "07_reliable_detection"]
    assert [lab.name for lab in weeks[12].labs] == ["07_response_runbook"]
    assert all(not served.labs for served in schedule(plans()["one day"], catalogue(), labs()))


def test_a_plan_names_its_labs_with_what_they_give():
    shown = plan("7 weeks")
    assert 'href="labs/06_bandit.ipynb"' in shown.html
    assert "         - Lab: a bandit that earns its keep, 1 h, 12 points" in shown.text
    assert f"Beside them {len(labs())} labs, " in shown.text


def test_a_plan_that_nobody_made_is_refused_with_those_there_are():
    with pytest.raises(CourseError, match="no plan is called '8 weeks'; choose core, 14 weeks, 7 weeks or one day"):
        plan("8 weeks")


def test_the_command_prints_a_plan(capsys):
    assert main(["plan", "7 weeks"]) == 0
    said = capsys.readouterr().out
    assert "Week 6   Monitoring and drift (lecture 004)\n         - What drifts?, 45 min" in said
    assert "001  The life of a machine learning project" in said


def test_binder_offers_what_binder_installs():
    installed = runpy.run_path(str(ROOT / "binder" / "update.py"))["EXTRAS"]
    offers = {each.name: each.offers for each in places()}
    assert offers["Binder"] == list(installed)
    assert all(set(each) <= set(EXTRAS) for each in offers.values() if each is not None)


def test_where_it_runs_follows_from_extras_and_memory():
    assert runs_on(FIRST) == ("Binder", "your computer")
    assert runs_on(replace(FIRST, needs=("torch",))) == ("your computer",)
    assert runs_on(replace(FIRST, mb=850)) == ("Binder", "your computer")
    assert runs_on(replace(FIRST, mb=900)) == ("your computer",)
    assert runs_on(replace(FIRST, mb=9000)) == ()


def test_the_readme_tells_what_fits_on_binder():
    binder = next(each for each in places() if each.name == "Binder")
    said = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"at most {binder.memory_mb - binder.server_mb} MB" in said
    assert all(f"`{extra}`" in said for extra in binder.offers)


def test_nobody_is_sent_to_a_place_that_is_not_set_up():
    full = next(each for each in places() if each.name == "Binder, full")
    assert full.holds(replace(FIRST, needs=("drift", "scale")))
    assert not full.ready
    assert runs_on(replace(FIRST, needs=("drift", "scale"))) == ("your computer",)


def test_every_notebook_runs_somewhere():
    assert [each.path for each in catalogue() if not runs_on(each)] == []


def test_the_page_on_where_it_runs_follows_from_what_notebooks_need():
    assert PAGE.read_text("utf-8") == written(), "run: python -m tools.places"
    assert sum("| yes | yes |" in line for line in written().splitlines()) > 10
