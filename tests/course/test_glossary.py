"""Does the glossary hold what it promises: typed terms, refused mistakes, and a page in step with the data?"""

import re
from types import MappingProxyType

import pytest

from mlops_widgets import course
from mlops_widgets.course.glossary import GlossaryError, Term, anchor, read_glossary
from tools import glossary as tool
from tools.pair import NOTEBOOKS

ENTRY = '[[term]]\nname = "Drift"\nforms = ["drifts"]\ntext = "The data have changed."\ntaught = "drift"\n'


def refused(toml):
    with pytest.raises(GlossaryError) as caught:
        read_glossary(toml)
    return str(caught.value)


def test_every_term_is_found_by_each_of_its_spellings():
    for name, each in course.glossary().items():
        assert isinstance(each, Term)
        assert all(course.term(spelling).name == name for spelling in each.spellings)
        assert course.term(f" {name.upper()} ") is each


def test_nobody_can_change_it():
    assert isinstance(course.glossary(), MappingProxyType)
    with pytest.raises(AttributeError):
        course.term("PSI").text = "something else"


def test_a_term_is_shown_with_its_other_names_meaning_and_reference():
    shown = course.term("PSI")._repr_markdown_()
    assert shown.startswith("**PSI** (population stability index): Cuts")
    assert "Reference: Yurdakul and Naranjo" in shown
    assert str(course.term("bins")).startswith("Bin (bins): One of")


def test_an_unknown_word_is_refused_with_the_nearest_ones():
    with pytest.raises(LookupError, match=r"no word 'PSl'\. Did you mean .*PSI\? course\.glossary\(\) lists"):
        course.term("PSl")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "Drift"\n', "", r"entry 1 \(no name\): name must be a word, got None; write it down"),
        ('text = "The data have changed."\n', "", "text must be one or two sentences, got None"),
        ('["drifts"]', '"drifts"', r"forms must be a list of words, got 'drifts'; write forms = \["),
        ('"drift"\n', '"weather"\n', "taught must be one of start, .* or a notebook as .*, got 'weather'"),
        ("changed.", "changed", "sentences of at most 60 words"),
        ("changed.", "changed by 3.", "text must hold no digits"),
        ("forms", "plural", "no field is called plural; there are name, forms"),
        ('"drift"\n', '"drift"\nreference = 7\n', "reference must be one text, got 7"),
        ('["drifts"]', '["drift"]', "'drift' stands for Drift and again for Drift"),
    ],
)
def test_an_entry_that_cannot_stand_is_refused_with_a_sentence(old, new, sentence):
    assert re.search(sentence, refused(ENTRY.replace(old, new)))


def test_two_terms_may_not_share_a_word_and_stand_in_order():
    assert "'drifts' stands for Drift and again for Drifts" in refused(ENTRY + ENTRY.replace('"Drift"', '"Drifts"'))
    other = ENTRY.replace('"Drift"', '"Bin"').replace("drifts", "bins")
    assert "Bin stands behind Drift; put the entries in alphabetical order" in refused(ENTRY + other)


def test_a_notebook_that_teaches_a_term_is_there():
    notebooks = {each.taught for each in course.glossary().values() if "/" in each.taught}
    assert [name for name in notebooks if not (NOTEBOOKS / f"{name}.py").exists()] == []


def test_the_page_is_in_step_with_the_data():
    assert (NOTEBOOKS / "glossary.py").read_text("utf-8") == tool.page(), "run python -m tools.glossary"


def test_the_page_has_one_heading_for_each_term_and_links_what_it_mentions():
    page = tool.page()
    assert re.findall(r"(?m)^# ## (.+)$", page) == list(course.glossary())
    assert "A [detector](#Detector) that chooses the length of its [window](#Window) itself" in page
    assert anchor("False alarm") == "False-alarm"
