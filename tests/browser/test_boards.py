"""Does every board paint, by mouse and by key do what it says, and find again what was done?"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playing import drawn

from mlops_widgets import stage
from mlops_widgets.drift import points
from mlops_widgets.drift.points import series

pytestmark = pytest.mark.browser

INK = """() => { const c = document.querySelector('canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 3; i < d.length; i += 4) if (d[i]) n++; return n; }"""
# The least contrast of any text with what is behind it, and which text that is.
CONTRAST = """() => {
            const rgb = text => { const p = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
              p.fillStyle = text; p.fillRect(0, 0, 1, 1); return [...p.getImageData(0, 0, 1, 1).data]; };
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
              .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
            const ground = node => { for (; node; node = node.parentElement) {
              const c = rgb(getComputedStyle(node).backgroundColor); if (c[3] > 250) return c; } return [255, 255, 255]; };
            return [...document.querySelectorAll('.mlops-player *')]
              .filter(n => n.offsetParent && [...n.childNodes].some(c => c.nodeType === 3 && c.textContent.trim()))
              .map(n => { const [a, b] = [light(rgb(getComputedStyle(n).color)), light(ground(n))];
                return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), n.className + ': ' + n.textContent.slice(0, 30)]; })
              .sort((a, b) => a[0] - b[0])[0];
        }"""
HAS_COLOUR = """colour => { const [r, g, b] = colour.match(/\\d+/g).map(Number);
  const c = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .mlops-player canvas');
  const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
  let n = 0; for (let i = 0; i < d.length; i += 4) if (d[i] === r && d[i + 1] === g && d[i + 2] === b && d[i + 3] > 250) n++;
  return n > 100; }"""
PICTURES = Path("build/browser")


@pytest.fixture(autouse=True)
def kept_here(tmp_path, monkeypatch):
    monkeypatch.setenv("MLOPS_BOARDS", str(tmp_path))
    return tmp_path


@pytest.fixture
def board(page, show):
    return show(lambda: points.board.widget("mine"))


def waited(page, condition):
    """Wait until the kernel's state is so; the bridge's kernel answers while the page waits."""
    for _ in range(200):
        if condition():
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"the board did not come to this state: {page.inner_text('.verdict, .error')}")


def fetch(page):
    """Let the page hear what the kernel did by itself."""
    page.evaluate("() => model.save_changes()")


def click_at(page, index):
    """Click on the plot where this value is."""
    box = page.locator(".picker").first.bounding_box()
    page.mouse.click(box["x"] + 62 + (box["width"] - 82) * index / 467, box["y"] + 150)


def paints(page):
    """Is there a picture, or words on a board that has none?"""
    if page.locator("canvas").count():
        return page.evaluate(INK) > 5000
    box = page.locator(".mlops-player").bounding_box()
    return box["height"] > 90 and len(page.inner_text(".mlops-player")) > 60


@pytest.mark.parametrize("name", sorted(stage.boards()))
def test_every_board_paints_and_bears_all_its_controls(page, show, name):
    widget = show(lambda: stage.boards()[name].widget("mine"))
    assert paints(page)
    for sample in widget.board.samples:
        widget.act(sample)
    fetch(page)
    for _ in range(2):
        page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
        for menu in page.locator("select:visible").all():
            menu.select_option(index=menu.evaluate("node => node.options.length") - 1)
            menu.select_option(index=0)
        for button in page.locator("button:visible").all():
            if button.is_visible() and button.is_enabled():
                button.click()
        drawn(page)
    assert widget.errors == []
    assert page.locator(".error").is_hidden()
    assert paints(page)
    page.evaluate("() => leave.pop()()")
    assert page.evaluate("() => model.count()") == 0
    assert page.locator(".mlops-player").count() == 0


def test_a_click_places_a_change_point_and_a_click_on_it_takes_it_away(page, board):
    click_at(page, 299)
    waited(page, lambda: board.state.here == (299,))
    assert page.inner_text(".aloud") == "Change point placed at December 2001; 1 in all."
    click_at(page, 299.4)  # beside it, but on the mark for a hand
    waited(page, lambda: board.state.here == ())
    page.click("button:has-text('Undo')")
    waited(page, lambda: board.state.here == (299,))
    page.click("button:has-text('Undo')")
    page.click("button:has-text('Redo')")
    waited(page, lambda: board.state.here == (299,))


def test_the_hand_sees_the_moment_before_it_places(page, board):
    box = page.locator(".picker").bounding_box()
    page.mouse.move(box["x"] + 62 + (box["width"] - 82) * 120 / 467, box["y"] + 100)
    value = series("airline").columns[0].values[120]
    assert page.inner_text(".hint") == "January 1987"
    said = page.get_attribute(".picker", "aria-valuetext")
    assert said == f"January 1987: Passengers {value:.4g} million a month"
    page.mouse.move(box["x"] + 100, box["y"] - 30)
    assert page.locator(".hint").is_hidden()


def test_the_keyboard_alone_draws_compares_and_takes_back(page, board):
    page.locator(".picker").focus()
    for key in ["Home", "PageUp", "PageUp", "ArrowRight", "Enter", "End", "ArrowLeft", "Space"]:
        page.keyboard.press(key)
    stride = round(466 / 20)
    waited(page, lambda: board.state.here == (2 * stride + 2, 466))
    assert page.get_attribute(".picker", "aria-valuetext").startswith("November 2015: ")
    assert page.get_attribute(".picker", "aria-valuetext").endswith("your mark")
    page.keyboard.press("Home")
    page.keyboard.press("Delete")  # the nearest
    waited(page, lambda: board.state.here == (466,))
    page.keyboard.press("Control+z")
    waited(page, lambda: len(board.state.here) == 2)
    page.keyboard.press("Control+Shift+z")
    waited(page, lambda: board.state.here == (466,))
    page.get_by_role("button", name="I am done: compare").focus()
    page.keyboard.press("Enter")
    waited(page, lambda: board.state.comparisons == ((466,),))
    assert "You missed the one change" in page.inner_text(".verdict")
    assert page.evaluate("() => document.activeElement.textContent") == "Compare again"


def test_fast_hands_lose_nothing(page, board):
    page.locator(".picker").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    waited(page, lambda: board.state.here == tuple(range(2, 32)))


def test_who_takes_back_and_does_again_at_once_loses_nothing(page, board):
    click_at(page, 100)
    click_at(page, 200)
    waited(page, lambda: board.state.here == (100, 200))
    page.locator("button:has-text('Undo'):enabled").wait_for()
    page.evaluate(
        """() => { const node = document.querySelector('.picker');
            for (const shiftKey of [false, true])  // before the page has heard that there is something to do again
              node.dispatchEvent(new KeyboardEvent('keydown', {key: 'z', ctrlKey: true, shiftKey, bubbles: true})); }"""
    )
    click_at(page, 300)
    waited(page, lambda: 300 in board.state.here)
    assert board.state.here == (100, 200, 300)
    assert board.errors == []


def test_two_clicks_at_one_place_before_the_first_answer_place_and_remove(page, board):
    page.evaluate("() => { window.deaf = true; }")
    click_at(page, 100)
    click_at(page, 300)
    click_at(page, 300.4)
    click_at(page, 200)
    page.click("button:has-text('Table')")
    page.locator(".status:has-text('No answer yet')").wait_for()
    page.evaluate("() => { window.deaf = false; }")
    click_at(page, 200)
    waited(page, lambda: board.state.here == (100,))
    assert board.errors == []


def test_a_click_after_an_undo_waits_until_it_is_known_what_was_taken_back(page, board):
    click_at(page, 100)
    waited(page, lambda: board.state.here == (100,))
    page.locator("button:has-text('Undo'):enabled").wait_for()
    page.evaluate(
        """() => { document.querySelector('.tools button').click();
            const node = document.querySelector('.picker'); node.click(); node.click(); node.click(); }"""
    )
    waited(page, lambda: board.state.here == (100,) and board.answer["undo"])
    assert board.errors == []


def test_what_was_done_while_no_kernel_answered_is_done_when_it_does(page, board):
    page.evaluate("() => { window.deaf = true; }")
    click_at(page, 100)
    click_at(page, 200)
    page.locator(".status:has-text('No answer yet')").wait_for()
    page.evaluate("() => { window.deaf = false; }")
    click_at(page, 300)
    waited(page, lambda: board.state.here == (100, 200, 300))
    assert page.inner_text(".status") == ""


def test_people_are_veiled_until_one_compares_and_the_picture_keeps_its_size(page, board):
    assert page.locator(".words .veil").is_visible()
    assert "F1 and covering stay veiled" in page.inner_text(".readouts")
    before = page.locator(".picture").bounding_box()
    click_at(page, 299)
    page.click("button:has-text('compare')")
    page.locator(".words .person >> nth=4").wait_for()
    assert page.locator(".picture").bounding_box() == before
    assert "You found the one change" in page.inner_text(".verdict")
    assert "people agree to 0.43–0.91" in page.inner_text(".readouts")
    assert page.get_attribute("canvas", "aria-label") == board.answer["text"]


def test_the_table_names_each_point_and_removes_it_by_key(page, board):
    for at in (100, 200, 300):
        board.act({"kind": "place", "at": at})
    fetch(page)
    page.click("button:has-text('Table')")
    page.get_by_role("button", name="Remove September 1993").press("Enter")
    waited(page, lambda: board.state.here == (100, 300))
    page.locator("td >> text=September 1993").wait_for(state="detached")
    assert page.evaluate("() => document.activeElement.getAttribute('aria-label')") == "Remove January 2002"


def test_what_cannot_be_done_is_a_sentence_on_the_page(page, board):
    page.evaluate(
        "() => { model.set('request', {id: 'x', view: 'x', actions: [[1, {kind: 'place', at: 0}]]}); model.save_changes(); }"
    )
    page.locator(".error:has-text('at must be 1 to 467, got 0')").wait_for()
    click_at(page, 100)
    page.locator(".error").wait_for(state="hidden")
    assert len(board.errors) == 1


def test_a_board_that_cannot_be_shown_says_why_and_nothing_else(page, show, monkeypatch):
    monkeypatch.setitem(sys.modules, "river.drift", None)
    series.cache_clear()
    show(lambda: points.board.widget("mine"))
    assert 'run pip install "mlops-widgets[drift]"' in page.inner_text(".error")
    assert page.inner_text("h3") == "drift.points"
    assert not [node for node in page.locator("canvas, button, select").all() if node.is_visible()]


def test_two_views_show_the_same_board(page, board):
    page.evaluate("() => view()")
    click_at(page, 100)
    waited(page, lambda: board.state.here == (100,))
    for index in (0, 1):
        page.locator(f".verdict >> nth={index} >> text=You have drawn 1 change point").wait_for()


@pytest.mark.parametrize("light", ["true", "false"])
def test_it_can_be_read_in_both_themes_and_on_a_narrow_page(page, board, light):
    page.emulate_media(color_scheme="dark" if light == "false" else "light")
    page.evaluate("light => { document.body.dataset.jpThemeLight = light; }", light)
    for at in (120, 299, 330):
        click_at(page, at)
    waited(page, lambda: len(board.state.here) == 3)
    PICTURES.mkdir(parents=True, exist_ok=True)
    theme = "light" if light == "true" else "dark"
    page.screenshot(path=PICTURES / f"points-drawn-{theme}.png")
    page.click("button:has-text('compare')")
    page.locator("button:has-text('Compare again')").wait_for()
    page.mouse.move(5, 5)
    page.screenshot(path=PICTURES / f"points-compared-{theme}.png")
    assert page.evaluate(CONTRAST)[0] >= 4.5
    page.set_viewport_size({"width": 560, "height": 1000})
    controls, picture = (page.locator(name).bounding_box() for name in (".controls", ".picture"))
    assert controls["y"] + controls["height"] <= picture["y"]
    drawn(page)
    page.screenshot(path=PICTURES / f"points-narrow-{theme}.png")
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_in_jupyterlab_points_are_drawn_compared_and_found_again_after_a_restart(notebook, folder):
    show = (
        f"import os\nos.environ['MLOPS_BOARDS'] = {str(folder / 'boards')!r}\n"
        "from mlops_widgets.drift import points\nw = points.board.widget('lab')\nw"
    )
    opened = notebook(show, "'another cell'")
    opened.run(0)
    page, shown = opened.page, opened.player(0)
    shown.locator("canvas").wait_for()
    box = shown.locator(".picker").bounding_box()
    page.mouse.click(box["x"] + 62 + (box["width"] - 82) * 299 / 467, box["y"] + 150)
    shown.locator(".verdict:has-text('You have drawn 1 change point.')").wait_for()
    shown.locator(".picker").focus()
    for key in ["Home", "ArrowRight", "ArrowRight", "Enter"]:
        page.keyboard.press(key)
    shown.locator(".verdict:has-text('You have drawn 2 change points.')").wait_for()
    assert page.evaluate("() => jupyterapp.shell.currentWidget.content.activeCellIndex") == 0
    assert page.evaluate("() => document.activeElement.className") == "picker"
    page.keyboard.press("Backspace")
    shown.locator(".verdict:has-text('You have drawn 1 change point.')").wait_for()
    shown.locator("button:has-text('compare')").press("Enter")
    shown.locator(".verdict:has-text('You found the one change')").wait_for()
    assert opened.python("print(w.state.here, len(w.state.comparisons), w.errors)").strip() == "(299,) 1 []"
    PICTURES.mkdir(parents=True, exist_ok=True)
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        opened.theme(theme)
        page.locator("#jupyterlab-splash").wait_for(state="detached")
        shown.locator(".words .person >> nth=4").wait_for()
        accent = "rgb(0, 114, 178)" if theme.endswith("Light") else "rgb(86, 180, 233)"
        page.wait_for_function(HAS_COLOUR, arg=accent)
        page.screenshot(path=PICTURES / f"points-{theme.replace(' ', '-').lower()}.png")
    page.evaluate("async () => { await jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart(); }")
    shown.locator(".status:has-text('re-run this cell')").wait_for()
    opened.ready()
    opened.run(0)
    again = opened.player(0)
    again.locator(".verdict:has-text('You found the one change')").wait_for()
    assert opened.python("print(w.state.here, len(w.state.comparisons))").strip() == "(299,) 1"
    alive = (
        "from ipywidgets.widgets.widget import _instances\n"
        "print(sum(type(each).__name__.startswith('LiveBoard') for each in _instances.values()))"
    )
    opened.run(0)
    assert opened.python(alive).strip() == "1"
