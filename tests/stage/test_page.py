"""A page of a run carries all it needs, stays small, and whatever would ask the network is found."""

import json
import re

import pytest

from mlops_widgets.drift.stream import simulation
from mlops_widgets.stage import StageError, page


def test_a_page_of_twenty_five_runs_is_small_and_asks_nobody():
    html = simulation.html(simulation.run(), vary=["window", "threshold"])
    assert len(html.encode()) < 1_500_000
    page.demand_offline(html, where="the page")
    held = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])
    assert held["name"] == "drift.stream"


def test_words_of_a_run_cannot_leave_their_script():
    text = page.fragment({"text": "</script><script>alert(1)</script>"}, fallback="")
    assert text.count("</script>") == 1
    assert json.loads(re.search(r"json\">(.*?)</script>", text)[1]) == {"text": "</script><script>alert(1)</script>"}


@pytest.mark.parametrize(
    "asking",
    ['<script src="https://x.org/a.js"></script>', "<img src=//x.org/a.png>", '<iframe src="http://x.org"></iframe>',
     '<img srcset="a.png 1x, https://x.org/b.png 2x">', '<video poster="https://x.org/p.png"></video>',
     '<link rel="stylesheet" href="https://x.org/a.css">', '<object data="https://x.org/a.svg"></object>',
     '<svg><image href="https://x.org/a.png"/></svg>', '<svg><use xlink:href="https://x.org/a.svg#b"/></svg>',
     "<style>@import 'https://x.org/a.css';</style>", "<style>p { background: url(https://x.org/a.png) }</style>",
     '<p style="background: url(//x.org/a.png)">', '<script>fetch("https://x.org")</script>',
     '<script type="module">import { a } from "https://x.org/a.js";</script>',
     "<script>import('https://x.org/a.js')</script>", '<script>new WebSocket("wss://x.org")</script>',
     '<script>r.open("GET", "https://x.org")</script>', '<script>s.src = "https://x.org/a.js"</script>',
     '<script>navigator.sendBeacon("https://x.org")</script>', '<body onload="fetch(\'https://x.org\')">',
     '<meta http-equiv="refresh" content="0; url=https://x.org">', '<base href="https://x.org/">',
     '<iframe srcdoc="&lt;img src=https://x.org/a.png&gt;"></iframe>', '<input type="image" src="https://x.org/a.png">',
     '<embed src="https://x.org/a">', '<audio><source src="https://x.org/a.ogg"></audio>',
     '<table background="//x.org/a">'],
)  # fmt: skip
def test_each_kind_of_request_is_found(asking):
    with pytest.raises(StageError, match=r"cell 3 would ask the network for '.*x\.org.*put that file beside"):
        page.demand_offline(f"<p>before</p>{asking}<p>after</p>", where="cell 3")


@pytest.mark.parametrize(
    "quiet",
    ['<a href="https://x.org">there</a>', '<area href="https://x.org">', '<img src="data:image/png;base64,//8A,//x">',
     '<img src="beside.png">', "<p>fetch(&quot;https://x.org&quot;) and url(https://x.org)</p>",
     '<svg xmlns="http://www.w3.org/2000/svg"></svg>', '<script>const space = "http://www.w3.org/2000/svg";</script>',
     '<script type="application/json">{"text": "fetch(\\"https://x.org\\")"}</script>',
     "<style>p { background: url(data:image/png;base64,//8A) }</style>", "<!-- <img src='https://x.org/a.png'> -->"],
)  # fmt: skip
def test_what_waits_for_a_click_or_is_mere_text_passes(quiet):
    page.demand_offline(quiet, where="cell 3")


def test_a_page_that_grew_too_large_is_refused():
    with pytest.raises(StageError, match=r"the page would hold 1\.6 MB, more than 1\.5: vary fewer values"):
        page.whole({"kept": "A" * 1_500_000}, title="t", fallback="")
