"""Does every rule of the linter catch a notebook that breaks it, and pass one that keeps it?"""

import json
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import nbformat
import pytest

from tools.lint import EVERYWHERE, IN_CHAPTERS, lint, prose
from tools.lint.__main__ import main
from tools.lint.code import imports, keys, portable, wide
from tools.lint.frame import frame
from tools.lint.minutes import estimate, minutes
from tools.lint.size import metadata, size

HEADER = {"topics": ["K01"], "minutes": 5, "level": "core", "needs": ["drift"], "needs_notebooks": []}
STORY = "word " * 45


def told(rule, notebook):
    return [each.sentence for each in rule(notebook)]


WHOLE = {
    "title": "# Made\n\n**After this notebook you can** do it.\n\n5 minutes · no download",
    "story": f"## A story\n\n{STORY}",
    "predict": ['course.Predict("made", "Which?")'],
    "play": ["simulation.widget()"],
    "how": "## How it works: the sum\n\nIt is $a + b$.",
    "code": ["a + b"],
    "lies": "## When it lies\n\nSometimes.",
    "warm-up": "## Exercises\n\n**Warm-up (one line).** Do.",
    "check": ['course.check("made.warm", mine)'],
    "core": "**Core.** Do more.",
    "check core": ['course.check("made.core", mine)'],
    "stretch": "**Stretch (ungraded).** Do most.",
    "quiz": ['course.Quiz("made")'],
    "summary": "## Summary\n\nOne. Two. Three.\n\n[The lab](../labs/07_made.ipynb)\n\n"
    "**Read on:** Somebody, *Something*, 2006",
}


def test_a_notebook_with_every_part_in_order_keeps_the_frame(made):
    assert told(frame, made(*WHOLE.values())) == []


@pytest.mark.parametrize(
    ("part", "instead", "sentence"),
    [
        ("title", "## Made", r"0 titles"),
        ("title", "# Made\n\n5 minutes · no download", r"no promise: in the first cell write"),
        ("title", "# Made\n\n**After this notebook you can** do it.", r"no line of minutes and needs"),
        ("title", WHOLE["title"].replace("5 m", "9 m"), r"promises 9 minutes, the metadata say 5"),
        ("story", "## A story\n\nShort.", r"no story: after the title, a section"),
        ("predict", ["1"], r"no prediction"),
        ("predict", ["other.Predict()"], r"no prediction"),
        ("play", ["1"], r"nothing to play: with the prediction"),
        ("how", "## It is so\n\n$a$", r'no section "## How it works"'),
        ("how", "## How it works\n\nNobody knows.", r"has no formula .* in the next cell"),
        ("lies", "## Always true", r'no section "## When it lies"'),
        ("warm-up", "## Exercises\n\nDo.", r'no exercise "Warm-up"'),
        ("check", ["1"], r'the exercise "Warm-up" checks nothing'),
        ("check core", ["1"], r'the exercise "Core" checks nothing'),
        ("stretch", "Rest.", r'no exercise "Stretch"'),
        ("quiz", ["1"], r"no quiz"),
        ("summary", "## The end", r'no section "## Summary"'),
        (
            "summary",
            "## Summary\n\nOne.\n\n[The lab](../labs/07_made.ipynb)\n\n**Read on:** X",
            r"has 1 sentences; write about three",
        ),
        ("summary", "## Summary\n\nOne. Two. Three. [The lab](../labs/07_made.ipynb)", r"no readings"),
        ("summary", f"Before.\n\n{WHOLE['summary']}", r'"Summary" stands inside a cell'),
    ],
)
def test_a_missing_part_of_the_frame_is_named_with_what_to_write(made, part, instead, sentence):
    found = told(frame, made(*(WHOLE | {part: instead}).values()))
    assert any(re.search(sentence, each) for each in found), found


