"""A colour of the page's theme is never needed: where JupyterLab is not, a fallback stands."""

import re

import pytest

from mlops_widgets.stage import joiner

SHEETS = sorted(joiner.PLAYER.rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_variable_of_jupyterlab_has_a_fallback(sheet):
    text = sheet.read_text("utf-8")
    used = re.findall(r"var\(\s*--jp-[\w-]+\s*([,)])", text)
    assert set(used) <= {","}
    assert sheet.name != "player.css" or used


def test_no_module_asks_for_a_variable_of_jupyterlab():
    for module in joiner.PLAYER.rglob("*.js"):
        assert "--jp-" not in module.read_text("utf-8"), module.name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_colours_stand_only_where_roles_are_named(sheet):
    for rule in re.findall(r"^[^@/{}]*\{[^}]*\}", sheet.read_text("utf-8"), re.MULTILINE):
        without_roles = re.sub(r"--[\w-]+:[^;}]*", "", rule)
        assert not re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(", without_roles), rule
