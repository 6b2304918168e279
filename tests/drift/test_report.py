"""A report can be read, in a line, in a table and in a page of either theme."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from mlops_widgets.drift import Baseline

RNG = np.random.default_rng(0)
REPORT = Baseline.fit({f"<feature {i}>": RNG.normal(size=500) for i in range(100)}).compare(
    {f"<feature {i}>": RNG.normal(i == 7, 1, size=300) for i in range(100)}
)


class _Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.open, self.rows = [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.rows += tag == "tr"

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_line_says_which_features_drifted_and_how_that_was_judged():
    assert repr(REPORT) == (
        "1 of 100 features drifted: <feature 7> (300 rows against 500; alpha 0.05, correction holm)"
    )


def test_a_report_is_found_by_name_and_as_a_frame():
    frame = REPORT.frame()
    assert frame.shape == (100, 12)
    assert frame.index[frame["drifted"]].tolist() == ["<feature 7>"]
    assert frame.loc["<feature 7>", "psi"] == REPORT["<feature 7>"].psi > 0.5
    with pytest.raises(KeyError, match="nothing: the report has <feature 0>, "):
        REPORT["nothing"]


def test_a_report_cannot_be_changed():
    with pytest.raises(AttributeError):
        REPORT.alpha = 0.9


def test_its_page_is_whole_small_and_names_the_drifted_first():
    html = REPORT._repr_html_()
    page = _Page(html)
    assert page.open == []
    assert page.rows == 101
    assert len(html.encode()) < 50_000
    assert html.index("&lt;feature 7&gt;", html.index("<tbody>")) < html.index(
        "&lt;feature 0&gt;", html.index("<tbody>")
    )
    assert html.count("▲ drifted") == 1


def test_its_page_takes_every_colour_from_the_theme():
    html = REPORT._repr_html_()
    without_fallbacks = re.sub(r"var\(--jp-[\w-]+,#\w+\)", "", html)
    assert "#" not in re.sub(r"&#?\w+;", "", without_fallbacks)
    assert "<script" not in html
    assert "<style" not in html


def test_what_cannot_be_told_is_a_dash():
    html = Baseline.fit({"x": [1.0, 2.0, 3.0]}).compare({"x": [None, None]})._repr_html_()
    assert "nan" not in html
    assert html.count("<td>–</td>") >= 3