def test_parts_out_of_order_are_named(made):
    parts = dict(WHOLE)
    quiz, lies = parts.pop("quiz"), parts.pop("lies")
    assert told(frame, made(*parts.values(), quiz)) == [
        'no section "## When it lies": give one that name, more words may follow.',
        '"Summary" stands before the quiz (cell 12); move it behind.',
    ]
    assert 'stands before "When it lies"' in " ".join(told(frame, made(*parts.values(), lies)))


def test_a_notebook_that_another_needs_is_linked_in_the_first_cell(made):
    needs = {"needs_notebooks": ["06_rollout/1_canary"]}
    assert "the first cell must link to it" in " ".join(told(frame, made(*WHOLE.values(), **needs)))
    linked = WHOLE | {"title": WHOLE["title"] + ", after [it](../06_rollout/1_canary.ipynb)"}
    assert told(frame, made(*linked.values(), **needs)) == []


def test_a_chapter_with_a_lab_links_to_it(made, tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("tools.lint.frame"), "LABS", tmp_path / "labs")
    (tmp_path / "labs" / "07_drift").mkdir(parents=True)
    assert told(frame, made(*WHOLE.values())) == []
    alone = WHOLE | {"summary": WHOLE["summary"].replace("../labs/", "")}
    assert told(frame, made(*alone.values())) == [
        "the chapter has a lab: link to ../labs/07_drift.ipynb after the summary."
    ]


def test_too_few_cells_too_long_ones_and_too_many_words_are_counted(made):
    assert told(size, made(*[["x = 1"]] * 20)) == []
    assert told(size, made(["x = 1"])) == ["1 code cells, wanted 20 to 30; give the learner more to run."]
    assert "move code to the package" in told(size, made(*[["x"]] * 31))[0]
    assert told(size, made("word " * 1801, *[["x"]] * 20)) == [
        "1,801 words, wanted at most 1,800; cut, or make two notebooks of it."
    ]
    body = "\n".join(["    x = 1"] * 11)
    assert "11 lines of code, wanted 1 to 10" in told(size, made(["x = 1\n" * 11], *[["x"]] * 19))[0]
    assert told(size, made([f"def f():\n{body}"], *[["x"]] * 19)) == []


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"topics": []}, "topics must list 1 to 6 IDs, got []"),
        ({"topics": ["K01"] * 7}, "more are two notebooks"),
        ({"topics": ["drift"]}, "topics names 'drift', which no row of the syllabus has"),
        ({"level": "hard"}, "level must be core or further, got 'hard'"),
        ({"minutes": "5"}, "minutes must be a whole number, got '5'"),
        ({"needs": ["magic"]}, "needs has 'magic', no extra of pyproject.toml"),
        ({"needs_notebooks": ["06_rollout/9_none"]}, "'06_rollout/9_none', which is not there"),
    ],
)
def test_metadata_that_says_something_untrue_is_refused(made, header, sentence):
    assert sentence in " ".join(told(metadata, made(**header)))
    assert told(metadata, made()) == []


def test_a_chapter_without_topics_of_its_own_lists_none(made):
    notebook = made(topics=[])
    start = replace(notebook, path=notebook.path.parents[1] / "00_start" / "1_made.py")
    assert told(metadata, start) == []
    (sentence,) = told(metadata, replace(start, metadata=HEADER))
    assert sentence == "topics must be [], got ['K01']; the syllabus has none for this chapter."


def test_topics_are_those_of_the_ledger_once_it_is_there(made, tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("tools.lint.size"), "TOPICS", tmp_path / "topics.toml")
    assert told(metadata, made(topics=["Z99"])) == []
    (tmp_path / "topics.toml").write_text('[topics]\nK01 = "Windows"\n', encoding="utf-8")
    assert told(metadata, made(topics=["K01"])) == []
    assert "topics names 'Z99'" in told(metadata, made(topics=["Z99"]))[0]


def test_minutes_are_held_to_what_there_is_to_do(made):
    cells = ["word " * 750, ["course.Predict()"], ["a.widget()"], ["course.check()"], ["course.Quiz()"]]
    real = 750 / 150 + 4 * 7 / 60 + 1 + 2.5 + 4 + 4
    assert estimate(made(*cells)) == pytest.approx(real)
    assert told(minutes, made(*cells, minutes=15)) == []
    for wrong in (13, 21):
        assert f"{wrong} minutes declared, about 17 by its size" in told(minutes, made(*cells, minutes=wrong))[0]


