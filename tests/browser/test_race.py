"""Can a learner race the machines by keyboard alone, and does the page say who was ahead after as many networks?"""

from __future__ import annotations

import pytest
from playing import answered, still

from mlops_widgets.automl.search import Scenario, simulation

pytestmark = pytest.mark.browser


def test_networks_are_placed_by_keyboard_and_compared_with_the_machine(page, show):
    widget = show(lambda: simulation.widget(Scenario(trials=20), play=False))
    still(page, 0.3)
    page.get_by_label("Settings of “Train this network”").press("Enter")
    page.get_by_label("Learning rate, log₁₀").press("ArrowRight")
    page.get_by_label("Units in a layer, log₂").press("End")
    for count in (1, 2):
        page.get_by_role("button", name="Train this network", exact=True).press("Enter")
        answered(page)
        assert len(widget.scenario.interventions) == count
    placed = widget.scenario.interventions[-1]
    assert (placed.rate, placed.width) == (pytest.approx(-2.9), 7.0)
    assert placed.tick == pytest.approx(0.3 * 19, abs=1)
    still(page, 1)
    said = page.locator(".verdict").inner_text()
    assert "You with 2:" in said
    assert page.get_by_text("points behind the best: you").is_visible()
    assert widget.errors == []


def test_a_class_that_asks_for_nothing_gets_its_sentence_in_the_page(page, show):
    class Silent:
        asked = 0

        def ask(self):
            return {"rate": 0.01, "width": 64}

        def tell(self, config, score):
            Silent.asked += 1
            if Silent.asked > 40:
                raise ValueError("no more")

    widget = show(lambda: simulation.widget(Scenario(trials=20), strategy=Silent, play=False))
    still(page)
    page.get_by_label("Budget").press("End")
    answered(page)
    assert "your part raised ValueError: no more" in page.locator(".error").first.inner_text()
    assert widget.errors
