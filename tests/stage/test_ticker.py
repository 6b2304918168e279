"""What was said is listed: the newest first, in the same words on paper and in the browser."""

import json
import subprocess
import xml.etree.ElementTree as ET

import numpy as np

from mlops_widgets import stage
from mlops_widgets.stage import Axis, Lane, Line, Panel, Phrase, Scene, Ticker, Trace, Verdict, message, svg
from mlops_widgets.stage.joiner import PLAYER

LONG = (
    "and that is said at such a length that it needs more lines than one, however wide the page may be, and "
    + 9 * "so on "
)
TONES = {0: "ink", 3: "ink", 6: "warn"}
VERDICTS = tuple(Verdict(tick, (Phrase(f"At {tick}", tone), Phrase(f": {LONG}."))) for tick, tone in TONES.items())
SCENE = Scene(
    "Talking", "made up", Axis("h"), (Lane("Height", "m", (Line("x"),)),),
    VERDICTS,
    panels=(Panel("Said", "newest first", Ticker()),),
)  # fmt: skip


def _run(scenario=None, *, n=10):
    return Trace(np.arange(n), {"x": np.arange(n)}, scenario=scenario or stage.Scenario())


def _words(tick):
    """The texts of a drawing that begin a sentence, from top to bottom."""
    root = ET.fromstring(svg.draw(SCENE, _run(), tick=tick))
    texts = [node for node in root.iter() if (node.text or "").startswith("At ") and node.get("x")]
    return [node.text[:4] for node in sorted(texts, key=lambda node: float(node.get("y")))]


def test_on_paper_the_newest_stands_first_and_what_is_to_come_not_at_all():
    assert [_words(tick) for tick in (0, 4, 9)] == [["At 0"], ["At 3", "At 0"], ["At 6", "At 3", "At 0"]]


def test_on_paper_no_sentence_leaves_its_panel():
    many = stage.Scene(
        **{each: getattr(SCENE, each) for each in ("title", "subtitle", "axis", "lanes", "panels")},
        verdicts=tuple(Verdict(tick, (Phrase(f"At {tick}: {LONG}."),)) for tick in range(60)),
    )
    root = ET.fromstring(svg.draw(many, _run(n=60)))
    lines = [node for node in root.iter() if node.get("y") and (node.text or "")]
    assert max(float(node.get("y")) for node in lines) < float(root.get("height"))
    assert sum(node.text.startswith("At 59") for node in lines) == 1
    assert not [node for node in lines if node.text.startswith("At 3:")]


def test_the_browser_says_the_same_of_every_tick():
    told, _ = message.answer(stage.Simulation("toy.talk", stage.Scenario, _run, lambda _: SCENE), _run(), request="1")
    script = f"""
        import {{ tellTicker }} from "{(PLAYER / "ticker.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ verdicts }} = JSON.parse(readFileSync(0, "utf8"));
        const said = (tick) => tellTicker("Said", verdicts.filter((each) => each.tick <= tick));
        console.log(JSON.stringify([0, 4, 9].map(said)));
    """
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        input=json.dumps(told["picture"]), capture_output=True, text=True, check=True,
    )  # fmt: skip
    said = json.loads(ran.stdout)
    assert all(words in SCENE.text(_run(), tick) for words, tick in zip(said, (0, 4, 9), strict=True))
    assert said == [
        "Said: 1 so far.",
        f"Said: 2 so far; the one before: At 0: {LONG}.",
        f"Said: 3 so far; the one before: At 3: {LONG}.",
    ]
