"""Are numbers, terms, links and pictures that break the authors' rules caught, and good ones passed?"""

import pytest

from tools.lint.figures import figures
from tools.lint.links import links
from tools.lint.numbers import numbers
from tools.lint.terms import terms


def told(rule, notebook):
    return [each.sentence for each in rule(notebook)]


def printed(text):
    return {"output_type": "stream", "text": text}


def shown(**data):
    return {"output_type": "display_data", "data": {key.replace("_", "/", 1): value for key, value in data.items()}}


@pytest.mark.parametrize(
    "text",
    [
        "The limit is 0.25 and 12 values.", "A quarter, 25 %, and 25%.", "It printed 3.14 and 0.6 %.", "5 minutes.",
        "Siddiqi 2006, and Bifet and Gavaldà (2007).", "$x = 77$ and `77`", "1. first\n2. second", "See chapter 9.",
        "In 2013 it was 1,234.", "**Read on:** Page, Biometrika 41, 1954", "K03 and F1.", "one and twenty",
    ],
)  # fmt: skip
def test_a_number_that_a_cell_has_or_shows_may_stand_in_prose(made, text):
    run = ["x = 0.25\nn = 12\nday = '2013-01-01'", printed("pi 3.14159\nshare 0.0058\n1234 rows")]
    assert told(numbers, made(text, run)) == []


@pytest.mark.parametrize(("text", "number"), [("It was 92.5 %.", "92.5 %"), ("All 88.", "88"), ("Of 2014.", "2014")])
def test_a_number_that_no_cell_proves_is_found(made, text, number):
    run = ["x = 0.25", printed("0.0058 and 7.4")]
    assert f"no cell has or shows the number {number}:" in told(numbers, made(text, run))[0]
    assert told(numbers, made(text, run, was_run=False)) == []


def test_one_digit_alone_is_not_proven_by_rounding(made):
    assert told(numbers, made("All 1 of it.", ["x", printed("0.7")])) != []


LINKED = "The [detector](../glossary.ipynb#Detector) and `PSI`, then the detector."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LINKED, None),
        ("# A detector\n\nNothing.", None),
        ("[What drifts, and a window?](x.ipynb)", None),
        ("**Read on:** *A survey on drift*", None),
        ("**[Drift](../glossary.ipynb#Drift)** is this. **[PSI](../glossary.ipynb#PSI)** (so).", None),
        ("**A short one cries wolf**: look. Values **doubled**. **Core (eight lines).**", None),
        ("A detector.", "write [detector](../glossary.ipynb#Detector)"),
        ("A false\nalarm.", "write [false alarm](../glossary.ipynb#False-alarm)"),
        (LINKED.replace("#Detector", "#Drift"), '"detector" leads to ../glossary.ipynb#Drift; it belongs to'),
        (LINKED + " A [detector](../glossary.ipynb#Detector).", '"detector" was linked before'),
        ("[the change](../glossary.ipynb#Drift)", '"the change" leads to the glossary but is no term of it'),
        ("**Quux** is a thing.", '"Quux" is explained here but is not in the glossary'),
        ("the **wise quux** (so called)", '"wise quux" is explained here'),
    ],
)
def test_terms_are_linked_once_and_bold_ones_are_in_the_glossary(made, text, sentence):
    found = told(terms, made(text))
    assert found == [] if sentence is None else any(sentence in each for each in found), found


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        ("1_made.ipynb", None), ("#Words-of-it", None), ("1_made.ipynb#Words-of-it", None),
        ("https://example.org/a", None),
        ("2_gone.ipynb", "leads to no file"),
        ("#Gone", "no heading there is called so"), ("../other.ipynb#Gone", "no heading there is called so"),
        ("../labs/07_made.ipynb", None), ("../labs/08_gone.ipynb", "leads to no file"),
        ("../../README.md", "not among a learner's copies"),
        ("/1_made.ipynb", "no relative path"),
        ("http://example.org", "write https://example.org"),
        ("https://example.org/?utm_source=x", "tells a tracker"), ("https://bit.ly/x", "tells a tracker"),
        ("file:///x", "opens on few computers"),
    ],
)  # fmt: skip
def test_links_are_followed(made, target, sentence):
    notebook = made(f"## Words of *it*\n\n[there]({target})")
    notebook.root.parent.joinpath("README.md").touch()
    notebook.root.parent.joinpath("labs", "07_made").mkdir(parents=True)
    notebook.root.parent.joinpath("labs", "07_made", "lab.py").touch()
    notebook.root.joinpath("other.py").write_text("# %% [markdown]\n# # Other\n", encoding="utf-8")
    found = told(links, notebook)
    assert found == [] if sentence is None else sentence in found[0]


def test_a_bare_address_is_found_and_one_in_code_is_not(made):
    assert "https://example.org/issues/7 stands bare" in told(links, made("See https://example.org/issues/7"))[0]
    assert told(links, made("`https://example.org` and\n```\nhttp://127.0.0.1\n```")) == []


def test_pictures_have_words_beside_them_and_a_title_that_says_the_finding(made):
    said = {"text_plain": "Lateness rises in March, week by week."}
    svg = "<svg><title>Lateness rises in March</title></svg>"
    good = ["p", shown(**said, **{"image_svg+xml": svg}), shown(**said, image_png="AAAA")]
    assert told(figures, made("![what it shows](a.png)", good)) == []
    assert "a picture has no words" in told(figures, made("![](a.png)"))[0]
    assert "an <img> has no words" in told(figures, made('<img src="a.png">'))[0]
    bad = ["p", shown(image_png="AAAA", text_plain="<Figure size 640x480 with 1 Axes>")]
    assert "a picture says '<Figure size" in told(figures, made(bad))[0]
    short = ["p", shown(**said, **{"image_svg+xml": "<svg><text>Lateness</text></svg>"})]
    assert "a picture is called 'Lateness'" in told(figures, made(short))[0]
    plotly = {"application_vnd.plotly.v1+json": {"layout": {"title": {"text": "Late"}}}}
    assert "a picture is called 'Late'" in told(figures, made(["p", shown(**said, **plotly)]))[0]