def test_an_import_stands_in_the_cell_that_needs_it_first(made):
    assert told(imports, made(["import numpy as np\nnp.pi"], ["np.e"])) == []
    early = made(["import numpy as np"], ["%time np.pi"])
    assert told(imports, early) == ["np is imported but not used here; import it in cell 1, which needs it first."]
    assert "no later cell needs it" in told(imports, made(["from os import path"]))[0]


def test_two_predictions_have_two_keys(made):
    assert (
        told(keys, made(['course.Predict("a", "?")'], ['course.Predict("b", "?")'], ['course.check("a", 1)'])) == []
    )
    twice = made(['course.Predict("a", "?")'], ['course.Predict("a", "!")'])
    assert told(keys, twice) == ["the key 'a' stands in cell 0, too; give each its own."]


@pytest.mark.parametrize(
    ("source", "is_portable"),
    [
        ("%%time\n1", True), ("%pip list", True), ("!git status", True), ("!{sys.executable} -m pip", True),
        ("%%bash\nls", False), ("%%sh\nls", False), ("!ls", False), ("files = !ls", False), ("%cat x", False),
        ("import fcntl", False), ("from resource import x", False), ("os.fork()", False),
    ],
)  # fmt: skip
def test_what_needs_posix_is_refused(made, source, is_portable):
    assert (told(portable, made([source])) == []) is is_portable


def test_a_line_whose_end_nobody_sees_is_refused(made):
    line = "says = '" + "x" * 91 + "'"
    assert told(wide, made([line])) == []
    assert told(wide, made([f"{line}  "])) == [f"{line[:40]!r}… has 102 columns, and 100 show; wrap it."]


def test_offsets_of_prose_are_those_of_the_source():
    source = "A `b` [c *d*](e#f) $g$ ![h](i) <b>j</b>\n\n## k"
    assert len(prose.prose(source)) == len(source)
    assert prose.prose(source).split() == ["A", "c", "*d*", "j"]
    assert list(prose.headings("## The `a_b` of **it**")) == [(2, "The a_b of it")]


def text_of(*cells):
    header = f"# ---\n# jupyter:\n#   mlops: {json.dumps(HEADER)}\n# ---\n\n"
    return header + "\n\n".join(cells) + "\n"


def test_outputs_of_another_version_are_not_looked_at(tmp_path):
    text, run = tmp_path / "index.py", tmp_path / "index.ipynb"
    text.write_text(text_of("# %% [markdown]\n# All 88.", "# %%\nx"), encoding="utf-8")
    cells = [nbformat.v4.new_markdown_cell("All 88."), nbformat.v4.new_code_cell("x")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), run)
    assert [each.cell for each in lint(text, run)] == [0]
    cells[1].source = "y"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), run)
    assert lint(text, run) == []


def test_a_page_beside_the_chapters_keeps_the_rules_for_all_and_no_frame(tmp_path, capsys):
    page = tmp_path / "index.py"
    page.write_text(text_of("# %% [markdown]\n# Nothing.", "# %%\nimport os"), encoding="utf-8")
    assert main([str(tmp_path), "--executed", str(tmp_path)]) == 0
    assert "without a run" in capsys.readouterr().out
    assert set(EVERYWHERE).isdisjoint(IN_CHAPTERS)


def test_the_command_prints_path_cell_and_sentence_and_ends_with_1(tmp_path, capsys):
    page = tmp_path / "index.py"
    page.write_text(text_of("# %% [markdown]\n# A detector."), encoding="utf-8")
    assert main([str(page)]) == 1
    assert (
        f'{page}:0: "detector" is met here first: write [detector](glossary.ipynb#Detector).'
        in capsys.readouterr().out
    )
    with pytest.raises(SystemExit, match="2"):
        main([str(Path(tmp_path, "gone"))])
