"""The map shows every chapter and notebook and what is done, leads where it says, reads as a list without style."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from mlops_widgets import course, stage
from mlops_widgets.course import CourseError, catalogue, chapters
from mlops_widgets.course.editions import Lab, labs
from mlops_widgets.course.overview.chart import _missing
from mlops_widgets.course.overview.marker import marker

BEGIN = next(each for each in catalogue() if each.chapter)
FIRST = next(each for each in catalogue() if each.chapter == "drift")


class Reader(HTMLParser):
    """What is left where style and pictures are taken away: words, links, and open tags that were never closed."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.open, self.hidden = [], [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"style", "svg"}
        self.links += [dict(attrs)["href"]] if tag == "a" else []
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        self.hidden -= tag in {"style", "svg"}

    def handle_data(self, data):
        if not self.hidden:
            self.words.append(data)


def read(shown):
    reader = Reader(shown.html)
    assert reader.open == []
    return " ".join(" ".join(reader.words).split())


def test_it_names_every_chapter_in_order_with_its_notebooks_and_what_is_missing():
    said = read(course.map())
    at = [said.index(f"{each.number} {each.title} {each.about}") for each in chapters()]
    assert at == sorted(at)
    assert f"{FIRST.title} {FIRST.minutes} min" in said
    assert (
        "09 Platform Which parts a team really needs, whether to build or buy them, and in which order. not" in said
    )


def test_a_chapter_that_is_begun_says_how_many_of_its_topics_are_missing():
    chapter = next(each for each in chapters() if each.word == FIRST.chapter)
    missing = len(set(chapter.topics) - set(FIRST.topics))
    assert _missing(chapter, [FIRST]) == f"{missing} of {len(chapter.topics)} topics not written yet"


def test_every_link_leads_to_what_a_learner_has(tmp_path):
    course.copy_missing(tmp_path)
    for here in ("index.ipynb", "07_drift/2_other.ipynb"):
        for shown in (course.map(here=here), course.plan("core", here=here), course.plan("14 weeks", here=here)):
            links = Reader(shown.html).links
            assert links
            assert all(((tmp_path / here).parent / link).is_file() for link in links)
    assert "../../07_drift/1_what_drifts.ipynb" in Reader(course.map(here="a/b/c.ipynb").html).links


def test_a_chapter_ends_with_its_labs_and_what_they_give():
    shown = course.map()
    lab = next(each for each in labs() if each.name == "07_drift_detector")
    assert "Lab: a detector that pays for its alarms 1 h 30 min, 12 points" in read(shown)
    assert lab.path in Reader(shown.html).links
    assert str(shown).index(lab.title) < str(shown).index("08 LLMOps")


def test_a_lab_that_does_not_say_its_minutes_is_named(tmp_path):
    (tmp_path / "lab.py").write_text("# %% [markdown]\n# # Lab: no hurry\n", encoding="utf-8")
    with pytest.raises(ValueError, match="07_hurry: its first cell must say"):
        _ = Lab("07_hurry", tmp_path / "lab.py").minutes


def test_the_notebook_it_stands_in_is_no_link_but_is_told_as_the_place_where_one_is():
    shown = course.map(here=FIRST.path)
    assert f'<b aria-current="page">{FIRST.title}</b>' in shown.html
    assert not [link for link in Reader(shown.html).links if link.endswith(FIRST.path.rpartition("/")[2])]


@pytest.mark.parametrize(("share", "words", "ring"), [(0.4, "begun, 40\xa0% done", "begun"), (1, "done", "done")])
def test_what_is_done_is_told_in_words_and_in_the_ring_of_notebook_and_chapter(share, words, ring):
    chapter = [each.path for each in catalogue() if each.chapter == FIRST.chapter]
    shown = course.map(dict.fromkeys(chapter, share))
    assert f"{FIRST.title} {FIRST.minutes} min, {' '.join(words.split())}" in read(shown)
    assert f", {words} · " in str(shown)
    assert shown.html.count(f'class="marker {ring}"') == len(chapter) + 1
    assert course.map().html.count(f'class="marker {ring}"') == 0


def test_what_is_begun_is_offered_first_and_nothing_when_all_is_done():
    assert f'<p class="next"><a href="{BEGIN.path}">Begin with {BEGIN.title}</a>' in course.map().html
    assert f">Go on with {FIRST.title}</a>" in course.map({FIRST.path: 0.1}).html
    finished = course.map({each.path: 1 for each in catalogue()})
    assert '<p class="next">' not in finished.html
    assert ": every one there is." in str(finished)


def test_a_notebook_that_the_course_does_not_know_is_passed_over():
    assert course.map({"08_gone/1_x.ipynb": 1}).html == course.map().html


@pytest.mark.parametrize(
    ("share", "way_out"), [(40, "use 0.4 for 40 %"), (-1, "use 1 for done"), (float("nan"), "use 1 for done")]
)
def test_a_share_that_is_none_is_refused(share, way_out):
    with pytest.raises(CourseError, match=re.escape(f"must lie in [0, 1], got {share}; {way_out}")):
        course.map({FIRST.path: share})
    with pytest.raises(CourseError):
        course.plan("core", {FIRST.path: share})


def test_a_notebook_for_a_larger_machine_says_where_it_runs(monkeypatch):
    from mlops_widgets.course.overview import chart

    monkeypatch.setattr(chart, "catalogue", lambda _: (replace(FIRST, mb=900, level="further"),))
    assert f"{FIRST.title} {FIRST.minutes} min, further · 900 MB, your computer" in read(course.map())


def test_a_notebook_that_the_light_course_lacks_says_so(monkeypatch):
    from mlops_widgets.course.overview import chart

    monkeypatch.setattr(chart, "catalogue", lambda _: (replace(FIRST, needs=("torch",)),))
    assert f"{FIRST.mb} MB, your computer with the whole course" in read(course.map())


def test_a_title_with_signs_is_shown_as_it_is(monkeypatch):
    from mlops_widgets.course.overview import chart

    monkeypatch.setattr(chart, "catalogue", lambda _: (replace(FIRST, title="p < 0.05 & <b>more"),))
    assert "p < 0.05 & <b>more" in read(course.map())


def test_pictures_hold_no_words_and_are_hidden_from_those_who_listen():
    pictures = re.findall(r"<svg.*?</svg>", course.map({FIRST.path: 0.4}).html)
    assert len(pictures) >= len(chapters())
    assert all('aria-hidden="true"' in each and re.sub(r"<[^>]*>", "", each) == "" for each in pictures)


def test_an_arc_grows_with_the_share_and_never_looks_empty_or_full():
    ends = [re.search(r"1 (\S+) (\S+)\"", marker("begun", share, size=16))[0] for share in (0.001, 0.3, 0.6, 0.999)]
    assert len(set(ends)) == 4
    assert "0 1 1" in marker("begun", 0.6, size=16)
    assert "0 0 1" in marker("begun", 0.4, size=16)


def test_its_text_is_what_a_console_shows_and_its_html_what_a_notebook_does():
    bundle = course.map()._repr_mimebundle_()
    assert bundle == {"text/html": course.map().html, "text/plain": str(course.map())}
    assert str(course.map()).startswith("10 chapters, ")


def test_the_gallery_tells_every_simulation_and_every_board_that_is_installed():
    said = read(course.gallery())
    for name, each in (*stage.simulations().items(), *stage.boards().items()):
        assert f"{name} {'simulation' if name in stage.simulations() else 'board'} {each.about}" in said
        assert f"{name}: {each.about}" in str(course.gallery())
    assert "yours to write: detector" in said
