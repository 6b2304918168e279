"""Modules become one file in the order of dependency, and what would break in the browser is refused here."""

import base64
import json
import re
import subprocess

import pytest

from mlops_widgets.stage import StageError, boards, joiner


def _join(folder, **modules):
    for name, text in modules.items():
        path = folder / f"{name.replace('__', '/')}.js"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return joiner.join("main.js", folder)


def _node(text):
    ran = subprocess.run(
        ["node", "--input-type=module", "-"], input=text, capture_output=True, text=True, check=False, timeout=30
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_each_module_stands_once_and_after_all_it_needs(tmp_path):
    text = _join(
        tmp_path,
        main='import { b } from "./b.js";\nimport { c } from "./marks/c.js";\nconsole.log(JSON.stringify([b, c]));\n',
        b='import { c } from "./marks/c.js";\nexport const b = c + 1;\n',
        marks__c="export const c = 1;\n",
    )
    assert re.findall(r"^// (.*)", text, re.MULTILINE) == ["marks/c.js", "b.js", "main.js"]
    assert _node(text) == [2, 1]


@pytest.mark.parametrize(
    "export",
    ["export function a() {}", "export async function a() {}", "export class a {}", "export const a = 1;",
     "export function* a() {}", "export async function* a() {}"],
)  # fmt: skip
def test_every_kind_of_export_is_followed(tmp_path, export):
    text = _join(
        tmp_path, main='import { a } from "./a.js";\nconsole.log(JSON.stringify(typeof a));\n', a=f"{export}\n"
    )
    assert _node(text) in ("function", "number")


@pytest.mark.parametrize(
    ("modules", "words"),
    [
        ({"main": 'import { a } from "./a.js";\n', "a": 'import { m } from "./main.js";\nexport const a = 1;\n'},
         "in a ring: main.js → a.js → main.js"),
        ({"main": 'import { a } from "./a.js";\n', "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
          "b": 'import { a } from "./a.js";\nexport const b = 1;\n'}, "in a ring: a.js → b.js → a.js"),
        ({"main": 'import { a } from "./a.js";\nconst help = 1;\n', "a": "const help = 2;\nexport const a = 1;\n"},
         "help is defined in a.js and in main.js: rename one"),
        ({"main": 'import { b } from "./a.js";\n', "a": "export const a = 1;\n"},
         "main.js imports b, which a.js does not export"),
        ({"main": 'import { a } from "./a.js";\n', "a": "const a = 1;\n"}, "imports a, which a.js does not export"),
        ({"main": 'import a from "./a.js";\n', "a": ""}, "cannot follow: 'import a from"),
        ({"main": 'import * as a from "./a.js";\n', "a": ""}, "cannot follow"),
        ({"main": 'import "./a.js";\n', "a": ""}, "cannot follow"),
        ({"main": 'import { a } from "three";\n'}, "cannot follow"),
        ({"main": 'const a = await import("./a.js");\n', "a": ""}, "cannot follow"),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_refused_by_name(tmp_path, modules, words):
    with pytest.raises(StageError, match=words):
        _join(tmp_path, **modules)


def test_lines_that_are_comments_stay_behind_and_what_only_looks_like_one_does_not(tmp_path):
    text = _join(
        tmp_path,
        main="// What is asked?\n/** The answer.\n * Long. */\nconst one = /** @type {number} */ (1); // said here\n"
        '  /** A part. */\nconst two =\n/** @type {number} */ (2) + "//".length;\n'
        'console.log(JSON.stringify([one, two, "https://x" /** end */]));\n',
    )
    assert _node(text) == [1, 4, "https://x"]
    assert [line for line in text.splitlines() if "answer" in line or "part" in line or "asked" in line] == []


def test_what_a_notebook_keeps_of_the_player_is_small():
    assert len(joiner.join()) < 110_000  # a notebook grows by it, by a run and by its picture: 300 kB together


def test_the_player_joined_loads_without_a_page_and_offers_render():
    text = joiner.join()
    assert not re.search(r"^import\b|\bimport\(", text, re.MULTILINE)
    assert len(re.findall(r"^export ", text, re.MULTILINE)) == 1
    address = (
        "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()
    )  # from text, as anywidget does
    assert _node(f'import player from "{address}"; console.log(JSON.stringify(typeof player.render));') == "function"


def test_every_module_of_the_player_is_in_it():
    entries = ["widget.js", "kept.js", "live.js", *(board.entry for board in boards().values())]
    texts = "\n".join(map(joiner.join, entries))
    joined = set(re.findall(r"^// ([\w/]+\.js)$", texts, re.MULTILINE))
    assert joined == {path.relative_to(joiner.PLAYER).as_posix() for path in joiner.PLAYER.rglob("*.js")} - {
        "loader.js"
    }


def test_the_page_is_asked_for_nothing_from_elsewhere():
    drawn = [joiner.join(), joiner.style()]
    for board in boards().values():
        drawn += [joiner.join(board.entry), joiner.style("board.css", *board.styles)]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", "\n".join(drawn))
    assert "console.log" not in "\n".join(drawn)
